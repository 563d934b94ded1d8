package io.stackelberg.leader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.RegularisedProblem.Divergence;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RegularisedPolicySearchTest {
  static final Divergence SQUARED = Divergence.HALF_SQUARED_DISTANCE;
  static final Divergence ENTROPY = Divergence.RELATIVE_ENTROPY;

  static RegularisedSolution solve(RegularisedProblem problem) {
    return new RegularisedPolicySearch().solve(problem, SolveLimits.DEFAULT);
  }

  private static AssignmentProblem oneContext(double limit) {
    return new AssignmentProblem(
        1, 2, new double[] {1, 0}, new double[][] {{1, 0}}, new double[] {limit});
  }

  @Test
  void oneContextSquaredAsByHand() {
    // p of the first, baseline 0: p − ½(p² + p²) = p − p² is largest at ½; the slope at 0.3 is 0.4.
    double[] baseline = {0, 1};
    RegularisedSolution free = solve(new RegularisedProblem(oneContext(2), baseline, 1, SQUARED));
    assertEquals(0.25, free.value(), 1e-12);
    RegularisedProblem problem = new RegularisedProblem(oneContext(0.3), baseline, 1, SQUARED);
    RegularisedSolution tight = solve(problem);
    assertEquals(StopReason.PROVEN_OPTIMAL, tight.stopReason());
    assertEquals(0.21, tight.value(), 1e-9);
    assertEquals(0.3, tight.meanReward(), 1e-9);
    assertEquals(0.09, tight.meanDivergence(), 1e-9);
    assertArrayEquals(new double[] {0.3, 0.7}, tight.lottery(problem, 0), 1e-9);
    assertTrue(tight.prices().stream()
        .anyMatch(at -> at.rewardWeight() == 1 && Math.abs(at.prices().get(0) - 0.4) < 1e-7));
  }

  @Test
  void oneContextWithEntropyAsByHand() {
    // Free: p proportional to e and 1, value log((e + 1) / 2). Within 0.3: 0.3 − KL(0.3 | ½).
    double[] baseline = {0.5, 0.5};
    RegularisedSolution free = solve(new RegularisedProblem(oneContext(2), baseline, 1, ENTROPY));
    assertEquals(StrictMath.log((Math.E + 1) / 2), free.value(), 1e-12);
    RegularisedSolution tight =
        solve(new RegularisedProblem(oneContext(0.3), baseline, 1, ENTROPY));
    double expected = 0.3 - 0.3 * StrictMath.log(0.6) - 0.7 * StrictMath.log(1.4);
    assertEquals(StopReason.PROVEN_OPTIMAL, tight.stopReason());
    assertEquals(expected, tight.value(), 1e-9);
  }

  @Test
  void limitsThatNoPolicyKeepsAreFound() {
    AssignmentProblem both = new AssignmentProblem(
        1, 2, new double[] {1, 1}, new double[][] {{1, 0}, {0, 1}}, new double[] {0.4, 0.4});
    for (Divergence divergence : Divergence.values()) {
      RegularisedSolution solution =
          solve(new RegularisedProblem(both, new double[] {0.5, 0.5}, 1, divergence));
      assertEquals(StopReason.INFEASIBLE, solution.stopReason());
      assertThrows(
          IllegalStateException.class,
          () -> solution.lottery(
              new RegularisedProblem(both, new double[] {0.5, 0.5}, 1, divergence), 0));
    }
    // Entropy keeps to what the baseline takes: the squared distance may leave it.
    double[] baseline = {1, 0};
    assertEquals(
        StopReason.INFEASIBLE,
        solve(new RegularisedProblem(oneContext(0.5), baseline, 1, ENTROPY)).stopReason());
    assertEquals(
        StopReason.PROVEN_OPTIMAL,
        solve(new RegularisedProblem(oneContext(0.5), baseline, 1, SQUARED)).stopReason());
  }

  @Test
  void aLimitAtTheLeastUseIsKept() {
    for (Divergence divergence : Divergence.values()) {
      RegularisedSolution solution =
          solve(new RegularisedProblem(oneContext(0), new double[] {0.5, 0.5}, 1, divergence));
      assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
      assertEquals(0, solution.uses().get(0), 1e-8);
    }
  }

  @Test
  void anInfeasiblePairIsNeverChosen() {
    AssignmentProblem problem = new AssignmentProblem(
        1, 3, new double[] {Double.NEGATIVE_INFINITY, 0, 1}, new double[0][], new double[0]);
    RegularisedProblem regularised =
        new RegularisedProblem(problem, new double[] {0, 1, 0}, 2, SQUARED);
    RegularisedSolution solution = solve(regularised);
    // (0, 1 − p, p): p − p² · 2 / 1 is largest at ¼.
    assertArrayEquals(new double[] {0, 0.75, 0.25}, solution.lottery(regularised, 0), 1e-12);
  }

  @Test
  void anEvaluationLimitIsAnAnswer() {
    RegularisedProblem problem =
        RegularisedProblems.random(200, 9, 3, 0.3, 0.2, SQUARED, new SplittableRandom(3));
    RegularisedSolution solution = new RegularisedPolicySearch()
        .solve(problem, SolveLimits.DEFAULT.withMaxEvaluations(200L * 9 * 5));
    assertEquals(StopReason.EVALUATION_LIMIT, solution.stopReason());
    assertTrue(!(solution.value() > solution.bound()));
  }

  @Test
  void badInputIsRefused() {
    assertEquals(
        "sum of the baseline at context 0 is 0.9, expected 1.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new RegularisedProblem(oneContext(1), new double[] {0.9, 0}, 1, SQUARED))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new RegularisedProblem(oneContext(1), new double[] {1, 0}, 0, SQUARED));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RegularisedProblem(oneContext(1), new double[] {Double.NaN, 0}, 1, SQUARED));
  }

  @Test
  void projectionAsByHand() {
    // (1, 0.5, −1) onto total 1: level 0.25 for the first two.
    assertArrayEquals(
        new double[] {0.75, 0.25, 0},
        SimplexProjection.project(new double[] {1, 0.5, -1}, 1),
        1e-15);
    assertThrows(
        IllegalArgumentException.class,
        () -> SimplexProjection.project(new double[] {Double.NaN, 1}, 1));
  }

  @Tag("slow")
  @Test
  void manyContextsAreTheSameWhateverTheThreads() throws Exception {
    for (Divergence divergence : Divergence.values()) {
      RegularisedProblem problem =
          RegularisedProblems.random(20_000, 27, 2, 0.4, 0.3, divergence, new SplittableRandom(7));
      RegularisedSolution one = new ForkJoinPool(1).submit(() -> solve(problem)).get();
      RegularisedSolution four =
          new ForkJoinPool(4).submit(() -> solve(problem)).get();
      assertEquals(StopReason.PROVEN_OPTIMAL, one.stopReason());
      assertEquals(one, four);
      assertTrue(one.passes() <= 15, "passes " + one.passes());
    }
  }
}
