package io.stackelberg.bench;

import io.stackelberg.leader.gradient.QuadraticFollower;
import io.stackelberg.leader.gradient.QuadraticReply;
import java.util.Arrays;
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
 * Gradient of a leader's value with respect to (quality target, cost incentive) through the best reply of a
 * quadratic follower over [0, 1]ⁿ and n/2 rows, beside the follower's solve alone.
 *
 * <p>Each call takes the next of 64 commitments, so that the active set varies.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ImplicitGradientBenchmark {
  private static final long SEED = 17L;
  private static final int COMMITMENTS = 64;

  /** Variables of the follower. */
  @Param({"3", "20"})
  int variables;

  private final double[][] commitments = new double[COMMITMENTS][2];
  private final QuadraticReply[] replies = new QuadraticReply[COMMITMENTS];
  private QuadraticFollower follower;
  private double[] weights;
  private int next;

  /** Draws a dense curvature, gains, prices and rows. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] root = new double[variables][variables];
    for (double[] row : root) {
      Arrays.setAll(row, column -> (2 * random.nextDouble() - 1) / Math.sqrt(variables));
    }
    double[][] curvature = new double[variables][variables];
    double[][] slopes = new double[variables][2];
    double[] upper = new double[variables];
    weights = new double[variables];
    for (int i = 0; i < variables; i++) {
      for (int j = 0; j < variables; j++) {
        for (int k = 0; k < variables; k++) {
          curvature[i][j] += root[i][k] * root[j][k];
        }
      }
      curvature[i][i] += 1;
      slopes[i][0] = 2 * random.nextDouble();
      slopes[i][1] = -2 * random.nextDouble();
      upper[i] = 1;
      weights[i] = 2 * random.nextDouble() - 1;
    }
    double[][] rows = new double[variables / 2][variables];
    double[] limits = new double[rows.length];
    for (int k = 0; k < rows.length; k++) {
      Arrays.setAll(rows[k], column -> random.nextDouble());
      limits[k] = 0.1 * variables;
    }
    follower = QuadraticFollower.overBox(
            curvature, new double[variables], slopes, new double[variables], upper)
        .withRows(rows, limits, new double[rows.length][2]);
    for (int k = 0; k < COMMITMENTS; k++) {
      commitments[k] = new double[] {random.nextDouble(), random.nextDouble()};
      replies[k] = follower.respond(commitments[k]);
    }
  }

  /** The best reply alone. */
  @Benchmark
  public QuadraticReply followerSolveBaseline() {
    return follower.respond(commitments[following()]);
  }

  /** The best reply and the gradient through it. */
  @Benchmark
  public double[] solveAndGradient() {
    return follower.respond(commitments[following()]).jacobian().pullBackOrThrow(weights);
  }

  /** The gradient alone, at a reply already found. */
  @Benchmark
  public double[] gradientAfterSolve() {
    return replies[following()].jacobian().pullBackOrThrow(weights);
  }

  /** The whole derivative of the reply, at a reply already found. */
  @Benchmark
  public double[][] jacobianAfterSolve() {
    return replies[following()].jacobian().matrixOrThrow();
  }

  private int following() {
    next = (next + 1) % COMMITMENTS;
    return next;
  }
}
