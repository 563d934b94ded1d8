package io.stackelberg.response.ope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.stats.MeanBounds;
import io.stackelberg.response.ope.ValueInterval.Bound;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluationPlanTest {
  @Test
  void asymptoticTurnsAreTheTextbookNumberOverTheEffectiveShare() {
    // (1.959964 · 0.5 / 0.05)² = 384.146, the usual 385; at an effective share of 0.4: 960.36.
    assertEquals(385, new EvaluationPlan(1, 0.95).asymptoticTurns(0.05, 0.5));
    assertEquals(961, new EvaluationPlan(0.4, 0.95).asymptoticTurns(0.05, 0.5));
  }

  @Test
  void finiteSampleTurnsAreTheSmallestThatReachTheWidth() {
    // Weights all 1: E[w²] = 1, variance at most 1/4, plain empirical Bernstein.
    long turns = new EvaluationPlan(1, 0.95).finiteSampleTurns(0.05, 1);
    assertTrue(MeanBounds.empiricalBernsteinTwoSided(0.25, (int) turns, 0.05) <= 0.05);
    assertTrue(MeanBounds.empiricalBernsteinTwoSided(0.25, (int) turns - 1, 0.05) > 0.05);
    // Share 0.4, weights up to 4: variance 1/(0.4 · 16) on [0, 1], half-width 0.1/4 there.
    long weighted = new EvaluationPlan(0.4, 0.95).finiteSampleTurns(0.1, 4);
    double variance = 1 / 6.4;
    assertTrue(MeanBounds.empiricalBernsteinTwoSided(variance, (int) weighted, 0.05) <= 0.025);
    assertTrue(MeanBounds.empiricalBernsteinTwoSided(variance, (int) weighted - 1, 0.05) > 0.025);
  }

  @Test
  void plannedTurnsReachTheWidthOnALog() {
    // E[w²] of the bandit: 0.5 Σ π²/μ over both contexts; the reward's σ is that of a 0-1 reward.
    double first = 0.01 / 0.5 + 0.04 / 0.3 + 0.49 / 0.2;
    double second = 0.36 / 0.25 + 0.09 / 0.25 + 0.01 / 0.5;
    EvaluationPlan plan = new EvaluationPlan(2 / (first + second), 0.95);
    double sigma = Math.sqrt(Bandit.value() * (1 - Bandit.value()));
    int asymptotic = (int) plan.asymptoticTurns(0.05, sigma);
    ValueInterval student =
        interval(asymptotic, new SelfNormalisedInversePropensity(), Bound.STUDENT);
    // Weights and residuals are not unrelated here, so the planned width holds roughly.
    assertEquals(0.05, (student.high() - student.low()) / 2, 0.01);
    int finite = (int) plan.finiteSampleTurns(0.2, Bandit.LARGEST_WEIGHT);
    ValueInterval bernstein = interval(finite, new InversePropensity(), Bound.EMPIRICAL_BERNSTEIN);
    // The plan takes the worst case of the second moment of w r.
    assertTrue((bernstein.high() - bernstein.low()) / 2 <= 0.2);
  }

  private static ValueInterval interval(int turns, OffPolicyEstimator method, Bound bound) {
    LoggedDecisions decisions = LoggedDecisions.of(
            Bandit.log(turns, 1, new Random(9)), Bandit.target(), Reward.quality())
        .withLargestWeight(Bandit.LARGEST_WEIGHT);
    return OffPolicyEstimatorTest.estimate(method, decisions).interval(bound).orElseThrow();
  }

  @Test
  void impossiblePlansAreRefused() {
    EvaluationPlan plan = new EvaluationPlan(0.1, 0.95);
    assertThrows(IllegalArgumentException.class, () -> plan.finiteSampleTurns(0.1, 5));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> plan.finiteSampleTurns(1e-9, 10))
        .getMessage()
        .contains("halfWidth is 1.0E-9"));
    assertThrows(IllegalArgumentException.class, () -> new EvaluationPlan(0, 0.95));
  }
}
