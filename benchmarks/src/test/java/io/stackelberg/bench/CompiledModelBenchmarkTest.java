package io.stackelberg.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is timed against the library's model gives the library's prediction. */
class CompiledModelBenchmarkTest {
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"trees-of-classes", "trees-of-actions", "logistic", "network"})
  void theCompiledGridAgreesWithTheBaseline(String model) {
    CompiledModelBenchmark benchmark = new CompiledModelBenchmark();
    benchmark.model = model;
    benchmark.trees = 10;
    benchmark.build();
    // The benchmark goes round its contexts: as many calls of the one as of the other meet the
    // same.
    double[][] expected = new double[CompiledModelBenchmark.CONTEXTS][];
    Arrays.setAll(expected, context -> benchmark.rowByRowBaseline().clone());
    for (double[] rowByRow : expected) {
      assertArrayEquals(rowByRow, benchmark.compiledGrid(), 1e-12);
    }
  }
}
