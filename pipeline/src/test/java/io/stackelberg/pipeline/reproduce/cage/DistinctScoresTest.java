package io.stackelberg.pipeline.reproduce.cage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium.Method;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.LimitedLiabilityCheck;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistinctScoresTest {
  /** Theory T6, known answer C. */
  @Test
  void knownEquilibriumOfTwoPrincipals() {
    DistinctScores.Found found = new DistinctScores(0.5, new double[][] {{2, 0, 1}, {0, 2, 1}})
        .equilibrium(new double[] {0.4, 0.2, 0.4});

    assertArrayEquals(new double[] {1.2176308499, 0.9954253493}, found.thresholds(), 1e-9);
    assertArrayEquals(
        new double[] {0.5022978371, 0.3916846553, 0.1060175075}, found.policy(), 1e-9);
  }

  @ParameterizedTest(name = "seed {0}, {1} principals, values up to {2}, {3} tokens")
  @CsvSource({
    "1, 1, 4, 400", "2, 2, 4, 400", "3, 3, 4, 400", "4, 4, 4, 400", "5, 4, 0.5, 400",
        "6, 4, 20, 400",
    "7, 4, 300, 400", "8, 5, 2, 400", "9, 3, 10, 400", "10, 4, 8, 400", "11, 2, 100, 400",
        "12, 4, 1, 5",
    "13, 4, 4, 5000", "14, 3, 12, 4096"
  })
  void agreesWithTheSolverOverTheWholeVocabulary(
      long seed, int principals, double most, int tokens) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] values = new double[principals][tokens];
    double[] reference = new double[tokens];
    double sum = 0;
    for (int token = 0; token < tokens; token++) {
      reference[token] = random.nextDouble() / (1 + token);
      sum += reference[token];
      for (double[] row : values) {
        row[token] = most * (random.nextDouble() - 0.5);
      }
    }
    for (int token = 0; token < tokens; token++) {
      reference[token] /= sum;
    }
    DistinctScores.Found found = new DistinctScores(1, values).equilibrium(reference);
    CommonAgency whole = new CommonAgency(reference, 1, values);
    AgencyEquilibrium same = new LimitedLiabilityEquilibrium()
        .solveFrom(whole, found.thresholds(), Method.NEWTON, SolveLimits.DEFAULT);

    assertTrue(found.largestGain() <= 1e-9, "gain " + found.largestGain());
    assertArrayEquals(same.thresholds(), found.thresholds(), 1e-9 * Math.max(1, most));
    assertArrayEquals(same.policy(), found.policy(), 1e-9);
    double[][] payments = new double[principals][tokens];
    for (int j = 0; j < principals; j++) {
      for (int token = 0; token < tokens; token++) {
        payments[j][token] = Math.max(values[j][token] - found.thresholds()[j], 0);
      }
    }
    assertInstanceOf(
        CheckResult.Holds.class, LimitedLiabilityCheck.payments(whole, payments, random));
    assertEquals(1, Arrays.stream(found.policy()).sum(), 1e-12);
  }
}
