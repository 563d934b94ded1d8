package io.stackelberg.theory;

/**
 * Value of the best commitment against a follower of unknown type: one linear program per tuple of replies,
 * and the supremum against ties.
 *
 * <p>Source: Conitzer and Sandholm (2006) [conitzer2006commit]; Paruchuri et al. (2008)
 * [paruchuri2008dobss]. More than 20,000 tuples are not tried.
 */
public final class BayesianCommitmentCheck {
  private static final String NAME = "C02 sse-bayes";

  private BayesianCommitmentCheck() {}

  /**
   * Checks a claim to 1e-6 of the range of the leader's payoffs; without one, computes the values.
   *
   * @param leader leader's payoffs by type, row and column
   * @param follower followers' payoffs, of the same shape
   * @param prior probability of each type, positive, summing to 1
   */
  public static CheckResult check(
      double[][][] leader, double[][][] follower, double[] prior, CommitmentClaim claim) {
    return CommitmentAudit.check(NAME, new FiniteGame(leader, follower, prior), claim, false);
  }
}
