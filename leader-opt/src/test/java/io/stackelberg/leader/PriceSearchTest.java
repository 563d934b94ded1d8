package io.stackelberg.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceSearchTest {
  private static AssignmentSolution solve(AssignmentProblem problem) {
    return new PriceSearch().solve(problem, SolveLimits.DEFAULT);
  }

  /** Rewards and uses in [0, 1], some rounded to tenths so that ties occur. */
  private static AssignmentProblem random(
      int contexts, int commitments, int resources, double tightness, SplittableRandom random) {
    boolean coarse = random.nextBoolean();
    double[] reward = draw(contexts * commitments, coarse, random);
    double[][] use = new double[resources][];
    double[] limits = new double[resources];
    for (int resource = 0; resource < resources; resource++) {
      use[resource] = draw(contexts * commitments, coarse, random);
      limits[resource] = tightness;
    }
    return new AssignmentProblem(contexts, commitments, reward, use, limits);
  }

  private static double[] draw(int length, boolean coarse, SplittableRandom random) {
    double[] values = new double[length];
    for (int index = 0; index < length; index++) {
      double value = random.nextDouble();
      values[index] = coarse ? Math.rint(10 * value) / 10 : value;
    }
    return values;
  }

  @Test
  void twoContextsAsByHand() {
    // Rewards 1 or 0 at uses 1 or 0 in the first context, 3 or 0 at 2 or 0 in the second. With a
    // mean use of
    // 1 (2 in all): the second context pays 1.5 per unit and takes 2 units: 3/2 per context on
    // average.
    AssignmentProblem problem = new AssignmentProblem(
        2, 2, new double[] {1, 0, 3, 0}, new double[][] {{1, 0, 2, 0}}, new double[] {1});
    AssignmentSolution solution = solve(problem);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(1.5, solution.value(), 1e-9);
    assertEquals(1.5, solution.integralValue(), 1e-9);
    // With a mean use of 1.25 half of the first context's unit is bought too: (3 + 0.5) / 2.
    AssignmentSolution more = solve(new AssignmentProblem(
        2, 2, new double[] {1, 0, 3, 0}, new double[][] {{1, 0, 2, 0}}, new double[] {1.25}));
    assertEquals(1.75, more.value(), 1e-9);
    assertEquals(1.25, more.uses().get(0), 1e-9);
    assertTrue(more.integralValue() <= 1.5 + 1e-12);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void agreesWithAnIndependentLinearProgram(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int repetition = 0; repetition < 10; repetition++) {
      int contexts = 1 + random.nextInt(6);
      int commitments = 1 + random.nextInt(5);
      int resources = 1 + random.nextInt(3);
      double tightness = 0.05 + 0.6 * random.nextDouble();
      AssignmentProblem problem = random(contexts, commitments, resources, tightness, random);
      AssignmentSolution solution = solve(problem);
      double expected = independent(problem, tightness);
      if (Double.isNaN(expected)) {
        assertEquals(StopReason.INFEASIBLE, solution.stopReason(), "repetition " + repetition);
      } else {
        assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason(), "repetition " + repetition);
        assertEquals(expected, solution.value(), 1e-7);
        assertTrue(solution.bound() >= expected - 1e-9);
        assertTrue(solution.gap() <= 1e-9);
        assertDeployable(problem, solution);
      }
    }
  }

  /** The lottery over price vectors, played context by context, has the claimed value and keeps limits. */
  private static void assertDeployable(AssignmentProblem problem, AssignmentSolution solution) {
    double value = 0;
    double total = 0;
    for (int index = 0; index < solution.prices().size(); index++) {
      double[] sums = new double[problem.resources() + 1];
      PriceVector at = solution.prices().get(index);
      problem.addChoices(
          0,
          problem.contexts(),
          at.rewardWeight(),
          at.prices().stream().mapToDouble(Double::doubleValue).toArray(),
          sums);
      value += solution.weights().get(index) * sums[0] / problem.contexts();
      total += solution.weights().get(index);
    }
    assertEquals(1, total, 1e-9);
    assertEquals(solution.value(), value, 1e-9);
    for (int resource = 0; resource < problem.resources(); resource++) {
      assertTrue(solution.uses().get(resource) <= problem.limit(resource) + 1e-8);
    }
    assertTrue(!(solution.integralValue() > solution.bound() + 1e-9));
  }

  /** Mean optimum by Hipparchus; NaN when infeasible. */
  private static double independent(AssignmentProblem problem, double limit) {
    int pairs = problem.contexts() * problem.commitments();
    double[] reward = new double[pairs];
    double[][] use = new double[problem.resources()][pairs];
    for (int pair = 0; pair < pairs; pair++) {
      double[] sums = new double[problem.resources() + 1];
      problem.addPair(pair, sums);
      reward[pair] = sums[0] / problem.contexts();
      for (int resource = 0; resource < use.length; resource++) {
        use[resource][pair] = sums[resource + 1] / problem.contexts();
      }
    }
    List<LinearConstraint> constraints = new ArrayList<>();
    for (double[] row : use) {
      constraints.add(new LinearConstraint(row, Relationship.LEQ, limit));
    }
    for (int context = 0; context < problem.contexts(); context++) {
      double[] row = new double[pairs];
      for (int commitment = 0; commitment < problem.commitments(); commitment++) {
        row[context * problem.commitments() + commitment] = 1;
      }
      constraints.add(new LinearConstraint(row, Relationship.EQ, 1));
    }
    try {
      return new SimplexSolver()
          .optimize(
              new LinearObjectiveFunction(reward, 0),
              new LinearConstraintSet(constraints),
              GoalType.MAXIMIZE,
              new NonNegativeConstraint(true))
          .getValue();
    } catch (org.hipparchus.exception.MathIllegalStateException infeasible) {
      return Double.NaN;
    }
  }

  @Test
  void anImpossibleCombinationOfLimitsIsInfeasible() {
    // Each limit alone can be kept, both together cannot: one commitment uses the one, the other
    // the other.
    AssignmentProblem problem = new AssignmentProblem(
        1, 2, new double[] {1, 1}, new double[][] {{1, 0}, {0, 1}}, new double[] {0.4, 0.4});
    AssignmentSolution solution = solve(problem);
    assertEquals(StopReason.INFEASIBLE, solution.stopReason());
    assertTrue(solution.prices().isEmpty());
  }

  @Test
  void aFloorIsALimitOnTheNegative() {
    // At least 0.5 of the second commitment's quality 1, whose reward is 0 instead of 1.
    AssignmentProblem problem = new AssignmentProblem(
        1, 2, new double[] {1, 0}, new double[][] {{0, -1}}, new double[] {-0.5});
    assertEquals(0.5, solve(problem).value(), 1e-9);
  }

  @Test
  void anInfeasiblePairIsNeverChosen() {
    AssignmentProblem problem = new AssignmentProblem(
        1,
        2,
        new double[] {Double.NEGATIVE_INFINITY, 0.25},
        new double[][] {{-5, 1}},
        new double[] {2});
    assertEquals(0.25, solve(problem).value(), 1e-12);
  }

  @Test
  void anEvaluationLimitIsAnAnswer() {
    AssignmentProblem problem = random(500, 9, 2, 0.2, new SplittableRandom(3));
    AssignmentSolution solution =
        new PriceSearch().solve(problem, SolveLimits.DEFAULT.withMaxEvaluations(500L * 9 * 4));
    assertEquals(StopReason.EVALUATION_LIMIT, solution.stopReason());
  }

  @Test
  void badInputIsRefused() {
    assertEquals(
        "length of reward is 3, expected 4.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new AssignmentProblem(2, 2, new double[3], new double[0][], new double[0]))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new AssignmentProblem(1, 1, new double[] {Double.NaN}, new double[0][], new double[0]));
  }

  @Tag("slow")
  @Test
  void manyContextsAreTheSameWhateverTheThreads() throws Exception {
    AssignmentProblem problem = random(60_000, 9, 2, 0.3, new SplittableRandom(7));
    AssignmentSolution one = new ForkJoinPool(1).submit(() -> solve(problem)).get();
    AssignmentSolution four = new ForkJoinPool(4).submit(() -> solve(problem)).get();
    assertEquals(StopReason.PROVEN_OPTIMAL, one.stopReason());
    assertEquals(one, four);
    assertTrue(one.bound() - one.integralValue() <= 0.01);
  }
}
