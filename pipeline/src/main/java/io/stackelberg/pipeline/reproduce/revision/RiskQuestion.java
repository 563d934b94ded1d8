package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.Require;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One question asked of a clause, and how its answer becomes a risk.
 *
 * @param name as the data name it
 * @param category the group of questions that share one budget
 * @param reading whether presence or absence is the risk
 * @param cues phrases in lower case by which a rule recognises presence, at least one
 * @param protection a sentence that gives the protection; blank for an exposure
 */
public record RiskQuestion(
    String name, String category, Reading reading, List<String> cues, String protection) {
  /** Which answer is the risk. */
  public enum Reading {
    /** Risky where the clause contains it. */
    EXPOSURE,
    /** Risky where the clause lacks it. */
    PROTECTION;

    /** Risk of a clause that contains it with this probability. */
    double risk(double presence) {
      return this == EXPOSURE ? presence : 1 - presence;
    }
  }

  public RiskQuestion {
    Require.nonBlank("name", name);
    Require.nonBlank("category", category);
    cues = List.copyOf(Require.nonEmpty("cues of " + name, cues));
    if ((reading == Reading.PROTECTION) == protection.isBlank()) {
      throw Require.unexpected(
          "protection of " + name,
          "\"" + protection + "\"",
          reading == Reading.PROTECTION ? "a sentence" : "nothing, for it is an exposure");
    }
  }

  /** The study's questions by name, in the order of its list. */
  public static Map<String, RiskQuestion> all() {
    Map<String, RiskQuestion> questions = new LinkedHashMap<>();
    try (InputStream stream = RiskQuestion.class.getResourceAsStream("questions.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
        String[] cells = line.split("\\|", -1);
        RiskQuestion question = new RiskQuestion(
            cells[0].strip(),
            cells[1].strip(),
            Reading.valueOf(cells[2].strip().toUpperCase(java.util.Locale.ROOT)),
            Arrays.stream(cells[3].split(",")).map(String::strip).toList(),
            cells[4].strip());
        questions.put(question.name(), question);
      });
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return questions;
  }
}
