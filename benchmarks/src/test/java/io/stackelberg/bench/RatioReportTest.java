package io.stackelberg.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RatioReportTest {
  private final RatioReport report = new RatioReport();

  @Test
  void dividesByTheBaselineOfTheSameClassAndParameters() {
    add("io.x.SolverBenchmark.slowBaseline", "size=2", 4, 0.4);
    add("io.x.SolverBenchmark.fast", "size=2", 2, 0.2);
    add("io.x.SolverBenchmark.slowBaseline", "size=9", 100, 0);
    add("io.x.SolverBenchmark.fast", "size=9", 10, 0);
    assertEquals("""
        SolverBenchmark  size=2
          method                             time          +/-           ratio  interval of the ratio
          fast                              2.000       0.2000 us/op     0.500  [0.434, 0.576]
          slowBaseline                      4.000       0.4000 us/op     1.000  the baseline

        SolverBenchmark  size=9
          method                             time          +/-           ratio  interval of the ratio
          fast                              10.00        0.000 us/op     0.100  [0.100, 0.100]
          slowBaseline                      100.0        0.000 us/op     1.000  the baseline

        """, report.table());
  }

  @Test
  void showsNoRatioWithoutASingleBaseline() {
    add("io.x.SolverBenchmark.fast", "", 2, 0.2);
    assertEquals("""
        SolverBenchmark
          method                             time          +/-           ratio  interval of the ratio
          fast                              2.000       0.2000 us/op       n/a  n/a (no single baseline in this run)

        """, report.table());
  }

  @Test
  void showsNoIntervalWhenTooFewIterationsWereRun() {
    add("io.x.SolverBenchmark.fast", "", 2, 0.2);
    report.add(
        "io.x.SolverBenchmark.slowBaseline", "", new Timing(4, OptionalDouble.empty()), "us/op");
    assertEquals(
        "  fast                              2.000       0.2000 us/op     0.500  n/a (too few iterations)",
        report.table().lines().toList().get(2));
  }

  private void add(String benchmark, String parameters, double mean, double halfWidth) {
    report.add(benchmark, parameters, new Timing(mean, OptionalDouble.of(halfWidth)), "us/op");
  }
}
