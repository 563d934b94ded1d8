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
 * @param outcomeEstimator estimator of a turn's outcome
 */
record Learner(Workspace work, ResponseEstimator responses, OutcomeEstimator outcomeEstimator) {
  /** Learns from a log; {@code task} names the generators, so that two calls do not share luck. */
  Surrogate learn(TurnLog log, String task) {
    SeedSplitter own = work.seeds().task(task);
    OutcomeFit fit = outcomeEstimator.fit(log, own.generator("outcomes"));
    CrossFittedOutcomes outcomes = CrossFittedOutcomes.fit(
        log,
        fit.model(),
        outcomeEstimator,
        work.config().outcomeModel().folds(),
        own.task("cross-fitting"),
        work.tasks());
    Arena arena = work.arena();
    Map<String, Context> byId = new LinkedHashMap<>();
    log.turns().forEach(turn -> byId.putIfAbsent(turn.context().id(), turn.context()));
    List<Context> contexts = List.copyOf(byId.values());
    FollowerModel follower =
        arena.knownFollower().orElseGet(() -> responses.fit(log, own.generator("response")));
    Optional<ResponseScore> score = arena.knownFollower().isPresent()
        ? Optional.empty()
        : Optional.of(ResponseScore.of(follower, log, arena.log(Part.CALIBRATE)));
    return new Surrogate(
        contexts, follower, score, outcomes, fit.withErrors(PredictionErrors.of(outcomes, log)));
  }
}
