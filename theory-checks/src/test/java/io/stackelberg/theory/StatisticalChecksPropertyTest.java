package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.stats.BettingBound;
import io.stackelberg.theory.OffPolicyCheck.Turn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * C09, C17, C18, C20, C21 and C22 on 1,000 random small instances each whose truth is enumerated. A bound at level δ may miss in
 * 1000 δ + 3 √(1000 δ (1 − δ)) of them.
 */
class StatisticalChecksPropertyTest {
  private static final int INSTANCES = 1000;
  private static final double DELTA = 0.1;

  /** 100 + 3 · 9.4868. */
  private static final int MOST = 128;

  private static List<Double> quantity(CheckResult result, String name) {
    return result.quantities().stream()
        .filter(quantity -> quantity.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is not in " + result))
        .values();
  }

  private static double number(CheckResult result, String name) {
    return quantity(result, name).get(0);
  }

  @Test
  void intervalsOfAMeanCoverTheTruth() {
    String[] intervals = {"prpl_eb_ci", "prpl_eb_cs", "hedged_ci", "hedged_cs"};
    TreeMap<String, Integer> missed = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(17);
    for (int instance = 0; instance < INSTANCES; instance++) {
      // Two points −1 and 3 in the range [−1, 3].
      double share = random.nextDouble();
      double[] values = new double[40];
      for (int index = 0; index < values.length; index++) {
        values[index] = random.nextDouble() < share ? 3 : -1;
      }
      double truth = 4 * share - 1;
      CheckResult result = MeanBoundsCheck.check(values, -1, 3, DELTA);
      assertInstanceOf(CheckResult.Holds.class, result, "instance " + instance);
      for (String name : intervals) {
        List<Double> ends = quantity(result, name);
        missed.merge(name, ends.get(0) <= truth && truth <= ends.get(1) ? 0 : 1, Integer::sum);
      }
      for (String name : List.of("hoeffding_radius", "empirical_bernstein_radius")) {
        boolean covers = Math.abs(number(result, "mean") - truth) <= number(result, name);
        missed.merge(name, covers ? 0 : 1, Integer::sum);
      }
    }
    missed.forEach((name, count) -> assertTrue(count <= MOST, name + " missed " + count));
  }

  private static double share(SplittableRandom random) {
    return random.nextDouble(0.2, 0.8);
  }

  private static int draw(SplittableRandom random, double first) {
    return random.nextDouble() < first ? 0 : 1;
  }

  @Test
  void offPolicyBoundsStayBelowTheEnumeratedValue() {
    SplittableRandom random = new SplittableRandom(18);
    TreeMap<String, Integer> missed = new TreeMap<>();
    double bias = 0;
    for (int instance = 0; instance < INSTANCES; instance++) {
      double logged = share(random);
      double target = random.nextDouble();
      double[] reward = {random.nextDouble(), random.nextDouble()};
      List<Double> predictions = List.of(random.nextDouble(), random.nextDouble());
      double value = target * reward[0] + (1 - target) * reward[1];
      List<Turn> turns = new ArrayList<>();
      for (int turn = 0; turn < 40; turn++) {
        int arm = draw(random, logged);
        turns.add(new Turn(
            arm,
            List.of(logged, 1 - logged),
            List.of(target, 1 - target),
            random.nextDouble() < reward[arm] ? 1 : 0,
            predictions));
      }
      CheckResult result = OffPolicyCheck.check(
          turns, new OffPolicyCheck.Options(2, 0.25, DELTA, OptionalDouble.of(5)));
      assertInstanceOf(CheckResult.Holds.class, result, "instance " + instance);
      for (String name : List.of("ips_lcb", "ips_eb_lcb", "dr_eb_lcb", "switch_eb_lcb")) {
        missed.merge(name, number(result, name) <= value ? 0 : 1, Integer::sum);
      }
      bias += (number(result, "dr") - value) / INSTANCES;
    }
    missed.forEach((name, count) -> assertTrue(count <= MOST, name + " missed " + count));
    // A term of dr lies in [−5, 6]: its mean over 60,000 turns errs by three times 5.5/√60000 =
    // 0.067.
    assertEquals(0, bias, 0.083);
  }

  @Test
  void aLargestWeightThatIsExceededIsTheWitness() {
    Turn turn = new Turn(0, List.of(0.25, 0.75), List.of(0.8, 0.2), 1, List.of(0.5, 0.5));
    CheckResult result = OffPolicyCheck.check(
        List.of(turn, turn), new OffPolicyCheck.Options(2, 0.25, DELTA, OptionalDouble.of(3)));
    assertInstanceOf(CheckResult.Violated.class, result);
    assertTrue(((CheckResult.Violated) result).witness().contains("3.2"));
  }

  @Test
  void conformalSetsCoverAndTheirValueIsNoMoreThanTheTrueOne() {
    SplittableRandom random = new SplittableRandom(20);
    int covered = 0;
    for (int instance = 0; instance < INSTANCES; instance++) {
      // The forecasts are the law itself, so that coverage and value are enumerated.
      double[] law = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
      double sum = law[0] + law[1] + law[2];
      for (int action = 0; action < 3; action++) {
        law[action] /= sum;
      }
      double[] scores = new double[9];
      for (int index = 0; index < scores.length; index++) {
        scores[index] = 1 - law[drawOf(random, law)];
      }
      double[] weights = new double[9];
      java.util.Arrays.fill(weights, 1);
      CheckResult found = ConformalCheck.check(scores, weights, 1, List.of(), 0.2);
      double threshold = number(found, "q_hat");
      covered += 1 - law[drawOf(random, law)] <= threshold ? 1 : 0;
      double inside = 0;
      double value = 0;
      double[] utilities = random.doubles(3).toArray();
      int likeliest = 0;
      for (int action = 0; action < 3; action++) {
        inside += 1 - law[action] <= threshold ? law[action] : 0;
        value += law[action] * utilities[action];
        likeliest = law[action] > law[likeliest] ? action : likeliest;
      }
      if (threshold <= 1) {
        // The statement assumes coverage 1 − α; at the coverage that the sets have it is exact.
        double alpha = Math.min(0.999, Math.max(1e-6, 1 - inside));
        CheckResult robust = ConformalCheck.checkRobustValue(
            new double[][] {law},
            new double[][] {utilities},
            threshold,
            alpha,
            OptionalDouble.empty());
        assertTrue(number(robust, "robust_value") <= value + 1e-9, "instance " + instance);
      }
    }
    // Marginal coverage at least 0.8: 800 − 3 √(1000 · 0.16) = 762.
    assertTrue(covered >= 762, covered + " of 1000");
  }

  private static int drawOf(SplittableRandom random, double[] law) {
    double at = random.nextDouble();
    return at < law[0] ? 0 : at < law[0] + law[1] ? 1 : 2;
  }

  @Test
  void theGainOfABootstrappedPolicyIsRarelyBelowItsBound() {
    SplittableRandom random = new SplittableRandom(21);
    int missed = 0;
    for (int instance = 0; instance < INSTANCES; instance++) {
      double[] truth = random.doubles(3).toArray();
      int[] counts = new int[3];
      double[] estimates = new double[3];
      for (int arm = 0; arm < 3; arm++) {
        counts[arm] = 20 + random.nextInt(80);
        for (int turn = 0; turn < counts[arm]; turn++) {
          estimates[arm] += (random.nextDouble() < truth[arm] ? 1.0 : 0.0) / counts[arm];
        }
        estimates[arm] = Math.min(1, estimates[arm]);
      }
      double[] baseline = {0.5, 0.3, 0.2};
      CheckResult result =
          BaselineBootstrapCheck.check(counts, baseline, estimates, 40, DELTA, Optional.empty());
      List<Double> policy = quantity(result, "pi");
      double gain = 0;
      for (int arm = 0; arm < 3; arm++) {
        gain += (policy.get(arm) - baseline[arm]) * truth[arm];
      }
      missed += gain >= number(result, "gain_lcb") - 1e-12 ? 0 : 1;
    }
    assertTrue(missed <= MOST, missed + " of 1000");
  }

  @Test
  void theBinnedErrorOfKnownForecastsIsEnclosed() {
    SplittableRandom random = new SplittableRandom(9);
    int missed = 0;
    for (int instance = 0; instance < INSTANCES; instance++) {
      int n = 60;
      double[] truth = random.doubles(5).toArray();
      double[] forecasts = new double[n];
      double[] outcomes = new double[n];
      int[] counts = new int[5];
      for (int index = 0; index < n; index++) {
        int bin = random.nextInt(5);
        counts[bin]++;
        forecasts[index] = 0.1 + 0.2 * bin;
        outcomes[index] = random.nextDouble() < truth[bin] ? 1 : 0;
      }
      double error = 0;
      for (int bin = 0; bin < 5; bin++) {
        error += counts[bin] * Math.abs(0.1 + 0.2 * bin - truth[bin]) / n;
      }
      List<Double> ends = quantity(
          CalibrationCheck.check(forecasts, outcomes, new int[n], 5, 0.05, DELTA), "worst_ece");
      missed += ends.get(0) <= error && error <= ends.get(1) ? 0 : 1;
    }
    assertTrue(missed <= MOST, missed + " of 1000");
  }

  @Test
  void aWorsePolicyIsRarelyDeployed() {
    SplittableRandom random = new SplittableRandom(25);
    int wrong = 0;
    int right = 0;
    for (int instance = 0; instance < INSTANCES; instance++) {
      double truth = random.nextDouble(0.1, 0.9);
      int n = 20 + random.nextInt(200);
      double mean = 0;
      for (int turn = 0; turn < n; turn++) {
        mean += random.nextDouble() < truth ? 1.0 / n : 0;
      }
      mean = Math.min(1, mean);
      double variance = mean * (1 - mean) * n / (n - 1);
      // The baseline is better by a hair, or far worse.
      wrong += deployed(mean, variance, n, truth + 1e-9) ? 1 : 0;
      right += deployed(mean, variance, n, truth - 0.09) ? 1 : 0;
    }
    assertTrue(wrong <= MOST, wrong + " of 1000");
    assertTrue(right > wrong, right + " of 1000");
  }

  private static boolean deployed(double mean, double variance, int n, double baseline) {
    SafeImprovementCheck.Constraint quality =
        new SafeImprovementCheck.Constraint("quality", mean, variance, n, baseline);
    return SafeImprovementCheck.check(
            List.of(quality), DELTA, 0, java.util.Set.of(), java.util.Set.of())
        instanceof CheckResult.Holds;
  }

  @Test
  void pairedChangesAreRarelyCalledSafeAtTheMargin() {
    SplittableRandom random = new SplittableRandom(22);
    int wrong = 0;
    for (int instance = 0; instance < INSTANCES; instance++) {
      double margin = random.nextDouble(0.02, 0.3);
      double spread = random.nextDouble(0.1, 0.6);
      double[] changes = new double[50];
      for (int index = 0; index < changes.length; index++) {
        changes[index] = -margin + (random.nextBoolean() ? spread : -spread);
      }
      CheckResult result =
          QualityCostCheck.checkPaired(changes, margin, DELTA, BettingBound.Options.DEFAULT);
      wrong += result instanceof CheckResult.Holds ? 1 : 0;
    }
    assertTrue(wrong <= MOST, wrong + " of 1000");
  }

  @Test
  void valuesPerArmAreTheLeastThatReachThePower() {
    SplittableRandom random = new SplittableRandom(23);
    for (int instance = 0; instance < INSTANCES; instance++) {
      double sigma = random.nextDouble(0.05, 0.5);
      double margin = random.nextDouble(0.02, 0.2);
      double change = random.nextDouble(-0.9, 0.5) * margin;
      double alpha = random.nextDouble(0.01, 0.2);
      double power = random.nextDouble(0.6, 0.95);
      double found = number(
          QualityCostCheck.checkPower(sigma, margin, change, alpha, power, OptionalDouble.empty()),
          "n_per_arm");
      assertTrue(reached(sigma, margin, change, alpha, found) >= power - 1e-9, "" + instance);
      assertTrue(
          found == 1 || reached(sigma, margin, change, alpha, found - 1) < power, "" + instance);
    }
  }

  /** P(Z &gt; z_{1−α} − (Δ + d)/(σ √(2/n))), z by the library's inverse error function. */
  private static double reached(
      double sigma, double margin, double change, double alpha, double n) {
    double z = -Math.sqrt(2) * org.hipparchus.special.Erf.erfcInv(2 * (1 - alpha));
    double shift = (margin + change) / (sigma * Math.sqrt(2 / n));
    return org.hipparchus.special.Erf.erfc((z - shift) / Math.sqrt(2)) / 2;
  }

  @Test
  void boundsWidenAsDeltaFallsAndTheOrderOfTheTurnsOfOneArmIsAll() {
    SplittableRandom random = new SplittableRandom(24);
    for (int instance = 0; instance < 50; instance++) {
      List<Turn> turns = new ArrayList<>();
      for (int turn = 0; turn < 40; turn++) {
        turns.add(new Turn(
            random.nextInt(2),
            List.of(0.5, 0.5),
            List.of(0.7, 0.3),
            random.nextDouble(),
            List.of(0.5, 0.5)));
      }
      double before = Double.POSITIVE_INFINITY;
      for (double delta : new double[] {0.2, 0.1, 0.01}) {
        CheckResult result =
            OffPolicyCheck.check(turns, new OffPolicyCheck.Options(2, 0.25, delta));
        double bound = number(result, "switch_eb_lcb");
        assertTrue(bound < before);
        before = bound;
        List<Turn> shuffled = new ArrayList<>(turns);
        Collections.reverse(shuffled);
        assertEquals(
            bound,
            number(
                OffPolicyCheck.check(shuffled, new OffPolicyCheck.Options(2, 0.25, delta)),
                "switch_eb_lcb"),
            1e-12);
      }
    }
  }
}
