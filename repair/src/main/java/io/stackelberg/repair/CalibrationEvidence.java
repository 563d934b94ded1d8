package io.stackelberg.repair;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Require;
import java.util.List;

/**
 * What a policy changed on calibration sessions, against the baseline playing the same sessions, split by
 * the commitment that was in force.
 *
 * <p>Entry (i, k) is session i's sum, over its turns, of probability of commitment k × (quality under k −
 * quality of the baseline), divided by the mean number of turns per session. The mean of a column over the
 * sessions is that commitment's contribution to the change of mean quality per turn; the columns add up to
 * the whole change. The array is copied.
 */
public final class CalibrationEvidence {
  private static final double SLACK = 1e-9;

  private final List<Commitment> commitments;
  private final double[][] contributions;
  private final double[] shares;
  private final double contributionBound;

  /**
   * Evidence over at least one session.
   *
   * @param commitments the commitments, other than the baseline, that the policy can draw
   * @param contributions {@code [session][commitment]}, finite
   * @param shares share of turns each commitment was in force, in [0, 1]
   * @param contributionBound declared bound on |a session's whole contribution|, above 0: the largest
   *     number of turns in a session over the mean number
   */
  public CalibrationEvidence(
      List<Commitment> commitments,
      double[][] contributions,
      double[] shares,
      double contributionBound) {
    this.commitments = List.copyOf(commitments);
    this.contributions = new double[contributions.length][];
    this.shares = shares.clone();
    this.contributionBound = Require.positive("contributionBound", contributionBound);
    Require.atLeast("calibration sessions", contributions.length, 1);
    if (shares.length != commitments.size()) {
      throw Require.unexpected("number of shares", shares.length, "" + commitments.size());
    }
    for (double share : shares) {
      Require.inRange("share", share, 0, 1 + SLACK);
    }
    for (int session = 0; session < contributions.length; session++) {
      if (contributions[session].length != commitments.size()) {
        throw Require.unexpected(
            "number of contributions", contributions[session].length, "" + commitments.size());
      }
      double whole = 0;
      for (double contribution : contributions[session]) {
        whole += requireBounded("contribution", contribution);
      }
      requireBounded("contribution of session " + session, whole);
      this.contributions[session] = contributions[session].clone();
    }
  }

  private double requireBounded(String name, double value) {
    return Require.inRange(name, value, -contributionBound - SLACK, contributionBound + SLACK);
  }

  /** The commitments, other than the baseline, that the policy can draw. */
  public List<Commitment> commitments() {
    return commitments;
  }

  /** Number of sessions. */
  public int sessions() {
    return contributions.length;
  }

  /** Share of turns the commitment at this index was in force. */
  public double share(int commitmentIndex) {
    return shares[commitmentIndex];
  }

  /** Declared bound on a session's whole contribution. */
  public double contributionBound() {
    return contributionBound;
  }

  /** Contribution of one commitment, per session. */
  public double[] contribution(int commitmentIndex) {
    double[] column = new double[contributions.length];
    for (int session = 0; session < column.length; session++) {
      column[session] = contributions[session][commitmentIndex];
    }
    return column;
  }

  /** The whole change, per session. */
  public double[] whole() {
    double[] sums = new double[contributions.length];
    for (int session = 0; session < sums.length; session++) {
      for (double contribution : contributions[session]) {
        sums[session] += contribution;
      }
    }
    return sums;
  }
}
