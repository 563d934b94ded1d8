package io.stackelberg.leader.several;

import io.stackelberg.game.Require;
import java.util.Optional;

/**
 * Leaders with quadratic costs who share one follower with a quadratic cost and no constraints.
 *
 * <p>The follower minimises y'Hy/2 − (c + Σ_k B_k x_k)'y, leader k minimises x'Q_k x/2 + d_k'x + e_k'y + y'R_k y/2.
 * The answer is affine, so each leader's cost is quadratic in its own move; it must be strictly convex. The
 * equilibrium solves one linear system and is unique where that is not singular. Payoffs are costs with a
 * minus sign.
 */
public final class LinearQuadraticLeaders implements MultiLeaderGame {
  private final double[] constant;
  private final double[][][] answer;
  private final double[][][] own;
  private final double[][] linear;
  private final double[][] weight;
  private final double[][][] curvature;
  private final double[][][] hessian;

  /**
   * A game.
   *
   * @param follower H, symmetric positive definite, n×n
   * @param offset c, length n
   * @param pull B_k, one n×m_k matrix per leader
   * @param own Q_k, m_k×m_k symmetric
   * @param linear d_k, length m_k
   * @param weight e_k, length n
   * @param curvature R_k, n×n symmetric
   * @throws IllegalArgumentException if shapes differ, H is singular or a leader's cost is not strictly convex
   */
  public LinearQuadraticLeaders(
      double[][] follower,
      double[] offset,
      double[][][] pull,
      double[][][] own,
      double[][] linear,
      double[][] weight,
      double[][][] curvature) {
    int size = offset.length;
    shape("follower", follower, size, size);
    positiveDefinite("follower", follower);
    Require.atLeast("number of leaders", pull.length, 1);
    this.constant = solve(follower, offset).orElseThrow();
    int leaders = pull.length;
    this.answer = new double[leaders][size][];
    this.own = new double[leaders][][];
    this.linear = new double[leaders][];
    this.weight = new double[leaders][];
    this.curvature = new double[leaders][][];
    this.hessian = new double[leaders][][];
    requireCount("own", own.length, leaders);
    requireCount("linear", linear.length, leaders);
    requireCount("weight", weight.length, leaders);
    requireCount("curvature", curvature.length, leaders);
    for (int k = 0; k < leaders; k++) {
      int moves = linear[k].length;
      shape("pull[" + k + "]", pull[k], size, moves);
      shape("own[" + k + "]", own[k], moves, moves);
      shape("weight", new double[][] {weight[k]}, 1, size);
      shape("curvature[" + k + "]", curvature[k], size, size);
      this.own[k] = copy(own[k]);
      this.linear[k] = linear[k].clone();
      this.weight[k] = weight[k].clone();
      this.curvature[k] = copy(curvature[k]);
      for (int row = 0; row < size; row++) {
        answer[k][row] = new double[moves];
      }
      for (int move = 0; move < moves; move++) {
        double[] column = new double[size];
        for (int row = 0; row < size; row++) {
          column[row] = pull[k][row][move];
        }
        column = solve(follower, column).orElseThrow();
        for (int row = 0; row < size; row++) {
          answer[k][row][move] = column[row];
        }
      }
      hessian[k] = block(k, k);
      for (int row = 0; row < moves; row++) {
        for (int column = 0; column < moves; column++) {
          hessian[k][row][column] += this.own[k][row][column];
        }
      }
      positiveDefinite("cost of leader " + k, hessian[k]);
    }
  }

  @Override
  public int leaders() {
    return linear.length;
  }

  @Override
  public double[][] start() {
    double[][] profile = new double[linear.length][];
    for (int k = 0; k < profile.length; k++) {
      profile[k] = new double[linear[k].length];
    }
    return profile;
  }

  /** The follower's answer; a fresh array. */
  public double[] answer(double[][] profile) {
    double[] sum = constant.clone();
    for (int k = 0; k < profile.length; k++) {
      for (int row = 0; row < sum.length; row++) {
        for (int move = 0; move < profile[k].length; move++) {
          sum[row] += answer[k][row][move] * profile[k][move];
        }
      }
    }
    return sum;
  }

  @Override
  public double payoff(int leader, double[][] profile) {
    double[] y = answer(profile);
    double[] x = profile[leader];
    double cost = 0;
    for (int row = 0; row < x.length; row++) {
      double inner = 0;
      for (int column = 0; column < x.length; column++) {
        inner += own[leader][row][column] * x[column];
      }
      cost += x[row] * (0.5 * inner + linear[leader][row]);
    }
    for (int row = 0; row < y.length; row++) {
      double inner = 0;
      for (int column = 0; column < y.length; column++) {
        inner += curvature[leader][row][column] * y[column];
      }
      cost += y[row] * (0.5 * inner + weight[leader][row]);
    }
    return -cost;
  }

  @Override
  public double[] bestReply(int leader, double[][] profile) {
    double[][] others = profile.clone();
    others[leader] = new double[linear[leader].length];
    return solve(hessian[leader], descent(leader, answer(others))).orElseThrow();
  }

  @Override
  public Optional<double[][]> candidate() {
    int size = 0;
    int[] first = new int[linear.length];
    for (int k = 0; k < first.length; k++) {
      first[k] = size;
      size += linear[k].length;
    }
    double[][] matrix = new double[size][size];
    double[] right = new double[size];
    for (int k = 0; k < first.length; k++) {
      double[] descent = descent(k, constant);
      System.arraycopy(descent, 0, right, first[k], descent.length);
      for (int other = 0; other < first.length; other++) {
        double[][] part = other == k ? hessian[k] : block(k, other);
        for (int row = 0; row < part.length; row++) {
          System.arraycopy(part[row], 0, matrix[first[k] + row], first[other], part[row].length);
        }
      }
    }
    Optional<double[]> solution = solve(matrix, right);
    if (solution.isEmpty()) {
      return Optional.empty();
    }
    double[][] profile = start();
    for (int k = 0; k < first.length; k++) {
      System.arraycopy(solution.get(), first[k], profile[k], 0, profile[k].length);
    }
    return Optional.of(profile);
  }

  @Override
  public String uniqueness(double[][] equilibrium) {
    return candidate().isPresent() ? "unique: solution of a nonsingular linear system" : "";
  }

  /** Minus the gradient of the leader's cost at x = 0 while the follower answers y. */
  private double[] descent(int leader, double[] y) {
    double[] result = new double[linear[leader].length];
    for (int move = 0; move < result.length; move++) {
      double sum = linear[leader][move];
      for (int row = 0; row < y.length; row++) {
        double inner = weight[leader][row];
        for (int column = 0; column < y.length; column++) {
          inner += curvature[leader][row][column] * y[column];
        }
        sum += answer[leader][row][move] * inner;
      }
      result[move] = -sum;
    }
    return result;
  }

  /** G_k' R_k G_other. */
  private double[][] block(int leader, int other) {
    double[][] left = answer[leader];
    double[][] right = answer[other];
    double[][] result = new double[left[0].length][right[0].length];
    for (int row = 0; row < constant.length; row++) {
      for (int column = 0; column < constant.length; column++) {
        double factor = curvature[leader][row][column];
        for (int one = 0; one < result.length; one++) {
          for (int two = 0; two < result[one].length; two++) {
            result[one][two] += left[row][one] * factor * right[column][two];
          }
        }
      }
    }
    return result;
  }

  /** Gaussian elimination with partial pivoting; empty where the matrix is singular to working precision. */
  private static Optional<double[]> solve(double[][] matrix, double[] right) {
    int size = right.length;
    double[][] rows = copy(matrix);
    double[] result = right.clone();
    double largest = 0;
    for (double[] row : rows) {
      for (double entry : row) {
        largest = Math.max(largest, Math.abs(entry));
      }
    }
    for (int column = 0; column < size; column++) {
      int pivot = column;
      for (int row = column + 1; row < size; row++) {
        if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) {
          pivot = row;
        }
      }
      if (!(Math.abs(rows[pivot][column]) > 1e-13 * largest)) {
        return Optional.empty();
      }
      double[] row = rows[pivot];
      rows[pivot] = rows[column];
      rows[column] = row;
      double entry = result[pivot];
      result[pivot] = result[column];
      result[column] = entry;
      for (int below = column + 1; below < size; below++) {
        double factor = rows[below][column] / row[column];
        for (int k = column; k < size; k++) {
          rows[below][k] -= factor * row[k];
        }
        result[below] -= factor * result[column];
      }
    }
    for (int row = size - 1; row >= 0; row--) {
      for (int k = row + 1; k < size; k++) {
        result[row] -= rows[row][k] * result[k];
      }
      result[row] /= rows[row][row];
    }
    return Optional.of(result);
  }

  /** Refuses a matrix that is not symmetric or has a pivot of Cholesky's method at or below 0. */
  private static void positiveDefinite(String name, double[][] matrix) {
    double[][] factor = copy(matrix);
    for (int column = 0; column < factor.length; column++) {
      for (int row = column; row < factor.length; row++) {
        double asymmetry = Math.abs(matrix[row][column] - matrix[column][row]);
        Require.inRange(
            "asymmetry of " + name, asymmetry, 0, 1e-9 * (1 + Math.abs(matrix[row][column])));
        for (int k = 0; k < column; k++) {
          factor[row][column] -= factor[row][k] * factor[column][k];
        }
        if (row == column) {
          Require.positive("pivot " + column + " of " + name, factor[row][column]);
          factor[row][column] = StrictMath.sqrt(factor[row][column]);
        } else {
          factor[row][column] /= factor[column][column];
        }
      }
    }
  }

  private static void shape(String name, double[][] matrix, int rows, int columns) {
    requireCount(name, matrix.length, rows);
    for (double[] row : matrix) {
      requireCount("row of " + name, row.length, columns);
      for (double entry : row) {
        Require.finite("entry of " + name, entry);
      }
    }
  }

  private static void requireCount(String name, int count, int expected) {
    if (count != expected) {
      throw Require.unexpected("length of " + name, count, "" + expected);
    }
  }

  private static double[][] copy(double[][] matrix) {
    double[][] copy = new double[matrix.length][];
    for (int row = 0; row < matrix.length; row++) {
      copy[row] = matrix[row].clone();
    }
    return copy;
  }
}
