package io.stackelberg.pipeline.io;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.Provenance;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.repair.SafeSet;
import io.stackelberg.response.model.SavedModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a policy file holds: a rule over a menu, the model it reads, and where it came from.
 *
 * @param support features that the rule reads; outside them the conservative commitment is taken
 * @param actions the follower's actions
 * @param menu distinct commitments
 * @param conservative taken wherever the rule cannot decide; its action is the status quo
 * @param unit in which cost is counted
 * @param costCap largest cost of a turn, declared from the data of the optimisation; empty where cost was
 *     not recorded
 * @param rule from contexts to lotteries over the menu
 * @param model of follower and outcomes; needed by a priced rule; without a follower the agent obeys
 * @param safeSet projected onto, where there is one
 * @param provenance producer, options, hashes of the data, versions
 */
public record SavedPolicy(
    PolicySupport support,
    ActionSet actions,
    List<Commitment> menu,
    Commitment conservative,
    CostUnit unit,
    OptionalDouble costCap,
    Rule rule,
    Optional<SavedModel> model,
    Optional<SafeSet> safeSet,
    Provenance provenance) {
  /** How commitments are chosen. */
  public sealed interface Rule {}

  /**
   * The commitment with most reward − price × use, drawn between two prices.
   *
   * @param objective a coupled one: a budget or a floor
   * @param lowPrice at least 0
   * @param highPrice at least {@code lowPrice}, possibly +infinity
   * @param lowShare probability of the draw at {@code lowPrice}
   */
  public record Priced(
      LeaderObjective objective, double lowPrice, double highPrice, double lowShare)
      implements Rule {
    public Priced {
      if (objective instanceof LeaderObjective.ExpectedUtility) {
        throw Require.unexpected("objective", objective, "a budget or a floor");
      }
      Require.nonNegative("lowPrice", lowPrice);
      Require.inRange("highPrice", highPrice, lowPrice, Double.POSITIVE_INFINITY);
      Require.inUnitInterval("lowShare", lowShare);
    }
  }

  /** The same lottery everywhere; a constant policy where it has one member. */
  public record Mixture(MixedCommitment lottery) implements Rule {}

  public SavedPolicy {
    menu = List.copyOf(Require.nonEmpty("menu", menu));
    if (menu.stream().distinct().count() != menu.size()) {
      throw Require.unexpected("menu", menu, "distinct commitments");
    }
    if (costCap.isPresent()) {
      Require.positive("costCap", costCap.getAsDouble());
    }
    if (rule instanceof Priced && model.flatMap(SavedModel::outcomes).isEmpty()) {
      throw Require.unexpected("model", "without outcomes", "outcomes, for the rule is priced");
    }
    if (rule instanceof Mixture mixture && !menu.containsAll(mixture.lottery().support())) {
      throw Require.unexpected("mixture", mixture.lottery().support(), "members of the menu");
    }
  }

  /** {@code priced}, {@code mixture} or {@code constant}. */
  public String kind() {
    if (rule instanceof Mixture mixture) {
      return mixture.lottery().support().size() == 1 ? "constant" : "mixture";
    }
    return "priced";
  }
}
