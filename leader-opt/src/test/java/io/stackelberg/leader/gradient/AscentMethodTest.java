package io.stackelberg.leader.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Smoothness;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AscentMethodTest {
  static Stream<AscentMethod> methods() {
    return Stream.of(new ProjectedGradient(), new Adam());
  }

  private static AscentSolution solve(AscentMethod method, ContinuousProblem problem) {
    return method.solve(problem, SolveLimits.DEFAULT, new SplittableRandom(5));
  }

  private interface Slope {
    double at(double[] point, double[] gradient);
  }

  private static ContinuousProblem problem(CommitmentRegion region, Slope slope) {
    return new ContinuousProblem() {
      @Override
      public CommitmentRegion region() {
        return region;
      }

      @Override
      public ValueGradient evaluate(double[] point) {
        double[] gradient = new double[point.length];
        double value = slope.at(point, gradient);
        return new ValueGradient(value, gradient, Smoothness.REGULAR);
      }
    };
  }

  private static CommitmentRegion cube(int dimension) {
    double[] ones = new double[dimension];
    Arrays.fill(ones, 1);
    return CommitmentRegion.box(new double[dimension], ones);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void findsTheOptimumOfTheScalarGame(AscentMethod method) {
    // R1: V(c) = −2.5 c² + c − 1, best at 0.2 with −0.9.
    AscentSolution solution = solve(method, Followers.r1());
    assertEquals(StopReason.CONVERGED, solution.stopReason());
    assertEquals(0.2, solution.pointOrThrow()[0], 1e-6);
    assertEquals(-0.9, solution.valueOrThrow(), 1e-9);
    assertEquals(1, solution.optima().size(), "ten climbs, one optimum");
    assertEquals(
        solution.evaluations(),
        solution.met().values().stream().mapToLong(Long::longValue).sum());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void scaleOfValueAndCoordinatesDoesNotMatter(AscentMethod method) {
    for (double scale : new double[] {1e-6, 1, 1e6}) {
      ContinuousProblem scaled = problem(
          CommitmentRegion.box(new double[] {0, -1e4}, new double[] {1e-3, 1e4}),
          (point, gradient) -> {
            double one = point[0] / 1e-3 - 0.3;
            double other = point[1] / 1e4 - 0.25;
            gradient[0] = -2 * scale * one / 1e-3;
            gradient[1] = -4 * scale * other / 1e4;
            return -scale * (one * one + 2 * other * other);
          });
      AscentSolution solution = solve(method, scaled);
      assertEquals(StopReason.CONVERGED, solution.stopReason());
      assertEquals(0.3e-3, solution.pointOrThrow()[0], 1e-9);
      assertEquals(2500, solution.pointOrThrow()[1], 1e-2);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void restartsFindTheHigherOfTwoPeaks(AscentMethod method) {
    // cos(4πx) + x on [0, 1]: peaks where sin(4πx) = 1/(4π), near 0, 0.5 and 1; the best end is x =
    // 1.
    ContinuousProblem waves = problem(cube(1), (point, gradient) -> {
      gradient[0] = -4 * Math.PI * Math.sin(4 * Math.PI * point[0]) + 1;
      return Math.cos(4 * Math.PI * point[0]) + point[0];
    });
    AscentSolution solution = solve(method, waves);
    assertEquals(1, solution.pointOrThrow()[0], 1e-6);
    assertEquals(2, solution.valueOrThrow(), 1e-9);
    assertTrue(solution.optima().size() >= 2, "several local optima are told apart");
  }

  @Test
  void climbsAlongACutRegion() {
    // The nearest point to (1.2, 0.7) on x + y ≤ 1 is (0.75, 0.25).
    CommitmentRegion triangle = cube(2).cut(new double[] {1, 1}, 1);
    ContinuousProblem nearest = problem(triangle, (point, gradient) -> {
      gradient[0] = -2 * (point[0] - 1.2);
      gradient[1] = -2 * (point[1] - 0.7);
      return -(point[0] - 1.2) * (point[0] - 1.2) - (point[1] - 0.7) * (point[1] - 0.7);
    });
    for (AscentMethod method : methods().toList()) {
      AscentSolution solution = solve(method, nearest);
      assertEquals(StopReason.CONVERGED, solution.stopReason());
      assertArrayEquals(new double[] {0.75, 0.25}, solution.pointOrThrow(), 1e-6);
    }
  }

  @Test
  void projectionsHaveTheirPrintedAnswers() {
    assertArrayEquals(new double[] {1, 0}, cube(2).project(new double[] {1.3, -0.2}), 0);
    assertArrayEquals(
        new double[] {0.75, 0.25},
        cube(2).cut(new double[] {1, 1}, 1).project(new double[] {1.2, 0.7}),
        1e-12);
    assertArrayEquals(
        new double[] {10.0 / 19, 0.5157894737, 0.4105263158},
        cube(3).cut(new double[] {0.5, 0.3, 0.2}, 0.5).project(new double[] {1, 0.8, 0.6}),
        1e-10);
    assertThrows(IllegalArgumentException.class, () -> cube(2).cut(new double[] {1, 1}, -0.1));
  }

  /** min(x + 2y, 2 − x − y, 1.5 − y + x) peaks at a corner of three pieces, where no gradient vanishes. */
  @Test
  void projectedGradientEndsAtTheTopOfARidge() {
    double[][] pieces = {{1, 2, 0}, {-1, -1, 2}, {1, -1, 0.2}};
    ContinuousProblem roof = problem(cube(2), (point, gradient) -> {
      double least = Double.POSITIVE_INFINITY;
      for (double[] piece : pieces) {
        double value = piece[0] * point[0] + piece[1] * point[1] + piece[2];
        if (value < least) {
          least = value;
          gradient[0] = piece[0];
          gradient[1] = piece[1];
        }
      }
      return least;
    });
    // All three equal: x + 2y = x − y + 0.2 gives y = 1/15; 2 − x − y = x + 2y gives x = 0.9. 0 is
    // in the
    // convex hull of the three slopes, so this is the maximum: 0.9 + 2/15.
    AscentSolution solution = solve(new ProjectedGradient(), roof);
    assertEquals(0.9 + 2.0 / 15, solution.valueOrThrow(), 1e-7);
    assertArrayEquals(new double[] {0.9, 1.0 / 15}, solution.pointOrThrow(), 1e-6);
    assertEquals(StopReason.CONVERGED, solution.stopReason());
  }

  /** H = 0 and c = 1 fixed: every reply is best, so nothing is claimed. */
  @Test
  void singularEverywhereIsAFailureNotAnOptimum() {
    QuadraticFollower linear = QuadraticFollower.overBox(
        new double[][] {{0}},
        new double[] {1},
        new double[][] {{-1}},
        new double[] {0},
        new double[] {1});
    BestReplyValue value = new BestReplyValue(
        linear,
        (commitment, action, commitmentSlope, actionSlope) -> {
          actionSlope[0] = 1;
          return action[0];
        },
        CommitmentRegion.box(new double[] {1}, new double[] {1}));
    for (AscentMethod method : methods().toList()) {
      AscentSolution solution = solve(method, value);
      assertEquals(StopReason.NUMERICAL_FAILURE, solution.stopReason());
      assertEquals(solution.evaluations(), solution.met().get(Smoothness.SINGULAR));
    }
    ValueGradient at = value.evaluate(new double[] {1});
    assertEquals(
        "the value is SINGULAR here and has no gradient; look at smoothness() first.",
        assertThrows(IllegalStateException.class, at::gradientOrThrow).getMessage());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void limitsAreHonoured(AscentMethod method) {
    for (long most : new long[] {1, 2, 3, 10, 30}) {
      AscentSolution solution = method.solve(
          Followers.r1(), SolveLimits.DEFAULT.withMaxEvaluations(most), new SplittableRandom(1));
      assertTrue(solution.evaluations() <= most, solution.evaluations() + " of " + most);
      assertNotEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
      assertEquals(most > 1, solution.best().isPresent());
      if (most <= 10 && method instanceof Adam) {
        assertEquals(StopReason.EVALUATION_LIMIT, solution.stopReason());
      }
    }
    AscentSolution none = method.solve(
        Followers.r1(), SolveLimits.DEFAULT.withMaxTime(Duration.ZERO), new SplittableRandom(1));
    assertEquals(StopReason.TIME_LIMIT, none.stopReason());
    assertEquals(Optional.empty(), none.best());
    assertEquals(
        "the ascent stopped with TIME_LIMIT after 0 evaluations and has no point.",
        assertThrows(IllegalStateException.class, none::pointOrThrow).getMessage());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void sameSeedSameSolution(AscentMethod method) {
    assertEquals(solve(method, Followers.r1()), solve(method, Followers.r1()));
  }
}
