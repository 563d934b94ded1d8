package io.stackelberg.leader.bilevel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PessimisticBilevelTest {
  private static final double[][] NONE = {};

  private static PessimisticSolution solve(BilevelProblem problem) {
    return new PessimisticBilevel().solve(problem, SolveLimits.DEFAULT);
  }

  private static BilevelLevel linear(double[] c, double[][] rows, double[] limits) {
    return new BilevelLevel(NONE, c, 0, rows, limits);
  }

  /** f = x y over −1 ≤ y ≤ 1, 0 ≤ x ≤ 1: y = −1 for x > 0, all of [−1, 1] at x = 0. */
  private static BilevelProblem slopes(double ofX, double ofY) {
    return new BilevelProblem(
        1,
        1,
        linear(new double[] {ofX, ofY}, new double[][] {{1, 0}, {-1, 0}}, new double[] {1, 0}),
        new BilevelLevel(
            new double[][] {{0, 1}, {1, 0}},
            new double[] {0, 0},
            0,
            new double[][] {{0, 1}, {0, -1}},
            new double[] {1, 1}));
  }

  @Test
  void infimumThatIsOnlyApproached() {
    // F = x + y: x − 1 for x > 0, and 1 at x = 0 against a hostile follower. The infimum −1 is not
    // attained; optimistically x = 0, y = −1 attains it.
    PessimisticSolution solution = solve(slopes(1, 1));
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.stopReason());
    assertEquals(-1, solution.infimum().orElseThrow(), 1e-7);
    assertFalse(solution.isAttained());
    assertEquals(-1, solution.optimistic().upperValue().orElseThrow(), 1e-9);
    assertTrue(solution.x()[0] > 0);
    // The check admits answers within about 1e-9 of the follower's best: 1e-9 / x in y.
    assertEquals(solution.x()[0] - 1, solution.guaranteed().orElseThrow(), 1e-4);
    assertTrue(solution.guaranteed().orElseThrow() <= -1 + 2e-4);
  }

  @Test
  void infimumThatIsAttainedThoughTheOptimisticValueIsNot() {
    // F = x − y: at x = 0 the optimistic follower answers 1, F = −1; the hostile one −1, F = 1, the
    // least over all x.
    PessimisticSolution solution = solve(slopes(1, -1));
    assertEquals(-1, solution.optimistic().upperValue().orElseThrow(), 1e-9);
    assertEquals(1, solution.infimum().orElseThrow(), 1e-7);
    assertTrue(solution.isAttained());
    assertEquals(1, solution.guaranteed().orElseThrow(), 1e-7);
  }

  @Test
  void indifferentFollowerUnderALeadersRow() {
    // f = 0 over 0 ≤ y ≤ x, 0 ≤ x ≤ 2, F = −3x + 2y: hostile y = x gives −x, least −2 at x = 2;
    // optimistic y = 0 gives −6. With the leader's row y ≤ 1 every answer y ≤ x must satisfy it, so
    // x ≤ 1 and the pessimistic value is −1; the optimistic one stays −6.
    double[][] answers = {{-1, 1}, {0, -1}};
    BilevelLevel lower = linear(new double[] {0, 0}, answers, new double[] {0, 0});
    double[] cost = {-3, 2};
    PessimisticSolution free = solve(new BilevelProblem(
        1, 1, linear(cost, new double[][] {{1, 0}, {-1, 0}}, new double[] {2, 0}), lower));
    assertEquals(-2, free.infimum().orElseThrow(), 1e-7);
    assertTrue(free.isAttained());
    assertArrayEquals(new double[] {2}, free.x(), 1e-6);
    assertEquals(-6, free.optimistic().upperValue().orElseThrow(), 1e-9);
    PessimisticSolution coupled = solve(new BilevelProblem(
        1,
        1,
        linear(cost, new double[][] {{1, 0}, {-1, 0}, {0, 1}}, new double[] {2, 0, 1}),
        lower));
    assertEquals(-1, coupled.infimum().orElseThrow(), 1e-6);
    assertArrayEquals(new double[] {1}, coupled.x(), 1e-6);
    assertEquals(-6, coupled.optimistic().upperValue().orElseThrow(), 1e-9);
  }

  @Test
  void rowThatNotEveryAnswerSatisfiesIsInfeasible() {
    // f = 0 over 0 ≤ y ≤ 2 whatever x; the leader's row y ≤ 1 holds for some answers only.
    PessimisticSolution solution = solve(new BilevelProblem(
        1,
        1,
        linear(
            new double[] {1, 1}, new double[][] {{1, 0}, {-1, 0}, {0, 1}}, new double[] {1, 0, 1}),
        linear(new double[] {0, 0}, new double[][] {{0, 1}, {0, -1}}, new double[] {2, 0})));
    assertEquals(StopReason.PROVEN_OPTIMAL, solution.optimistic().stopReason());
    assertEquals(StopReason.INFEASIBLE, solution.stopReason());
    assertTrue(solution.infimum().isEmpty());
  }

  @Test
  void valueThatFallsForEver() {
    // y = 0 for every x ≥ 0, F = −x.
    PessimisticSolution solution = solve(new BilevelProblem(
        1,
        1,
        linear(new double[] {-1, 0}, new double[][] {{-1, 0}}, new double[] {0}),
        linear(new double[] {0, 1}, new double[][] {{0, 1}, {0, -1}}, new double[] {1, 0})));
    assertEquals(StopReason.UNBOUNDED, solution.stopReason());
  }

  @Test
  void limitsAreHonoured() {
    PessimisticSolution counted =
        new PessimisticBilevel().solve(slopes(1, 1), SolveLimits.DEFAULT.withMaxEvaluations(1));
    assertEquals(StopReason.EVALUATION_LIMIT, counted.stopReason());
    assertTrue(counted.bound() <= -1 + 1e-7);
    assertEquals(
        StopReason.TIME_LIMIT,
        new PessimisticBilevel()
            .solve(slopes(1, 1), SolveLimits.DEFAULT.withMaxTime(Duration.ofNanos(1)))
            .stopReason());
  }

  @Test
  void rejectsFollowersThatAreNotLinear() {
    BilevelProblem problem = new BilevelProblem(
        1,
        1,
        linear(new double[] {1, 0}, NONE, new double[0]),
        new BilevelLevel(
            new double[][] {{0, 0}, {0, 1}}, new double[] {0, 0}, 0, NONE, new double[0]));
    var thrown = assertThrows(IllegalArgumentException.class, () -> solve(problem));
    assertTrue(thrown.getMessage().contains("a linear follower"), thrown.getMessage());
  }
}
