package io.stackelberg.repair;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Require;
import java.util.ArrayList;
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
  private final double[][] weights;
  private final double contributionBound;

  /**
   * Evidence over at least one session.
   *
   * @param commitments the commitments, other than the baseline, that the policy can draw
   * @param contributions {@code [session][commitment]}, finite
   * @param weights {@code [session][commitment]}: the session's turns under the commitment, by probability,
   *     over the mean number of turns per session; the mean of a column is the commitment's share of turns
   * @param contributionBound declared bound on |a session's whole contribution|, above 0: the largest
   *     number of turns in a session over the mean number
   */
  public CalibrationEvidence(
      List<Commitment> commitments,
      double[][] contributions,
      double[][] weights,
      double contributionBound) {
    this.commitments = List.copyOf(commitments);
    this.contributions = new double[contributions.length][];
    this.weights = new double[contributions.length][];
    this.contributionBound = Require.positive("contributionBound", contributionBound);
    Require.atLeast("calibration sessions", contributions.length, 1);
    if (weights.length != contributions.length) {
      throw Require.unexpected(
          "number of sessions with weights", weights.length, "" + contributions.length);
    }
    for (int session = 0; session < contributions.length; session++) {
      requireLength("contributions", contributions[session]);
      requireLength("weights", weights[session]);
      double whole = 0;
      for (double contribution : contributions[session]) {
        whole += requireBounded("contribution", contribution, -contributionBound);
      }
      // Each part may be within the bound while the session is not: a bound on it would be void.
      requireBounded("contribution of session " + session, whole, -contributionBound);
      for (double weight : weights[session]) {
        requireBounded("weight", weight, 0);
      }
      this.contributions[session] = contributions[session].clone();
      this.weights[session] = weights[session].clone();
    }
  }

  private void requireLength(String name, double[] row) {
    if (row.length != commitments.size()) {
      throw Require.unexpected("number of " + name, row.length, "" + commitments.size());
    }
  }

  private double requireBounded(String name, double value, double low) {
    return Require.inRange(name, value, low - SLACK, contributionBound + SLACK);
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
    double sum = 0;
    for (double[] session : weights) {
      sum += session[commitmentIndex];
    }
    return sum / weights.length;
  }

  /** Declared bound on a session's whole contribution. */
  public double contributionBound() {
    return contributionBound;
  }

  /** Turns under one commitment, per session, over the mean number of turns. */
  public double[] weight(int commitmentIndex) {
    double[] column = new double[weights.length];
    for (int session = 0; session < column.length; session++) {
      column[session] = weights[session][commitmentIndex];
    }
    return column;
  }

  /** Every other session, beginning with the one at index {@code parity}, 0 or 1. */
  public CalibrationEvidence half(int parity) {
    return part(parity, 2);
  }

  /**
   * Every {@code parts}-th session, beginning with the one at index {@code part}: parts share no session.
   *
   * @throws IllegalArgumentException if no session is left
   */
  public CalibrationEvidence part(int part, int parts) {
    List<double[]> kept = new ArrayList<>();
    List<double[]> keptWeights = new ArrayList<>();
    for (int session = part; session < contributions.length; session += parts) {
      kept.add(contributions[session]);
      keptWeights.add(weights[session]);
    }
    return new CalibrationEvidence(
        commitments,
        kept.toArray(double[][]::new),
        keptWeights.toArray(double[][]::new),
        contributionBound);
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
