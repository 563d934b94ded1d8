package io.stackelberg.response.inference;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QualityCostUtility;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.Require;
import java.util.List;
import java.util.Optional;

/**
 * The two terms of {@link QualityCostUtility}, so that a follower inferred from them is one of that family.
 *
 * <pre>quality: min(quality, q)      cost: −(1 + c) · cost / costScale</pre>
 *
 * <p>Their inferred weights are qualityWeight / temperature and costWeight / temperature. The three
 * numbers themselves are not identified: multiplying all of them by one constant changes no choice.
 *
 * @param outcomes what the follower expects of each action
 * @param unit in which cost is counted
 * @param costScale cost that counts as one unit, above 0
 */
public record QualityCostTerms(OutcomeModel outcomes, CostUnit unit, double costScale) {
  /** Name of the quality term. */
  public static final String QUALITY = "quality";

  /** Name of the cost term. */
  public static final String COST = "cost";

  public QualityCostTerms {
    Require.positive("costScale", costScale);
  }

  /** The quality term, then the cost term. */
  public List<UtilityFeature> features() {
    return List.of(
        new UtilityFeature(
            QUALITY,
            (context, commitment, action) -> Math.min(
                outcomes.expect(context, action).quality(),
                announcement(commitment).qualityTarget())),
        new UtilityFeature(
            COST,
            (context, commitment, action) -> -(1 + announcement(commitment).costIncentive())
                * outcomes.expect(context, action).cost(unit)
                / costScale));
  }

  /**
   * The follower with the given weights, at a temperature that the caller declares.
   *
   * <p>The temperature only fixes the unit of utility: every value gives the same responses.
   *
   * @param actions the actions
   * @param weights of quality and of cost, each already divided by the temperature, in that order
   * @param temperature above 0
   * @return empty if a weight is negative: the family has no such follower
   */
  public Optional<QuantalFollower> follower(
      ActionSet actions, List<Double> weights, double temperature) {
    Require.positive("temperature", temperature);
    if (weights.size() != 2) {
      throw Require.unexpected("number of weights", weights.size(), "2, of quality and cost");
    }
    if (weights.get(0) < 0 || weights.get(1) < 0) {
      return Optional.empty();
    }
    return Optional.of(new QuantalFollower(
        actions,
        new QualityCostUtility(
            outcomes, unit, weights.get(0) * temperature, weights.get(1) * temperature, costScale),
        temperature));
  }

  private static Announcement announcement(Commitment commitment) {
    if (!(commitment instanceof Announcement announced)) {
      throw Require.unexpected("commitment", commitment.label(), "an announcement");
    }
    return announced;
  }
}
