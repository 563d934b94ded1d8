package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of README.md and docs/*.md, run in the order in which a reader meets it, in one folder that holds the
 * project's examples and documents.
 *
 * <p>A fence after a comment {@code <!-- not run by the build: why -->} is left out and counted.
 */
@Tag("slow")
class DocsCommandsTest {
  private static final Path HOME = Path.of(System.getProperty("governor.home"));
  private static final Pattern MARK = Pattern.compile("<!-- not run by the build: (\\S.*) -->");
  private static final String LAUNCHER = "./governor ";

  /** More than these and the documents would tell of what nobody tried. */
  private static final int MOST_UNRUN = 14;

  @TempDir
  static Path folder;

  private static final Set<String> SKIPPED_RUNS = new HashSet<>();

  /** A command and where it stands. */
  record Command(String place, String line, boolean isRun) {
    @Override
    public String toString() {
      return place + ": " + line;
    }

    List<String> arguments() {
      List<String> words = new ArrayList<>();
      for (String word : line.substring(LAUNCHER.length()).strip().split("\\s+")) {
        words.add(word);
      }
      return words;
    }
  }

  @BeforeAll
  static void copy() throws IOException {
    for (String name : List.of("examples/studies", "docs/checks")) {
      Path target = Files.createDirectories(folder.resolve(name));
      try (Stream<Path> files = Files.list(HOME.resolve(name))) {
        for (Path file : files.toList()) {
          Files.copy(file, target.resolve(file.getFileName()));
        }
      }
    }
  }

  static Stream<Command> run() {
    return commands().stream().filter(Command::isRun);
  }

  @ParameterizedTest
  @MethodSource("run")
  void aDocumentedCommandRuns(Command command) throws IOException, InterruptedException {
    assumeFalse(
        SKIPPED_RUNS.stream().anyMatch(command.line()::contains),
        "skipped: a run that it reads was skipped");
    List<String> process = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dgovernor.home=" + HOME,
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        Main.class.getName()));
    process.addAll(command.arguments());
    Path told = folder.resolve("told.txt");
    Process started = new ProcessBuilder(process)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(told.toFile())
        .start();
    assertTrue(started.waitFor(5, TimeUnit.MINUTES), "it ends");
    if (started.exitValue() == Main.DATA_ABSENT) {
      Matcher study = Pattern.compile("studies/(\\w+)\\.yaml").matcher(command.line());
      if (study.find()) {
        SKIPPED_RUNS.add("runs/" + study.group(1));
      }
      assumeFalse(true, "skipped: " + Launches.read(told));
    }
    assertEquals(0, started.exitValue(), () -> Launches.read(told));
  }

  @Test
  void whatIsNotRunIsMarkedAndCounted() {
    List<Command> commands = commands();
    long unrun = commands.stream().filter(command -> !command.isRun()).count();
    assertTrue(
        unrun <= MOST_UNRUN, unrun + " commands are not run, expected at most " + MOST_UNRUN);
    assertTrue(
        commands.size() - unrun >= 20,
        (commands.size() - unrun) + " commands are run, expected at least 20");
  }

  /** All commands, continued lines joined and comments cut off. */
  private static List<Command> commands() {
    List<Path> documents = new ArrayList<>(List.of(HOME.resolve("README.md")));
    try (Stream<Path> files = Files.list(HOME.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
    List<Command> commands = new ArrayList<>();
    for (Path document : documents) {
      boolean isFence = false;
      boolean isRun = true;
      String before = "";
      StringBuilder continued = new StringBuilder();
      int number = 0;
      for (String line : Launches.read(document).lines().toList()) {
        number++;
        if (line.strip().startsWith("```")) {
          isFence = !isFence;
          isRun = !MARK.matcher(before).matches();
        } else if (isFence) {
          String text = line.replaceFirst("\\s+#.*$", "").strip();
          if (text.endsWith("\\")) {
            continued.append(text, 0, text.length() - 1).append(' ');
          } else {
            String whole = continued.append(text).toString();
            continued.setLength(0);
            // The launcher's bench belongs to another module, which runs its benchmarks in its own
            // tests.
            if (whole.startsWith(LAUNCHER) && !whole.startsWith(LAUNCHER + "bench")) {
              commands.add(new Command(document.getFileName() + ":" + number, whole, isRun));
            }
          }
        }
        if (!line.isBlank()) {
          before = line.strip();
        }
      }
    }
    return commands;
  }
}
