package io.stackelberg.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;

/** Every benchmark runs: once, briefly, in this process. The times mean nothing here. */
class BenchmarksRunTest {
  static Stream<String> benchmarks() {
    return BenchMain.names(Pattern.compile("")).stream();
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  @Tag("slow")
  void runsOnce(String benchmark) throws RunnerException {
    Collection<RunResult> results = new Runner(new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark) + "$")
            .param("trees", "3")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build())
        .run();
    assertFalse(results.isEmpty());
    for (RunResult result : results) {
      assertTrue(result.getPrimaryResult().getScore() > 0, result.getParams().toString());
    }
  }

  @Test
  void everyClassHasOneBaseline() {
    Map<String, Integer> baselines = new TreeMap<>();
    benchmarks()
        .forEach(name -> baselines.merge(
            name.substring(0, name.lastIndexOf('.')),
            name.endsWith("Baseline") ? 1 : 0,
            Integer::sum));
    assertFalse(baselines.isEmpty());
    baselines.forEach((type, count) -> assertEquals(1, count, "baselines of " + type));
  }

  @Test
  void unknownNameIsRefusedWithTheKnownOnes() {
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    assertEquals(2, execute(progress, "NoSuchThing"));
    String message = progress.toString(StandardCharsets.UTF_8);
    assertTrue(
        message.startsWith(
            "governor bench: REGEX is \"NoSuchThing\", expected one that finds any of [io.stackelberg."),
        message);
  }

  @Test
  void brokenExpressionIsRefused() {
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    assertEquals(2, execute(progress, "("));
    assertTrue(
        progress.toString(StandardCharsets.UTF_8).contains("expected a regular expression"),
        progress.toString(StandardCharsets.UTF_8));
  }

  private static int execute(ByteArrayOutputStream progress, String... arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    PrintStream messages = new PrintStream(progress, true, StandardCharsets.UTF_8);
    return new CommandLine(new BenchMain(nowhere, messages)).execute(arguments);
  }
}
