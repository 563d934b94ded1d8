package io.stackelberg.leader.finite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.leader.finite.DenseSimplex.Status;
import org.junit.jupiter.api.Test;

class DenseSimplexTest {
  @Test
  void solvesATextbookProgram() {
    // max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18: (2, 6), 36, multipliers (0, 3/2, 1).
    DenseSimplex simplex =
        new DenseSimplex(new double[][] {{1, 0}, {0, 2}, {3, 2}}, new double[] {4, 12, 18});
    simplex.setCost(0, 3);
    simplex.setCost(1, 5);
    assertEquals(Status.OPTIMAL, simplex.solve(100));
    assertEquals(36, simplex.objective(), 1e-9);
    assertEquals(36, simplex.bound(), 1e-8);
    assertEquals(2, simplex.value(0), 1e-9);
    assertEquals(2, simplex.slack(0), 1e-9);
  }

  @Test
  void doesNotCycleOnBealesExample() {
    // Beale's cycling program in the form of Bland (1977) [bland1977new]: optimum 1/20.
    DenseSimplex simplex = new DenseSimplex(
        new double[][] {{0.25, -60, -1 / 25.0, 9}, {0.5, -90, -1 / 50.0, 3}, {0, 0, 1, 0}},
        new double[] {0, 0, 1});
    double[] costs = {0.75, -150, 1 / 50.0, -6};
    for (int column = 0; column < costs.length; column++) {
      simplex.setCost(column, costs[column]);
    }
    assertEquals(Status.OPTIMAL, simplex.solve(1000));
    assertEquals(0.05, simplex.objective(), 1e-9);
  }

  @Test
  void tellsInfeasibleFromUnbounded() {
    DenseSimplex infeasible =
        new DenseSimplex(new double[][] {{1, 1}, {-1, -1}}, new double[] {1, -2});
    assertEquals(Status.INFEASIBLE, infeasible.solve(100));
    DenseSimplex unbounded = new DenseSimplex(new double[][] {{1, -1}}, new double[] {1});
    unbounded.setCost(0, 1);
    assertEquals(Status.UNBOUNDED, unbounded.solve(100));
  }

  @Test
  void respectsBoundsEqualitiesAndFreeVariables() {
    // max x - y, x + y = 1, x in [-3, 0.25], y free: x = 0.25, y = 0.75.
    DenseSimplex simplex = new DenseSimplex(new double[][] {{1, 1}}, new double[] {1});
    simplex.setSlackBounds(0, 0, 0);
    simplex.setBounds(0, -3, 0.25);
    simplex.setBounds(1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    simplex.setCost(0, 1);
    simplex.setCost(1, -1);
    assertEquals(Status.OPTIMAL, simplex.solve(100));
    assertEquals(-0.5, simplex.objective(), 1e-9);
  }

  @Test
  void startsWarmAndHonoursTheLimit() {
    double[][] matrix = {{1, 2, 1}, {2, 1, 3}};
    double[] rhs = {4, 5};
    DenseSimplex simplex = new DenseSimplex(matrix, rhs);
    double[] costs = {3, 2, 4};
    for (int column = 0; column < costs.length; column++) {
      simplex.setCost(column, costs[column]);
    }
    assertEquals(Status.ITERATION_LIMIT, simplex.solve(0));
    assertEquals(Double.POSITIVE_INFINITY, simplex.bound());
    assertEquals(Status.OPTIMAL, simplex.solve(100));
    long steps = simplex.steps();
    assertTrue(steps > 0);
    assertEquals(Status.OPTIMAL, simplex.solve(100));
    assertEquals(steps, simplex.steps());

    DenseSimplex other = new DenseSimplex(matrix, rhs);
    for (int column = 0; column < costs.length; column++) {
      other.setCost(column, costs[column]);
    }
    other.startFrom(simplex.basis());
    assertEquals(Status.OPTIMAL, other.solve(0));
    assertEquals(simplex.objective(), other.objective(), 1e-12);
  }

  @Test
  void scalesRowsAndCosts() {
    // The textbook program with a row in millionths, a row in millions and costs in millions.
    DenseSimplex simplex = new DenseSimplex(
        new double[][] {{1e-6, 0}, {0, 2e6}, {3, 2}}, new double[] {4e-6, 12e6, 18});
    simplex.setCost(0, 3e6);
    simplex.setCost(1, 5e6);
    assertEquals(Status.OPTIMAL, simplex.solve(100));
    assertEquals(36e6, simplex.objective(), 1e-2);
    assertEquals(36e6, simplex.bound(), 1e-2);
    assertEquals(2e-6, simplex.slack(0), 1e-14);
    simplex.setSlackBounds(1, 2e6, 2e6);
    assertEquals(Status.OPTIMAL, simplex.solve(100));
    assertEquals(5, simplex.value(1), 1e-9);
    // y = 5: x = 8/3, 8 + 25.
    assertEquals(33e6, simplex.objective(), 1e-2);
  }

  @Test
  void wrongShapesAreNamed() {
    IllegalArgumentException failure = assertThrows(
        IllegalArgumentException.class,
        () -> new DenseSimplex(new double[][] {{1}}, new double[] {1, 2}));
    assertEquals("length of rhs is 2, expected 1.", failure.getMessage());
  }
}
