package io.stackelberg.leader.bilevel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random problems of three and four variables in [-1, 1]: what the solution claims, sampled. */
class PolynomialBilevelSolverPropertyTest {
  private static final int STEPS = 80;

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 12);
  }

  private static Polynomial random(SplittableRandom random, int variables, int degree, int terms) {
    List<Polynomial.Term> list = new ArrayList<>();
    for (int term = 0; term < terms; term++) {
      Integer[] exponents = new Integer[variables];
      Arrays.fill(exponents, 0);
      int total = 1 + random.nextInt(degree);
      for (int count = 0; count < total; count++) {
        exponents[random.nextInt(variables)]++;
      }
      list.add(new Polynomial.Term(2 * random.nextDouble() - 1, List.of(exponents)));
    }
    return new Polynomial(variables, list);
  }

  private static List<Polynomial> bounds(int variables, int from, int to) {
    List<Polynomial> bounds = new ArrayList<>();
    for (int variable = from; variable < to; variable++) {
      Integer[] none = new Integer[variables];
      Arrays.fill(none, 0);
      Integer[] one = none.clone();
      one[variable] = 1;
      for (int sign = -1; sign <= 1; sign += 2) {
        bounds.add(new Polynomial(
            variables,
            List.of(
                new Polynomial.Term(sign, List.of(one)), new Polynomial.Term(-1, List.of(none)))));
      }
    }
    return bounds;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noSampledBilevelPointLiesBelowTheBoundAndTheReplyIsOne(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int leaders = 1 + seed % 2;
    int variables = leaders + 1 + seed / 2 % 2;
    Polynomial upper = random(random, variables, 2, 6);
    Polynomial lower = random(random, variables, 4, 8);
    var problem = new PolynomialBilevelProblem(
        leaders,
        variables - leaders,
        upper,
        lower,
        bounds(variables, 0, leaders),
        bounds(variables, leaders, variables));
    var solution = new PolynomialBilevelSolver()
        .solve(problem, SolveLimits.DEFAULT.withMaxEvaluations(2_000_000));
    // Seed 7 needs more boxes than allowed here; what it claims must hold all the same.
    assertEquals(
        seed == 7 ? StopReason.EVALUATION_LIMIT : StopReason.PROVEN_OPTIMAL, solution.stopReason());
    double[] answer = new double[variables];
    for (int variable = 0; variable < variables; variable++) {
      answer[variable] =
          variable < leaders ? solution.x().get(variable) : solution.y().get(variable - leaders);
    }
    assertEquals(upper.value(answer), solution.upperValue());
    assertTrue(lower.value(answer) <= lower.value(reply(lower, answer, leaders)) + 1e-9);
    for (int trial = 0; trial < 60; trial++) {
      double[] point = new double[variables];
      for (int variable = 0; variable < leaders; variable++) {
        // Half of the points close to the answer, where the bound is tight.
        double free = 2 * random.nextDouble() - 1;
        point[variable] =
            trial % 2 == 0 ? free : Math.max(-1, Math.min(1, answer[variable] + 0.05 * free));
      }
      double sampled = upper.value(reply(lower, point, leaders));
      // The reply is exact to about 1e-6 per coordinate, and |∇F| is below 12.
      assertTrue(
          sampled >= solution.lowerBound() - 5e-5, sampled + " at " + Arrays.toString(point));
    }
  }

  /** The follower's minimiser on [-1, 1]: best of a grid, then a pattern search. */
  private static double[] reply(Polynomial lower, double[] at, int leaders) {
    int followers = at.length - leaders;
    double[] best = at.clone();
    double least = Double.POSITIVE_INFINITY;
    for (int first = 0; first <= STEPS; first++) {
      for (int second = 0; second <= (followers > 1 ? STEPS : 0); second++) {
        double[] point = at.clone();
        point[leaders] = -1 + 2.0 * first / STEPS;
        if (followers > 1) {
          point[leaders + 1] = -1 + 2.0 * second / STEPS;
        }
        if (lower.value(point) < least) {
          least = lower.value(point);
          best = point;
        }
      }
    }
    for (double step = 2.0 / STEPS; step > 1e-9; ) {
      boolean moved = false;
      for (int variable = leaders; variable < at.length; variable++) {
        for (int sign = -1; sign <= 1; sign += 2) {
          double[] next = best.clone();
          next[variable] = Math.max(-1, Math.min(1, next[variable] + sign * step));
          if (lower.value(next) < least) {
            least = lower.value(next);
            best = next;
            moved = true;
          }
        }
      }
      step = moved ? step : step / 2;
    }
    return best;
  }
}
