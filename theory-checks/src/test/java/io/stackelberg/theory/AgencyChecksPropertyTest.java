package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.CommonAgency;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AgencyChecksPropertyTest {
  private static final int GAMES = 1000;

  /** With one or two principals theory T6 (facts 1 and 4) says exactly one; nothing else may come out. */
  @Tag("slow")
  @Test
  void oneOrTwoPrincipalsHaveOneEquilibrium() {
    for (int seed = 0; seed < GAMES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      CommonAgency game = AgencyGames.random(1 + seed % 2, 1 + 4 * random.nextDouble(), random);
      CheckResult result = LimitedLiabilityCheck.unique(game, random);
      assertInstanceOf(CheckResult.Holds.class, result, "seed " + seed + ": " + result);
    }
  }

  @Tag("slow")
  @Test
  void truthfulPoliciesAndMaximisersHold() {
    for (int seed = 0; seed < GAMES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      CommonAgency game = AgencyGames.random(1 + seed % 4, 1 + 4 * random.nextDouble(), random);
      CheckResult truthful = TruthfulAgencyCheck.check(game, random);
      assertInstanceOf(CheckResult.Holds.class, truthful, "seed " + seed + ": " + truthful);
      CheckResult welfare = RegularisedWelfareCheck.check(game, random);
      assertInstanceOf(CheckResult.Holds.class, welfare, "seed " + seed + ": " + welfare);
    }
  }

  @Test
  void sensitivitiesAreDerivativesOfTheResiduals() {
    for (int seed = 0; seed < 200; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      PlainAgency agency = new PlainAgency(AgencyGames.random(3, 4, random));
      double[] thresholds = new double[3];
      for (int j = 0; j < 3; j++) {
        thresholds[j] = agency.lowest(j) + random.nextDouble() * agency.scale(j);
      }
      double[][] matrix = agency.sensitivity(thresholds);
      for (int k = 0; k < 3; k++) {
        double step = 1e-6;
        double[] above = thresholds.clone();
        double[] below = thresholds.clone();
        above[k] += step;
        below[k] -= step;
        double[] up = agency.residuals(above);
        double[] down = agency.residuals(below);
        for (int j = 0; j < 3; j++) {
          assertEquals((up[j] - down[j]) / (2 * step), matrix[j][k], 1e-4, "seed " + seed);
        }
      }
    }
  }

  /** Where the box proves uniqueness no search may find a second equilibrium, and the one found has index 1. */
  @Test
  void theBoxIsNeverContradicted() {
    int proved = 0;
    for (int seed = 0; seed < 60; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      PlainAgency agency =
          new PlainAgency(AgencyGames.random(3, 0.5 + 4 * random.nextDouble(), random));
      if (AgencyBox.dominance(agency) < 1) {
        proved++;
        var found = AgencySearch.equilibria(agency, 4, random);
        assertEquals(1, found.size(), "seed " + seed);
        assertTrue(Elimination.determinant(agency.sensitivity(found.get(0))) > 0, "seed " + seed);
      }
    }
    assertTrue(proved >= 10, proved + " proved");
  }

  @Test
  void theBoxProvesNothingOfThreeEquilibria() {
    assertTrue(AgencyBox.dominance(new PlainAgency(AgencyGames.threeEquilibria())) >= 1);
  }
}
