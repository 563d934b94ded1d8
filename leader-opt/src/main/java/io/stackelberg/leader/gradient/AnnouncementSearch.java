package io.stackelberg.leader.gradient;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.DifferentiableResponse;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Require;
import io.stackelberg.game.ShortfallUtility;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Announces freely within a region, context by context, for most expected leader utility against a
 * differentiable follower.
 *
 * <p>Where a {@code LeaderSolver} picks from a menu, this climbs between its points; nothing is proved.
 *
 * @param follower how the follower answers
 * @param outcomes what each action yields
 * @param unit in which cost is counted
 * @param utility how the leader weighs quality, cost and incentive spend
 * @param region where (cost incentive, quality target) lies
 * @param method how to climb
 */
public record AnnouncementSearch(
    DifferentiableResponse follower,
    OutcomeModel outcomes,
    CostUnit unit,
    ShortfallUtility utility,
    CommitmentRegion region,
    AscentMethod method) {
  /**
   * What was found at one context.
   *
   * @param context the context
   * @param announcement the best announcement; empty where there is none
   * @param ascent the climb: value, stop reason, evaluations and what was met
   */
  public record Found(
      Context context, Optional<Announcement> announcement, AscentSolution ascent) {}

  /**
   * Solves at each context in order; the limit on evaluations holds for all of them together, the one on time
   * for each context.
   *
   * @param contexts at least one
   * @return one entry per context; those past the limit carry {@code EVALUATION_LIMIT} and no announcement
   */
  public List<Found> solve(List<Context> contexts, SolveLimits limits, RandomGenerator random) {
    List<Found> found = new ArrayList<>();
    long left = limits.maxEvaluations();
    for (Context context : Require.nonEmpty("contexts", contexts)) {
      AscentSolution ascent = left < 1
          ? new AscentSolution(
              StopReason.EVALUATION_LIMIT, Optional.empty(), List.of(), 0, Map.of())
          : method.solve(
              new ResponseValue(context, follower, outcomes, unit, utility, region),
              limits.withMaxEvaluations(left),
              random);
      left -= ascent.evaluations();
      found.add(new Found(
          context,
          ascent.best().map(best -> ResponseValue.announcement(ascent.pointOrThrow())),
          ascent));
    }
    return found;
  }
}
