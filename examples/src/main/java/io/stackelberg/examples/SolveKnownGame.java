package io.stackelberg.examples;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.AnnouncementGame;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.catalog.Catalog;
import io.stackelberg.game.catalog.KnownGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.ExhaustiveSolver;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.LeaderSolution;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Takes two games from the catalog, solves them and compares with what is known of them. */
public final class SolveKnownGame {
  private SolveKnownGame() {}

  /** Solves R1-grid over a grid of announcements, then reads off the pure values of M1. */
  public static void main(String[] arguments) {
    KnownGame<AnnouncementGame> known = Catalog.r1Grid();
    AnnouncementGame game = known.game();

    // A finite menu: cost incentives 0, 0.05, …, 1.
    List<Commitment> menu = new ArrayList<>();
    for (int step = 0; step <= 20; step++) {
      menu.add(new Announcement(1, step / 20.0));
    }
    LeaderProblem problem = new LeaderProblem(
        List.of(game.context()),
        menu,
        menu.get(0),
        game.follower(),
        game.outcomes(),
        CostUnit.TOKENS,
        new LeaderObjective.ExpectedUtility(game.leaderUtility()));
    LeaderSolution solution =
        new ExhaustiveSolver().solve(problem, SolveLimits.DEFAULT, new SplittableRandom(1));

    System.out.println(known.name() + ": " + known.description());
    System.out.println("  stopped with   " + solution.stopReason());
    System.out.println("  announcement   "
        + solution.policyOrThrow().commit(game.context()).support().get(0).label());
    System.out.println("  value          " + solution.value());
    System.out.println("  upper bound    " + solution.upperBound());
    System.out.println("  known value    " + known.answer("value").value());

    // In a matrix game ties matter: the strong leader hopes for the best reply, the weak one fears.
    KnownGame<BimatrixGame> matrix = Catalog.m1();
    System.out.println(matrix.name() + ": " + matrix.description());
    System.out.println("  pure, strong   " + matrix.game().pureValue(TieBreak.OPTIMISTIC));
    System.out.println("  pure, weak     " + matrix.game().pureValue(TieBreak.PESSIMISTIC));
    double[] half = {0.5, 0.5};
    System.out.println("  half, strong   " + matrix.game().value(half, TieBreak.OPTIMISTIC));
    System.out.println("  half, weak     " + matrix.game().value(half, TieBreak.PESSIMISTIC));
  }
}
