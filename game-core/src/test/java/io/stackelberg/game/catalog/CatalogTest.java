package io.stackelberg.game.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.TieBreak;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Recomputes every known answer from the game's definition, and bounds every optimum from above. */
class CatalogTest {
  /** Every answer of the game was recomputed, and each agrees. */
  private static void assertAnswers(KnownGame<?> known, Map<String, Double> computed) {
    assertEquals(
        known.answers().stream().map(KnownAnswer::quantity).collect(Collectors.toSet()),
        computed.keySet());
    for (KnownAnswer answer : known.answers()) {
      assertTrue(
          answer.agreesWith(computed.get(answer.quantity())),
          known.name() + ": " + answer + ", computed " + computed.get(answer.quantity()));
    }
  }

  @Test
  void oneResourceWithARationalFollower() {
    KnownGame<ScalarGame> known = Catalog.r1();
    ScalarGame game = known.game();
    assertAnswers(
        known,
        Map.of(
            "optimal incentive", game.optimalIncentive(),
            "value", game.value(game.optimalIncentive()),
            "value without incentive", game.value(0)));
    for (int step = 0; step <= 1000; step++) {
      double c = step / 1000.0;
      assertEquals(-2.5 * c * c + c - 1, game.value(c), 1e-12);
      assertTrue(game.value(c) <= game.value(0.2) + 1e-12, "value at c = " + c);
      double reply = ScalarGame.followerUtility(c, ScalarGame.bestResponse(c));
      for (int effort = 0; effort <= 100; effort++) {
        assertTrue(ScalarGame.followerUtility(c, effort / 100.0) <= reply + 1e-12);
      }
    }
    // Beyond c = 1 the follower does nothing and the leader pays for it.
    assertEquals(-2 - 0.5 * 1.5, game.value(1.5), 1e-12);
  }

  @Test
  void oneResourceWithANoisyFollower() {
    KnownGame<AnnouncementGame> known = Catalog.r1Grid();
    AnnouncementGame game = known.game();
    double[] efforts = {0, 0.5, 1};
    double[] response = game.follower().respond(game.context(), new Announcement(1, 0.2));
    double effort = 0;
    for (int action = 0; action < 3; action++) {
      effort += response[action] * efforts[action];
      assertEquals(
          Catalog.r1().game().leaderUtility(0.2, efforts[action]),
          game.leaderUtility(new Announcement(1, 0.2), action),
          1e-12);
    }
    double best = Double.NEGATIVE_INFINITY;
    double bestIncentive = Double.NaN;
    int steps = 20_000;
    for (int step = 0; step <= steps; step++) {
      double value = game.value(new Announcement(0.7, step / (double) steps));
      if (value > best) {
        best = value;
        bestIncentive = step / (double) steps;
      }
    }
    assertAnswers(
        known,
        Map.of(
            "probability of a=0 at c=0.2",
            response[0],
            "probability of a=0.5 at c=0.2",
            response[1],
            "probability of a=1 at c=0.2",
            response[2],
            "mean effort at c=0.2",
            effort,
            "value at c=0.2",
            game.value(new Announcement(1, 0.2)),
            "optimal incentive",
            bestIncentive,
            "value",
            best));
    // That c = 0 is the optimum of the interval, not only of the grid.
    // From 0.0015 on: |V'| ≤ 1/2 + span(U_L)/(4T) = 0.5 + 1.5 · 2.5 = 4.25, for U_L lies in [−2.5,
    // −1] and
    // changes by at most 1/2 per unit of c; so off the grid V gains at most 4.25/(2 · 20000) <
    // 1.1e-4.
    double start = game.value(new Announcement(1, 0));
    for (int step = 30; step <= steps; step++) {
      double value = game.value(new Announcement(1, step / (double) steps));
      assertTrue(value < start - 1.1e-4, "value at step " + step);
    }
    // Up to 0.0015: |V''| ≤ 2 · (1/2)/T + span(U_L)/2 · 2 Var(a)/T² ≤ 10 + 0.75 · 50 = 47.5, for
    // P'/P =
    // (E a − a)/T and Var(a) ≤ 1/4; so a slope below −0.1 at 0 stays negative up to 0.1/47.5 >
    // 0.002.
    double slope = (game.value(new Announcement(1, 1e-6)) - start) / 1e-6;
    assertTrue(slope + 47.5 * 1e-6 < -0.1, "slope " + slope);
  }

  @Test
  void commitmentInMatrixForm() {
    KnownGame<BimatrixGame> known = Catalog.m1();
    BimatrixGame game = known.game();
    // Row 0 dominates row 1 strictly, and column 0 is the only best reply to it: one equilibrium.
    for (int column = 0; column < 2; column++) {
      assertTrue(game.leaderPayoff(0, column) > game.leaderPayoff(1, column));
    }
    assertArrayEquals(new int[] {0}, game.bestReplies(0));
    double[] half = {0.5, 0.5};
    assertArrayEquals(new int[] {0, 1}, game.bestReplies(half));
    double strong = game.value(half, TieBreak.OPTIMISTIC);
    double nearly = game.value(new double[] {0.5 - 1e-6, 0.5 + 1e-6}, TieBreak.PESSIMISTIC);
    assertAnswers(
        known,
        Map.of(
            "Nash value", game.leaderPayoff(0, 0),
            "pure value", game.pureValue(TieBreak.OPTIMISTIC),
            "strong value", strong,
            "probability of row 0 at the strong value", argmax(game),
            "weak supremum, not attained", nearly + 1e-6, // 3 + p, at p = 1/2 − 1e-6
            "weak value at probability 0.5 of row 0", game.value(half, TieBreak.PESSIMISTIC)));
    assertTrue(upperBound(List.of(game), List.of(1.0)) < 3.5 + 1e-3);
    for (int step = 0; step <= 1000; step++) {
      double p = step / 1000.0;
      assertTrue(game.value(new double[] {p, 1 - p}, TieBreak.PESSIMISTIC) < 3.5, "p = " + p);
    }
    assertEquals(3, game.pureValue(TieBreak.PESSIMISTIC), 1e-12); // no pure commitment meets a tie
  }

  @Test
  void commitmentAgainstTypes() {
    for (KnownGame<BayesianGame> known : List.of(Catalog.m1Bayes(), Catalog.m1BayesEven())) {
      BayesianGame game = known.game();
      double p = known.answer("probability of row 0 at the strong value").value();
      double strong = game.value(new double[] {p, 1 - p}, TieBreak.OPTIMISTIC);
      double bestOnGrid = Double.NEGATIVE_INFINITY;
      double bestProbability = Double.NaN;
      for (int step = 0; step <= 1000; step++) {
        double share = step / 1000.0;
        double value = game.value(new double[] {share, 1 - share}, TieBreak.OPTIMISTIC);
        if (value > bestOnGrid) {
          bestOnGrid = value;
          bestProbability = share;
        }
      }
      assertAnswers(
          known,
          Map.of(
              "strong value", strong,
              "probability of row 0 at the strong value", bestProbability));
      assertTrue(upperBound(game.types(), game.prior()) < strong + 1e-3);
    }
    // Reply pairs: the rare first type goes left, the second right; both right when equally likely.
    BayesianGame rare = Catalog.m1Bayes().game();
    assertArrayEquals(new int[] {0}, rare.types().get(0).bestReplies(new double[] {0.75, 0.25}));
    assertArrayEquals(new int[] {0, 1}, rare.types().get(1).bestReplies(new double[] {0.75, 0.25}));
    assertEquals(
        0.1 * 1.75 + 0.9 * 1.75,
        rare.value(new double[] {0.75, 0.25}, TieBreak.PESSIMISTIC),
        1e-12);
    assertEquals(3, rare.pureValue(TieBreak.OPTIMISTIC), 1e-12);
  }

  @Test
  void twoTurnsOnAHardBudget() {
    KnownGame<SessionGame> known = Catalog.s1();
    SessionGame game = known.game();
    int greedy = game.greedyAction(10).orElseThrow();
    assertEquals(1, greedy);
    assertEquals(0.45, game.reward(0), 1e-12);
    assertEquals(0.55, game.reward(1), 1e-12);
    assertAnswers(
        known,
        Map.of(
            "value at budget 10", game.value(10),
            "value of rich first at budget 10", game.actionValue(1, 10, 1),
            "greedy regret at budget 10", game.value(10) - game.actionValue(1, 10, greedy),
            "value of either first action at budget 11", game.actionValue(1, 11, 0),
            "value at budget 16", game.value(16)));
    assertEquals(0.90, game.actionValue(1, 10, 0), 1e-12); // lean first
    assertEquals(game.actionValue(1, 11, 0), game.actionValue(1, 11, 1), 1e-12); // the tie
    assertTrue(game.actionValue(1, 16, 1) > game.actionValue(1, 16, 0) + 0.09); // rich first
    assertEquals(0, game.value(2)); // nothing fits, the session ends
    assertEquals(OptionalInt.empty(), game.greedyAction(2));
    assertEquals(
        "budget is 7, expected at least the worst case of \"rich\", 8.",
        assertThrows(IllegalArgumentException.class, () -> game.actionValue(1, 7, 1))
            .getMessage());
  }

  @Test
  void gamesAreFoundByName() {
    Set<String> names = new HashSet<>();
    for (KnownGame<?> known : Catalog.all()) {
      assertTrue(names.add(known.name()), known.name() + " twice");
      assertEquals(known.name(), Catalog.named(known.name()).name());
    }
    assertEquals(Set.of("R1", "R1-grid", "M1", "M1-Bayes", "M1-Bayes-even", "S1"), names);
    assertEquals(
        "game is \"M2\", expected one of [R1, R1-grid, M1, M1-Bayes, M1-Bayes-even, S1].",
        assertThrows(IllegalArgumentException.class, () -> Catalog.named("M2")).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Catalog.m1().answer("Nash"));
  }

  private static double argmax(BimatrixGame game) {
    double best = Double.NEGATIVE_INFINITY;
    double at = Double.NaN;
    for (int step = 0; step <= 1000; step++) {
      double p = step / 1000.0;
      double value = game.value(new double[] {p, 1 - p}, TieBreak.OPTIMISTIC);
      if (value > best) {
        best = value;
        at = p;
      }
    }
    return at;
  }

  /**
   * Bound on the strong value of a game with two rows over all mixtures, not only those of the grid.
   *
   * <p>Any p lies within h/2 of a grid point. A column that is a best reply at p is, at that point, worse
   * than the best by at most 2 · L_F · h/2, and its payoff to the leader differs by at most L_L · h/2, with L
   * the largest difference between the rows.
   */
  private static double upperBound(List<BimatrixGame> types, List<Double> prior) {
    int steps = 20_000;
    double bound = Double.NEGATIVE_INFINITY;
    for (int step = 0; step <= steps; step++) {
      double p = step / (double) steps;
      double sum = 0;
      for (int type = 0; type < types.size(); type++) {
        sum += prior.get(type) * upperBoundNear(types.get(type), p, 0.5 / steps);
      }
      bound = Math.max(bound, sum);
    }
    return bound;
  }

  private static double upperBoundNear(BimatrixGame game, double p, double radius) {
    double bestReply = Double.NEGATIVE_INFINITY;
    double leaderSlope = 0;
    double followerSlope = 0;
    for (int j = 0; j < game.columns(); j++) {
      bestReply = Math.max(bestReply, followerPayoff(game, p, j));
      leaderSlope =
          Math.max(leaderSlope, Math.abs(game.leaderPayoff(0, j) - game.leaderPayoff(1, j)));
      followerSlope =
          Math.max(followerSlope, Math.abs(game.followerPayoff(0, j) - game.followerPayoff(1, j)));
    }
    double bound = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < game.columns(); j++) {
      if (followerPayoff(game, p, j) >= bestReply - 2 * followerSlope * radius - 1e-12) {
        double payoff = p * game.leaderPayoff(0, j) + (1 - p) * game.leaderPayoff(1, j);
        bound = Math.max(bound, payoff + leaderSlope * radius);
      }
    }
    return bound;
  }

  private static double followerPayoff(BimatrixGame game, double p, int column) {
    return p * game.followerPayoff(0, column) + (1 - p) * game.followerPayoff(1, column);
  }
}
