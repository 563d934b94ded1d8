package io.stackelberg.pipeline;

import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.response.OutcomeEstimator;
import io.stackelberg.response.OutcomeFit;
import io.stackelberg.response.PredictionErrors;
import io.stackelberg.response.ResponseEstimator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The response stage: learns how the follower answers, unless it is known, and what its actions yield.
 *
 * @param responses estimator of the follower's response
 * @param outcomes estimators of a turn's outcome by name, the simplest first
 */
record Learner(
    Workspace work, ResponseEstimator responses, LinkedHashMap<String, OutcomeEstimator> outcomes) {
  /** Name of the simplest outcome model: quality depends on the action alone, cost on the context too. */
  static final String SIMPLE = "by-action";

  /** Learns from a log, once per outcome model, the simplest first. */
  List<Surrogate> learn(TurnLog log) {
    SeedSplitter own = work.seeds().task("models");
    Follower follower = follower(log, own);
    return outcomes.keySet().stream()
        .map(model -> surrogate(log, model, follower, own))
        .toList();
  }

  /** Learns with one outcome model; {@code task} names the generators, so that two calls do not share luck. */
  Surrogate learn(TurnLog log, String model, String task) {
    SeedSplitter own = work.seeds().task(task);
    return surrogate(log, model, follower(log, own), own);
  }

  /** The follower, and its held-out score where it was learned. */
  private record Follower(FollowerModel model, Optional<ResponseScore> score) {}

  private Follower follower(TurnLog log, SeedSplitter own) {
    Optional<FollowerModel> known = work.arena().knownFollower();
    if (known.isPresent()) {
      return new Follower(known.get(), Optional.empty());
    }
    FollowerModel fitted = responses.fit(log, own.generator("response"));
    return new Follower(
        fitted, Optional.of(ResponseScore.of(fitted, log, work.arena().log(Part.CALIBRATE))));
  }

  private Surrogate surrogate(TurnLog log, String model, Follower follower, SeedSplitter own) {
    SeedSplitter seeds = model.equals(SIMPLE) ? own.task(SIMPLE) : own;
    OutcomeFit fit = outcomes.get(model).fit(log, seeds.generator("outcomes"));
    CrossFittedOutcomes crossFitted = CrossFittedOutcomes.fit(
        log,
        fit.model(),
        outcomes.get(model),
        work.config().outcomeModel().folds(),
        seeds.task("cross-fitting"),
        work.tasks());
    Map<String, Context> byId = new LinkedHashMap<>();
    log.turns().forEach(turn -> byId.putIfAbsent(turn.context().id(), turn.context()));
    return new Surrogate(
        model,
        List.copyOf(byId.values()),
        follower.model(),
        follower.score(),
        crossFitted,
        fit.withErrors(PredictionErrors.of(crossFitted, log)));
  }
}
