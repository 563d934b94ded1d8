package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.CommonAgency;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Known answers that need more than {@code docs/checks/agency.json}, which the pipeline's tests run. */
class AgencyChecksTest {
  private static final double[] EVEN = {0.5, 0.5};

  private static CommonAgency twice() {
    return new CommonAgency(EVEN, 0.25, new double[][] {{1, 0}, {1, 0}});
  }

  static double[] values(CheckResult result, String name) {
    return result.quantities().stream()
        .filter(quantity -> quantity.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values()
        .stream()
        .mapToDouble(value -> value)
        .toArray();
  }

  /** Theory T6-X: payoffs are c − temperature, one determinant is negative, the indices sum to 1. */
  @Test
  void threeEquilibriaAreNotUnique() {
    CheckResult result =
        LimitedLiabilityCheck.unique(AgencyGames.threeEquilibria(), new SplittableRandom(1));
    assertInstanceOf(CheckResult.Violated.class, result);
    assertArrayEquals(new double[] {3}, values(result, "equilibria"));
    assertArrayEquals(new double[] {1}, values(result, "index_sum"));
    assertArrayEquals(
        new double[] {0.992116, -1.363826, 0.633669}, values(result, "determinants"), 5e-7);
    double[] first = {0.8487340, 0.8800694, 0.9490253};
    for (int index = 1; index <= 3; index++) {
      assertEquals(first[index - 1], values(result, "policy_" + index)[0], 5e-8);
      assertEquals(
          values(result, "thresholds_" + index)[0] - 1,
          values(result, "payoffs_" + index)[0],
          1e-12);
    }
  }

  @Test
  void theMiddleOneAloneShowsThatMoreExist() {
    PlainAgency agency = new PlainAgency(AgencyGames.threeEquilibria());
    double[] middle = {0.2178835, 0.2178835, 0.2178835};
    assertTrue(Elimination.determinant(agency.sensitivity(middle)) < -1);
  }

  @Test
  void fourPrincipalsInBoundsButUnprovedStayOpen() {
    // Large stakes: the box cannot decide, and all starts agree or not; never HOLDS without a
    // proof.
    CommonAgency game = AgencyGames.random(4, 12, new SplittableRandom(5));
    CheckResult result = LimitedLiabilityCheck.unique(game, new SplittableRandom(1));
    assertInstanceOf(CheckResult.Inconclusive.class, result, result::toString);
  }

  @Test
  void wrongPaymentsAndPoliciesAreDetected() {
    SplittableRandom random = new SplittableRandom(1);
    CheckResult nothing =
        LimitedLiabilityCheck.payments(twice(), new double[][] {{0, 0}, {0, 0}}, random);
    assertInstanceOf(CheckResult.Violated.class, nothing);
    assertInstanceOf(
        CheckResult.Violated.class, LimitedLiabilityCheck.policy(twice(), new double[] {0.7, 0.3}));
    assertInstanceOf(
        CheckResult.Holds.class,
        LimitedLiabilityCheck.policy(twice(), new double[] {0.7171080971, 1 - 0.7171080971}));
    assertInstanceOf(
        CheckResult.Violated.class,
        TruthfulAgencyCheck.check(twice(), new double[] {0.99, 0.01}, random));
    assertInstanceOf(CheckResult.Violated.class, RegularisedWelfareCheck.asEquilibrium(twice()));
  }

  /** Theory T6, fact 2: nothing is paid exactly when the temperature is at least max Q − E Q, here 1/2. */
  @Test
  void nothingIsPaidAtHighTemperature() {
    double[][] nothing = {{0, 0}};
    double[][] values = {{1, 0}};
    SplittableRandom random = new SplittableRandom(1);
    assertInstanceOf(
        CheckResult.Holds.class,
        LimitedLiabilityCheck.payments(new CommonAgency(EVEN, 0.5, values), nothing, random));
    assertInstanceOf(
        CheckResult.Violated.class,
        LimitedLiabilityCheck.payments(new CommonAgency(EVEN, 0.49, values), nothing, random));
  }
}
