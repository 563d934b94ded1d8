package io.stackelberg.leader.gradient;

import io.stackelberg.game.Require;
import java.util.Arrays;

/**
 * Follower that maximises −½ a'Ha + a'(b + Bl) over a box cut by rows A a ≤ r + S l, for a commitment l.
 *
 * <p>H is positive semidefinite; where it is singular every bound must be finite, and of several best replies
 * the one found is not singled out by the problem: its derivative is then flagged {@code SINGULAR}. The form of
 * the theory is H, b = 0 and B = [g, −p] for l = (q, c).
 */
public final class QuadraticFollower {
  private static final int PROXIMAL_STEPS = 2_000;
  private static final double[][] NO_ROWS = {};
  private static final double[] NO_LIMITS = {};

  private final CurvatureFactor factor;
  private final double[] constant;
  private final double[][] slopes;
  private final double[] lower;
  private final double[] upper;
  private final double[][] rows;
  private final double[] limits;
  private final double[][] limitSlopes;

  private QuadraticFollower(
      CurvatureFactor factor,
      double[] constant,
      double[][] slopes,
      double[] lower,
      double[] upper,
      double[][] rows,
      double[] limits,
      double[][] limitSlopes) {
    this.factor = factor;
    this.constant = constant;
    this.slopes = slopes;
    this.lower = lower;
    this.upper = upper;
    this.rows = rows;
    this.limits = limits;
    this.limitSlopes = limitSlopes;
  }

  /**
   * A follower over a box.
   *
   * @param curvature H, symmetric positive semidefinite, n × n
   * @param constant b, n entries
   * @param slopes B, n rows, one entry per coordinate of the commitment
   * @param lower least actions, possibly −infinity
   * @param upper largest actions, possibly +infinity; above {@code lower}
   * @throws IllegalArgumentException if shapes disagree, or H has a concave direction, or H is singular and a
   *     bound infinite
   */
  public static QuadraticFollower overBox(
      double[][] curvature, double[] constant, double[][] slopes, double[] lower, double[] upper) {
    int n = constant.length;
    Require.atLeast("number of actions", n, 1);
    requireLength("curvature", curvature.length, n);
    requireLength("slopes", slopes.length, n);
    requireLength("lower", lower.length, n);
    requireLength("upper", upper.length, n);
    CurvatureFactor factor = new CurvatureFactor(copy(curvature));
    for (int i = 0; i < n; i++) {
      Require.finite("constant", constant[i]);
      requireLength("row of slopes", slopes[i].length, slopes[0].length);
      for (double slope : slopes[i]) {
        Require.finite("slope", slope);
      }
      if (!(lower[i] < upper[i]) || lower[i] == Double.POSITIVE_INFINITY) {
        throw Require.unexpected(
            "bounds of action " + i, "[" + lower[i] + ", " + upper[i] + "]", "lower < upper");
      }
      if (factor.shift > 0) {
        Require.finite("lower bound under singular curvature", lower[i]);
        Require.finite("upper bound under singular curvature", upper[i]);
      }
    }
    return new QuadraticFollower(
        factor,
        constant.clone(),
        copy(slopes),
        lower.clone(),
        upper.clone(),
        NO_ROWS,
        NO_LIMITS,
        NO_ROWS);
  }

  /**
   * The same follower under further rows A a ≤ r + S l.
   *
   * @param matrix A, one row per constraint, none of them zero
   * @param constants r, one entry per constraint
   * @param commitmentSlopes S, one row per constraint, one entry per coordinate of the commitment
   */
  public QuadraticFollower withRows(
      double[][] matrix, double[] constants, double[][] commitmentSlopes) {
    requireLength("constants", constants.length, matrix.length);
    requireLength("commitmentSlopes", commitmentSlopes.length, matrix.length);
    int before = rows.length;
    double[][] allRows = Arrays.copyOf(rows, before + matrix.length);
    double[] allLimits = Arrays.copyOf(limits, before + matrix.length);
    double[][] allSlopes = Arrays.copyOf(limitSlopes, before + matrix.length);
    for (int k = 0; k < matrix.length; k++) {
      requireLength("row " + k, matrix[k].length, size());
      requireLength("slopes of row " + k, commitmentSlopes[k].length, coordinates());
      double length = Require.positive(
          "length of row " + k, StrictMath.sqrt(DualActiveSet.dot(matrix[k], matrix[k])));
      allRows[before + k] = divided(matrix[k], length);
      allLimits[before + k] = Require.finite("limit", constants[k]) / length;
      allSlopes[before + k] = divided(commitmentSlopes[k], length);
    }
    return new QuadraticFollower(
        factor, constant, slopes, lower, upper, allRows, allLimits, allSlopes);
  }

  /** Number of the follower's variables. */
  public int size() {
    return constant.length;
  }

  /** Number of the commitment's coordinates. */
  public int coordinates() {
    return slopes[0].length;
  }

  /** The follower's utility of an action vector, without regard to its constraints. */
  public double utility(double[] commitment, double[] action) {
    double[] linear = linear(commitment);
    double utility = 0;
    for (int i = 0; i < action.length; i++) {
      utility += action[i] * (linear[i] - DualActiveSet.dot(factor.hessian[i], action) / 2);
    }
    return utility;
  }

  /**
   * The follower's best reply.
   *
   * <p>Cost: O(n²) per change of the active set.
   *
   * @param commitment l, one finite entry per coordinate
   * @throws IllegalArgumentException if no action satisfies the constraints at this commitment
   * @throws IllegalStateException if rounding keeps the method from finishing
   */
  public QuadraticReply respond(double[] commitment) {
    requireLength("commitment", commitment.length, coordinates());
    double[] linear = linear(commitment);
    double[] current = limits.clone();
    for (int k = 0; k < current.length; k++) {
      current[k] += DualActiveSet.dot(limitSlopes[k], commitment);
    }
    DualActiveSet solved = solve(linear, current);
    if (factor.shift > 0) {
      double[] before = new double[size()];
      for (int step = 0; !isSame(before, solved.point); step++) {
        if (step == PROXIMAL_STEPS) {
          throw new IllegalStateException(
              "the follower's program did not settle in " + PROXIMAL_STEPS + " proximal steps.");
        }
        before = solved.point;
        double[] shifted = linear.clone();
        for (int i = 0; i < shifted.length; i++) {
          shifted[i] += factor.shift * before[i];
        }
        solved = solve(shifted, current);
      }
    }
    return new QuadraticReply(this, solved, linear);
  }

  private DualActiveSet solve(double[] linear, double[] current) {
    DualActiveSet program = new DualActiveSet(factor, lower, upper, rows, current);
    if (!program.solve(linear)) {
      throw Require.unexpected("the follower's set of actions", "empty", "at least one action");
    }
    return program;
  }

  private static boolean isSame(double[] one, double[] other) {
    for (int i = 0; i < one.length; i++) {
      if (!(Math.abs(one[i] - other[i]) <= 1e-13 * (1 + Math.abs(one[i])))) {
        return false;
      }
    }
    return true;
  }

  private double[] linear(double[] commitment) {
    double[] linear = constant.clone();
    for (int i = 0; i < linear.length; i++) {
      linear[i] += DualActiveSet.dot(slopes[i], commitment);
    }
    return linear;
  }

  CurvatureFactor factor() {
    return factor;
  }

  /** d(linear term of variable i) / dl. */
  double[] slope(int variable) {
    return slopes[variable];
  }

  /** d(limit of row k) / dl. */
  double[] limitSlope(int row) {
    return limitSlopes[row];
  }

  static double[][] copy(double[][] matrix) {
    return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
  }

  private static double[] divided(double[] row, double length) {
    double[] divided = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      divided[i] = Require.finite("entry of a row", row[i]) / length;
    }
    return divided;
  }

  private static void requireLength(String name, int length, int expected) {
    if (length != expected) {
      throw Require.unexpected("length of " + name, length, expected + "");
    }
  }
}
