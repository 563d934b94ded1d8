package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.BayesianGame;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.catalog.SessionGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.SessionPlan;
import io.stackelberg.leader.SessionPlanner;
import io.stackelberg.leader.SessionProblem;
import io.stackelberg.leader.finite.BayesianSolution;
import io.stackelberg.leader.finite.BayesianStackelbergSolver;
import io.stackelberg.leader.finite.MatrixSolution;
import io.stackelberg.leader.finite.MultipleLpSolver;
import io.stackelberg.leader.finite.WeakValue;
import io.stackelberg.theory.BayesianCommitmentCheck;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.CommitmentClaim;
import io.stackelberg.theory.MatrixCommitmentCheck;
import io.stackelberg.theory.SessionCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The plain checks against the solvers, on 100 random instances each. */
class GameChecksDifferentialTest {
  private static final int INSTANCES = 100;

  /** Whole payoffs on even seeds, so that ties are frequent. */
  private static double[][] payoffs(SplittableRandom random, int rows, int columns, int seed) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int column = 0; column < columns; column++) {
        row[column] = seed % 2 == 0 ? random.nextInt(-3, 4) : random.nextDouble(-3, 3);
      }
    }
    return matrix;
  }

  private static void assertHolds(CheckResult result, int seed) {
    assertInstanceOf(CheckResult.Holds.class, result, "instance " + seed + ": " + result);
  }

  private static void assertWeak(WeakValue weak, CheckResult plain, int seed) {
    double attained = plain.quantities().stream()
        .filter(quantity -> quantity.name().equals("weak_attained"))
        .findFirst()
        .orElseThrow()
        .values()
        .get(0);
    WeakValue.Attainment expected =
        attained == 1 ? WeakValue.Attainment.ATTAINED : WeakValue.Attainment.NOT_ATTAINED;
    assertEquals(expected, weak.attainment(), "instance " + seed + ": " + plain);
  }

  @Test
  @Tag("slow")
  void matrixGames() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int rows = random.nextInt(1, 6);
      int columns = random.nextInt(1, 6);
      double[][] leader = payoffs(random, rows, columns, seed);
      double[][] follower = payoffs(random, rows, columns, seed);
      MatrixSolution solved =
          new MultipleLpSolver().solve(new BimatrixGame(leader, follower), SolveLimits.DEFAULT);
      MatrixSolution.Strong strong = solved.strongOrThrow();
      assertHolds(
          MatrixCommitmentCheck.check(
              leader,
              follower,
              CommitmentClaim.of(strong.value(), TieBreak.OPTIMISTIC)
                  .by(strong.mixture())
                  .answered(List.of(strong.reply()))),
          seed);
      WeakValue weak = solved.weak().orElseThrow();
      CheckResult plain = MatrixCommitmentCheck.check(
          leader, follower, CommitmentClaim.of(weak.supremum(), TieBreak.PESSIMISTIC));
      assertHolds(plain, seed);
      assertWeak(weak, plain, seed);
    }
  }

  @Test
  @Tag("slow")
  void bayesianGames() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int rows = random.nextInt(1, 4);
      int columns = random.nextInt(1, 4);
      int types = random.nextInt(1, 4);
      double[][][] leader = new double[types][][];
      double[][][] follower = new double[types][][];
      double[] prior = new double[types];
      List<BimatrixGame> games = new ArrayList<>();
      List<Double> shares = new ArrayList<>();
      for (int type = 0; type < types; type++) {
        leader[type] = payoffs(random, rows, columns, seed);
        follower[type] = payoffs(random, rows, columns, seed);
        games.add(new BimatrixGame(leader[type], follower[type]));
        prior[type] = 1.0 / types;
        shares.add(prior[type]);
      }
      BayesianSolution solved = new BayesianStackelbergSolver()
          .solve(new BayesianGame(games, shares), SolveLimits.DEFAULT);
      assertHolds(
          BayesianCommitmentCheck.check(
              leader,
              follower,
              prior,
              CommitmentClaim.of(solved.value(), TieBreak.OPTIMISTIC)
                  .by(solved.mixture())
                  .answered(solved.replies())),
          seed);
      WeakValue weak = solved.weak().orElseThrow();
      CheckResult plain = BayesianCommitmentCheck.check(
          leader, follower, prior, CommitmentClaim.of(weak.supremum(), TieBreak.PESSIMISTIC));
      assertHolds(plain, seed);
      assertWeak(weak, plain, seed);
    }
  }

  @Test
  void sessions() {
    for (int seed = 0; seed < INSTANCES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<SessionGame.Action> actions = new ArrayList<>();
      for (int action = 0; action < 3; action++) {
        actions.add(new SessionGame.Action(
            "a" + action,
            random.nextDouble(),
            List.of(random.nextInt(5), random.nextInt(9)),
            List.of(0.25, 0.75)));
      }
      SessionGame session = new SessionGame(random.nextInt(1, 6), 0.05, actions);
      int budget = random.nextInt(30);
      SessionProblem problem = SessionProblem.of(session, budget);
      SessionPlan plan =
          new SessionPlanner(SessionPlanner.Options.DEFAULT).plan(problem, SolveLimits.DEFAULT);
      OptionalInt first = plan.commit(1, budget)
          .map(commitment -> OptionalInt.of(problem.menu().indexOf(commitment)))
          .orElse(OptionalInt.empty());
      assertHolds(
          SessionCheck.check(session, budget, OptionalDouble.of(plan.value()), first), seed);
    }
  }
}
