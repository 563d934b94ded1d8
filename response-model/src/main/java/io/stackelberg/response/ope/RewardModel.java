package io.stackelberg.response.ope;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.OutcomeModel;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Expected reward of a commitment, q̂(x, l), learned from data other than the decisions it is used on.
 *
 * <p>Either from other sessions altogether, or {@linkplain #crossFitted cross-fitted}. Nothing can check
 * this here: a model fitted on the evaluated turns themselves makes every interval too narrow.
 */
@FunctionalInterface
public interface RewardModel {
  /** Expected reward in the reward's units; a prediction outside the reward's range is clipped and counted. */
  double expect(Context context, Commitment commitment);

  /**
   * Whether models for different sessions were fitted on each other's sessions; the sessions' terms then
   * are not independent, and methods whose interval rests on the model give asymptotic intervals only.
   */
  default boolean isCrossFitted() {
    return false;
  }

  /** Expected quality: the follower's response averaged over an outcome model. */
  static RewardModel quality(FollowerModel follower, OutcomeModel outcomes) {
    return expected(follower, outcomes, ExpectedOutcome::quality);
  }

  /** Minus the expected cost: the follower's response averaged over an outcome model. */
  static RewardModel minusCost(FollowerModel follower, OutcomeModel outcomes, CostUnit unit) {
    return expected(follower, outcomes, outcome -> -outcome.cost(unit));
  }

  /**
   * A model per fold, each fitted without the sessions it predicts.
   *
   * @param foldOfSession fold of every session of the log, from 0
   * @param withoutFold the model fitted without the sessions of each fold, in the order of the folds
   */
  static RewardModel crossFitted(
      Map<String, Integer> foldOfSession, List<RewardModel> withoutFold) {
    return new CrossFittedReward(foldOfSession, withoutFold);
  }

  private static RewardModel expected(
      FollowerModel follower, OutcomeModel outcomes, ToDoubleFunction<ExpectedOutcome> reward) {
    return (context, commitment) -> {
      double[] response = follower.respond(context, commitment);
      double sum = 0;
      for (int action = 0; action < response.length; action++) {
        if (response[action] > 0) {
          sum += response[action] * reward.applyAsDouble(outcomes.expect(context, action));
        }
      }
      return sum;
    };
  }
}
