package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.stats.BettingBound;
import io.stackelberg.game.stats.MeanDifference;
import io.stackelberg.game.stats.NonInferiority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C09, C17, C18, C20 and C22 beyond their recorded answers. */
class StatisticalChecksTest {
  private static List<Double> quantity(CheckResult result, String name) {
    return result.quantities().stream()
        .filter(quantity -> quantity.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theLibrarysMeanBoundsAreTheirDefinition(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = random.doubles(2 + random.nextInt(80), -3, 5).toArray();
    CheckResult result = MeanBoundsCheck.check(values, -3, 5, 0.01 + 0.3 * random.nextDouble());
    assertInstanceOf(CheckResult.Holds.class, result, result.toString());
    assertEquals(Rigour.FINITE_SAMPLE, result.rigour());
  }

  @Test
  void doublyRobustIsExactWhereThePredictionsAre() {
    // 1,000 turns of deterministic rewards: with q̂ the truth, DR is the target's value on the
    // logged
    // contexts, which the test sums itself; IPS is only unbiased.
    SplittableRandom random = new SplittableRandom(18);
    List<OffPolicyCheck.Turn> turns = new ArrayList<>();
    double truth = 0;
    for (int turn = 0; turn < 1000; turn++) {
      double propensity = 0.2 + 0.6 * random.nextDouble();
      List<Double> rewards = List.of(random.nextDouble(), random.nextDouble());
      double target = random.nextDouble();
      int arm = random.nextDouble() < propensity ? 0 : 1;
      turns.add(new OffPolicyCheck.Turn(
          arm,
          List.of(propensity, 1 - propensity),
          List.of(target, 1 - target),
          rewards.get(arm),
          rewards));
      truth += (target * rewards.get(0) + (1 - target) * rewards.get(1)) / 1000;
    }
    CheckResult result = OffPolicyCheck.check(turns, OffPolicyCheck.Options.DEFAULT);
    assertEquals(truth, quantity(result, "dr").get(0), 1e-12);
    // Weighted rewards lie in [0, 5]: sd at most 2.5, so four errors are 0.32.
    assertEquals(truth, quantity(result, "ips").get(0), 0.32);
    assertTrue(quantity(result, "ips_lcb").get(0) <= quantity(result, "ips").get(0));
  }

  @Test
  void weightsThatFollowTheShiftAreFine() {
    double[] scores = {0.1, 0.2, 0.3, 0.4};
    List<Double> ratios = List.of(0.5, 0.5, 1.0, 2.0);
    assertInstanceOf(
        CheckResult.Holds.class,
        ConformalCheck.check(scores, new double[] {1, 1, 2, 4}, 2, ratios, 0.3));
    assertInstanceOf(
        CheckResult.Violated.class,
        ConformalCheck.check(scores, new double[] {1, 1, 1, 1}, 1, ratios, 0.3));
  }

  @Test
  void ranksOfThresholds() {
    // n = 300, α = 0.1: the 271st score.
    double[] scores = new double[300];
    double[] ones = new double[300];
    for (int index = 0; index < 300; index++) {
      scores[(index * 7) % 300] = (index + 1) / 300.0;
      ones[index] = 1;
    }
    CheckResult result = ConformalCheck.check(scores, ones, 1, List.of(), 0.1);
    assertEquals(271 / 300.0, quantity(result, "q_hat").get(0), 1e-15);
  }

  @Test
  void anEmptySetIsTheLikeliestAction() {
    CheckResult result = ConformalCheck.checkRobustValue(
        new double[][] {{0.6, 0.4}}, new double[][] {{1, 0}}, 0.1, 0.1, OptionalDouble.of(0.95));
    assertEquals(0, quantity(result, "set_sizes").get(0));
    assertEquals(0.9, quantity(result, "robust_value").get(0), 1e-12);
    assertInstanceOf(CheckResult.Inconclusive.class, result);
  }

  @Test
  void calibrationIsJudgedPerRegionAndNeverByThePlugInAlone() {
    // 400 calibrated forecasts beside 100 that are off by 0.5: overall the error is 0.1, in the
    // second region 0.5.
    double[] forecasts = new double[500];
    double[] outcomes = new double[500];
    int[] regions = new int[500];
    for (int index = 0; index < 500; index++) {
      regions[index] = index < 400 ? 0 : 1;
      forecasts[index] = index < 400 ? 0.5 : 0.9;
      outcomes[index] = index < 400 ? index % 2 : index % 5 < 2 ? 1 : 0;
    }
    CheckResult split = CalibrationCheck.check(forecasts, outcomes, regions, 2, 0.2, 0.05);
    assertInstanceOf(CheckResult.Violated.class, split);
    assertEquals(0.5, quantity(split, "region_ece").get(1), 1e-12);
    CheckResult pooled = CalibrationCheck.check(forecasts, outcomes, new int[500], 2, 0.2, 0.05);
    // 0.1 + √((2 log 2 + log 40)/1000) = 0.171 ≤ 0.2: the table of all hides the second region.
    assertInstanceOf(CheckResult.Holds.class, pooled);
    // A plug-in error of 0 on four forecasts shows nothing.
    CheckResult few = CalibrationCheck.check(
        new double[] {0.5, 0.5, 0.5, 0.5}, new double[] {0, 1, 0, 1}, new int[4], 2, 0.1, 0.05);
    assertInstanceOf(CheckResult.Inconclusive.class, few);
    assertEquals(0, quantity(few, "ece").get(0), 1e-15);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void tTestsAgreeWithTheLibrarysOtherPath(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] changed = random.doubles(20 + random.nextInt(30)).toArray();
    double[] base = random.doubles(20 + random.nextInt(30)).toArray();
    MeanDifference.Summary one = MeanDifference.Summary.of("new", changed);
    MeanDifference.Summary other = MeanDifference.Summary.of("base", base);
    CheckResult result =
        QualityCostCheck.check(one, other, 0.1, 0.05, QualityCostCheck.Claim.NOT_INFERIOR);
    MeanDifference difference = MeanDifference.of(one, other);
    assertEquals(
        NonInferiority.of(difference, 0.1, 0.05).p(),
        quantity(result, "p_non_inferiority").get(0),
        1e-9);
    assertEquals(difference.lowerBound(0.95), quantity(result, "lower_limit").get(0), 1e-9);
    assertEquals(Rigour.ASYMPTOTIC, result.rigour());
  }

  @Test
  void aPairedBoundIsFiniteSampleAndABolderBetSeesMore() {
    double[] changes = new double[40];
    Arrays.fill(changes, -0.01);
    CheckResult bold = QualityCostCheck.checkPaired(
        changes, 0.3, 0.05, BettingBound.Options.DEFAULT.withTruncation(0.9));
    CheckResult half =
        QualityCostCheck.checkPaired(changes, 0.3, 0.05, BettingBound.Options.DEFAULT);
    assertEquals(Rigour.FINITE_SAMPLE, bold.rigour());
    assertInstanceOf(CheckResult.Holds.class, bold);
    assertTrue(
        quantity(bold, "lower_limit").get(0) >= quantity(half, "lower_limit").get(0));
    Arrays.fill(changes, -0.8);
    assertInstanceOf(
        CheckResult.Violated.class,
        QualityCostCheck.checkPaired(changes, 0.3, 0.05, BettingBound.Options.DEFAULT));
  }
}
