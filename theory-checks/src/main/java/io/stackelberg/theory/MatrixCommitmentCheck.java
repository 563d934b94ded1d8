package io.stackelberg.theory;

/**
 * Value of the best commitment in a matrix game: mixed by one linear program per column, single rows and
 * equilibria in single rows by enumeration, and the supremum against ties with its attainment.
 *
 * <p>Source: Conitzer and Sandholm (2006) [conitzer2006commit]; against ties von Stengel and Zamir (2010)
 * [vonstengel2010leadership].
 */
public final class MatrixCommitmentCheck {
  private static final String NAME = "C01 sse-matrix";

  private MatrixCommitmentCheck() {}

  /**
   * Checks a claim to 1e-6 of the range of the leader's payoffs; without one, computes the values.
   *
   * @param leader M_L, leader's payoffs by row (leader) and column (follower)
   * @param follower M_F, the follower's payoffs, of the same shape
   */
  public static CheckResult check(double[][] leader, double[][] follower, CommitmentClaim claim) {
    FiniteGame game =
        new FiniteGame(new double[][][] {leader}, new double[][][] {follower}, new double[] {1});
    return CommitmentAudit.check(NAME, game, claim, true);
  }
}
