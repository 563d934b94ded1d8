package io.stackelberg.leader.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Context;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveGridPropertyTest {
  private static List<Double> draw(CommitmentBox box, RandomGenerator random) {
    List<Double> point = new ArrayList<>();
    for (int axis = 0; axis < box.dimension(); axis++) {
      double width = box.high().get(axis) - box.low().get(axis);
      point.add(box.low().get(axis) + width * random.nextDouble());
    }
    return point;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void noPairOfPointsBreaksTheConstants(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SurrogateGame game = GridGames.random(random);
    Context context = game.context();
    Regularity.Lipschitz stated =
        LogitRegularity.announcements((QuantalFollower) game.follower(), context);
    double constant = game.lipschitz(stated);
    for (int pair = 0; pair < 500; pair++) {
      List<Double> one = draw(game.box(), random);
      List<Double> other = new ArrayList<>();
      for (double at : one) {
        other.add(Math.min(1, Math.max(0, at + (random.nextDouble() - 0.5) * 0.2)));
      }
      double distance =
          Math.hypot(one.get(0) - other.get(0), one.get(1) - other.get(1)) * (1 + 1e-9) + 1e-15;
      assertTrue(
          Math.abs(game.value(one) - game.value(other)) <= constant * distance, "" + one + other);
      double[] here = game.follower().respond(context, GridGames.announce(one));
      double[] there = game.follower().respond(context, GridGames.announce(other));
      double variation = 0;
      double squares = 0;
      for (int action = 0; action < here.length; action++) {
        variation += Math.abs(here[action] - there[action]) / 2;
        squares += (here[action] - there[action]) * (here[action] - there[action]);
      }
      assertTrue(variation <= stated.totalVariation() * distance, "" + one + other);
      assertTrue(Math.sqrt(squares) <= stated.euclidean() * distance, "" + one + other);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void agreesWithAUniformGridWithinBothGaps(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SurrogateGame game = GridGames.random(random);
    Regularity.Lipschitz stated =
        LogitRegularity.announcements((QuantalFollower) game.follower(), game.context());
    GridSolution solution = new AdaptiveGrid(AdaptiveGrid.Options.DEFAULT.withRelativeGap(0.02))
        .solve(game, stated, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertTrue(solution.gap() <= 0.02 * game.payoffRange() + 1e-12);
    double best = Double.NEGATIVE_INFINITY;
    int steps = 60;
    double width = Math.max(0.8, game.box().high().get(1));
    for (int one = 0; one <= steps; one++) {
      for (int other = 0; other <= steps; other++) {
        double incentive = game.box().high().get(1) * other / steps;
        best = Math.max(best, game.value(List.of(0.2 + 0.8 * one / steps, incentive)));
      }
    }
    assertTrue(best <= solution.upperBound() + 1e-12, best + " above " + solution);
    double allowed = AdaptiveGrid.uniformGridGap(game.lipschitz(stated), width / steps, 2);
    assertTrue(solution.value() <= best + allowed, solution + " beyond " + best);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void noPointBeatsTheCells(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SurrogateGame game = GridGames.randomCells(random);
    GridSolution solution =
        new AdaptiveGrid(AdaptiveGrid.Options.DEFAULT).solve(game, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(game.value(solution.point()), solution.value());
    // Eighths hold every threshold; their neighbours approach every open end.
    double highest = Double.NEGATIVE_INFINITY;
    double attained = Double.NEGATIVE_INFINITY;
    for (double one : ends()) {
      for (double other : ends()) {
        double value = game.value(List.of(one, other));
        highest = Math.max(highest, value);
        boolean isExact = one * 8 == Math.rint(one * 8) && other * 8 == Math.rint(other * 8);
        attained = isExact ? Math.max(attained, value) : attained;
      }
    }
    assertEquals(highest, solution.upperBound(), 1e-7);
    assertEquals(
        attained >= highest - 1e-9
            ? GridSolution.Supremum.ATTAINED
            : GridSolution.Supremum.NOT_ATTAINED,
        solution.supremum());
  }

  /** Eighths of [0, 1] and points 1e-8 beside them. */
  private static List<Double> ends() {
    List<Double> ends = new ArrayList<>();
    for (int eighth = 0; eighth <= 8; eighth++) {
      for (double beside : new double[] {-1e-8, 0, 1e-8}) {
        double end = eighth / 8.0 + beside;
        if (end >= 0 && end <= 1) {
          ends.add(end);
        }
      }
    }
    return ends;
  }
}
