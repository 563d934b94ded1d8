package io.stackelberg.pipeline;

import io.stackelberg.pipeline.io.CheckAnswer;
import io.stackelberg.pipeline.io.CheckCatalogue;
import io.stackelberg.pipeline.io.CheckRequest;
import io.stackelberg.pipeline.io.InputException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor check}: checks of stated guarantees, one result a line. */
@Command(
    name = "check",
    description = "Runs the checks that a file asks for and prints one JSON result a line.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "FILE is a list of {\"check\": \"C14\", \"input\": {...}}, or {\"checks\": [...]}, or one such object;",
      "\"id\", \"expect\" and \"known\" are optional. docs/checks.md explains every check and its fields.",
      "Nothing is printed unless every entry is well-formed. A count of verdicts follows on standard",
      "error.",
      "",
      "Exit code: 0 every check holds (with --verify-known: everything is as the file expects);",
      "1 some check is violated or inconclusive; 2 wrong usage or a malformed entry, named; 3 FILE does",
      "not exist; 70 an error of this program.",
      "",
      "Examples:",
      "  governor check --list",
      "  governor check docs/checks/agency.json --verify-known --text"
    })
final class CheckCommand implements Callable<Integer> {
  private static final int NOT_ALL_HOLD = 1;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "File of checks (JSON).")
  private Optional<Path> file;

  @Option(names = "--only", paramLabel = "ID", description = "Only the check with this id.")
  private Optional<String> only;

  @Option(names = "--text", description = "One line for reading instead of JSON.")
  private boolean text;

  @Option(names = "--list", description = "Lists the checks with their input fields.")
  private boolean list;

  @Option(
      names = "--verify-known",
      description = "Compares with \"expect\" (HOLDS where absent) and \"known\" of each entry.")
  private boolean verifyKnown;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of drawn cases, where the input gives none.",
      defaultValue = "20260622")
  private long seed;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      for (CheckCatalogue.Description check : CheckCatalogue.descriptions()) {
        out.println(
            String.format(Locale.ROOT, "%-4s %-14s %s", check.id(), check.name(), check.input()));
      }
      return 0;
    }
    Path path =
        file.orElseThrow(() -> InputException.invalid("FILE is missing, expected a check file."));
    List<CheckAnswer> answers = CheckCatalogue.read(path, only).stream()
        .map((CheckRequest request) -> request.run(seed))
        .toList();
    boolean isFine = true;
    for (CheckAnswer answer : answers) {
      out.println(text ? answer.text(verifyKnown) : answer.json(verifyKnown).toString());
      isFine &= verifyKnown ? answer.differences().isEmpty() : answer.verdict().equals("HOLDS");
    }
    out.flush();
    spec.commandLine().getErr().println(summary(answers));
    return isFine ? 0 : NOT_ALL_HOLD;
  }

  /** For example {@code 3 checks: 2 HOLDS, 1 VIOLATED}. */
  private static String summary(List<CheckAnswer> answers) {
    Map<String, Long> counts = answers.stream()
        .collect(Collectors.groupingBy(CheckAnswer::verdict, TreeMap::new, Collectors.counting()));
    return answers.size()
        + (answers.size() == 1 ? " check: " : " checks: ")
        + counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
  }
}
