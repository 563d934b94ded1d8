package io.stackelberg.leader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.RegularisedProblem.Divergence;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.convex.ConvexSolver;

/** Against ojAlgo's quadratic programs, against the linear program, and against the definitions. */
class RegularisedPolicySearchDifferentialTest {
  private static final double[] STRENGTHS = {1e-6, 0.01, 0.3, 2, 1e4};

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void agreesWithAnIndependentQuadraticProgram(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int compared = 0;
    for (int repetition = 0; repetition < 10; repetition++) {
      int contexts = 1 + random.nextInt(5);
      int commitments = 2 + random.nextInt(4);
      double tightness = 0.2 + 0.4 * random.nextDouble();
      double strength = 0.05 + 2 * random.nextDouble();
      RegularisedProblem problem = RegularisedProblems.random(
          contexts,
          commitments,
          1 + random.nextInt(3),
          tightness,
          strength,
          Divergence.HALF_SQUARED_DISTANCE,
          random);
      RegularisedSolution solution = RegularisedPolicySearchTest.solve(problem);
      OptionalDouble expected = independent(problem);
      if (expected.isPresent()) {
        compared++;
        assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason(), "repetition " + repetition);
        assertEquals(expected.getAsDouble(), solution.value(), 1e-7, "repetition " + repetition);
      }
    }
    assertTrue(compared >= 3, "compared " + compared);
  }

  /** The definition's value of a lottery per context. */
  private static double value(RegularisedProblem problem, double[][] lotteries) {
    double sum = 0;
    for (int context = 0; context < lotteries.length; context++) {
      RegularisedProblem.Lottery lottery = problem.new Lottery();
      double[] sums = new double[problem.assignment().resources() + 2];
      System.arraycopy(lotteries[context], 0, lottery.probability, 0, lotteries[context].length);
      lottery.addTo(context, sums);
      sum += sums[0];
    }
    return sum / lotteries.length;
  }

  /** Maximises by ojAlgo; empty where it does not claim an optimum. */
  private static OptionalDouble independent(RegularisedProblem problem) {
    AssignmentProblem assignment = problem.assignment();
    int contexts = assignment.contexts();
    int commitments = assignment.commitments();
    int n = contexts * commitments;
    ConvexSolver.Builder builder = ConvexSolver.newBuilder(n);
    for (int pair = 0; pair < n; pair++) {
      // ½ v'Hv − c'v, all divided by the strength.
      builder.objective(
          pair, assignment.reward(pair) / problem.strength() + problem.baseline(pair));
      builder.objective(pair, pair, 1);
      double[] axis = new double[n];
      axis[pair] = -1;
      builder.inequality(0, axis);
    }
    for (int context = 0; context < contexts; context++) {
      double[] row = new double[n];
      Arrays.fill(row, context * commitments, (context + 1) * commitments, 1);
      builder.equality(1, row);
    }
    for (int resource = 0; resource < assignment.resources(); resource++) {
      double[] row = new double[n];
      for (int pair = 0; pair < n; pair++) {
        row[pair] = assignment.use(resource, pair);
      }
      builder.inequality(assignment.limit(resource) * contexts, row);
    }
    Optimisation.Options options = new Optimisation.Options();
    options.time_abort = 2_000;
    options.iterations_abort = 5_000;
    Optimisation.Result result = builder.build(options).solve();
    if (!result.getState().isOptimal()) {
      return OptionalDouble.empty();
    }
    double[][] lotteries = new double[contexts][commitments];
    for (int pair = 0; pair < n; pair++) {
      lotteries[pair / commitments][pair % commitments] = result.doubleValue(pair);
    }
    return OptionalDouble.of(value(problem, lotteries));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void valueUsesAndBoundHoldByDefinition(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (Divergence divergence : Divergence.values()) {
      for (double strength : STRENGTHS) {
        RegularisedProblem problem =
            RegularisedProblems.random(30, 6, 3, 0.35, strength, divergence, random);
        AssignmentProblem assignment = problem.assignment();
        RegularisedSolution solution = RegularisedPolicySearchTest.solve(problem);
        String name = divergence + " at strength " + strength + " " + solution.stopReason();
        assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason(), name);
        double[][] lotteries = new double[30][];
        double[] uses = new double[3];
        for (int context = 0; context < 30; context++) {
          lotteries[context] = solution.lottery(problem, context);
          assertEquals(1, Arrays.stream(lotteries[context]).sum(), 1e-12, name);
          for (int resource = 0; resource < 3; resource++) {
            for (int commitment = 0; commitment < 6; commitment++) {
              uses[resource] += lotteries[context][commitment]
                  * assignment.use(resource, context * 6 + commitment)
                  / 30;
            }
          }
        }
        for (int resource = 0; resource < 3; resource++) {
          assertTrue(uses[resource] <= assignment.limit(resource) + 2e-9, name);
        }
        assertEquals(solution.value(), value(problem, lotteries), 1e-9 * (1 + strength), name);
        assertTrue(solution.gap() <= 1.1e-9 + 1e-13 * strength, name + " gap " + solution.gap());
        assertEquals(
            solution.meanReward() - strength * solution.meanDivergence(),
            solution.value(),
            1e-12 * (1 + strength),
            name);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void strengthLeadsFromTheLinearProgramToTheBaseline(long seed) {
    double previousReward = Double.POSITIVE_INFINITY;
    double previousDivergence = Double.POSITIVE_INFINITY;
    for (double strength : STRENGTHS) {
      // The same problem at each strength; its baseline keeps a limit of 0.9 surely enough.
      RegularisedProblem problem = RegularisedProblems.random(
          20, 5, 1, 0.4, strength, Divergence.HALF_SQUARED_DISTANCE, new SplittableRandom(seed));
      RegularisedSolution solution = RegularisedPolicySearchTest.solve(problem);
      assertTrue(solution.meanReward() <= previousReward + 1e-7, "strength " + strength);
      assertTrue(solution.meanDivergence() <= previousDivergence + 1e-7, "strength " + strength);
      previousReward = solution.meanReward();
      previousDivergence = solution.meanDivergence();
      double linear =
          new PriceSearch().solve(problem.assignment(), SolveLimits.DEFAULT).value();
      assertTrue(solution.value() <= linear + 1e-9);
      // Half the squared distance of two lotteries is at most 1.
      assertTrue(linear - solution.value() <= strength + 1e-8);
    }
    for (Divergence divergence : Divergence.values()) {
      RegularisedProblem loose =
          RegularisedProblems.random(20, 5, 1, 0.999, 1e7, divergence, new SplittableRandom(seed));
      RegularisedSolution solution = RegularisedPolicySearchTest.solve(loose);
      for (int pair = 0; pair < 100; pair++) {
        double[] lottery = solution.lottery(loose, pair / 5);
        assertEquals(loose.baseline(pair), lottery[pair % 5], 1e-6);
      }
    }
  }
}
