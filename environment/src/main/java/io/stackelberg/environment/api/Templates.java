package io.stackelberg.environment.api;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.SeedSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The texts a model reads, with named placeholders such as <code>{quality_target}</code>.
 *
 * <p>Defaults are resources; a folder may replace any of them by a file of the same name. A placeholder the
 * template does not know, and a {@code .txt} file that is no template, are errors when the folder is read.
 */
public final class Templates {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)\\}");

  private final Map<Name, String> texts;

  /** Which text. */
  public enum Name {
    /** System message that asks the follower to choose an action. */
    CHOOSE(
        "quality_target", "cost_incentive", "task_kind", "history_tokens", "turns_left", "actions"),
    /** System message of the request that does the task. */
    ACT(
        "announcement",
        "action",
        "verbosity",
        "tools",
        "task_kind",
        "history_tokens",
        "turns_left"),
    /** What the request that does the task repeats of an announcement; left out under a directive. */
    ANNOUNCEMENT("quality_target", "cost_incentive"),
    /** Instruction of the verbosity {@code concise}. */
    CONCISE("max_tokens"),
    /** Instruction of the verbosity {@code normal}. */
    NORMAL("max_tokens"),
    /** Instruction of the verbosity {@code verbose}. */
    VERBOSE("max_tokens"),
    /** Message that hands over what a tool said. */
    TOOL_RESULT("tool", "result"),
    /** System message of the comparing judge. */
    JUDGE_SYSTEM("rubric"),
    /** What the comparing judge is shown. */
    JUDGE_USER("prompt", "first", "second");

    private final List<String> placeholders;

    Name(String... placeholders) {
      this.placeholders = List.of(placeholders);
    }

    /** Name of its file. */
    public String fileName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
    }

    /** The placeholders it may use. */
    public List<String> placeholders() {
      return placeholders;
    }
  }

  private Templates(Map<Name, String> texts) {
    this.texts = new EnumMap<>(texts);
  }

  /** The texts this library comes with. */
  public static Templates defaults() {
    Map<Name, String> texts = new EnumMap<>(Name.class);
    for (Name name : Name.values()) {
      try (InputStream stream =
          Templates.class.getResourceAsStream("templates/" + name.fileName())) {
        texts.put(name, checked(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return new Templates(texts);
  }

  /**
   * The defaults with the files of a folder in their place.
   *
   * @throws IllegalArgumentException if a file has an unknown name or an unknown placeholder
   */
  public static Templates in(Path folder) throws IOException {
    Map<Name, String> texts = new EnumMap<>(defaults().texts);
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    for (Path file : files) {
      Name name = Arrays.stream(Name.values())
          .filter(known -> known.fileName().equals(file.getFileName().toString()))
          .findFirst()
          .orElseThrow(() -> Require.unexpected(
              "template",
              file.getFileName(),
              "one of " + Arrays.stream(Name.values()).map(Name::fileName).toList()));
      texts.put(name, checked(name, Files.readString(file)));
    }
    return new Templates(texts);
  }

  private static String checked(Name name, String text) {
    Matcher used = PLACEHOLDER.matcher(text);
    List<String> unknown = new ArrayList<>();
    while (used.find()) {
      if (!name.placeholders.contains(used.group(1))) {
        unknown.add(used.group());
      }
    }
    if (!unknown.isEmpty()) {
      throw Require.unexpected(
          "placeholder of " + name.fileName(), unknown, "one of " + name.placeholders);
    }
    return text.strip();
  }

  /**
   * A text with its placeholders filled.
   *
   * @param values one for every placeholder the template may use, no others
   */
  public String render(Name name, Map<String, String> values) {
    if (!new TreeSet<>(name.placeholders).equals(new TreeSet<>(values.keySet()))) {
      throw Require.unexpected(
          "values of " + name.fileName(), new TreeMap<>(values).keySet(), "" + name.placeholders);
    }
    String filled = PLACEHOLDER
        .matcher(texts.get(name))
        .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
    return filled.replaceAll("\n{3,}", "\n\n").strip();
  }

  /** Short hash of all texts, for provenance. */
  public String hash() {
    return HexFormat.of().toHexDigits(SeedSplitter.firstLong(texts.toString()));
  }
}
