package io.stackelberg.leader.bilevel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Mutable convex program: minimise ½ v'Hv + g'v subject to equalities, rows ≤ and bounds. */
final class ConvexProgram {
  /** H, or without rows where the program is linear. */
  double[][] hessian = {};

  final double[] gradient;
  final double[] lower;
  final double[] upper;
  final List<double[]> equalities = new ArrayList<>();
  final List<Double> equalityValues = new ArrayList<>();
  final List<double[]> rows = new ArrayList<>();
  final List<Double> limits = new ArrayList<>();

  ConvexProgram(int size) {
    gradient = new double[size];
    lower = new double[size];
    upper = new double[size];
    Arrays.fill(lower, Double.NEGATIVE_INFINITY);
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
  }

  int size() {
    return gradient.length;
  }

  void equality(double[] row, double value) {
    equalities.add(row);
    equalityValues.add(value);
  }

  void row(double[] row, double limit) {
    rows.add(row);
    limits.add(limit);
  }

  /** A program over the same constraints (shared rows, own bounds and objective). */
  ConvexProgram withoutObjective() {
    ConvexProgram copy = new ConvexProgram(size());
    System.arraycopy(lower, 0, copy.lower, 0, size());
    System.arraycopy(upper, 0, copy.upper, 0, size());
    copy.equalities.addAll(equalities);
    copy.equalityValues.addAll(equalityValues);
    copy.rows.addAll(rows);
    copy.limits.addAll(limits);
    return copy;
  }

  /** The same program with further free variables at the end, without entries and without cost. */
  ConvexProgram widened(int further) {
    int size = size() + further;
    ConvexProgram wide = new ConvexProgram(size);
    System.arraycopy(gradient, 0, wide.gradient, 0, size());
    System.arraycopy(lower, 0, wide.lower, 0, size());
    System.arraycopy(upper, 0, wide.upper, 0, size());
    for (int i = 0; i < rows.size(); i++) {
      wide.row(Arrays.copyOf(rows.get(i), size), limits.get(i));
    }
    for (int i = 0; i < equalities.size(); i++) {
      wide.equality(Arrays.copyOf(equalities.get(i), size), equalityValues.get(i));
    }
    if (hessian.length > 0) {
      wide.hessian = new double[size][size];
      for (int i = 0; i < size(); i++) {
        System.arraycopy(hessian[i], 0, wide.hessian[i], 0, size());
      }
    }
    return wide;
  }

  double value(double[] v) {
    double value = 0;
    for (int i = 0; i < v.length; i++) {
      double curved = hessian.length == 0 ? 0 : dot(hessian[i], v);
      value += v[i] * (gradient[i] + 0.5 * curved);
    }
    return value;
  }

  double[] slope(double[] v) {
    double[] slope = gradient.clone();
    for (int i = 0; i < hessian.length; i++) {
      slope[i] += dot(hessian[i], v);
    }
    return slope;
  }

  /** Largest violation of a constraint, each relative to the size of its terms. */
  double violation(double[] v) {
    double largest = 0;
    for (int i = 0; i < v.length; i++) {
      largest = worst(largest, (lower[i] - v[i]) / (1 + Math.abs(v[i])));
      largest = worst(largest, (v[i] - upper[i]) / (1 + Math.abs(v[i])));
    }
    for (int i = 0; i < rows.size(); i++) {
      largest = worst(
          largest, (dot(rows.get(i), v) - limits.get(i)) / size(rows.get(i), v, limits.get(i)));
    }
    for (int i = 0; i < equalities.size(); i++) {
      double off = Math.abs(dot(equalities.get(i), v) - equalityValues.get(i));
      largest = worst(largest, off / size(equalities.get(i), v, equalityValues.get(i)));
    }
    return largest;
  }

  private static double worst(double one, double other) {
    return Double.isNaN(other) ? Double.NaN : Math.max(one, other);
  }

  private static double size(double[] row, double[] v, double value) {
    double size = 1 + Math.abs(value);
    for (int i = 0; i < v.length; i++) {
      size = Math.max(size, Math.abs(row[i] * v[i]));
    }
    return size;
  }

  static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
