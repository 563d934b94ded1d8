package io.stackelberg.bench;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.Tolerance;
import io.stackelberg.leader.AssignmentProblem;
import io.stackelberg.leader.AssignmentSolution;
import io.stackelberg.leader.PriceSearch;
import io.stackelberg.leader.PriceVector;
import java.util.List;
import java.util.Optional;
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
 * A policy over many contexts with a budget and a floor, against one pass of choices at fixed prices on one
 * thread: how many passes' worth the optimum costs, and whether it grows in proportion to the contexts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(value = 3, jvmArgsAppend = "-Xmx3g")
public class PriceSearchBenchmark {
  private static final int COMMITMENTS = 27;

  /** Number of contexts. */
  @Param({"10000", "1000000"})
  public int contexts;

  private AssignmentProblem problem;
  private PriceVector fixed;
  private SolveLimits limits;

  /** Utility, tokens and shortfall of every pair: dearer commitments are better, with noise. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(20260622L);
    int pairs = contexts * COMMITMENTS;
    double[] reward = new double[pairs];
    double[][] use = new double[2][pairs];
    for (int context = 0; context < contexts; context++) {
      double need = random.nextDouble();
      for (int commitment = 0; commitment < COMMITMENTS; commitment++) {
        int pair = context * COMMITMENTS + commitment;
        double effort = (commitment + 1.0) / COMMITMENTS;
        reward[pair] = 1 - Math.exp(-3 * effort / (0.2 + need)) + 0.05 * random.nextDouble();
        use[0][pair] = effort * (0.5 + random.nextDouble());
        use[1][pair] = need * (1 - effort) + 0.1 * random.nextDouble();
      }
    }
    problem = new AssignmentProblem(contexts, COMMITMENTS, reward, use, new double[] {0.45, 0.13});
    fixed = new PriceVector(1, List.of(0.5, 0.2));
    limits = new SolveLimits(Long.MAX_VALUE, Optional.empty(), new Tolerance(1e-6));
  }

  /** One pass over all contexts on one thread. */
  @Benchmark
  public long onePassBaseline() {
    long sum = 0;
    for (int context = 0; context < contexts; context++) {
      sum += problem.choose(context, fixed);
    }
    return sum;
  }

  /** The whole solve, with a proved gap of at most 1e-6 of the range of rewards. */
  @Benchmark
  public AssignmentSolution priceSearch() {
    return new PriceSearch().solve(problem, limits);
  }
}
