package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.StopReason;
import java.util.OptionalDouble;

/**
 * What a bilevel solver found, why it stopped, and what was proved.
 *
 * <p>Without a point, x and y are empty and there are no values. Arrays are copied on the way in and out.
 */
public final class BilevelSolution {
  private final StopReason stopReason;
  private final double[] x;
  private final double[] y;
  private final OptionalDouble upperValue;
  private final OptionalDouble lowerValue;
  private final double bound;
  private final long nodes;
  private final String verification;

  private BilevelSolution(
      StopReason stopReason,
      double[] x,
      double[] y,
      OptionalDouble upperValue,
      OptionalDouble lowerValue,
      double bound,
      long nodes,
      String verification) {
    this.stopReason = stopReason;
    this.x = x.clone();
    this.y = y.clone();
    this.upperValue = upperValue;
    this.lowerValue = lowerValue;
    this.bound = bound;
    this.nodes = nodes;
    this.verification = verification;
  }

  /**
   * A solution with the point z = (x, y), its values computed from the problem's data.
   *
   * @param bound proved lower bound on F; −∞ when nothing was proved
   * @param nodes relaxations solved
   * @param verification how the point was verified; empty when it was not
   */
  public static BilevelSolution at(
      StopReason reason,
      BilevelProblem problem,
      double[] z,
      double bound,
      long nodes,
      String verification) {
    double[] x = new double[problem.leaderSize()];
    double[] y = new double[problem.followerSize()];
    System.arraycopy(z, 0, x, 0, x.length);
    System.arraycopy(z, x.length, y, 0, y.length);
    return new BilevelSolution(
        reason,
        x,
        y,
        OptionalDouble.of(problem.upper().objective(z)),
        OptionalDouble.of(problem.lower().objective(z)),
        bound,
        nodes,
        verification);
  }

  /** A solution without a point. */
  public static BilevelSolution none(
      StopReason reason, double bound, long nodes, String verification) {
    return new BilevelSolution(
        reason,
        new double[0],
        new double[0],
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        bound,
        nodes,
        verification);
  }

  /** Why the solver stopped. */
  public StopReason stopReason() {
    return stopReason;
  }

  /** Whether there is a point. */
  public boolean hasPoint() {
    return upperValue.isPresent();
  }

  /** The leader's decision. */
  public double[] x() {
    return x.clone();
  }

  /** The follower's answer. */
  public double[] y() {
    return y.clone();
  }

  /** F at the point. */
  public OptionalDouble upperValue() {
    return upperValue;
  }

  /** f at the point. */
  public OptionalDouble lowerValue() {
    return lowerValue;
  }

  /** Proved lower bound on F; −∞ when nothing was proved. */
  public double bound() {
    return bound;
  }

  /** Relaxations solved. */
  public long nodes() {
    return nodes;
  }

  /** How the point was verified, in a few words; empty when it was not. */
  public String verification() {
    return verification;
  }
}
