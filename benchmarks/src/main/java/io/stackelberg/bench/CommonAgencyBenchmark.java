package io.stackelberg.bench;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium.Method;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Common agency under limited liability with four principals, from no payments to a certified equilibrium,
 * beside one softmax over a vector of the same length: the ratio is what an equilibrium costs in answers of the
 * agent.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CommonAgencyBenchmark {
  private static final long SEED = 11L;
  private static final int PRINCIPALS = 4;

  /** Outcomes of the game. */
  @Param({"1024", "131072"})
  int outcomes;

  private CommonAgency game;
  private double[] start;
  private double[] payment;

  /** Draws values uniform in [0, 1); the noise is 0.1. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] values = new double[PRINCIPALS][outcomes];
    double[] utilities = new double[outcomes];
    payment = new double[outcomes];
    for (int outcome = 0; outcome < outcomes; outcome++) {
      utilities[outcome] = 0.1 * random.nextDouble();
      payment[outcome] = random.nextDouble();
      for (double[] row : values) {
        row[outcome] = random.nextDouble();
      }
    }
    game = CommonAgency.ofAgent(utilities, 0.1, values);
    start = new double[] {1.1, 1.1, 1.1, 1.1};
  }

  /** One answer of the agent to one vector of payments. */
  @Benchmark
  public double[] softmaxPassBaseline() {
    return game.respond(payment);
  }

  /** Newton's method, certificate included. */
  @Benchmark
  public AgencyEquilibrium newton() {
    return solve(Method.NEWTON);
  }

  /** Best replies in turn, certificate included. */
  @Benchmark
  public AgencyEquilibrium gaussSeidel() {
    return solve(Method.GAUSS_SEIDEL);
  }

  private AgencyEquilibrium solve(Method method) {
    AgencyEquilibrium found =
        new LimitedLiabilityEquilibrium().solveFrom(game, start, method, SolveLimits.DEFAULT);
    if (found.stopReason() != StopReason.CONVERGED || !(found.largestGain() <= 1e-9)) {
      throw new IllegalStateException("stopped with " + found.stopReason() + " and a gain of "
          + found.largestGain() + " after " + found.passes() + " passes.");
    }
    return found;
  }
}
