package io.stackelberg.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules on the source tree, each as the list of what breaks it.
 *
 * @param home the project folder
 */
record SourceTree(Path home) {
  private static final Path PACKAGES = Path.of("io", "stackelberg");

  /** For each module's folder, its package below {@code io.stackelberg}, as a path. */
  private static final Map<String, String> PACKAGE_OF_FOLDER = new TreeMap<>(Map.ofEntries(
      Map.entry("game-core", "game"),
      Map.entry("environment", "environment"),
      Map.entry("response-model", "response"),
      Map.entry("response-xgboost", "response/xgboost"),
      Map.entry("response-embeddings", "response/embeddings"),
      Map.entry("leader-opt", "leader"),
      Map.entry("repair", "repair"),
      Map.entry("theory-checks", "theory"),
      Map.entry("pipeline", "pipeline"),
      Map.entry("benchmarks", "bench"),
      Map.entry("examples", "examples")));

  /** Folders of the modules that {@code pipeline} does not see. */
  private static final Set<String> NOT_SEEN =
      Set.of("benchmarks", "examples", "response-embeddings", "response-xgboost");

  private static final String KEY = "[a-z][a-z-]*\\d{4}[a-z]+";
  private static final Pattern CITATION =
      Pattern.compile("\\[(" + KEY + "(?:[,;]\\s*(?:\\*\\s*)?" + KEY + ")*)\\]");
  private static final Pattern ENTRY =
      Pattern.compile("^\\s*@\\w+\\s*\\{\\s*([^,\\s]+)\\s*,", Pattern.MULTILINE);
  private static final Pattern JAVADOC = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern SOURCE =
      Pattern.compile("Source: .*?(?=<p>|<pre>|\\n\\s*\\*\\s*(?:\\n|@|/)|\\*/)", Pattern.DOTALL);

  /** The project this test runs in, as named by the build. */
  static SourceTree ofProject() {
    String home = System.getProperty("governor.home");
    if (home == null || !Files.isDirectory(Path.of(home, "game-core"))) {
      throw new IllegalStateException(
          "governor.home is " + home + ", expected the project folder (the build sets it).");
    }
    return new SourceTree(Path.of(home));
  }

  /** Packages of production code without a {@code package-info.java}. */
  List<String> packagesWithoutInfo() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (String folder : PACKAGE_OF_FOLDER.keySet()) {
      for (Path source : sources(folder, "main")) {
        if (!Files.exists(source.resolveSibling("package-info.java"))) {
          missing.add(home.relativize(source.getParent()).toString());
        }
      }
    }
    return List.copyOf(missing);
  }

  /** Production sources outside the package of their module. */
  List<String> sourcesOutsideTheirModule() throws IOException {
    List<String> strays = new ArrayList<>();
    for (var module : PACKAGE_OF_FOLDER.entrySet()) {
      Path expected = main(module.getKey()).resolve(PACKAGES).resolve(module.getValue());
      for (Path source : sources(module.getKey(), "main")) {
        if (!source.startsWith(expected)) {
          strays.add(home.relativize(source).toString());
        }
      }
    }
    return strays;
  }

  /** Names of the production types of all modules that {@code pipeline} sees, itself included. */
  Set<String> productionTypes() throws IOException {
    Set<String> types = new TreeSet<>();
    for (String folder : PACKAGE_OF_FOLDER.keySet()) {
      if (NOT_SEEN.contains(folder)) {
        continue;
      }
      for (Path source : sources(folder, "main")) {
        String name = main(folder).relativize(source).toString().replaceAll("[/\\\\]", ".");
        if (!name.endsWith("package-info.java")) {
          types.add(name.substring(0, name.length() - ".java".length()));
        }
      }
    }
    return types;
  }

  /** Citations in sources and documents whose key has no entry in {@code docs/references.bib}. */
  List<String> unknownCitations() throws IOException {
    Path bibliography = home.resolve("docs").resolve("references.bib");
    Set<String> known = Files.exists(bibliography)
        ? ENTRY
            .matcher(Files.readString(bibliography))
            .results()
            .map(entry -> entry.group(1))
            .collect(Collectors.toSet())
        : Set.of();
    List<String> unknown = new ArrayList<>();
    for (Path file : citingFiles()) {
      for (String key : keys(Files.readString(file))) {
        if (!known.contains(key)) {
          unknown.add(key + " (" + home.relativize(file) + ")");
        }
      }
    }
    return unknown;
  }

  /** Paragraphs of production Javadoc that begin with {@code Source:} and cite no key. */
  List<String> sourcesWithoutKey() throws IOException {
    List<String> uncited = new ArrayList<>();
    for (String folder : PACKAGE_OF_FOLDER.keySet()) {
      for (Path file : sources(folder, "main")) {
        JAVADOC
            .matcher(Files.readString(file))
            .results()
            .flatMap(comment -> SOURCE.matcher(comment.group()).results())
            .map(MatchResult::group)
            .filter(paragraph -> !CITATION.matcher(paragraph).find())
            .forEach(paragraph -> uncited.add(home.relativize(file) + ": "
                + paragraph.replaceAll("\\s+\\*?\\s*", " ").strip()));
      }
    }
    return uncited;
  }

  /** Keys cited in a text, each once, in order of the alphabet. */
  static Set<String> keys(String text) {
    return CITATION
        .matcher(text)
        .results()
        .flatMap(citation -> Stream.of(citation.group(1).split("[,;\\s*]+")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Path> citingFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : PACKAGE_OF_FOLDER.keySet()) {
      files.addAll(sources(folder, "main"));
      files.addAll(sources(folder, "test"));
    }
    files.addAll(below(home.resolve("docs"), ".md"));
    return files;
  }

  private Path main(String folder) {
    return home.resolve(folder).resolve("src/main/java");
  }

  private List<Path> sources(String folder, String part) throws IOException {
    return below(home.resolve(folder).resolve("src").resolve(part).resolve("java"), ".java");
  }

  private static List<Path> below(Path folder, String suffix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
