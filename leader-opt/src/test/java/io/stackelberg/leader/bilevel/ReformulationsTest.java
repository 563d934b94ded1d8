package io.stackelberg.leader.bilevel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Known answers of the reformulations beside the default solver. */
class ReformulationsTest {
  private static final SolveLimits LIMITS = SolveLimits.DEFAULT.withMaxEvaluations(20_000);
  private static final double[][] NONE = {};

  private static BilevelLevel linear(double[] c, double[][] rows, double[] limits) {
    return new BilevelLevel(NONE, c, 0, rows, limits);
  }

  /** Bard (1984), example 1, with x ≤ 10: F = 28/9 at (8/9, 20/9). */
  private static BilevelProblem bard() {
    return new BilevelProblem(
        1,
        1,
        linear(new double[] {1, 1}, new double[][] {{-1, 0}, {1, 0}}, new double[] {0, 10}),
        linear(
            new double[] {-5, -1},
            new double[][] {{-1, -0.5}, {-0.25, 1}, {1, 0.5}, {1, -2}, {0, -1}},
            new double[] {-2, 2, 8, 2, 0}));
  }

  /** f = (y − x)²/2, 0 ≤ y ≤ 1, F = −x + 2y² over 0 ≤ x ≤ 3: −1 at x = 3, a local −1/8 at x = 1/4. */
  private static BilevelProblem tracking() {
    return new BilevelProblem(
        1,
        1,
        new BilevelLevel(
            new double[][] {{0, 0}, {0, 4}},
            new double[] {-1, 0},
            0,
            new double[][] {{1, 0}, {-1, 0}},
            new double[] {3, 0}),
        new BilevelLevel(
            new double[][] {{1, -1}, {-1, 1}},
            new double[] {0, 0},
            0,
            new double[][] {{0, 1}, {0, -1}},
            new double[] {1, 0}));
  }

  @Test
  void strongDualityProvesALinearAndAQuadraticFollower() {
    BilevelSolution bard = new StrongDualityBranchAndBound().solve(bard(), LIMITS);
    assertEquals(StopReason.PROVEN_OPTIMAL, bard.stopReason());
    assertEquals(28.0 / 9, bard.upperValue().orElseThrow(), 1e-7);
    BilevelSolution tracking = new StrongDualityBranchAndBound().solve(tracking(), LIMITS);
    assertEquals(StopReason.PROVEN_OPTIMAL, tracking.stopReason());
    assertEquals(-1, tracking.upperValue().orElseThrow(), 1e-7);
  }

  @Test
  void strongDualityNeedsABoundedLeader() {
    BilevelProblem problem = new BilevelProblem(
        1,
        1,
        linear(new double[] {1, 1}, NONE, new double[0]),
        linear(new double[] {0, 1}, new double[][] {{0, -1}}, new double[] {0}));
    var thrown = assertThrows(
        IllegalArgumentException.class,
        () -> new StrongDualityBranchAndBound().solve(problem, LIMITS));
    assertEquals(
        "range of x[0] is [-Infinity, Infinity], expected a bounded interval.",
        thrown.getMessage());
  }

  @Test
  void regularisationStopsAtAVerifiedPointWithoutABound() {
    BilevelSolution bard = new ScholtesRegularisation().solve(bard(), LIMITS);
    assertEquals(StopReason.CONVERGED, bard.stopReason());
    assertEquals(28.0 / 9, bard.upperValue().orElseThrow(), 1e-9);
    assertEquals(Double.NEGATIVE_INFINITY, bard.bound());
    double local =
        new ScholtesRegularisation().solve(tracking(), LIMITS).upperValue().orElseThrow();
    assertTrue(Math.abs(local + 1) <= 1e-7 || Math.abs(local + 0.125) <= 1e-7, "" + local);
  }

  @Test
  void emptyIsToldApartFromFailure() {
    // x ≥ 1 and x ≤ 0: empty before any complementarity.
    BilevelProblem empty = new BilevelProblem(
        1,
        1,
        linear(new double[] {1, 0}, new double[][] {{-1, 0}, {1, 0}}, new double[] {-1, 0}),
        linear(new double[] {0, 1}, new double[][] {{0, -1}}, new double[] {0}));
    assertEquals(
        StopReason.INFEASIBLE, new ScholtesRegularisation().solve(empty, LIMITS).stopReason());
    assertEquals(
        StopReason.INFEASIBLE,
        new StrongDualityBranchAndBound().solve(empty, LIMITS).stopReason());
    // The follower answers 1, the leader's row wants y ≤ 0: only complementarity excludes it.
    BilevelProblem coupled = new BilevelProblem(
        1,
        1,
        linear(
            new double[] {1, 0}, new double[][] {{1, 0}, {-1, 0}, {0, 1}}, new double[] {1, 0, 0}),
        linear(new double[] {0, -1}, new double[][] {{0, 1}, {0, -1}}, new double[] {1, 1}));
    assertEquals(
        StopReason.INFEASIBLE,
        new StrongDualityBranchAndBound().solve(coupled, LIMITS).stopReason());
    assertTrue(!new ScholtesRegularisation().solve(coupled, LIMITS).hasPoint());
  }

  @Test
  void followerOnWhichALibraryCyclesIsSolvedByAll() {
    // f = (3y1 + y2)²/2 + (3 + x) y1 − 2 y2 over the polygon below, F = y1 + y2 + x, x fixed at 0:
    // on
    // the polygon f has one minimiser, where the rank-one square meets the edge −2 y1 + 4 y2 ≤ 9.
    double[][] rows = {
      {0, 2, -2},
      {0, 1, -4},
      {0, -2, 4},
      {0, -3, -4},
      {0, -1, 0},
      {0, 1, 2},
      {0, 1, 0},
      {0, -1, 0},
      {0, 0, 1},
      {0, 0, -1}
    };
    double[] ends = {10, 8, 9, 2, 7, 9, 10, 10, 10, 10};
    BilevelProblem problem = new BilevelProblem(
        1,
        2,
        linear(new double[] {1, 1, 1}, new double[][] {{1, 0, 0}, {-1, 0, 0}}, new double[] {0, 0}),
        new BilevelLevel(
            new double[][] {{0, 1, 0}, {1, 9, 3}, {0, 3, 1}},
            new double[] {0, 3, -2},
            0,
            rows,
            ends));
    double expected =
        new ComplementarityBranchAndBound().solve(problem, LIMITS).upperValue().orElseThrow();
    // By hand: on y1 = 2 y2 − 9/2 the value is (7 y2 − 27/2)²/2 + 4 y2 − 27/2, least where 7 (7 y2
    // −
    // 27/2) = −4, y2 = 181/98.
    double second = 181.0 / 98;
    assertEquals(3 * second - 4.5, expected, 1e-7);
    for (BilevelSolver solver :
        new BilevelSolver[] {new StrongDualityBranchAndBound(), new ScholtesRegularisation()}) {
      BilevelSolution solution = assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> solver.solve(problem, SolveLimits.DEFAULT.withMaxEvaluations(500)));
      assertEquals(expected, solution.upperValue().orElseThrow(), 1e-6);
    }
  }

  @Test
  void limitsAreHonoured() {
    for (BilevelSolver solver :
        new BilevelSolver[] {new StrongDualityBranchAndBound(), new ScholtesRegularisation()}) {
      assertEquals(
          StopReason.EVALUATION_LIMIT,
          solver.solve(bard(), SolveLimits.DEFAULT.withMaxEvaluations(1)).stopReason());
      assertEquals(
          StopReason.TIME_LIMIT,
          solver
              .solve(bard(), SolveLimits.DEFAULT.withMaxTime(Duration.ofNanos(1)))
              .stopReason());
    }
  }
}
