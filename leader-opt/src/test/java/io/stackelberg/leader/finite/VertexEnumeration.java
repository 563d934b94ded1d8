package io.stackelberg.leader.finite;

import io.stackelberg.game.catalog.BimatrixGame;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.LUDecomposition;

/**
 * Largest value over the vertices of a region of mixtures, for at most a handful of rows: every choice of
 * tight constraints is a linear system. For degenerate games, on which Hipparchus's simplex method returns
 * points outside the region.
 */
final class VertexEnumeration {
  private static final double SLACK = 1e-9;

  private final double[] costs;
  private final double[][] constraints; // ≥ 0
  private double best = Double.NEGATIVE_INFINITY;

  private VertexEnumeration(double[] costs, double[][] constraints) {
    this.costs = costs;
    this.constraints = constraints;
  }

  /** Most that {@code costs}·p is over mixtures to which each game's reply is best; empty when none is. */
  static OptionalDouble value(double[] costs, List<BimatrixGame> games, int[] replies) {
    int rows = costs.length;
    int columns = games.get(0).columns();
    double[][] constraints = new double[rows + replies.length * columns][rows];
    for (int row = 0; row < rows; row++) {
      constraints[row][row] = 1;
    }
    for (int index = 0; index < replies.length; index++) {
      BimatrixGame game = games.get(index);
      double range = ReferenceLp.range(game);
      for (int other = 0; other < columns; other++) {
        for (int row = 0; row < rows; row++) {
          constraints[rows + index * columns + other][row] =
              (game.followerPayoff(row, replies[index]) - game.followerPayoff(row, other)) / range;
        }
      }
    }
    VertexEnumeration search = new VertexEnumeration(costs, constraints);
    search.choose(new int[rows - 1], 0, 0);
    return Double.isInfinite(search.best) ? OptionalDouble.empty() : OptionalDouble.of(search.best);
  }

  private void choose(int[] tight, int chosen, int from) {
    if (chosen < tight.length) {
      for (int next = from; next < constraints.length; next++) {
        tight[chosen] = next;
        choose(tight, chosen + 1, next + 1);
      }
      return;
    }
    int rows = costs.length;
    double[][] system = new double[rows][];
    double[] right = new double[rows];
    for (int index = 0; index < tight.length; index++) {
      system[index] = constraints[tight[index]];
    }
    system[rows - 1] = new double[rows];
    Arrays.fill(system[rows - 1], 1);
    right[rows - 1] = 1;
    DecompositionSolver solver =
        new LUDecomposition(new Array2DRowRealMatrix(system), 1e-11).getSolver();
    if (!solver.isNonSingular()) {
      return;
    }
    double[] point = solver.solve(new ArrayRealVector(right)).toArray();
    for (double[] constraint : constraints) {
      if (!(dot(constraint, point) >= -SLACK)) {
        return;
      }
    }
    best = Math.max(best, dot(costs, point));
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int index = 0; index < one.length; index++) {
      sum += one[index] * other[index];
    }
    return sum;
  }
}
