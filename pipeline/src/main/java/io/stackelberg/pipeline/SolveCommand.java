package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.ProblemFamily;
import io.stackelberg.pipeline.io.ProblemFile;
import io.stackelberg.pipeline.io.SolvedProblem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor solve}: the problems of a file, one line each. */
@Command(
    name = "solve",
    description = "Solves the problems of a file and prints one line per problem.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A line holds id, stop reason, value, weak value, proved bound and gap, the point, how the",
      "answer was verified, and seconds; --json prints one JSON object per line. Each line is written",
      "as soon as its problem is solved; a count of stop reasons follows on standard error.",
      "",
      "The weak value of a finite game is the supremum of what the leader secures when ties go",
      "against it; point.weak says whether it is attained and by which commitment, or names one that",
      "comes near; point.pure holds the best single rows. Against a logit follower point.limit gives",
      "the game's weak and strong value and the ends between which the value tends as the precision",
      "grows, with two solved precisions on the way.",
      "",
      "With several leaders point.smallGain says whether their gradient dynamics contract near the",
      "equilibrium: weights, margin, band and safe steps, or UNKNOWN, which does not mean divergence;",
      "with common agency point.uniqueness says whether there are other equilibria, with indices.",
      "",
      "Exit code: 0 every problem was answered (PROVEN_OPTIMAL, CONVERGED, INFEASIBLE, UNBOUNDED);",
      "1 some problem met a limit or failed numerically; 2 wrong usage or a malformed problem, named;",
      "3 FILE does not exist; 70 an error of this program.",
      "",
      "Examples:",
      "  governor solve stackelberg-matrix.json",
      "  governor solve stackelberg-matrix.json --id battle-of-the-sexes --json"
    })
final class SolveCommand implements Callable<Integer> {
  private static final int UNANSWERED = 1;
  private static final Set<StopReason> ANSWERS = EnumSet.of(
      StopReason.PROVEN_OPTIMAL, StopReason.CONVERGED, StopReason.INFEASIBLE, StopReason.UNBOUNDED);

  @Parameters(paramLabel = "FILE", description = "Problem file (JSON).")
  private Path file;

  @Option(names = "--id", paramLabel = "ID", description = "Only the problem with this id.")
  private Optional<String> id;

  @Option(
      names = "--solver",
      paramLabel = "NAME",
      description = "Solver; the family's default where absent.")
  private Optional<String> solver;

  @Option(names = "--json", description = "One JSON object per line.")
  private boolean json;

  @Option(names = "--seed", paramLabel = "N", description = "Seed.", defaultValue = "20260622")
  private long seed;

  @Option(
      names = "--max-seconds",
      paramLabel = "S",
      description = "Time limit per problem; a run it ends is not reproducible.")
  private Optional<Double> maxSeconds;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    Map<String, ProblemFamily> families = Guice.createInjector(new ProblemModule())
        .getInstance(Key.get(new TypeLiteral<Map<String, ProblemFamily>>() {}));
    List<JsonNode> problems = ProblemFile.read(file);
    SolveLimits limits = SolveLimits.DEFAULT;
    if (maxSeconds.isPresent()) {
      if (!(maxSeconds.get() > 0)) {
        throw InputException.invalid(
            "--max-seconds is " + maxSeconds.get() + ", expected a number > 0.");
      }
      limits = limits.withMaxTime(Duration.ofNanos((long) (maxSeconds.get() * 1e9)));
    }
    PrintWriter out = spec.commandLine().getOut();
    Map<StopReason, Integer> counts = new EnumMap<>(StopReason.class);
    for (JsonNode problem : problems) {
      String name = problem.path("id").asText("");
      if (id.isPresent() && !id.get().equals(name)) {
        continue;
      }
      ProblemFamily family = family(families, problem, name);
      String method = solver.orElse(family.solvers().get(0));
      if (!family.solvers().contains(method)) {
        throw InputException.invalid("--solver is \"" + method + "\", expected one of "
            + family.solvers() + " for " + family.name() + " (" + name + ").");
      }
      long began = System.nanoTime();
      SolvedProblem solved =
          family.solve(problem, method, limits, new SeedSplitter(seed).generator("solve", name));
      double seconds = (System.nanoTime() - began) / 1e9;
      out.println(
          json
              ? solved.json(name, family.name(), seconds).toString()
              : line(name, solved, seconds));
      out.flush();
      counts.merge(solved.stopReason(), 1, Integer::sum);
    }
    if (counts.isEmpty()) {
      throw InputException.invalid("--id is \"" + id.orElse("")
          + "\", expected the id of a problem in " + file.getFileName() + ".");
    }
    spec.commandLine().getErr().println(summary(counts));
    return ANSWERS.containsAll(counts.keySet()) ? 0 : UNANSWERED;
  }

  /** For example {@code 3 problems: 2 PROVEN_OPTIMAL, 1 TIME_LIMIT}. */
  private static String summary(Map<StopReason, Integer> counts) {
    int problems = counts.values().stream().mapToInt(count -> count).sum();
    return problems
        + (problems == 1 ? " problem: " : " problems: ")
        + counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
  }

  private static ProblemFamily family(
      Map<String, ProblemFamily> families, JsonNode problem, String name) {
    for (ProblemFamily family : new TreeMap<>(families).values()) {
      if (family.recognises(problem)) {
        return family;
      }
    }
    throw InputException.invalid("problem \"" + name + "\" is of no known family, expected one of "
        + new TreeMap<>(families).keySet() + ".");
  }

  private static String line(String name, SolvedProblem solved, double seconds) {
    return String.format(
        Locale.ROOT,
        "%-32s %-18s value %s%s%s  point %s  %s  %.3f s",
        name,
        solved.stopReason(),
        solved.value(),
        number("  weak ", solved.weakValue()),
        number("  bound ", solved.bound()) + number("  gap ", solved.gap()),
        solved.point(),
        solved.verified().isEmpty() ? "not verified" : "verified: " + solved.verified(),
        seconds);
  }

  private static String number(String label, OptionalDouble value) {
    return value.isPresent() ? label + value.getAsDouble() : "";
  }
}
