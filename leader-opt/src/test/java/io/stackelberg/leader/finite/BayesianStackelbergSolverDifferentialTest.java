package io.stackelberg.leader.finite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.BayesianGame;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.MultipleLpSolverDifferentialTest.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link BayesianStackelbergSolver} against all tuples of replies, the vertices of each enumerated. */
class BayesianStackelbergSolverDifferentialTest {
  static Stream<Arguments> cases() {
    return Stream.of(Kind.SMOOTH, Kind.INTEGER_TIES)
        .flatMap(kind -> LongStream.rangeClosed(1, 60).mapToObj(seed -> Arguments.of(kind, seed)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("cases")
  void agreesWithEnumerationOfTuples(Kind kind, long seed) {
    BayesianGame game = game(kind, new SplittableRandom(seed));
    double best = Double.NEGATIVE_INFINITY;
    int tuples = (int) Math.round(Math.pow(game.columns(), game.types().size()));
    for (int tuple = 0; tuple < tuples; tuple++) {
      int[] replies = new int[game.types().size()];
      double[] costs = new double[game.rows()];
      int rest = tuple;
      for (int type = 0; type < replies.length; type++) {
        replies[type] = rest % game.columns();
        rest /= game.columns();
        for (int row = 0; row < costs.length; row++) {
          costs[row] +=
              game.prior().get(type) * game.types().get(type).leaderPayoff(row, replies[type]);
        }
      }
      OptionalDouble value = VertexEnumeration.value(costs, game.types(), replies);
      best = Math.max(best, value.orElse(Double.NEGATIVE_INFINITY));
    }
    BayesianSolution solution = new BayesianStackelbergSolver().solve(game, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(best, solution.value(), 1e-7);
    double[] mixture = solution.mixture().stream().mapToDouble(p -> p).toArray();
    assertEquals(solution.value(), game.value(mixture, TieBreak.OPTIMISTIC), 0);

    BayesianSolution brief =
        new BayesianStackelbergSolver().solve(game, SolveLimits.DEFAULT.withMaxEvaluations(2));
    assertTrue(brief.value() <= best + 1e-7);
    assertTrue(brief.upperBound() >= best - 1e-7, brief.toString());
  }

  @Test
  void worksOutTheTextbookTypes() {
    // Leader as in the textbook game; type 2 likes column R three times as much. Prior (0.1, 0.9):
    // the leader
    // may go to p(U) = 3/4 with replies (L, R): 0.1 (1 + p) + 0.9 (3 + p) = 3.55. Prior (1/2, 1/2):
    // 3.5 at 1/2.
    double[][] leader = {{2, 4}, {1, 3}};
    List<BimatrixGame> types = List.of(
        new BimatrixGame(leader, new double[][] {{1, 0}, {0, 1}}),
        new BimatrixGame(leader, new double[][] {{1, 0}, {0, 3}}));
    BayesianSolution unequal = new BayesianStackelbergSolver()
        .solve(new BayesianGame(types, List.of(0.1, 0.9)), SolveLimits.DEFAULT);
    assertEquals(3.55, unequal.value(), 1e-9);
    assertEquals(0.75, unequal.mixture().get(0), 1e-9);
    assertEquals(List.of(0, 1), unequal.replies());
    BayesianSolution equal = new BayesianStackelbergSolver()
        .solve(new BayesianGame(types, List.of(0.5, 0.5)), SolveLimits.DEFAULT);
    assertEquals(3.5, equal.value(), 1e-9);
    assertEquals(List.of(1, 1), equal.replies());
  }

  private static BayesianGame game(Kind kind, SplittableRandom random) {
    int rows = 1 + random.nextInt(3);
    int columns = 1 + random.nextInt(3);
    int count = 1 + random.nextInt(3);
    List<BimatrixGame> types = new ArrayList<>();
    List<Double> prior = new ArrayList<>();
    for (int type = 0; type < count; type++) {
      double[][] leader = new double[rows][columns];
      double[][] follower = new double[rows][columns];
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          leader[row][column] =
              kind == Kind.SMOOTH ? 2 * random.nextDouble() - 1 : random.nextInt(4);
          follower[row][column] =
              kind == Kind.SMOOTH ? 2 * random.nextDouble() - 1 : random.nextInt(4);
        }
      }
      types.add(new BimatrixGame(leader, follower));
      prior.add(1.0 / count);
    }
    return new BayesianGame(types, prior);
  }
}
