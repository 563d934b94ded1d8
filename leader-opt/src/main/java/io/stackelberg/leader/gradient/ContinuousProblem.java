package io.stackelberg.leader.gradient;

/** Leader's value of a commitment with real coordinates, to be maximised; no state between calls. */
public interface ContinuousProblem {
  /** Where the coordinates may lie. */
  CommitmentRegion region();

  /**
   * Value and gradient at a point of the region, in one pass.
   *
   * @param point one entry per coordinate
   */
  ValueGradient evaluate(double[] point);
}
