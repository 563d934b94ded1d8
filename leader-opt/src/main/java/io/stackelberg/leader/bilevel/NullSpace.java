package io.stackelberg.leader.bilevel;

import java.util.ArrayList;
import java.util.List;

/** Orthonormal bases of the span of the active gradients and of its complement. */
final class NullSpace {
  /** Orthonormal directions along which every active row stays as it is. */
  final List<double[]> free = new ArrayList<>();

  private final List<double[]> span = new ArrayList<>();
  private final List<double[]> gradients = new ArrayList<>();

  NullSpace(int size, List<double[]> equalities, List<double[]> rows, List<Integer> active) {
    gradients.addAll(equalities);
    for (int index : active) {
      gradients.add(rows.get(index));
    }
    for (double[] row : gradients) {
      span.add(unit(ActiveSetSolver.residual(row, span)));
    }
    List<double[]> basis = new ArrayList<>(span);
    boolean[] used = new boolean[size];
    // Unit vectors, those farthest from the span so far first, keep the complement well
    // conditioned.
    double[] left = new double[size];
    for (int j = 0; j < size; j++) {
      left[j] = 1;
      for (double[] direction : span) {
        left[j] -= direction[j] * direction[j];
      }
    }
    while (basis.size() < size) {
      int next = -1;
      for (int j = 0; j < size; j++) {
        if (!used[j] && (next < 0 || left[j] > left[next])) {
          next = j;
        }
      }
      used[next] = true;
      double[] axis = new double[size];
      axis[next] = 1;
      double[] direction = unit(ActiveSetSolver.residual(axis, basis));
      basis.add(direction);
      free.add(direction);
      for (int j = 0; j < size; j++) {
        left[j] -= direction[j] * direction[j];
      }
    }
  }

  private static double[] unit(double[] row) {
    double size = StrictMath.sqrt(ConvexProgram.dot(row, row));
    for (int i = 0; i < row.length; i++) {
      row[i] /= size;
    }
    return row;
  }

  /** Multipliers m with slope + Σ m_k gradient_k = 0, by back substitution. */
  double[] multipliers(double[] slope) {
    int count = gradients.size();
    double[] multipliers = new double[count];
    for (int k = count - 1; k >= 0; k--) {
      double sum = -ConvexProgram.dot(slope, span.get(k));
      for (int l = k + 1; l < count; l++) {
        sum -= multipliers[l] * ConvexProgram.dot(gradients.get(l), span.get(k));
      }
      multipliers[k] = sum / ConvexProgram.dot(gradients.get(k), span.get(k));
    }
    return multipliers;
  }
}
