package io.stackelberg.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.LeaderObjective.CostAboveFloor;
import io.stackelberg.leader.LeaderObjective.QualityWithinBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.MaxIter;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link ExhaustiveSolver} against the simplex method of Hipparchus on the same linear program: one
 * probability per pair of context and feasible commitment, summing to 1 at each context, and one constraint
 * that couples the contexts.
 */
class ExhaustiveSolverDifferentialTest {
  private static final double SIMPLEX_TOLERANCE = 1e-10;

  static Stream<Arguments> cases() {
    return Stream.of(
            QualityWithinBudget.class, CostAboveFloor.class, LeaderObjective.ExpectedUtility.class)
        .flatMap(kind -> LongStream.rangeClosed(1, 100).mapToObj(seed -> Arguments.of(seed, kind)));
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("cases")
  void agreesWithTheSimplexMethod(long seed, Class<? extends LeaderObjective> kind) {
    SplittableRandom random = new SplittableRandom(seed);
    int contexts = 1 + random.nextInt(8);
    int commitments = 2 + random.nextInt(5);
    LeaderProblem problem = Problems.random(random, contexts, commitments, kind, seed % 2 != 0);
    // The limit may now lie on either side of what is possible.
    double fraction = -0.2 + 1.4 * random.nextDouble();
    problem =
        problem.withObjective(within(Problems.objective(problem, kind, 0.5), problem, fraction));
    LeaderSolution ours =
        new ExhaustiveSolver().solve(problem, SolveLimits.DEFAULT, new SplittableRandom(1));
    SlowPath slow = new SlowPath(problem);
    double simplex;
    try {
      simplex = simplex(slow);
    } catch (MathIllegalStateException infeasible) {
      assertEquals(StopReason.INFEASIBLE, ours.stopReason());
      return;
    }
    assertEquals(StopReason.PROVEN_OPTIMAL, ours.stopReason(), "simplex found " + simplex);
    assertEquals(simplex, ours.value(), 1e-8 * (1 + Math.abs(simplex)));
  }

  private static LeaderObjective within(
      LeaderObjective objective, LeaderProblem problem, double fraction) {
    if (objective instanceof QualityWithinBudget) {
      SlowPath slow = new SlowPath(problem.withObjective(objective));
      double budget = slow.leastUse() + fraction * (slow.mostUse() - slow.leastUse());
      return new QualityWithinBudget(Math.max(0, budget));
    }
    if (objective instanceof CostAboveFloor) {
      SlowPath slow = new SlowPath(problem.withObjective(objective));
      double floor = -slow.leastUse() - fraction * (slow.mostUse() - slow.leastUse());
      return new CostAboveFloor(Math.min(1, Math.max(0, floor)));
    }
    return objective;
  }

  /** The program's value; the returned point is checked for feasibility. */
  private static double simplex(SlowPath slow) {
    List<Double> values = new ArrayList<>();
    List<Double> uses = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    List<Context> contexts = slow.problem().contexts();
    for (int context = 0; context < contexts.size(); context++) {
      for (Commitment option : slow.options(contexts.get(context))) {
        SlowPath.Means means = slow.of(contexts.get(context), option);
        values.add(slow.value(means) / contexts.size());
        uses.add(slow.use(means) / contexts.size());
        owners.add(context);
      }
    }
    int size = values.size();
    double[] value = values.stream().mapToDouble(Double::doubleValue).toArray();
    double[] use = uses.stream().mapToDouble(Double::doubleValue).toArray();
    List<LinearConstraint> constraints = new ArrayList<>();
    for (int context = 0; context < contexts.size(); context++) {
      double[] ones = new double[size];
      for (int column = 0; column < size; column++) {
        ones[column] = owners.get(column) == context ? 1 : 0;
      }
      constraints.add(new LinearConstraint(ones, Relationship.EQ, 1));
    }
    constraints.add(new LinearConstraint(use, Relationship.LEQ, slow.limit()));
    double[] point = new SimplexSolver(SIMPLEX_TOLERANCE)
        .optimize(
            new MaxIter(10_000),
            new LinearObjectiveFunction(value, 0),
            new LinearConstraintSet(constraints),
            GoalType.MAXIMIZE,
            new NonNegativeConstraint(true))
        .getPoint();
    double best = 0;
    double used = 0;
    double[] sums = new double[contexts.size()];
    for (int column = 0; column < size; column++) {
      assertTrue(point[column] >= -1e-9, "negative probability " + point[column]);
      best += point[column] * value[column];
      used += point[column] * use[column];
      sums[owners.get(column)] += point[column];
    }
    assertTrue(used <= slow.limit() + 1e-7 * (1 + Math.abs(slow.limit())), "simplex uses " + used);
    for (double sum : sums) {
      assertEquals(1, sum, 1e-9);
    }
    return best;
  }
}
