package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.agency.AgencyEquilibria;
import io.stackelberg.leader.agency.AgencyEquilibria.Multiplicity;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.leader.agency.IndividualRationality;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium;
import io.stackelberg.leader.agency.RegularisedWelfare;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.LimitedLiabilityCheck;
import io.stackelberg.theory.RegularisedWelfareCheck;
import io.stackelberg.theory.TruthfulAgencyCheck;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The solvers of common agency under the checks, which share no code with them, on random games. */
class AgencyChecksDifferentialTest {
  private static final int GAMES = 100;

  private static CommonAgency game(RandomGenerator random) {
    int principals = 1 + random.nextInt(4);
    double[] reference = new double[2 + random.nextInt(4)];
    double sum = 0;
    for (int outcome = 0; outcome < reference.length; outcome++) {
      reference[outcome] = 0.02 + random.nextDouble();
      sum += reference[outcome];
    }
    double spread = 0.5 + 5 * random.nextDouble();
    double[][] values = new double[principals][reference.length];
    for (int outcome = 0; outcome < reference.length; outcome++) {
      reference[outcome] /= sum;
      for (double[] row : values) {
        row[outcome] = spread * (random.nextDouble() - 0.5);
      }
    }
    return new CommonAgency(reference, 0.1 + random.nextDouble(), values);
  }

  private static double[] values(CheckResult result, String name) {
    return result.quantities().stream()
        .filter(quantity -> quantity.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values()
        .stream()
        .mapToDouble(value -> value)
        .toArray();
  }

  /** Every solver's equilibrium passes the check, and its claims on how many there are stand. */
  @Tag("slow")
  @Test
  void limitedLiability() {
    int provedByBoth = 0;
    int claimed = 0;
    for (int seed = 0; seed < GAMES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      CommonAgency game = game(random);
      AgencyEquilibria solved =
          new LimitedLiabilityEquilibrium().solve(game, SolveLimits.DEFAULT, random);
      assertFalse(solved.found().isEmpty(), "seed " + seed);
      for (AgencyEquilibrium each : solved.found()) {
        double[][] payments = new double[game.principals()][game.outcomes()];
        for (int j = 0; j < game.principals(); j++) {
          for (int outcome = 0; outcome < game.outcomes(); outcome++) {
            payments[j][outcome] = each.payment(j, outcome);
          }
        }
        CheckResult audited = LimitedLiabilityCheck.payments(game, payments, random);
        assertInstanceOf(CheckResult.Holds.class, audited, "seed " + seed + ": " + audited);
        assertArrayEquals(each.policy(), values(audited, "policy"), 1e-12, "seed " + seed);
      }
      CheckResult unique = LimitedLiabilityCheck.unique(game, random);
      if (solved.multiplicity() == Multiplicity.UNIQUE) {
        claimed++;
        assertFalse(unique instanceof CheckResult.Violated, "seed " + seed + ": " + unique);
        provedByBoth += unique instanceof CheckResult.Holds ? 1 : 0;
        assertArrayEquals(
            solved.found().get(0).thresholds(), values(unique, "thresholds_1"), 1e-6, "" + seed);
        double determinant = solved.found().get(0).determinant();
        assertEquals(determinant, values(unique, "determinants")[0], 1e-6, "seed " + seed);
        assertTrue(determinant > 0, "seed " + seed);
      }
      if (solved.multiplicity() == Multiplicity.SEVERAL) {
        assertFalse(unique instanceof CheckResult.Holds, "seed " + seed + ": " + unique);
      }
    }
    assertTrue(claimed >= 50 && provedByBoth >= 50, claimed + " claimed, " + provedByBoth);
  }

  @Tag("slow")
  @Test
  void participationAndRegularisedWelfare() {
    for (int seed = 0; seed < GAMES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      CommonAgency game = game(random);
      CheckResult truthful =
          TruthfulAgencyCheck.check(game, IndividualRationality.policy(game), random);
      assertInstanceOf(CheckResult.Holds.class, truthful, "seed " + seed + ": " + truthful);
      assertEquals(
          IndividualRationality.totalPayoff(game), values(truthful, "total_payoff")[0], 1e-9);
      RegularisedWelfare solved = RegularisedWelfare.of(game);
      CheckResult welfare = RegularisedWelfareCheck.check(game, solved.policy(), random);
      assertInstanceOf(CheckResult.Holds.class, welfare, "seed " + seed + ": " + welfare);
      assertEquals(solved.threshold(), values(welfare, "threshold")[0], 1e-9, "seed " + seed);
      assertEquals(solved.welfare(), values(welfare, "welfare")[0], 1e-9, "seed " + seed);
    }
  }
}
