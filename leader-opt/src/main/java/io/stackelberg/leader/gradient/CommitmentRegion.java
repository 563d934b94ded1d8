package io.stackelberg.leader.gradient;

import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Where a commitment's coordinates may lie: a box, possibly cut by half-spaces; never empty. */
public final class CommitmentRegion {
  private final double[] lower;
  private final double[] upper;
  private final double[][] rows;
  private final double[] limits;
  private final CurvatureFactor identity;

  private CommitmentRegion(double[] lower, double[] upper, double[][] rows, double[] limits) {
    this.lower = lower;
    this.upper = upper;
    this.rows = rows;
    this.limits = limits;
    double[][] matrix = new double[lower.length][lower.length];
    for (int i = 0; i < lower.length; i++) {
      matrix[i][i] = 1;
    }
    identity = CurvatureFactor.ofDefinite(matrix);
  }

  /**
   * A box.
   *
   * @param lower least coordinates, finite
   * @param upper largest coordinates, finite, at least {@code lower}; equal ends fix a coordinate
   */
  public static CommitmentRegion box(double[] lower, double[] upper) {
    Require.atLeast("dimension", lower.length, 1);
    if (upper.length != lower.length) {
      throw Require.unexpected("length of upper", upper.length, lower.length + "");
    }
    for (int i = 0; i < lower.length; i++) {
      Require.finite("lower", lower[i]);
      Require.finite("upper", upper[i]);
      Require.inRange("upper", upper[i], lower[i], Double.MAX_VALUE);
    }
    return new CommitmentRegion(lower.clone(), upper.clone(), new double[0][], new double[0]);
  }

  /**
   * The part of this region with row · l ≤ limit.
   *
   * @param row one entry per coordinate, not all 0
   * @throws IllegalArgumentException if nothing is left
   */
  public CommitmentRegion cut(double[] row, double limit) {
    if (row.length != dimension()) {
      throw Require.unexpected("length of row", row.length, dimension() + "");
    }
    double length = Require.positive("length of row", StrictMath.sqrt(DualActiveSet.dot(row, row)));
    double[][] all = QuadraticFollower.copy(rows);
    all = Arrays.copyOf(all, rows.length + 1);
    double[] allLimits = Arrays.copyOf(limits, rows.length + 1);
    all[rows.length] = row.clone();
    for (int i = 0; i < row.length; i++) {
      all[rows.length][i] /= length;
    }
    allLimits[rows.length] = Require.finite("limit", limit) / length;
    CommitmentRegion region = new CommitmentRegion(lower, upper, all, allLimits);
    region.project(lower);
    return region;
  }

  /** Number of coordinates. */
  public int dimension() {
    return lower.length;
  }

  /** Whether half-spaces cut the box. */
  boolean isCut() {
    return rows.length > 0;
  }

  /** The nearest point of the region, a fresh array. */
  public double[] project(double[] point) {
    double[] nearest = point;
    if (rows.length > 0) {
      DualActiveSet program = new DualActiveSet(identity, lower, upper, rows, limits);
      if (!program.solve(point)) {
        throw Require.unexpected("region", "empty", "at least one point");
      }
      nearest = program.point;
    }
    double[] projected = new double[nearest.length];
    for (int i = 0; i < projected.length; i++) {
      projected[i] = Math.max(lower[i], Math.min(upper[i], nearest[i]));
    }
    return projected;
  }

  /** A point drawn uniformly from the box and projected onto the cut region. */
  double[] draw(RandomGenerator random) {
    double[] point = new double[lower.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = lower[i] + (upper[i] - lower[i]) * random.nextDouble();
    }
    return project(point);
  }

  /** The centre of the box, projected onto the cut region. */
  double[] centre() {
    double[] point = new double[lower.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = (lower[i] + upper[i]) / 2;
    }
    return project(point);
  }

  /** Width of a coordinate. */
  double width(int coordinate) {
    return upper[coordinate] - lower[coordinate];
  }

  /** This region in units of its box: u = (l − lower) / width. */
  CommitmentRegion inUnits() {
    CommitmentRegion region = unitBox();
    for (int k = 0; k < rows.length; k++) {
      double[] row = new double[lower.length];
      double size = 0;
      for (int i = 0; i < row.length; i++) {
        row[i] = rows[k][i] * width(i);
        size = Math.max(size, Math.abs(row[i]));
      }
      if (size > 0) {
        region = region.cut(row, limits[k] - DualActiveSet.dot(rows[k], lower));
      }
    }
    return region;
  }

  private CommitmentRegion unitBox() {
    double[] ones = new double[lower.length];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = width(i) > 0 ? 1 : 0;
    }
    return box(new double[lower.length], ones);
  }

  /** The point with these coordinates in units of the box. */
  double[] fromUnits(double[] unit) {
    double[] point = new double[unit.length];
    for (int i = 0; i < unit.length; i++) {
      // At the far end exactly the bound, whatever the rounding.
      point[i] = unit[i] == 1 ? upper[i] : lower[i] + unit[i] * width(i);
    }
    return point;
  }

  /**
   * Step of length at most the radius in each coordinate, from a point of this region, along which the least
   * of several slopes promises most, less the squared length over twice the radius.
   *
   * @return the step, followed by the promised rise
   */
  double[] steepest(double[] from, double[][] slopes, double radius) {
    int n = lower.length;
    double[][] curvature = new double[n + 1][n + 1];
    double[] low = new double[n + 1];
    double[] high = new double[n + 1];
    for (int i = 0; i < n; i++) {
      curvature[i][i] = 1 / radius;
      low[i] = Math.max(lower[i] - from[i], -radius);
      high[i] = Math.min(upper[i] - from[i], radius);
    }
    // Next to nothing, so that the program is strictly convex in the promise too.
    curvature[n][n] = 1e-6;
    low[n] = Double.NEGATIVE_INFINITY;
    high[n] = Double.POSITIVE_INFINITY;
    double[][] all = new double[slopes.length + rows.length][n + 1];
    double[] allLimits = new double[all.length];
    for (int k = 0; k < slopes.length; k++) {
      double length = StrictMath.sqrt(1 + DualActiveSet.dot(slopes[k], slopes[k]));
      for (int i = 0; i < n; i++) {
        all[k][i] = -slopes[k][i] / length;
      }
      all[k][n] = 1 / length;
    }
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(rows[k], 0, all[slopes.length + k], 0, n);
      allLimits[slopes.length + k] = Math.max(0, limits[k] - DualActiveSet.dot(rows[k], from));
    }
    double[] linear = new double[n + 1];
    linear[n] = 1;
    DualActiveSet program =
        new DualActiveSet(CurvatureFactor.ofDefinite(curvature), low, high, all, allLimits);
    if (!program.solve(linear)) {
      throw new IllegalStateException("no step is left at a point of the region.");
    }
    return program.point;
  }
}
