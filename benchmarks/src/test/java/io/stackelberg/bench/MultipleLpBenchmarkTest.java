package io.stackelberg.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is timed against the baseline gives the baseline's answer. */
class MultipleLpBenchmarkTest {
  @ParameterizedTest(name = "{0}×{0}")
  @ValueSource(ints = {10, 30, 100})
  void candidatesAgreeWithTheBaseline(int size) {
    MultipleLpBenchmark benchmark = new MultipleLpBenchmark();
    benchmark.size = size;
    benchmark.build();
    double expected = benchmark.glopPerActionBaseline();
    assertEquals(expected, benchmark.multipleLp().strongOrThrow().value(), 1e-6);
    assertEquals(expected, benchmark.multipleLpEveryReply().strongOrThrow().value(), 1e-6);
  }
}
