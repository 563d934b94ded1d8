package io.stackelberg.leader.gradient;

import io.stackelberg.game.Smoothness;
import java.util.Arrays;

/**
 * Derivative da/dl of a quadratic follower's best reply, by the implicit function theorem on its optimality
 * conditions.
 *
 * <p>{@code REGULAR}: active gradients independent, multipliers positive, curvature positive along the active
 * set; the derivative exists. {@code ACTIVE_SET_CHANGE}: some constraint has multiplier and slack both 0
 * within 1e-9 of their sizes; the reply has derivatives along directions only. {@code SINGULAR}: active
 * gradients dependent, or no curvature along some direction of the strictly active set; nothing is claimed.
 *
 * <p>Source: Fiacco (1976) [fiacco1976sensitivity]; directional derivatives: Robinson (1980)
 * [robinson1980strongly].
 */
public final class ResponseJacobian {
  private static final double SMALL = 1e-9;
  private static final double DEPENDENT = 1e-8;

  private final QuadraticFollower follower;
  private final Smoothness smoothness;
  private final DualActiveSet strict;
  private final int[] weak;
  private final int weakCount;
  /** Lower Cholesky factor of the curvature along the strictly active set; without rows where it is I. */
  private final double[][] reduced;

  ResponseJacobian(QuadraticFollower follower, DualActiveSet solved, double[] linear) {
    this.follower = follower;
    int n = solved.n;
    double scale = Double.MIN_NORMAL;
    for (int i = 0; i < n; i++) {
      scale = Math.max(scale, Math.abs(linear[i]));
      scale =
          Math.max(scale, Math.abs(DualActiveSet.dot(follower.factor().hessian[i], solved.point)));
    }
    DualActiveSet set = solved;
    int found = 0;
    boolean dependent = false;
    for (int k = 0; k < solved.constraints(); k++) {
      if (solved.slack(k) <= SMALL * solved.size(k) && !solved.isActive(k)) {
        set = set == solved ? new DualActiveSet(solved) : set;
        dependent |= !set.add(k, DEPENDENT);
      }
    }
    int[] collected = new int[set.count];
    for (int position = set.count - 1; position >= 0; position--) {
      if (set.multipliers[position] <= SMALL * scale) {
        set = set == solved ? new DualActiveSet(solved) : set;
        collected[found++] = set.active[position];
        set.drop(position);
      }
    }
    strict = set;
    weak = collected;
    weakCount = found;
    int free = n - set.count;
    boolean flat = false;
    if (follower.factor().shift > 0 && free > 0) {
      reduced = CurvatureFactor.cholesky(curvature(set, follower.factor().shift), 0, SMALL);
      flat = reduced.length == 0;
    } else {
      reduced = new double[0][];
    }
    smoothness = dependent || flat
        ? Smoothness.SINGULAR
        : weakCount > 0 ? Smoothness.ACTIVE_SET_CHANGE : Smoothness.REGULAR;
  }

  /** Z'HZ for the free columns Z of the factors, in which Z'(H + shift·I)Z is the identity. */
  private static double[][] curvature(DualActiveSet set, double shift) {
    int free = set.n - set.count;
    double[][] curvature = new double[free][free];
    for (int i = 0; i < free; i++) {
      for (int j = 0; j < free; j++) {
        curvature[i][j] = (i == j ? 1 : 0)
            - shift * DualActiveSet.dot(set.columns[set.count + i], set.columns[set.count + j]);
      }
    }
    return curvature;
  }

  /** Whether the derivative exists. */
  public Smoothness smoothness() {
    return smoothness;
  }

  /**
   * The matrix da/dl, one row per variable of the follower, one column per coordinate.
   *
   * @throws IllegalStateException unless {@code REGULAR}
   */
  public double[][] matrixOrThrow() {
    require(smoothness == Smoothness.REGULAR, "a matrix");
    double[][] matrix = new double[strict.n][follower.coordinates()];
    double[] direction = new double[follower.coordinates()];
    for (int coordinate = 0; coordinate < direction.length; coordinate++) {
      direction[coordinate] = 1;
      double[] column = linearReply(direction);
      direction[coordinate] = 0;
      for (int i = 0; i < column.length; i++) {
        matrix[i][coordinate] = column[i];
      }
    }
    return matrix;
  }

  /**
   * One-sided derivative of the reply along a direction of the commitment: lim (a(l + t·direction) − a(l))/t
   * for t falling to 0. Exact at a change of the active set too.
   *
   * @throws IllegalStateException if {@code SINGULAR}
   */
  public double[] along(double[] direction) {
    require(smoothness != Smoothness.SINGULAR, "a one-sided derivative");
    double[] start = linearReply(direction);
    if (weakCount == 0) {
      return start;
    }
    // Deviations Zw from the reply under the strictly active set, kept on the right side of the
    // weak ones.
    int free = strict.n - strict.count;
    double[][] rows = new double[weakCount][free];
    double[] limits = new double[weakCount];
    for (int k = 0; k < weakCount; k++) {
      for (int i = 0; i < free; i++) {
        rows[k][i] = -strict.speed(weak[k], strict.columns[strict.count + i]);
      }
      limits[k] = strict.speed(weak[k], start) - rightHandSide(weak[k], direction);
      double length = StrictMath.sqrt(DualActiveSet.dot(rows[k], rows[k]));
      for (int i = 0; i < free; i++) {
        rows[k][i] /= length;
      }
      limits[k] /= length;
    }
    double[] low = new double[free];
    double[] high = new double[free];
    Arrays.fill(low, Double.NEGATIVE_INFINITY);
    Arrays.fill(high, Double.POSITIVE_INFINITY);
    double[][] curvature =
        follower.factor().shift > 0 ? curvature(strict, follower.factor().shift) : identity(free);
    DualActiveSet program =
        new DualActiveSet(CurvatureFactor.ofDefinite(curvature), low, high, rows, limits);
    if (!program.solve(new double[free])) {
      throw new IllegalStateException("the weakly active constraints contradict each other.");
    }
    for (int i = 0; i < free; i++) {
      for (int j = 0; j < strict.n; j++) {
        start[j] += program.point[i] * strict.columns[strict.count + i][j];
      }
    }
    return start;
  }

  /**
   * The product weights' · da/dl, without forming the matrix: a leader's dU_L/da becomes its part of dV/dl.
   *
   * @throws IllegalStateException unless {@code REGULAR}
   */
  public double[] pullBackOrThrow(double[] weights) {
    require(smoothness == Smoothness.REGULAR, "a gradient");
    return pullBackOnePiece(weights);
  }

  /** The product for the piece on which no weakly active constraint binds; NaN where singular. */
  double[] pullBackOnePiece(double[] weights) {
    int n = strict.n;
    double[] product = new double[follower.coordinates()];
    if (smoothness == Smoothness.SINGULAR) {
      Arrays.fill(product, Double.NaN);
      return product;
    }
    double[] inner = new double[n];
    spread(weights, inner);
    for (int i = 0; i < n; i++) {
      double[] slope = follower.slope(i);
      for (int j = 0; j < product.length; j++) {
        product[j] += inner[i] * slope[j];
      }
    }
    if (!hasMovingRows()) {
      return product;
    }
    // Weights of the right-hand sides: R⁻¹J₁'(weights − H·inner).
    double[] rest = weights.clone();
    for (int i = 0; i < n; i++) {
      rest[i] -= DualActiveSet.dot(follower.factor().hessian[i], inner);
    }
    double[] dual = new double[strict.count];
    for (int k = strict.count - 1; k >= 0; k--) {
      double sum = DualActiveSet.dot(strict.columns[k], rest);
      for (int l = k + 1; l < strict.count; l++) {
        sum -= strict.triangle[k][l] * dual[l];
      }
      dual[k] = sum / strict.triangle[k][k];
      if (strict.active[k] >= 2 * n) {
        double[] slope = follower.limitSlope(strict.active[k] - 2 * n);
        for (int j = 0; j < product.length; j++) {
          product[j] -= dual[k] * slope[j];
        }
      }
    }
    return product;
  }

  private boolean hasMovingRows() {
    for (int k = 0; k < strict.count; k++) {
      if (strict.active[k] >= 2 * strict.n) {
        return true;
      }
    }
    return false;
  }

  /** Change of the reply along a direction while the strictly active set alone binds. */
  private double[] linearReply(double[] direction) {
    int n = strict.n;
    double[] change = new double[n];
    double[] weights = new double[strict.count];
    for (int k = 0; k < strict.count; k++) {
      double sum = rightHandSide(strict.active[k], direction);
      for (int l = 0; l < k; l++) {
        sum -= strict.triangle[l][k] * weights[l];
      }
      weights[k] = sum / strict.triangle[k][k];
      if (weights[k] != 0) {
        for (int i = 0; i < n; i++) {
          change[i] += weights[k] * strict.columns[k][i];
        }
      }
    }
    double[] force = new double[n];
    for (int i = 0; i < n; i++) {
      force[i] = DualActiveSet.dot(follower.slope(i), direction)
          - DualActiveSet.dot(follower.factor().hessian[i], change);
    }
    spread(force, change);
    return change;
  }

  /** Adds Z(Z'HZ)⁻¹Z'·force. */
  private void spread(double[] force, double[] target) {
    int first = strict.count;
    int free = strict.n - first;
    double[] weights = new double[free];
    for (int i = 0; i < free; i++) {
      weights[i] = DualActiveSet.dot(strict.columns[first + i], force);
    }
    if (reduced.length > 0) {
      for (int i = 0; i < free; i++) {
        for (int k = 0; k < i; k++) {
          weights[i] -= reduced[i][k] * weights[k];
        }
        weights[i] /= reduced[i][i];
      }
      for (int i = free - 1; i >= 0; i--) {
        for (int k = i + 1; k < free; k++) {
          weights[i] -= reduced[k][i] * weights[k];
        }
        weights[i] /= reduced[i][i];
      }
    }
    for (int i = 0; i < free; i++) {
      double[] column = strict.columns[first + i];
      for (int j = 0; j < target.length; j++) {
        target[j] += weights[i] * column[j];
      }
    }
  }

  /** Derivative of d_k in n_k · a ≥ d_k along a direction; bounds do not move. */
  private double rightHandSide(int constraint, double[] direction) {
    return constraint < 2 * strict.n
        ? 0
        : -DualActiveSet.dot(follower.limitSlope(constraint - 2 * strict.n), direction);
  }

  private static double[][] identity(int size) {
    double[][] identity = new double[size][size];
    for (int i = 0; i < size; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }

  private void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException("the reply is " + smoothness + " here and has not " + what
          + "; look at smoothness() first.");
    }
  }
}
