package io.stackelberg.leader.bilevel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSolverTest {
  /** A semidefinite program on which ojAlgo's convex solver cycles without limits. */
  private static ConvexProgram cycling() {
    ConvexProgram program = new ConvexProgram(2);
    program.hessian = new double[][] {{9, 3}, {3, 1}};
    program.gradient[0] = 3;
    program.gradient[1] = -2;
    double[][] rows = {{2, -2}, {1, -4}, {-2, 4}, {-3, -4}, {-1, 0}, {1, 2}};
    double[] limits = {10, 8, 9, 2, 7, 9};
    for (int i = 0; i < rows.length; i++) {
      program.row(rows[i], limits[i]);
    }
    for (int j = 0; j < 2; j++) {
      program.lower[j] = -10;
      program.upper[j] = 10;
    }
    return program;
  }

  @Test
  void solvesTheProgramOnWhichTheLibraryCycles() {
    // H is rank one: with s = 3 v1 + v2 the value is s²/2 + 3 v1 − 2 v2. On the row −2 v1 + 4 v2 =
    // 9 it is
    // s²/2 + 2 v1 − 9/2 with s = (14 v1 + 9) / 4, least at s = −4/7, v1 = −79/98. The slope there,
    // (9/7, −18/7), is −9/14 times the row, so nothing better exists: −71/49 − 9/2.
    NodeAnswer answer = assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> new OjAlgoNodeSolver().solve(cycling()));
    assertEquals(NodeAnswer.State.OPTIMAL, answer.state);
    assertEquals(-71.0 / 49 - 4.5, answer.value, 1e-12);
    assertEquals(-79.0 / 98, answer.point[0], 1e-12);
    assertEquals(-71.0 / 49 - 4.5, new ActiveSetSolver().solve(cycling()).value, 1e-12);
    assertNothingBetter(cycling(), answer);
  }

  @Test
  void theLibraryReturnsUnderItsLimitsAndNeverClaimsMoreThanItChecked() {
    NodeAnswer answer =
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> OjAlgoQuadratic.solve(cycling()));
    double optimum = new OjAlgoNodeSolver().solve(cycling()).value;
    assertTrue(
        answer.state == NodeAnswer.State.FAILED || Math.abs(answer.value - optimum) <= 1e-5,
        answer.state + " " + answer.value);
  }

  @Test
  void theLibrarySolvesADefiniteProgram() {
    // The point of v1 + v2 ≤ 2 nearest to (1, 2) is (1/2, 3/2); the value there is 5/2 − 1 − 6.
    ConvexProgram program = new ConvexProgram(2);
    program.hessian = new double[][] {{2, 0}, {0, 2}};
    program.gradient[0] = -2;
    program.gradient[1] = -4;
    program.row(new double[] {1, 1}, 2);
    NodeAnswer answer = OjAlgoQuadratic.solve(program);
    assertEquals(NodeAnswer.State.OPTIMAL, answer.state);
    assertEquals(-4.5, answer.value, 1e-7);
    assertEquals(-4.5, new ActiveSetSolver().solve(program).value, 1e-12);
  }

  private static double value(double[] v) {
    double s = 3 * v[0] + v[1];
    return 0.5 * s * s + 3 * v[0] - 2 * v[1];
  }

  private static void assertNothingBetter(ConvexProgram program, NodeAnswer answer) {
    for (int i = 0; i <= 400; i++) {
      for (int j = 0; j <= 400; j++) {
        double[] v = {-10 + i * 0.05, -10 + j * 0.05};
        if (program.violation(v) <= 0) {
          assertTrue(value(v) >= answer.value - 1e-9, () -> v[0] + ", " + v[1]);
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void simplexAndActiveSetAgree(long seed) {
    Random random = new Random(seed);
    int optimal = 0;
    for (int trial = 0; trial < 25; trial++) {
      ConvexProgram program = new ConvexProgram(2 + random.nextInt(4));
      int n = program.size();
      for (int j = 0; j < n; j++) {
        program.gradient[j] = random.nextInt(9) - 4;
        program.lower[j] = random.nextInt(3) == 0 ? Double.NEGATIVE_INFINITY : -random.nextInt(3);
        program.upper[j] = random.nextInt(3) == 0 ? Double.POSITIVE_INFINITY : random.nextInt(5);
      }
      for (int i = 0; i < n + 1; i++) {
        program.row(row(random, n), random.nextInt(9) - 2);
      }
      program.equality(row(random, n), random.nextInt(3));
      NodeAnswer one = new OjAlgoNodeSolver().solve(program);
      NodeAnswer other = new ActiveSetSolver().solve(program);
      assertEquals(one.state, other.state, "trial " + trial);
      if (one.state == NodeAnswer.State.OPTIMAL) {
        optimal++;
        assertEquals(one.value, other.value, 1e-7 * (1 + Math.abs(one.value)), "trial " + trial);
      }
    }
    assertTrue(optimal >= 3, "optimal programs: " + optimal);
  }

  private static double[] row(Random random, int size) {
    double[] row = new double[size];
    for (int j = 0; j < size; j++) {
      row[j] = random.nextInt(7) - 3;
    }
    return row;
  }
}
