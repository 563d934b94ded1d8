package io.stackelberg.leader.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.risk.RiskMeasure.ConditionalValueAtRisk;
import io.stackelberg.leader.risk.RiskMeasure.MeanVariance;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RiskAverseSolverPropertyTest {
  private static final List<RiskMeasure> MEASURES = List.of(
      new MeanVariance(0),
      new MeanVariance(0.7),
      new MeanVariance(40),
      new ConditionalValueAtRisk(1e-6),
      new ConditionalValueAtRisk(0.1),
      new ConditionalValueAtRisk(0.6),
      new ConditionalValueAtRisk(1));

  private static ScenarioPayoffs random(
      int scenarios, int commitments, double factor, double shift, SplittableRandom random) {
    double[] probability = new double[scenarios];
    Arrays.setAll(probability, scenario -> 0.05 + random.nextDouble());
    double sum = Arrays.stream(probability).sum();
    double[][] payoff = new double[scenarios][commitments];
    boolean coarse = random.nextBoolean();
    for (int scenario = 0; scenario < scenarios; scenario++) {
      probability[scenario] /= sum;
      for (int commitment = 0; commitment < commitments; commitment++) {
        double entry = random.nextDouble();
        payoff[scenario][commitment] = factor * (coarse ? Math.rint(4 * entry) : entry) + shift;
      }
    }
    return new ScenarioPayoffs(probability, payoff);
  }

  private static RiskAverseSolution solve(
      ScenarioPayoffs payoffs, RiskMeasure measure, Randomisation randomisation) {
    return new RiskAverseSolver().solve(payoffs, measure, randomisation, SolveLimits.DEFAULT);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void noLotteryIsBetterAndNoneMeansMoreThanTheRiskNeutral(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int scenarios = 1 + random.nextInt(12);
    int commitments = 1 + random.nextInt(15);
    ScenarioPayoffs payoffs = random(scenarios, commitments, 1, 0, random);
    double neutral = solve(payoffs, MEASURES.get(0), Randomisation.AVERAGED).mean();
    for (RiskMeasure measure : MEASURES) {
      for (Randomisation randomisation : Randomisation.values()) {
        RiskAverseSolution solution = solve(payoffs, measure, randomisation);
        String name = measure + " " + randomisation;
        assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason(), name);
        assertEquals(1, solution.lottery().stream().mapToDouble(p -> p).sum(), 1e-12, name);
        assertTrue(solution.mean() <= neutral + 1e-9, name);
        for (int draw = 0; draw < 200; draw++) {
          double[] lottery = lottery(commitments, random);
          double value = FiniteLaw.of(payoffs, lottery, randomisation).value(measure);
          assertTrue(value <= solution.bound() + 1e-9, name + " draw " + draw);
        }
      }
      assertTrue(solve(payoffs, measure, Randomisation.AVERAGED).value()
          >= solve(payoffs, measure, Randomisation.BORNE).value() - 1e-8);
    }
    assertEquals(
        neutral, solve(payoffs, MEASURES.get(6), Randomisation.AVERAGED).value(), 1e-8);
  }

  /** A lottery on few or many commitments. */
  private static double[] lottery(int commitments, SplittableRandom random) {
    double[] lottery = new double[commitments];
    double power = 10 * random.nextDouble();
    Arrays.setAll(lottery, index -> Math.pow(random.nextDouble(), power) + 1e-12);
    double sum = Arrays.stream(lottery).sum();
    Arrays.setAll(lottery, index -> lottery[index] / sum);
    return lottery;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void scaledAndShiftedPayoffsScaleAndShiftTheValue(long seed) {
    ScenarioPayoffs plain = random(7, 6, 1, 0, new SplittableRandom(seed));
    ScenarioPayoffs moved = random(7, 6, 50, -300, new SplittableRandom(seed));
    for (double share : new double[] {0.05, 0.3, 0.8}) {
      RiskMeasure measure = new ConditionalValueAtRisk(share);
      double value = solve(plain, measure, Randomisation.AVERAGED).value();
      assertEquals(
          50 * value - 300, solve(moved, measure, Randomisation.AVERAGED).value(), 1e-6);
    }
    // The variance has the square of the unit: an aversion per unit 50 times as small.
    double value = solve(plain, new MeanVariance(2), Randomisation.AVERAGED).value();
    double scaled =
        solve(moved, new MeanVariance(2 / 50.0), Randomisation.AVERAGED).value();
    assertEquals(50 * value - 300, scaled, 1e-6);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aLargerShareOrLessAversionNeverLowersTheValue(long seed) {
    ScenarioPayoffs payoffs = random(9, 5, 1, 0, new SplittableRandom(seed));
    double before = Double.NEGATIVE_INFINITY;
    for (double share : new double[] {0.01, 0.1, 0.3, 0.5, 0.9, 1}) {
      double value = solve(payoffs, new ConditionalValueAtRisk(share), Randomisation.AVERAGED)
          .value();
      assertTrue(value >= before - 1e-9, "share " + share);
      before = value;
    }
    before = Double.NEGATIVE_INFINITY;
    for (double aversion : new double[] {1e4, 100, 10, 1, 0.1, 0}) {
      double value =
          solve(payoffs, new MeanVariance(aversion), Randomisation.AVERAGED).value();
      assertTrue(value >= before - 1e-6, "aversion " + aversion);
      before = value;
    }
  }
}
