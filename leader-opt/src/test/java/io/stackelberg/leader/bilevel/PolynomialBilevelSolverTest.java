package io.stackelberg.leader.bilevel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Problems of the literature and by hand; every variable lies in [-1, 1] unless said otherwise. */
class PolynomialBilevelSolverTest {
  private static Polynomial.Term term(double coefficient, Integer... exponents) {
    return new Polynomial.Term(coefficient, List.of(exponents));
  }

  private static Polynomial sum(Polynomial.Term... terms) {
    return new Polynomial(terms[0].exponents().size(), List.of(terms));
  }

  /** Rows low ≤ variable ≤ high. */
  private static List<Polynomial> bounds(int variables, int from, int to, double low, double high) {
    List<Polynomial> bounds = new ArrayList<>();
    for (int variable = from; variable < to; variable++) {
      Integer[] one = new Integer[variables];
      Integer[] none = new Integer[variables];
      for (int other = 0; other < variables; other++) {
        one[other] = other == variable ? 1 : 0;
        none[other] = 0;
      }
      bounds.add(sum(term(1, one), term(-high, none)));
      bounds.add(sum(term(-1, one), term(low, none)));
    }
    return bounds;
  }

  private static PolynomialBilevelProblem unitBox(
      int nx, int ny, Polynomial upper, Polynomial lower) {
    return new PolynomialBilevelProblem(
        nx, ny, upper, lower, bounds(nx + ny, 0, nx, -1, 1), bounds(nx + ny, nx, nx + ny, -1, 1));
  }

  private static PolynomialBilevelSolution solve(PolynomialBilevelProblem problem) {
    return new PolynomialBilevelSolver().solve(problem, SolveLimits.DEFAULT);
  }

  private static void assertProven(
      double expected, PolynomialBilevelSolution solution, double range) {
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(expected, solution.upperValue(), 3e-5 * range);
    assertTrue(solution.lowerBound() <= expected + 1e-12);
    assertTrue(solution.followerExcess() <= 2 * solution.followerSlack());
  }

  @Test
  void nonconvexFollowerWithATie() {
    // Mitsos and Barton (2006), example 3.14 [mitsos2008global]: 1/4 at (1/4, 1/2); y = -1 ties
    // there.
    var upper = sum(term(0.0625, 0, 0), term(-0.5, 1, 0), term(1, 2, 0), term(1, 0, 2));
    var lower = sum(term(1.0 / 3, 0, 3), term(-1, 1, 1));
    assertProven(0.25, solve(unitBox(1, 1, upper, lower)), 3);
  }

  @Test
  void theOptimisticReplyCounts() {
    // f = 0: every y is a reply; F = x − y is least at (-1, 1).
    var solution = solve(unitBox(1, 1, sum(term(1, 1, 0), term(-1, 0, 1)), sum(term(0, 0, 0))));
    assertProven(-2, solution, 4);
  }

  @Test
  void theFollowersGlobalMinimumIsMeant() {
    // f = y⁴/4 − y²/2 + y/10 has local minima near -1.05 and 0.95; on [-1, 1] the global one is y =
    // -1
    // (f = -0.35). F = x² + (y − 1)² is then 4 at x = 0, not the 0 that stationarity alone would
    // allow.
    var lower = sum(term(0.25, 0, 4), term(-0.5, 0, 2), term(0.1, 0, 1));
    var upper = sum(term(1, 2, 0), term(1, 0, 2), term(-2, 0, 1), term(1, 0, 0));
    assertProven(4, solve(unitBox(1, 1, upper, lower)), 5);
  }

  @Test
  void twoReplies() {
    // y = (x, -x): F = (x − 1/2)² + (y1 − 1/4)² + y2² = 3x² − 3x/2 + 5/16, least at x = 1/4: 1/8.
    var lower = sum(term(1, 0, 2, 0), term(-2, 1, 1, 0), term(1, 0, 0, 2), term(2, 1, 0, 1));
    var upper = sum(
        term(1, 2, 0, 0),
        term(-1, 1, 0, 0),
        term(0.3125, 0, 0, 0),
        term(1, 0, 2, 0),
        term(-0.5, 0, 1, 0),
        term(1, 0, 0, 2));
    var limits = SolveLimits.DEFAULT.withMaxTime(Duration.ofSeconds(20));
    var solution = new PolynomialBilevelSolver(
            PolynomialBilevelSolver.Options.DEFAULT.withGap(1e-2).withMaxNodes(20_000))
        .solve(unitBox(1, 2, upper, lower), limits);
    assertEquals(0.125, solution.upperValue(), 1e-3);
    assertTrue(solution.lowerBound() <= 0.125);
    assertTrue(solution.followerExcess() <= 2 * solution.followerSlack());
  }

  @Test
  void noBilevelFeasiblePointIsProved() {
    // The follower takes y = 1 always; the leader demands y ≤ 0.
    var problem = new PolynomialBilevelProblem(
        1,
        1,
        sum(term(1, 1, 0)),
        sum(term(-1, 0, 1)),
        List.of(
            sum(term(1, 1, 0), term(-1, 0, 0)),
            sum(term(-1, 1, 0), term(-1, 0, 0)),
            sum(term(1, 0, 1))),
        bounds(2, 1, 2, -1, 1));
    assertEquals(StopReason.INFEASIBLE, solve(problem).stopReason());
  }

  @Test
  void withoutImpliedBoundsNothingIsProved() {
    // Unbounded y, f = (y − x)²: y = x, F = (x − 1/2)² + y² = 1/8 at x = 1/4, found but not proved.
    var problem = new PolynomialBilevelProblem(
        1,
        1,
        sum(term(1, 2, 0), term(-1, 1, 0), term(0.25, 0, 0), term(1, 0, 2)),
        sum(term(1, 0, 2), term(-2, 1, 1), term(1, 2, 0)),
        bounds(2, 0, 1, -1, 1),
        List.of());
    var solution = solve(problem);
    assertEquals(StopReason.CONVERGED, solution.stopReason());
    assertEquals(Double.NEGATIVE_INFINITY, solution.lowerBound());
    assertEquals(0.125, solution.upperValue(), 1e-2);
  }

  @Test
  void limitsAreHonoured() {
    var problem =
        unitBox(1, 1, sum(term(1, 2, 0), term(1, 0, 2)), sum(term(1, 1, 2), term(-0.5, 0, 4)));
    var few =
        new PolynomialBilevelSolver().solve(problem, SolveLimits.DEFAULT.withMaxEvaluations(300));
    assertEquals(StopReason.EVALUATION_LIMIT, few.stopReason());
    assertTrue(few.evaluations() <= 302, "" + few.evaluations());
    assertTrue(few.lowerBound() <= 0.25);
    var brief = new PolynomialBilevelSolver()
        .solve(problem, SolveLimits.DEFAULT.withMaxTime(Duration.ofNanos(1)));
    assertEquals(StopReason.TIME_LIMIT, brief.stopReason());
  }
}
