package io.stackelberg.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.stats.MeanDifference;
import io.stackelberg.game.stats.NonInferiority;
import io.stackelberg.repair.HighConfidenceGate.Constraint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatesTest {
  private static final HighConfidenceGate BERNSTEIN = new HighConfidenceGate(LowerBound.BERNSTEIN);

  /** 300 values of this mean and unbiased variance: mean ± √(variance · 299/300). */
  private static List<Double> sample(double mean, double variance) {
    double away = Math.sqrt(variance * 299 / 300);
    List<Double> values = new ArrayList<>();
    for (int index = 0; index < 300; index++) {
      values.add(index % 2 == 0 ? mean + away : mean - away);
    }
    return values;
  }

  @Test
  void bernsteinBoundOfThreeHundredValuesDecides() {
    // theory 4.5: n = 300, mean 0.74, baseline 0.68, δ = 0.05.
    HighConfidenceGate.Decision deployed = BERNSTEIN.decide(
        List.of(Constraint.known("quality", sample(0.74, 0.01), 0, 1, 0.68)), 0.05);
    assertEquals(0.6955307524, deployed.findings().get(0).lowerBound(), 1e-9);
    assertTrue(deployed.isDeployed());
    HighConfidenceGate.Decision kept = BERNSTEIN.decide(
        List.of(Constraint.known("quality", sample(0.74, 0.04), 0, 1, 0.68)), 0.05);
    assertEquals(0.6798487469, kept.findings().get(0).lowerBound(), 1e-9);
    assertFalse(kept.isDeployed());
    assertTrue(
        kept.explanation().startsWith("NO_SOLUTION, the baseline stays: quality has lower bound"));
  }

  @Test
  void severalConstraintsSplitDeltaAndAllMustPass() {
    HighConfidenceGate.Decision decision = BERNSTEIN.decide(
        List.of(
            Constraint.known("quality", sample(0.74, 0.01), 0, 1, 0.68),
            Constraint.known("minus cost", sample(-0.5, 0.01), -1, 0, -0.5)),
        0.1);
    assertEquals(0.6955307524, decision.findings().get(0).lowerBound(), 1e-9, "δ = 0.05 each");
    assertEquals(-0.5 - (0.74 - 0.6955307524), decision.findings().get(1).lowerBound(), 1e-9);
    assertFalse(decision.isDeployed(), "a mean that just meets its threshold is not shown to");
    assertTrue(decision.explanation().contains("minus cost"));
    assertFalse(decision.explanation().contains("quality has"));
    assertEquals(0.1, decision.ledger().spent(), 1e-12);
  }

  @Test
  void anEstimatedBaselineCostsAPartOfDelta() {
    HighConfidenceGate.Decision decision = BERNSTEIN.decide(
        List.of(new Constraint("quality", sample(0.74, 0.01), 0, 1, 0, sample(0.68, 0.01))), 0.1);
    double radius = 0.74 - 0.6955307524;
    assertEquals(0.74 - radius, decision.findings().get(0).lowerBound(), 1e-9);
    assertEquals(0.68 + radius, decision.findings().get(0).required(), 1e-9);
    assertFalse(decision.isDeployed());
  }

  @Test
  void bootstrapKeepsTheBaselineWhereLittleWasSeen() {
    // theory 4.5.
    List<Integer> calls = List.of(2000, 1500, 5);
    List<Double> baseline = List.of(0.6, 0.3, 0.1);
    List<Double> estimates = List.of(0.60, 0.75, 0.95);
    BaselineBootstrap.Answer answer =
        new BaselineBootstrap(40).improve(calls, baseline, estimates, 0.05);
    assertEquals(0, answer.policy().get(0), 1e-12);
    assertEquals(0.9, answer.policy().get(1), 1e-12);
    assertEquals(0.1, answer.policy().get(2), 1e-12);
    assertEquals(0.09, answer.gain(), 1e-9);
    assertEquals(0.0447262198, answer.penalty(), 1e-9);
    assertEquals(0.0452737802, answer.lowerBound(), 1e-9);
    assertTrue(answer.isDeployed());
    BaselineBootstrap.Answer greedy =
        BaselineBootstrap.judge(List.of(0.0, 0.0, 1.0), calls, baseline, estimates, 0.05);
    assertEquals(-0.3854671910, greedy.lowerBound(), 1e-9);
    assertFalse(greedy.isDeployed());
  }

  @Test
  void bootstrapWithoutEvidenceIsTheBaseline() {
    BaselineBootstrap.Answer answer = new BaselineBootstrap(40)
        .improve(List.of(3, 0), List.of(0.5, 0.5), List.of(0.9, 0.0), 0.05);
    assertEquals(List.of(0.5, 0.5), answer.policy());
    assertEquals(0, answer.lowerBound());
    BaselineBootstrap.Answer blind = BaselineBootstrap.judge(
        List.of(0.0, 1.0), List.of(3, 0), List.of(0.5, 0.5), List.of(0.9, 0.0), 0.05);
    assertEquals(Double.NEGATIVE_INFINITY, blind.lowerBound());
  }

  @Test
  void nonInferiorityDependsOnTheMargin() {
    // theory 4.6: 0.782 against 0.80, sd 0.20, n = 150 each.
    MeanDifference change = MeanDifference.of(
        new MeanDifference.Summary(0.782, 0.2, 150), new MeanDifference.Summary(0.80, 0.2, 150));
    assertEquals(-0.0561047246, change.lowerBound(0.95), 1e-9);
    assertFalse(NonInferiority.of(change, 0.05, 0.05).established());
    assertEquals(0.0834463984, NonInferiority.of(change, 0.05, 0.05).p(), 1e-9);
    assertTrue(NonInferiority.of(change, 0.06, 0.05).established());
  }
}
