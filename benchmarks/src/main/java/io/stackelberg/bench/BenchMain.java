package io.stackelberg.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Program that runs the benchmarks and prints each candidate's ratio to its baseline. */
@Command(
    name = "governor bench",
    sortOptions = false,
    description = {
      "Runs the JMH benchmarks and prints, per class and parameter set, each method's time and its"
          + " ratio to the method of the same run whose name ends in Baseline (below 1: faster).",
      "",
      "The interval of a ratio comes from JMH's 99.9 %% intervals of the two means: their relative"
          + " half-widths add in quadrature on the logarithm (first-order error propagation, the two"
          + " taken as independent). Two methods differ when the interval does not contain 1.",
      "",
      "Progress goes to stderr, the table to stdout. For other settings of JMH, run"
          + " java -cp benchmarks/target/benchmarks.jar org.openjdk.jmh.Main -h",
      ""
    })
public final class BenchMain implements Callable<Integer> {
  private static final int OK = 0;
  private static final int USAGE = 2;

  @Parameters(
      arity = "0..1",
      paramLabel = "REGEX",
      defaultValue = ".*",
      description = "Which benchmarks, by a part of package, class and method; default: all.")
  private String regex;

  @Option(
      names = "--quick",
      description = "One fork, three iterations of 0.1 s: shows that they run, measures nothing.")
  private boolean quick;

  @Option(names = "--list", description = "Names the benchmarks and runs none.")
  private boolean list;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this text and runs nothing.")
  private boolean help;

  private final PrintStream results;
  private final PrintStream progress;

  /** The program, writing its table to {@code results} and all else to {@code progress}. */
  public BenchMain(PrintStream results, PrintStream progress) {
    this.results = results;
    this.progress = progress;
  }

  /** Runs the program and exits: 0 when benchmarks ran, 2 for a usage error or a failed benchmark. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchMain(System.out, System.err)).execute(arguments));
  }

  @Override
  public Integer call() throws RunnerException {
    Collection<String> chosen;
    try {
      chosen = names(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      return refuse(
          "REGEX is \"" + regex + "\", expected a regular expression: " + e.getDescription() + ".");
    }
    if (chosen.isEmpty()) {
      return refuse("REGEX is \"" + regex + "\", expected one that finds any of "
          + names(Pattern.compile("")) + ".");
    }
    if (list) {
      chosen.forEach(results::println);
      return OK;
    }
    Collection<RunResult> measured = new Runner(settings().build(), progressFormat()).run();
    results.print(Machine.describe());
    results.println(
        quick
            ? "quick run: one fork, a fraction of a second; shows that it runs, measures nothing\n"
            : "settings: those of each benchmark class; intervals at 99.9 %\n");
    results.print(RatioReport.of(measured));
    return OK;
  }

  /** Full names of the benchmarks that {@code pattern} finds, sorted. */
  static Collection<String> names(Pattern pattern) {
    TreeSet<String> names = new TreeSet<>();
    OutputFormat silent = OutputFormatFactory.createFormatInstance(
        new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT);
    for (BenchmarkListEntry entry : BenchmarkList.defaultList().getAll(silent, List.of())) {
      if (pattern.matcher(entry.getUsername()).find()) {
        names.add(entry.getUsername());
      }
    }
    return names;
  }

  private ChainedOptionsBuilder settings() {
    ChainedOptionsBuilder settings =
        new OptionsBuilder().include(regex).mode(Mode.AverageTime).shouldFailOnError(true);
    if (quick) {
      TimeValue brief = TimeValue.milliseconds(100);
      settings = settings
          .forks(1)
          .warmupIterations(1)
          .warmupTime(brief)
          .measurementIterations(3)
          .measurementTime(brief);
    }
    return settings;
  }

  private OutputFormat progressFormat() {
    return OutputFormatFactory.createFormatInstance(progress, VerboseMode.NORMAL);
  }

  private int refuse(String message) {
    progress.println("governor bench: " + message);
    return USAGE;
  }
}
