package io.stackelberg.leader.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.BracketedCostUtility;
import io.stackelberg.game.BracketedIncentive;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.IncentiveForm;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.ShortfallUtility;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.grid.AdaptiveGrid;
import io.stackelberg.leader.grid.GridSolution;
import io.stackelberg.leader.schedule.ScheduleProblem.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleSolverTest {
  private static final ScheduleSolver SOLVER = new ScheduleSolver();

  private static ScheduleProblem problem(
      double[] quality, double[] cost, ShortfallUtility leader, List<Double> breakpoints) {
    OutcomeModel outcomes = (context, action) -> new ExpectedOutcome(
        quality[action], OptionalDouble.of(cost[action]), OptionalDouble.empty());
    return new ScheduleProblem(
        Context.named("x"),
        ActionSet.named(
            IntStream.range(0, cost.length).mapToObj(index -> "a" + index).toList()),
        new BracketedCostUtility(outcomes, CostUnit.TOKENS, 1, 1, 100, leader.referenceTokens()),
        outcomes,
        leader,
        breakpoints,
        20,
        Shape.ISOTONE);
  }

  /**
   * Three actions of 10, 6 and 2 tokens, so 0, 4 and 8 are saved.
   *
   * <p>Unpaid, the follower has 0.90 - 0.10 = 0.80, 0.80 - 0.06 = 0.74 and 0.30 - 0.02 = 0.28, and a paid
   * token is worth 0.01 to it. The leader has -(1 - quality) - tokens/2: -5.1, -3.2, -1.7, and a paid token
   * costs it 0.02.
   */
  private static ScheduleProblem threeActions(List<Double> breakpoints) {
    return problem(
        new double[] {0.9, 0.8, 0.3},
        new double[] {10, 6, 2},
        new ShortfallUtility(1, 1, 0.5, 0.02, IncentiveForm.SUBSIDY, 10),
        breakpoints);
  }

  private static ScheduleSolution solve(ScheduleProblem problem) {
    ScheduleSolution solution = SOLVER.solve(problem, SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    return solution;
  }

  @Test
  void flatIncentiveByHand() {
    // The middle action needs payment(4) >= 6: c = 1.5, -3.2 - 0.02·6 = -3.32. The lean one must
    // beat the
    // middle one, 4c >= 46: c = 11.5, which pays 92: -1.7 - 1.84 = -3.54.
    ScheduleSolution flat = solve(threeActions(List.of()));
    assertEquals(-3.32, flat.value(), 1e-8);
    assertEquals(1, flat.reply());
    assertEquals(1.5, flat.schedule().slopes().get(0), 1e-7);
    assertEquals(-5.1, flat.valuePerAction().get(0).orElseThrow(), 1e-8);
    assertEquals(-3.54, flat.valuePerAction().get(2).orElseThrow(), 1e-8);
  }

  @Test
  void aSecondBracketPaysOnlyForWhatIsHard() {
    // With a bracket from 4 on the lean action needs 4 s2 >= 46 and 4 s1 + 4 s2 >= 52: 52 is paid,
    // -1.7 -
    // 1.04 = -2.74. Falling slopes need s1 >= s2 >= 11.5: no better than flat.
    ScheduleProblem problem = threeActions(List.of(4.0));
    ScheduleSolution two = solve(problem);
    assertEquals(-2.74, two.value(), 1e-8);
    assertEquals(2, two.reply());
    assertEquals(52, two.schedule().payment(8), 1e-6);
    ScheduleSolution convex = solve(problem.withShape(Shape.CONVEX));
    assertEquals(-2.74, convex.value(), 1e-8);
    assertTrue(convex.schedule().isConvex());
    ScheduleSolution concave = solve(problem.withShape(Shape.CONCAVE));
    assertEquals(-3.32, concave.value(), 1e-8);
    assertTrue(concave.schedule().isConcave());
  }

  @Test
  void aReachedLimitLeavesAnHonestBound() {
    ScheduleProblem problem = threeActions(List.of(4.0));
    ScheduleSolution solution = SOLVER.solve(problem, SolveLimits.DEFAULT.withMaxEvaluations(2));
    assertEquals(StopReason.EVALUATION_LIMIT, solution.stopReason());
    assertEquals(-3.32, solution.value(), 1e-8);
    // The lean action was not tried; unpaid it would yield -1.7.
    assertEquals(-1.7, solution.upperBound(), 1e-12);
    assertTrue(solution.valuePerAction().get(2).isEmpty());
  }

  @Test
  void wrongProblemsAreRefused() {
    ScheduleProblem problem = threeActions(List.of());
    assertThrows(IllegalArgumentException.class, () -> problem.withBreakpoints(List.of(3.0, 3.0)));
    String message = assertThrows(
            IllegalArgumentException.class,
            () -> SOLVER.solveLogit(
                problem.withShape(Shape.CONVEX),
                0.1,
                AdaptiveGrid.Options.DEFAULT,
                SolveLimits.DEFAULT))
        .getMessage();
    assertEquals("shape is CONVEX, expected ISOTONE against a logit follower.", message);
  }

  private static ScheduleProblem random(long seed, List<Double> breakpoints) {
    RandomGenerator random = new SplittableRandom(seed);
    int count = 2 + random.nextInt(4);
    double[] quality = random.doubles(count).toArray();
    // Some actions cost more than the reference of 10.
    double[] cost = random.doubles(count, 0, 12).toArray();
    ShortfallUtility leader = new ShortfallUtility(
        0.9,
        random.nextDouble(),
        0.3 * random.nextDouble(),
        0.01 * random.nextDouble(),
        IncentiveForm.SUBSIDY,
        10);
    return problem(quality, cost, leader, breakpoints);
  }

  /** Best value of the vertices of all regions of best replies; at most two brackets. */
  private static double byVertices(ScheduleProblem problem) {
    int brackets = problem.brackets();
    int count = problem.actions().size();
    BracketedIncentive unpaid = problem.unpaid();
    // Lines normal · slopes = level.
    List<double[]> lines = new ArrayList<>();
    for (int bracket = 0; bracket < brackets; bracket++) {
      for (double level : new double[] {0, problem.maxSlope()}) {
        double[] line = new double[3];
        line[bracket] = 1;
        line[2] = level;
        lines.add(line);
      }
    }
    for (int one = 0; one < count; one++) {
      for (int other = 0; other < one; other++) {
        double[] line = new double[3];
        for (int bracket = 0; bracket < brackets; bracket++) {
          line[bracket] = problem.followerSlopes(one).get(bracket)
              - problem.followerSlopes(other).get(bracket);
        }
        line[2] = problem.followerUtility(unpaid, other) - problem.followerUtility(unpaid, one);
        lines.add(line);
      }
    }
    double best = Double.NEGATIVE_INFINITY;
    for (double[] one : lines) {
      for (double[] other : lines) {
        double[] slopes = new double[brackets];
        if (brackets == 1) {
          slopes[0] = one[2] / one[0];
        } else {
          double determinant = one[0] * other[1] - one[1] * other[0];
          slopes[0] = (one[2] * other[1] - one[1] * other[2]) / determinant;
          slopes[1] = (one[0] * other[2] - one[2] * other[0]) / determinant;
        }
        boolean isInside = true;
        for (int bracket = 0; bracket < brackets; bracket++) {
          isInside &= slopes[bracket] >= -1e-9 && slopes[bracket] <= problem.maxSlope() + 1e-9;
          slopes[bracket] = Math.min(problem.maxSlope(), Math.max(0, slopes[bracket]));
        }
        if (isInside) {
          best = Math.max(best, optimisticValue(problem, problem.schedule(slopes)));
        }
      }
    }
    return best;
  }

  private static double optimisticValue(ScheduleProblem problem, BracketedIncentive schedule) {
    int count = problem.actions().size();
    double most = IntStream.range(0, count)
        .mapToDouble(action -> problem.followerUtility(schedule, action))
        .max()
        .orElseThrow();
    return IntStream.range(0, count)
        .filter(action -> problem.followerUtility(schedule, action) >= most - 1e-9)
        .mapToDouble(action -> problem.leaderUtility(schedule, action))
        .max()
        .orElseThrow();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void vertexEnumerationFindsTheSameOptimum(long seed) {
    for (List<Double> breakpoints : List.of(List.<Double>of(), List.of(4.0))) {
      ScheduleProblem problem = random(seed, breakpoints);
      ScheduleSolution solution = solve(problem);
      assertEquals(byVertices(problem), solution.value(), 1e-7);
      assertEquals(optimisticValue(problem, solution.schedule()), solution.value(), 1e-9);
      assertTrue(solution.gap() >= 0 && solution.gap() <= 1e-7, "gap " + solution.gap());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void moreBracketsAndFewerRulesNeverHurt(long seed) {
    double[] earlier = new double[Shape.values().length];
    Arrays.fill(earlier, Double.NEGATIVE_INFINITY);
    for (List<Double> breakpoints :
        List.of(List.<Double>of(), List.of(4.0), List.of(2.0, 4.0), List.of(2.0, 4.0, 6.0, 8.5))) {
      ScheduleProblem problem = random(seed, breakpoints);
      double free = solve(problem).value();
      for (Shape shape : Shape.values()) {
        double value = solve(problem.withShape(shape)).value();
        assertTrue(value >= earlier[shape.ordinal()] - 1e-8, shape + " " + breakpoints);
        assertTrue(value <= free + 1e-8, shape + " beats any slopes");
        earlier[shape.ordinal()] = value;
      }
    }
  }

  private static double logitValue(
      ScheduleProblem problem, BracketedIncentive schedule, double temperature) {
    double[] response = new QuantalFollower(
            problem.actions(), problem.followerUtility(), temperature)
        .respond(problem.context(), schedule);
    double sum = 0;
    for (int action = 0; action < response.length; action++) {
      sum += response[action] * problem.leaderUtility(schedule, action);
    }
    return sum;
  }

  @ParameterizedTest(name = "{0} brackets")
  @ValueSource(ints = {1, 2, 3})
  void aNoisyFollowerIsSearchedWithAProvedGap(int brackets) {
    ScheduleProblem problem = threeActions(List.of(4.0, 6.0).subList(0, brackets - 1));
    AdaptiveGrid.Options options =
        AdaptiveGrid.Options.DEFAULT.withRelativeGap(brackets == 3 ? 0.1 : 0.02);
    SolveLimits limits = SolveLimits.DEFAULT.withMaxEvaluations(20_000);
    GridSolution solution = SOLVER.solveLogit(problem, 0.1, options, limits);
    assertTrue(solution.evaluations() <= 20_000);
    BracketedIncentive best = new BracketedIncentive(problem.breakpoints(), solution.point());
    assertEquals(logitValue(problem, best, 0.1), solution.value(), 1e-12);
    SplittableRandom random = new SplittableRandom(brackets);
    for (int draw = 0; draw < 2000; draw++) {
      double[] slopes = random.doubles(brackets, 0, problem.maxSlope()).toArray();
      double value = logitValue(problem, problem.schedule(slopes), 0.1);
      assertTrue(value <= solution.upperBound(), value + " above " + solution);
    }
    if (brackets < 3) {
      assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    }
  }

  @Test
  void withLittleNoiseOneBracketIsWorthWhatABestReplyIs() {
    // At temperature T = 0.002 the follower loses at most T log 3; slopes a little above 1.5
    // suffice.
    ScheduleProblem problem = threeActions(List.of());
    GridSolution noisy = SOLVER.solveLogit(
        problem, 0.002, AdaptiveGrid.Options.DEFAULT.withRelativeGap(0.01), SolveLimits.DEFAULT);
    assertEquals(StopReason.PROVEN_OPTIMAL, noisy.stopReason());
    assertEquals(-3.32, noisy.value(), 0.08);
  }
}
