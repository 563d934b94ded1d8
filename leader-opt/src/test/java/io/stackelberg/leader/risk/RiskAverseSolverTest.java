package io.stackelberg.leader.risk;

import static io.stackelberg.leader.risk.Randomisation.AVERAGED;
import static io.stackelberg.leader.risk.Randomisation.BORNE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.risk.RiskMeasure.ConditionalValueAtRisk;
import io.stackelberg.leader.risk.RiskMeasure.MeanVariance;
import java.util.List;
import org.junit.jupiter.api.Test;

class RiskAverseSolverTest {
  private static final ScenarioPayoffs HEDGE =
      new ScenarioPayoffs(new double[] {0.5, 0.5}, new double[][] {{4, 0}, {0, 2}});

  private static RiskAverseSolution solve(
      ScenarioPayoffs payoffs, RiskMeasure measure, Randomisation randomisation) {
    return new RiskAverseSolver().solve(payoffs, measure, randomisation, SolveLimits.DEFAULT);
  }

  @Test
  void meanVarianceAsByHand() {
    // With p on the first the payoff is 4p or 2 − 2p: mean 1 + p, variance (3p − 1)². The slope of
    // 1 + p − a/2 (3p − 1)² vanishes at p = 1/3 + 1/(9a): 4/9 at a = 1, value 13/9 − 1/18 = 25/18.
    RiskAverseSolution one = solve(HEDGE, new MeanVariance(1), AVERAGED);
    assertEquals(StopReason.PROVEN_OPTIMAL, one.stopReason());
    assertEquals(4 / 9.0, one.lottery().get(0), 1e-9);
    assertEquals(25 / 18.0, one.value(), 1e-9);
    assertEquals(1 / 9.0, one.variance(), 1e-9);
    // Below a = 1/6 the first alone.
    RiskAverseSolution bold = solve(HEDGE, new MeanVariance(0.1), AVERAGED);
    assertEquals(List.of(1.0, 0.0), bold.lottery());
    assertEquals(2 - 0.05 * 4, bold.value(), 1e-12);
  }

  @Test
  void conditionalValueAtRiskAsByHand() {
    // Worst half: min(4p, 2 − 2p), largest at p = 1/3 with 4/3. With the worst three quarters the
    // tail
    // mean is (½ min + ¼ max) / ¾: from p = 1/3 on (1 − p + p) · 4/3 = 4/3, flat up to p = 1.
    RiskAverseSolution half = solve(HEDGE, new ConditionalValueAtRisk(0.5), AVERAGED);
    assertEquals(StopReason.PROVEN_OPTIMAL, half.stopReason());
    assertEquals(1 / 3.0, half.lottery().get(0), 1e-9);
    assertEquals(4 / 3.0, half.value(), 1e-9);
    assertEquals(
        4 / 3.0, solve(HEDGE, new ConditionalValueAtRisk(0.75), AVERAGED).value(), 1e-9);
    // The ends: the worst case, and the mean.
    assertEquals(
        4 / 3.0, solve(HEDGE, new ConditionalValueAtRisk(1e-9), AVERAGED).value(), 1e-9);
    RiskAverseSolution neutral = solve(HEDGE, new ConditionalValueAtRisk(1), AVERAGED);
    assertEquals(2, neutral.value(), 1e-9);
    assertEquals(2, neutral.mean(), 1e-9);
  }

  @Test
  void aDrawThatIsBorneHedgesNothing() {
    // Alone, the first has mean 2 and variance 4, the second mean 1 and variance 1: 0 against 0.5
    // at
    // aversion 1. The mixture ½, ½ has the payoffs 4, 0, 0, 2 with variance 2.75 about 1.5.
    RiskAverseSolution borne = solve(HEDGE, new MeanVariance(1), BORNE);
    assertEquals(StopReason.PROVEN_OPTIMAL, borne.stopReason());
    assertEquals(List.of(0.0, 1.0), borne.lottery());
    assertEquals(0.5, borne.value(), 1e-12);
    FiniteLaw mixed = FiniteLaw.of(HEDGE, new double[] {0.5, 0.5}, BORNE);
    assertEquals(2.75, mixed.variance(), 1e-12);
    assertEquals(1.5 - 0.5 * 2.75, mixed.value(new MeanVariance(1)), 1e-12);
    assertEquals(0, solve(HEDGE, new ConditionalValueAtRisk(0.5), BORNE).value(), 1e-12);
  }

  @Test
  void twinsAreSharedWithoutHarm() {
    // The same commitment three times: no curvature between them.
    ScenarioPayoffs twins =
        new ScenarioPayoffs(new double[] {0.25, 0.75}, new double[][] {{1, 1, 1, 3}, {2, 2, 2, 1}});
    ScenarioPayoffs single =
        new ScenarioPayoffs(new double[] {0.25, 0.75}, new double[][] {{1, 3}, {2, 1}});
    for (double aversion : new double[] {0, 0.5, 3, 100}) {
      RiskAverseSolution solution = solve(twins, new MeanVariance(aversion), AVERAGED);
      assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
      assertEquals(
          solve(single, new MeanVariance(aversion), AVERAGED).value(), solution.value(), 1e-8);
    }
  }

  @Test
  void limitsAreAnswers() {
    SolveLimits one = SolveLimits.DEFAULT.withMaxEvaluations(1);
    RiskAverseSolution borne = new RiskAverseSolver().solve(HEDGE, new MeanVariance(1), BORNE, one);
    assertEquals(StopReason.EVALUATION_LIMIT, borne.stopReason());
    assertEquals(Double.POSITIVE_INFINITY, borne.bound());
    RiskAverseSolution tail =
        new RiskAverseSolver().solve(HEDGE, new ConditionalValueAtRisk(0.5), AVERAGED, one);
    assertEquals(StopReason.EVALUATION_LIMIT, tail.stopReason());
    assertTrue(tail.lottery().isEmpty());
  }

  @Test
  void badInputIsRefused() {
    assertEquals(
        "tailShare is 0.0, expected a number in (0, 1].",
        assertThrows(IllegalArgumentException.class, () -> new ConditionalValueAtRisk(0))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new MeanVariance(-1));
    assertThrows(IllegalArgumentException.class, () -> new ConditionalValueAtRisk(Double.NaN));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ScenarioPayoffs(new double[] {0.5, 0.4}, new double[2][1]));
  }
}
