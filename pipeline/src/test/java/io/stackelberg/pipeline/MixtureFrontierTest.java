package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Directive;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.pipeline.MixtureFrontier.Mixture;
import io.stackelberg.pipeline.MixtureFrontier.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MixtureFrontierTest {
  private static final Directive BASELINE = new Directive("base");

  private static MixtureFrontier frontier(Point... points) {
    return new MixtureFrontier(List.of(points), BASELINE);
  }

  private static List<String> hull(MixtureFrontier frontier) {
    return frontier.hull().stream().map(point -> point.commitment().label()).toList();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 50);
  }

  @Test
  void theHullKeepsWhatNoMixtureBeats() {
    // From a (1, 0.2) to c (3, 0.8) the chord passes 0.5 at cost 2, above b; d costs more and
    // yields less
    // than c; e beats c at slope 0.05.
    MixtureFrontier frontier = frontier(
        Plays.point("e", 5, 0.9),
        Plays.point("b", 2, 0.4),
        Plays.point("d", 4, 0.7),
        Plays.point("a", 1, 0.2),
        Plays.point("c", 3, 0.8));
    assertEquals(List.of("a", "c", "e"), hull(frontier));
    assertEquals(1, frontier.cheapest());
    assertEquals(5, frontier.dearest());
  }

  @Test
  void aPointOnTheChordIsNotAMember() {
    assertEquals(
        List.of("a", "c"),
        hull(frontier(
            Plays.point("a", 1, 0.25), Plays.point("b", 2, 0.5), Plays.point("c", 3, 0.75))));
  }

  @Test
  void ofEqualCostsTheBestStays() {
    assertEquals(
        List.of("b", "d"),
        hull(frontier(
            Plays.point("a", 1, 0.25),
            Plays.point("b", 1, 0.5),
            Plays.point("c", 2, 0.6),
            Plays.point("d", 2, 0.75))));
  }

  @Test
  void theCheapestOfTheBestEndsTheHullThoughOthersAreDearer() {
    MixtureFrontier frontier =
        frontier(Plays.point("a", 1, 0.5), Plays.point("b", 2, 0.75), Plays.point("c", 9, 0.75));
    assertEquals(List.of("a", "b"), hull(frontier));
    assertEquals(9, frontier.dearest());
    assertEquals(new Mixture(1, 0), frontier.within(9));
  }

  @Test
  void oneActionThatDominatesStandsAlone() {
    MixtureFrontier frontier = frontier(Plays.point("b", 2, 0.4), Plays.point("a", 1, 0.5));
    assertEquals(List.of("a"), hull(frontier));
    for (double budget : new double[] {0, 1, 1.5, 9}) {
      assertEquals(new Mixture(0, 0), frontier.within(budget));
    }
    for (double quality : new double[] {0, 0.5, 1}) {
      assertEquals(new Mixture(0, 0), frontier.above(quality));
    }
    assertEquals(
        "points is empty, expected at least one element.",
        assertThrows(IllegalArgumentException.class, () -> frontier()).getMessage());
  }

  @Test
  void theBestMixtureWithinABudget() {
    MixtureFrontier frontier =
        frontier(Plays.point("a", 1, 0.2), Plays.point("c", 3, 0.8), Plays.point("e", 5, 0.9));
    assertEquals(new Mixture(0, 0), frontier.within(0.5));
    assertEquals(new Mixture(0, 0), frontier.within(1));
    assertEquals(new Mixture(0, 0.25), frontier.within(1.5));
    assertEquals(new Mixture(1, 0), frontier.within(3));
    assertEquals(new Mixture(1, 0.5), frontier.within(4));
    assertEquals(new Mixture(2, 0), frontier.within(5));
    assertEquals(new Mixture(2, 0), frontier.within(100));
  }

  @Test
  void theCheapestMixtureAboveAQuality() {
    MixtureFrontier frontier =
        frontier(Plays.point("a", 1, 0.25), Plays.point("c", 3, 0.75), Plays.point("e", 5, 0.875));
    assertEquals(new Mixture(0, 0), frontier.above(0));
    assertEquals(new Mixture(0, 0), frontier.above(0.25));
    assertEquals(new Mixture(0, 0.5), frontier.above(0.5));
    assertEquals(new Mixture(0, 1), frontier.above(0.75));
    assertEquals(new Mixture(1, 0.5), frontier.above(0.8125));
    assertEquals(new Mixture(2, 0), frontier.above(0.99));
  }

  @Test
  void aMixturesPolicyFallsBackToTheBaselineWhereAMemberIsUnavailable() {
    MixtureFrontier frontier = frontier(Plays.point("a", 1, 0.25), Plays.point("c", 3, 0.75));
    var policy = frontier.policy(new Mixture(0, 0.25));
    MixedCommitment everywhere = policy.commit(Plays.context("q", "s"));
    assertEquals(0.75, everywhere.probability(new Directive("a")));
    assertEquals(0.25, everywhere.probability(new Directive("c")));
    MixedCommitment without = policy.commit(Plays.context("q", "s", "c"));
    assertEquals(0.75, without.probability(new Directive("a")));
    assertEquals(0.25, without.probability(BASELINE));
    assertEquals(MixedCommitment.pure(BASELINE), policy.commit(Plays.context("q", "s", "a", "c")));
    assertEquals(
        MixedCommitment.pure(new Directive("c")),
        frontier.policy(new Mixture(1, 0)).commit(Plays.context("q", "s")));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noPairOfActionsBeatsTheFrontier(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Point> points = new ArrayList<>();
    for (int action = 0; action < 7; action++) {
      points.add(Plays.point("a" + action, random.nextInt(1, 6), random.nextInt(0, 9) / 8.0));
    }
    MixtureFrontier frontier = new MixtureFrontier(points, BASELINE);
    for (Point one : points) {
      for (Point other : points) {
        for (double share = 0; share <= 1; share += 0.125) {
          double cost = (1 - share) * one.cost() + share * other.cost();
          double quality = (1 - share) * one.quality() + share * other.quality();
          Mixture within = frontier.within(cost);
          assertTrue(cost(frontier, within) <= cost + 1e-12);
          assertTrue(quality(frontier, within) >= quality - 1e-12);
          Mixture above = frontier.above(quality);
          assertTrue(quality(frontier, above) >= quality - 1e-12);
          assertTrue(cost(frontier, above) <= cost + 1e-12);
        }
      }
    }
  }

  private static double cost(MixtureFrontier frontier, Mixture mixture) {
    Point from = frontier.hull().get(mixture.index());
    Point to = frontier.hull().get(Math.min(mixture.index() + 1, frontier.hull().size() - 1));
    return (1 - mixture.share()) * from.cost() + mixture.share() * to.cost();
  }

  private static double quality(MixtureFrontier frontier, Mixture mixture) {
    Point from = frontier.hull().get(mixture.index());
    Point to = frontier.hull().get(Math.min(mixture.index() + 1, frontier.hull().size() - 1));
    return (1 - mixture.share()) * from.quality() + mixture.share() * to.quality();
  }
}
