package io.stackelberg.leader.baseline;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.LeaderSolver;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * The leader's own solver on a part of its menu: what each of its two levers is worth.
 *
 * <p>Source: Wang (2026) [wang2026stackelberg].
 */
public final class LeaderAblations {
  private LeaderAblations() {}

  /** Announcements of the least incentive on the menu only. */
  public static Baseline noIncentive(LeaderSolver solver) {
    return new Described(
        "the leader's solver with the least cost incentive of the menu only",
        (practice, random) -> solve(practice, solver, random, Announcement::costIncentive));
  }

  /** Announcements of the largest target on the menu only, the nearest to none: it caps quality least. */
  public static Baseline noQualityTarget(LeaderSolver solver) {
    return new Described(
        "the leader's solver with the largest quality target of the menu only, which caps quality least",
        (practice, random) -> solve(practice, solver, random, offer -> -offer.qualityTarget()));
  }

  private static LeaderPolicy solve(
      Practice practice,
      LeaderSolver solver,
      RandomGenerator random,
      ToDoubleFunction<Announcement> lever) {
    double least = practice.menu().stream()
        .filter(Announcement.class::isInstance)
        .mapToDouble(commitment -> lever.applyAsDouble((Announcement) commitment))
        .min()
        .orElseThrow(() -> Require.unexpected(
            "menu", practice.menu(), "one with announcements, whose levers can be taken away"));
    List<Commitment> menu = practice.menu().stream()
        .filter(commitment ->
            !(commitment instanceof Announcement offer) || lever.applyAsDouble(offer) == least)
        .toList();
    List<Context> contexts = ActionLadder.contexts(practice);
    int reference = practice.executor().actions().indexOf(practice.reference().action());
    double quality = 0;
    for (Context context : contexts) {
      quality += practice.outcomes().expect(context, reference).quality() / contexts.size();
    }
    LeaderProblem problem = new LeaderProblem(
        contexts,
        menu,
        practice.reference(),
        practice.follower(),
        practice.outcomes(),
        practice.unit(),
        new LeaderObjective.CostAboveFloor(Math.min(1, Math.max(0, quality - practice.slack()))));
    LeaderPolicy policy = solver
        .solve(problem, SolveLimits.DEFAULT, random)
        .policy()
        .orElse(Arms.of(practice).policy(context -> practice.reference()));
    return context -> policy.commit(context).feasibleAt(context, practice.reference());
  }
}
