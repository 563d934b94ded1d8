package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.Require;
import io.stackelberg.pipeline.io.CsvTable;
import io.stackelberg.pipeline.io.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One clause under one question: the unit that is revised and judged.
 *
 * @param id the clause's name; a clause may stand under several questions
 * @param document the contract it is from
 * @param question what is asked of it
 * @param isPresent what a person answered
 * @param text the clause
 */
public record Clause(
    String id, String document, RiskQuestion question, boolean isPresent, String text) {
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.;]) +");

  public Clause {
    Require.nonBlank("id", id);
    Require.nonBlank("document", document);
    Require.nonBlank("text", text);
  }

  /** Whether the person's answer makes it a risk. */
  public boolean isRisky() {
    return isPresent == (question.reading() == RiskQuestion.Reading.EXPOSURE);
  }

  /** A text's sentences, an enumeration's items included. */
  static List<String> sentences(String text) {
    return List.of(SENTENCE_END.split(text));
  }

  /** Length of a text in tokens, four characters each; 0 for no text. */
  static long tokens(String text) {
    return (text.length() + 3L) / 4;
  }

  /**
   * Reads the labelled clauses.
   *
   * @throws InputException if a column, a label or a question is not as expected
   */
  static List<Clause> read(Path file, Map<String, RiskQuestion> questions) {
    CsvTable table = CsvTable.read(file);
    List<String> columns = List.of("clause_id", "risk_question", "label", "document", "text");
    for (String column : columns) {
      if (!table.columns().containsKey(column)) {
        throw InputException.invalid(
            "column \"" + column + "\" is missing, expected it (" + table.name() + ").");
      }
    }
    List<Clause> clauses = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      RiskQuestion question = questions.get(table.cell(row, "risk_question"));
      String label = table.cell(row, "label");
      if (question == null || !label.matches("[01]")) {
        wrong.add("risk_question and label are \"" + table.cell(row, "risk_question") + "\" and \""
            + label + "\", expected a known question and 0 or 1 (line " + row.line() + " of "
            + table.name() + ").");
        continue;
      }
      clauses.add(new Clause(
          table.cell(row, "clause_id"),
          table.cell(row, "document"),
          question,
          label.equals("1"),
          table.cell(row, "text")));
    }
    if (!wrong.isEmpty()) {
      throw InputException.invalid(String.join("\n", wrong.subList(0, Math.min(20, wrong.size())))
          + "\n" + wrong.size() + " rows in all.");
    }
    return clauses;
  }
}
