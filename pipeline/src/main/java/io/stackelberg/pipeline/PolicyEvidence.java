package io.stackelberg.pipeline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.pipeline.io.DeployedPolicy;
import io.stackelberg.pipeline.io.SavedPolicy;
import io.stackelberg.response.model.SavedModel;
import io.stackelberg.response.model.SavedOutcomes;
import io.stackelberg.response.ope.DirectMethod;
import io.stackelberg.response.ope.DoublyRobust;
import io.stackelberg.response.ope.InversePropensity;
import io.stackelberg.response.ope.LoggedDecisions;
import io.stackelberg.response.ope.OffPolicyEstimator;
import io.stackelberg.response.ope.OffPolicyResult;
import io.stackelberg.response.ope.Reward;
import io.stackelberg.response.ope.RewardModel;
import io.stackelberg.response.ope.SelfNormalisedInversePropensity;
import io.stackelberg.response.ope.SwitchDoublyRobust;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a log says about a policy.
 *
 * @param log the decisions, at contexts of the policy's schema
 * @param policy the policy
 * @param costCap largest cost of a turn; empty where none is declared
 */
record PolicyEvidence(TurnLog log, DeployedPolicy policy, OptionalDouble costCap) {
  /**
   * Turns in which the policy would have done what was done.
   *
   * @param matched turns that match, weighted by the policy's probability of what was done
   * @param judged those of known quality
   * @param quality their mean quality; NaN where none is judged
   * @param cost their mean cost; NaN where none is known
   */
  record Replay(double matched, double judged, double quality, double cost) {}

  private CostUnit unit() {
    return policy.saved().unit();
  }

  /** The log's own mean of a measure, clustered by session; empty where no turn, or one session, has it. */
  Optional<MeanEstimate> logged(boolean isQuality) {
    List<Double> values = new ArrayList<>();
    List<Integer> clusters = new ArrayList<>();
    Map<String, Integer> sessions = new LinkedHashMap<>();
    for (Turn turn : log.turns()) {
      OptionalDouble value = isQuality ? turn.outcome().quality() : unit().of(turn.outcome());
      sessions.putIfAbsent(turn.context().session(), sessions.size());
      if (value.isPresent()) {
        values.add(value.getAsDouble());
        clusters.add(sessions.get(turn.context().session()));
      }
    }
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(ClusteredMeans.mean(
            values.stream().mapToDouble(Double::doubleValue).toArray(),
            clusters.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** Turns that lack the measure. */
  int missing(boolean isQuality) {
    return (int) log.turns().stream()
        .filter(
            turn -> (isQuality ? turn.outcome().quality() : unit().of(turn.outcome())).isEmpty())
        .count();
  }

  /** Every estimator's answer for quality. */
  List<OffPolicyResult> quality() {
    return estimates(Reward.quality(), model(true));
  }

  /** Every estimator's answer for minus the cost; none where no cap is declared. */
  List<OffPolicyResult> minusCost() {
    return costCap.isEmpty()
        ? List.of()
        : estimates(Reward.minusCost(unit(), costCap.getAsDouble()), model(false));
  }

  private List<OffPolicyResult> estimates(Reward reward, Optional<RewardModel> model) {
    LoggedDecisions plain = LoggedDecisions.of(log, policy, reward);
    LoggedDecisions decisions = model.map(plain::withModel).orElse(plain);
    List<OffPolicyEstimator> estimators = List.of(
        new DirectMethod(),
        new InversePropensity(),
        new SelfNormalisedInversePropensity(),
        new DoublyRobust(),
        new SwitchDoublyRobust());
    return estimators.stream().map(estimator -> estimator.estimate(decisions)).toList();
  }

  /** The policy's own model; what it cannot predict is no number, which stops the methods that read it. */
  private Optional<RewardModel> model(boolean isQuality) {
    SavedPolicy saved = policy.saved();
    Optional<SavedOutcomes> outcomes = saved.model().flatMap(SavedModel::outcomes);
    return outcomes.map(known -> {
      RewardModel model = isQuality
          ? RewardModel.quality(DeployedPolicy.follower(saved), known)
          : RewardModel.minusCost(DeployedPolicy.follower(saved), known, unit());
      return (context, commitment) -> {
        try {
          return model.expect(context, commitment);
        } catch (IllegalArgumentException unknown) {
          return Double.NaN;
        }
      };
    });
  }

  /** Exact-match replay: descriptive, and biased unless what was done was drawn at random. */
  Replay replay() {
    double matched = 0;
    double judged = 0;
    double priced = 0;
    double quality = 0;
    double cost = 0;
    for (Turn turn : log.turns()) {
      double share = policy.commit(turn.context()).probability(turn.commitment());
      matched += share;
      if (turn.outcome().quality().isPresent()) {
        judged += share;
        quality += share * turn.outcome().quality().getAsDouble();
      }
      OptionalDouble spent = unit().of(turn.outcome());
      if (spent.isPresent()) {
        priced += share;
        cost += share * spent.getAsDouble();
      }
    }
    return new Replay(
        matched,
        judged,
        judged > 0 ? quality / judged : Double.NaN,
        priced > 0 ? cost / priced : Double.NaN);
  }

  /** Turns at which the policy falls back to its conservative commitment. */
  int fallbacks() {
    return (int) log.turns().stream()
        .filter(turn -> policy.decide(turn.context()).isFallback())
        .count();
  }

  /** Mean probability of each commitment under the policy. */
  Map<Commitment, Double> mix() {
    Map<Commitment, Double> mix = new LinkedHashMap<>();
    for (Turn turn : log.turns()) {
      MixedCommitment lottery = ((LeaderPolicy) policy).commit(turn.context());
      for (int member = 0; member < lottery.support().size(); member++) {
        mix.merge(
            lottery.support().get(member),
            lottery.probabilities().get(member) / log.turns().size(),
            Double::sum);
      }
    }
    return mix;
  }
}
