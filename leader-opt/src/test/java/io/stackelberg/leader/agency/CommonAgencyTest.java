package io.stackelberg.leader.agency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.agency.AgencyEquilibria.Multiplicity;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium.Method;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Known answers of the three variants; derivations: E_π (c − Q_j)_+ = τ solved by hand or to ten digits. */
class CommonAgencyTest {
  private static final double[] HALF = {0.5, 0.5};

  private final LimitedLiabilityEquilibrium solver = new LimitedLiabilityEquilibrium();

  private AgencyEquilibrium only(CommonAgency game) {
    AgencyEquilibria all = solver.solve(game, SolveLimits.DEFAULT, new SplittableRandom(1));
    assertEquals(Multiplicity.UNIQUE, all.multiplicity(), all.reason());
    assertEquals(1, all.found().size());
    AgencyEquilibrium equilibrium = all.found().get(0);
    assertTrue(equilibrium.largestGain() <= 1e-9, "gain " + equilibrium.largestGain());
    return equilibrium;
  }

  @Test
  void onePrincipal() {
    var sharp = only(new CommonAgency(HALF, 0.25, new double[][] {{1, 0}}));
    assertEquals(0.8019850079, sharp.threshold(0), 1e-10);
    assertEquals(0.5519850079, sharp.payoff(0), 1e-10);
    assertEquals(0.6882734745, sharp.probability(0), 1e-10);
    assertEquals(0.1980149921, sharp.payment(0, 0), 1e-10);
    assertEquals(0, sharp.payment(0, 1));
    // τ = 1 ≥ max Q − E Q = 1/2: nothing is paid, c = E Q + τ.
    var noisy = only(new CommonAgency(HALF, 1, new double[][] {{1, 0}}));
    assertEquals(1.5, noisy.threshold(0), 1e-12);
    assertEquals(0.5, noisy.payoff(0), 1e-12);
    assertEquals(0, noisy.payment(0, 0));
  }

  @Test
  void opposedPrincipals() {
    var game = new CommonAgency(HALF, 0.25, new double[][] {{1, 0}, {0, 1}});
    var found = only(game);
    assertArrayEquals(new double[] {0.5, 0.5}, found.thresholds(), 1e-12);
    assertArrayEquals(HALF, found.policy(), 1e-12);
    assertEquals(0.5, found.payment(0, 0), 1e-12);
    assertEquals(-0.5, found.sensitivity(0, 1), 1e-12);
    assertEquals(1, found.sensitivity(0, 0), 1e-12);
    assertEquals(0.5, found.couplingRadius(), 1e-12);
  }

  @Test
  void threeOutcomes() {
    var game =
        new CommonAgency(new double[] {.4, .2, .4}, 0.5, new double[][] {{2, 0, 1}, {0, 2, 1}});
    var found = only(game);
    assertArrayEquals(new double[] {1.2176308499, 0.9954253493}, found.thresholds(), 1e-10);
    assertArrayEquals(
        new double[] {0.5022978371, 0.3916846553, 0.1060175075}, found.policy(), 1e-10);
    double[] total = {0.7823691501, 1.0045746507, 0.0045746507};
    for (int outcome = 0; outcome < 3; outcome++) {
      assertEquals(total[outcome], found.payment(0, outcome) + found.payment(1, outcome), 1e-10);
    }
    assertEquals(-0.5022978371, found.sensitivity(0, 1), 1e-10);
    assertEquals(-0.4977021629, found.sensitivity(1, 0), 1e-10);
    assertEquals(
        0.2499947, found.sensitivity(0, 1) * found.sensitivity(1, 0), 5e-8, "Gauss-Seidel rate");
    // The rate is also what sweeps show: the ninth to the eleventh.
    var one = run(game, 9);
    var two = run(game, 10);
    var three = run(game, 11);
    double rate = (three.threshold(1) - two.threshold(1)) / (two.threshold(1) - one.threshold(1));
    assertEquals(0.2499947, rate, 1e-5);
  }

  private AgencyEquilibrium run(CommonAgency game, int sweeps) {
    return new LimitedLiabilityEquilibrium()
        .solveFrom(
            game,
            new double[] {2, 2},
            Method.GAUSS_SEIDEL,
            SolveLimits.DEFAULT.withMaxEvaluations(sweeps));
  }

  @Test
  void threeVariantsOfOneGameDiffer() {
    var game = new CommonAgency(HALF, 0.25, new double[][] {{1, 0}, {1, 0}});
    var limited = only(game);
    assertEquals(0.8837297830, limited.threshold(0), 1e-10);
    assertEquals(0.7171080971, limited.probability(0), 1e-10);
    assertEquals(0.7171080971, limited.sensitivity(0, 1), 1e-10);
    assertEquals(0.6882734745, RegularisedWelfare.of(game).policy()[0], 1e-10);
    assertEquals(1 / (1 + Math.exp(-8)), IndividualRationality.policy(game)[0], 1e-12);
    assertEquals(0.9996646499, IndividualRationality.policy(game)[0], 1e-10);
    assertEquals(
        0.25 * Math.log(0.5 * Math.exp(8) + 0.5), IndividualRationality.totalPayoff(game), 1e-12);
  }

  @Test
  void costOfInducingAPolicy() {
    var game = new CommonAgency(HALF, 0.25, new double[][] {{1, 0}});
    double[] policy = {0.7, 0.3};
    assertEquals(0.1277064059, game.leastShift(policy), 1e-10);
    assertEquals(0.0205707196, game.divergenceCost(policy), 1e-10);
  }

  @Test
  void threePrincipalsCanHaveThreeEquilibria() {
    var game = Games.threeEquilibria();
    AgencyEquilibria all = solver.solve(game, SolveLimits.DEFAULT, new SplittableRandom(3));
    assertEquals(Multiplicity.SEVERAL, all.multiplicity(), all.reason());
    assertEquals(1, all.indexSum().orElseThrow());
    double[] threshold = {-0.1673852, 0.2178835, 0.6833923};
    double[] nothing = {0.8487340, 0.8800694, 0.9490253};
    double[] determinant = {0.992116, -1.363826, 0.633669};
    assertEquals(3, all.found().size());
    for (int which = 0; which < 3; which++) {
      double target = threshold[which];
      var found = all.found().stream()
          .filter(each -> Math.abs(each.threshold(0) - target) < 1e-6)
          .findFirst()
          .orElseThrow();
      for (int principal = 0; principal < 3; principal++) {
        assertEquals(target, found.threshold(principal), 5e-8);
        assertEquals(target - 1, found.payoff(principal), 5e-8);
      }
      assertEquals(nothing[which], found.probability(0), 5e-8);
      assertEquals(determinant[which], found.determinant(), 5e-7);
      assertTrue(found.largestGain() <= 1e-9);
    }
  }

  @Test
  void oneEquilibriumOfNegativeIndexProvesMore() {
    var middle = solver.solveFrom(
        Games.threeEquilibria(),
        new double[] {0.22, 0.22, 0.22},
        Method.NEWTON,
        SolveLimits.DEFAULT);
    assertEquals(StopReason.CONVERGED, middle.stopReason());
    assertEquals(-1, middle.index().orElseThrow());
    var alone = new AgencyEquilibria(
        java.util.List.of(middle), Multiplicity.SEVERAL, "", java.util.Optional.empty());
    assertTrue(alone.moreExist());
  }

  @Test
  void limitOfBestRepliesDependsOnTheStart() {
    var game = Games.threeEquilibria();
    var above =
        solver.solveFrom(game, new double[] {3, 3, 3}, Method.GAUSS_SEIDEL, SolveLimits.DEFAULT);
    var below =
        solver.solveFrom(game, new double[] {-5, -5, -5}, Method.GAUSS_SEIDEL, SolveLimits.DEFAULT);
    assertEquals(0.6833923, above.threshold(0), 5e-8);
    assertEquals(-0.1673852, below.threshold(2), 5e-8);
  }

  @Test
  void uniquenessIsProvedForThreeWhereCouplingIsWeak() {
    // Much noise: nobody pays, and nobody's payment matters to another.
    var noisy = new CommonAgency(
        new double[] {.2, .3, .5}, 2, new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    assertTrue(new UniquenessBox(new ScaledAgency(noisy)).provesUnique());
    assertEquals(
        Multiplicity.UNIQUE,
        solver.solve(noisy, SolveLimits.DEFAULT, new SplittableRandom(1)).multiplicity());
    assertTrue(!new UniquenessBox(new ScaledAgency(Games.threeEquilibria())).provesUnique());
  }

  @Test
  void extremeSharpnessDoesNotOverflow() {
    var game = new CommonAgency(HALF, 1e-4, new double[][] {{1000, 0}, {0, 999}});
    var found = only(game);
    assertEquals(1, found.probability(0) + found.probability(1), 1e-12);
    assertTrue(Double.isFinite(found.payoff(0)) && found.payoff(0) > 0);
  }

  @Test
  void limitsAreHonoured() {
    var result = solver.solveFrom(
        Games.threeEquilibria(),
        new double[] {3, 3, 3},
        Method.GAUSS_SEIDEL,
        SolveLimits.DEFAULT.withMaxEvaluations(1));
    assertEquals(StopReason.EVALUATION_LIMIT, result.stopReason());
    assertEquals(1, result.iterations());
  }

  @Test
  void badInputIsRefused() {
    var wrong = assertThrows(
        IllegalArgumentException.class,
        () -> new CommonAgency(new double[] {1, 0}, 1, new double[][] {{1, 2}}));
    assertEquals("reference[1] is 0.0, expected a finite number > 0.", wrong.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new CommonAgency(HALF, 1, new double[][] {{1, Double.NaN}}));
    assertThrows(
        IllegalArgumentException.class, () -> new CommonAgency(HALF, 1, new double[][] {{1}}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new CommonAgency(HALF, Double.NaN, new double[][] {{1, 1}}));
  }
}
