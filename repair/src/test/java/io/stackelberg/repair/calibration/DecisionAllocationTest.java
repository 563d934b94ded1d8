package io.stackelberg.repair.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionAllocationTest {
  @Test
  void theUniformRuleGoesRound() {
    CellDecision decision =
        CellDecision.between(List.of(CellSample.of(1, 2), CellSample.EMPTY, CellSample.of(3)));
    assertEquals(List.of(1, 1, 2, 0), CallAllocation.uniform().next(decision, 4));
  }

  @Test
  void aHopelessCellGetsNoMoreCalls() {
    CellDecision decision = CellDecision.between(List.of(
        CellSample.of(0.9, 1.0, 1.1, 1.0),
        CellSample.of(0.8, 1.0, 0.9, 0.9),
        CellSample.of(-9.1, -9.0, -8.9, -9.0)));
    assertTrue(!DecisionAllocation.standard().next(decision, 20).contains(2));
  }

  @Test
  void aDecidedGroupLeavesCallsToAnOpenOne() {
    CellDecision decision = new CellDecision(
        List.of(
            CellSample.of(0, 0.1, 0.2), CellSample.of(5, 5.1, 5.2),
            CellSample.of(0, 0.1, 0.2), CellSample.of(0.1, 0.2, 0.3)),
        List.of(0, 0, 1, 1));
    assertTrue(DecisionAllocation.standard().next(decision, 8).stream().allMatch(c -> c >= 2));
  }

  @Test
  void aGroupWithoutCallsCannotBeDecided() {
    CellDecision decision = CellDecision.between(List.of(CellSample.EMPTY));
    assertThrows(IllegalArgumentException.class, () -> decision.best(0));
  }

  private static double accuracy(
      CallAllocation rule, int groups, int choices, int perCell, int runs, double noiseSpread) {
    double right = 0;
    for (int run = 0; run < runs; run++) {
      Random random = new Random(7919L * run + 17);
      int cells = groups * choices;
      double[] mean = new double[cells];
      double[] deviation = new double[cells];
      List<Integer> group = new ArrayList<>();
      List<CellSample> none = new ArrayList<>();
      for (int cell = 0; cell < cells; cell++) {
        mean[cell] = random.nextGaussian();
        deviation[cell] = Math.exp(noiseSpread * random.nextGaussian());
        group.add(cell / choices);
        none.add(CellSample.EMPTY);
      }
      CellDecision decision = new CellDecision(none, group);
      for (int call = 0; call < perCell; call++) {
        int cell = rule.next(decision, 1).get(0);
        decision = decision.with(cell, mean[cell] + deviation[cell] * random.nextGaussian());
      }
      for (int one = 0; one < groups; one++) {
        int best = one * choices;
        for (int cell = best; cell < (one + 1) * choices; cell++) {
          best = mean[cell] > mean[best] ? cell : best;
        }
        right += decision.best(one) == best ? 1.0 / groups : 0;
      }
    }
    return right / runs;
  }

  /**
   * With 70 % of the calls the sequential rule decides as well as the uniform one. Over 600 runs the
   * standard error of an accuracy is at most 0.5/√600 = 0.02 for one group, and for several groups of 200 runs below
   * that: −0.02 allows one of them, at a fixed seed.
   */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"1, 9, 12, 0", "1, 9, 12, 0.5", "4, 9, 10, 0", "12, 3, 12, 0.5", "1, 20, 12, 0"})
  void seventyPercentOfTheCallsDecideAsWell(
      int groups, int choices, int perCell, double noiseSpread) {
    int calls = perCell * groups * choices;
    int runs = groups > 1 ? 200 : 600;
    double uniform = accuracy(CallAllocation.uniform(), groups, choices, calls, runs, noiseSpread);
    double sequential = accuracy(
        DecisionAllocation.standard(), groups, choices, (int) (0.7 * calls), runs, noiseSpread);
    assertTrue(sequential >= uniform - 0.02, sequential + " against " + uniform);
  }
}
