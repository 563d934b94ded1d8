package io.stackelberg.game;

/**
 * Utility of a follower that weighs quality up to the announced target against cost, which the announced
 * incentive makes dearer:
 *
 * <pre>U_F = qualityWeight · min(quality, q) − costWeight · (1 + c) · cost / costScale</pre>
 *
 * <p>Only the follower's utility may use the announced target; the leader's shortfall never does (theory
 * C24).
 *
 * @param outcomes the follower's own estimate of what an action yields
 * @param unit in which cost is counted
 * @param qualityWeight utility per unit of quality, at least 0
 * @param costWeight utility per {@code costScale} of cost, at least 0
 * @param costScale cost that counts as one unit, above 0
 */
public record QualityCostUtility(
    OutcomeModel outcomes, CostUnit unit, double qualityWeight, double costWeight, double costScale)
    implements DifferentiableUtility {
  public QualityCostUtility {
    Require.nonNegative("qualityWeight", qualityWeight);
    Require.nonNegative("costWeight", costWeight);
    Require.positive("costScale", costScale);
  }

  @Override
  public double of(Context context, Commitment commitment, int actionIndex) {
    if (!(commitment instanceof Announcement announced)) {
      throw Require.unexpected("commitment", commitment.label(), "an announcement");
    }
    ExpectedOutcome expected = outcomes.expect(context, actionIndex);
    return qualityWeight * Math.min(expected.quality(), announced.qualityTarget())
        - costWeight * (1 + announced.costIncentive()) * expected.cost(unit) / costScale;
  }

  @Override
  public Smoothness differentiate(
      Context context, Commitment commitment, int actionIndex, double[] derivative) {
    if (!(commitment instanceof Announcement announced)) {
      throw Require.unexpected("commitment", commitment.label(), "an announcement");
    }
    ExpectedOutcome expected = outcomes.expect(context, actionIndex);
    derivative[0] = -costWeight * expected.cost(unit) / costScale;
    derivative[1] = expected.quality() > announced.qualityTarget() ? qualityWeight : 0;
    return expected.quality() == announced.qualityTarget() && qualityWeight > 0
        ? Smoothness.ACTIVE_SET_CHANGE
        : Smoothness.REGULAR;
  }
}
