package io.stackelberg.leader.agency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.agency.AgencyEquilibria.Multiplicity;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium.Method;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random games: deviations by force, uniqueness and rates for two principals, relabelling, scaling. */
class CommonAgencyPropertyTest {
  private static final int GAMES = 40;

  private final LimitedLiabilityEquilibrium solver = new LimitedLiabilityEquilibrium();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @Tag("slow")
  void nobodyGainsByAnyPayment(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < GAMES; trial++) {
      CommonAgency game = Games.random(1 + random.nextInt(5), random);
      AgencyEquilibria all = solver.solve(game, SolveLimits.DEFAULT, random);
      assertFalse(all.found().isEmpty(), "trial " + trial);
      for (AgencyEquilibrium each : all.found()) {
        assertTrue(each.largestGain() <= 1e-9, "trial " + trial + " gain " + each.largestGain());
        for (int j = 0; j < game.principals(); j++) {
          assertEquals(each.threshold(j) - game.temperature(), each.payoff(j), 1e-9);
          assertTrue(bruteForceGain(game, each, j, random) <= 1e-9, "trial " + trial);
        }
      }
      if (all.multiplicity() == Multiplicity.UNIQUE) {
        assertEquals(1, all.found().size(), "trial " + trial);
        all.found().get(0).index().ifPresent(index -> assertEquals(1, index));
      }
    }
  }

  /** Best of 400 payment vectors of any shape, near and far, from the definition of the payoff alone. */
  private static double bruteForceGain(
      CommonAgency game, AgencyEquilibrium found, int principal, SplittableRandom random) {
    int outcomes = game.outcomes();
    double[] others = new double[outcomes];
    double[] own = new double[outcomes];
    for (int outcome = 0; outcome < outcomes; outcome++) {
      for (int j = 0; j < game.principals(); j++) {
        others[outcome] += j == principal ? 0 : found.payment(j, outcome);
      }
      own[outcome] = found.payment(principal, outcome);
    }
    double now = payoff(game, principal, others, own);
    assertEquals(found.payoff(principal), now, 1e-9);
    double best = Double.NEGATIVE_INFINITY;
    for (int draw = 0; draw < 400; draw++) {
      double reach = Math.pow(10, -6 * random.nextDouble()) * 3;
      double[] payment = new double[outcomes];
      for (int outcome = 0; outcome < outcomes; outcome++) {
        payment[outcome] = Math.max(0, own[outcome] + reach * (random.nextDouble() - 0.5));
      }
      best = Math.max(best, payoff(game, principal, others, payment));
    }
    return best - now;
  }

  private static double payoff(
      CommonAgency game, int principal, double[] others, double[] payment) {
    double[] total = new double[payment.length];
    Arrays.setAll(total, outcome -> others[outcome] + payment[outcome]);
    return game.payoff(principal, game.respond(total), payment);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  void twoPrincipalsHaveOneEquilibriumAndContract(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < GAMES; trial++) {
      CommonAgency game = Games.random(2, random);
      double[] reference =
          solver.solve(game, SolveLimits.DEFAULT, random).found().get(0).thresholds();
      for (int start = 0; start < 8; start++) {
        double[] from = {10 * (random.nextDouble() - 0.5), 10 * (random.nextDouble() - 0.5)};
        for (Method method : Method.values()) {
          var found = solver.solveFrom(game, from, method, SolveLimits.DEFAULT);
          assertEquals(StopReason.CONVERGED, found.stopReason(), "trial " + trial + method);
          assertArrayEquals(reference, found.thresholds(), 1e-8, "trial " + trial + method);
        }
      }
      // One sweep shrinks any two starts by (1 − π_min)², π_min ≥ min reference × exp(−Σ span / τ).
      double spans = 0;
      for (int j = 0; j < 2; j++) {
        spans += Arrays.stream(game.values(j)).max().orElseThrow()
            - Arrays.stream(game.values(j)).min().orElseThrow();
      }
      double least = Arrays.stream(game.reference()).min().orElseThrow()
          * Math.exp(-spans / game.temperature());
      double one = 4 * random.nextDouble() - 2;
      double other = 4 * random.nextDouble() - 2;
      double before = Math.abs(one - other);
      double after = Math.abs(sweep(game, one) - sweep(game, other));
      assertTrue(after <= (1 - least) * (1 - least) * before + 1e-12, "trial " + trial);
      var found = solver.solve(game, SolveLimits.DEFAULT, random).found().get(0);
      double rate = Math.abs(found.sensitivity(0, 1) * found.sensitivity(1, 0));
      assertTrue(rate <= (1 - least) * (1 - least) + 1e-12, "trial " + trial);
    }
  }

  /** The second principal's threshold after a sweep that starts from it. */
  private double sweep(CommonAgency game, double second) {
    double first = solver.bestReply(game, 0, new double[] {0, second});
    return solver.bestReply(game, 1, new double[] {first, second});
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22})
  void namesAndUnitsDoNotMatter(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < GAMES; trial++) {
      CommonAgency game = Games.random(3, random);
      int outcomes = game.outcomes();
      int[] principals = {2, 0, 1};
      double[] reference = new double[outcomes];
      double[][] values = new double[3][outcomes];
      for (int outcome = 0; outcome < outcomes; outcome++) {
        reference[outcome] = game.reference(outcomes - 1 - outcome);
        for (int j = 0; j < 3; j++) {
          values[j][outcome] = 8 * game.value(principals[j], outcomes - 1 - outcome) + 100 * j;
        }
      }
      var renamed = new CommonAgency(reference, 8 * game.temperature(), values);
      double[] low = {-9, -9, -9};
      var one = solver.solveFrom(game, low, Method.JACOBI, SolveLimits.DEFAULT);
      double[] from = new double[3];
      Arrays.setAll(from, j -> -72 + 100 * j);
      var other = solver.solveFrom(renamed, from, Method.JACOBI, SolveLimits.DEFAULT);
      assertEquals(one.stopReason(), other.stopReason(), "trial " + trial);
      if (one.stopReason() == StopReason.CONVERGED) {
        for (int j = 0; j < 3; j++) {
          assertEquals(
              8 * one.threshold(principals[j]) + 100 * j,
              other.threshold(j),
              1e-7,
              "trial " + trial);
        }
        assertEquals(one.determinant(), other.determinant(), 1e-7);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32})
  void derivativesAreThoseOfDifferences(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < GAMES; trial++) {
      ScaledAgency game = new ScaledAgency(Games.random(3, random));
      double[] level = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
      game.evaluate(level);
      double[][] stated = new double[3][];
      Arrays.setAll(stated, j -> game.sensitivity[j].clone());
      double step = 1e-6;
      for (int k = 0; k < 3; k++) {
        level[k] += step;
        game.evaluate(level);
        double[] up = game.shortfall.clone();
        level[k] -= 2 * step;
        game.evaluate(level);
        for (int j = 0; j < 3; j++) {
          assertEquals((up[j] - game.shortfall[j]) / (2 * step), stated[j][k], 1e-6);
        }
        level[k] += step;
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {41, 42})
  void regularisedWelfareIsAMaximumAndEqualsOnePrincipalsGame(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < GAMES; trial++) {
      CommonAgency game = Games.random(1 + random.nextInt(4), random);
      RegularisedWelfare best = RegularisedWelfare.of(game);
      for (int draw = 0; draw < 100; draw++) {
        double[] payment = new double[game.outcomes()];
        Arrays.setAll(payment, outcome -> 3 * random.nextDouble());
        assertTrue(
            RegularisedWelfare.welfare(game, game.respond(payment)) <= best.welfare() + 1e-12);
      }
      if (game.principals() == 1) {
        var found = solver.solve(game, SolveLimits.DEFAULT, random).found().get(0);
        assertArrayEquals(found.policy(), best.policy(), 1e-9);
        assertEquals(found.payoff(0), best.welfare(), 1e-9);
      }
    }
  }
}
