package io.stackelberg.game;

/**
 * Utility of a follower that weighs quality against cost, less what a bracketed incentive pays it:
 *
 * <pre>U_F = qualityWeight · quality − costWeight · (cost − payment(reference − cost)) / costScale</pre>
 *
 * <p>With one bracket of slope c, and no cost above the reference, this is {@link QualityCostUtility} at a
 * target of 1 plus the constant costWeight · c · reference / costScale, which changes no choice.
 *
 * @param outcomes the follower's own estimate of what an action yields
 * @param unit in which cost is counted
 * @param qualityWeight utility per unit of quality, at least 0
 * @param costWeight utility per {@code costScale} of cost, at least 0
 * @param costScale cost that counts as one unit, above 0
 * @param referenceCost cost against which savings are paid, at least 0
 */
public record BracketedCostUtility(
    OutcomeModel outcomes,
    CostUnit unit,
    double qualityWeight,
    double costWeight,
    double costScale,
    double referenceCost)
    implements FollowerUtility {
  public BracketedCostUtility {
    Require.nonNegative("qualityWeight", qualityWeight);
    Require.nonNegative("costWeight", costWeight);
    Require.positive("costScale", costScale);
    Require.nonNegative("referenceCost", referenceCost);
  }

  @Override
  public double of(Context context, Commitment commitment, int actionIndex) {
    if (!(commitment instanceof BracketedIncentive incentive)) {
      throw Require.unexpected("commitment", commitment.label(), "a bracketed incentive");
    }
    ExpectedOutcome expected = outcomes.expect(context, actionIndex);
    double cost = expected.cost(unit);
    return qualityWeight * expected.quality()
        - costWeight * (cost - incentive.payment(referenceCost - cost)) / costScale;
  }
}
