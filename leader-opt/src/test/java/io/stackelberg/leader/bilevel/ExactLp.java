package io.stackelberg.leader.bilevel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.fraction.BigFraction;

/**
 * Minimum of a linear program in rational arithmetic, without any tolerance: the simplex method with Bland's
 * rule on the dual program, whose columns are the rows and bounds of the primal one.
 */
final class ExactLp {
  private static final BigFraction[] NOTHING = {};

  private final List<double[]> rows = new ArrayList<>();
  private final List<BigFraction> limits = new ArrayList<>();
  private final int n;
  private BigFraction[][] tableau = {NOTHING};
  private int[] basic = {};

  private ExactLp(ConvexProgram program, double relaxed) {
    n = program.size();
    for (int i = 0; i < program.rows.size(); i++) {
      add(program.rows.get(i), 1, program.limits.get(i), relaxed);
    }
    for (int i = 0; i < program.equalities.size(); i++) {
      add(program.equalities.get(i), 1, program.equalityValues.get(i), relaxed);
      add(program.equalities.get(i), -1, -program.equalityValues.get(i), relaxed);
    }
    for (int j = 0; j < n; j++) {
      double[] axis = new double[n];
      axis[j] = 1;
      if (program.upper[j] < Double.POSITIVE_INFINITY) {
        add(axis, 1, program.upper[j], relaxed);
      }
      if (program.lower[j] > Double.NEGATIVE_INFINITY) {
        add(axis, -1, -program.lower[j], relaxed);
      }
    }
  }

  private void add(double[] row, int sign, double limit, double relaxed) {
    double[] signed = row.clone();
    for (int j = 0; j < n; j++) {
      signed[j] *= sign;
    }
    rows.add(signed);
    limits.add(new BigFraction(limit).add(new BigFraction(relaxed)));
  }

  /**
   * The minimum; +∞ where infeasible and −∞ where unbounded, or one of the two where the dual has no point.
   *
   * @param relaxed added to every limit
   */
  static double minimum(ConvexProgram program, double relaxed) {
    return new ExactLp(program, relaxed).solve(program.gradient);
  }

  /** min b'y subject to A'y = −g, y ≥ 0; the primal minimum is minus that. */
  private double solve(double[] gradient) {
    int count = rows.size();
    tableau = new BigFraction[n + 1][count + n + 1];
    basic = new int[n];
    for (int j = 0; j < n; j++) {
      int sign = gradient[j] > 0 ? -1 : 1;
      Arrays.fill(tableau[j], BigFraction.ZERO);
      for (int i = 0; i < count; i++) {
        tableau[j][i] = new BigFraction(sign * rows.get(i)[j]);
      }
      tableau[j][count + j] = BigFraction.ONE;
      tableau[j][count + n] = new BigFraction(Math.abs(gradient[j]));
      basic[j] = count + j;
    }
    BigFraction[] artificial = new BigFraction[count + n];
    Arrays.fill(artificial, BigFraction.ZERO);
    Arrays.fill(artificial, count, count + n, BigFraction.ONE);
    price(artificial);
    descend(count + n);
    if (tableau[n][count + n].signum() != 0) {
      return Double.NEGATIVE_INFINITY;
    }
    // An artificial variable that is still basic, at 0, leaves or sits in a row of zeros.
    for (int j = 0; j < n; j++) {
      for (int i = 0; basic[j] >= count && i < count; i++) {
        if (tableau[j][i].signum() != 0) {
          pivot(j, i);
        }
      }
    }
    BigFraction[] cost = new BigFraction[count + n];
    Arrays.fill(cost, BigFraction.ZERO);
    for (int i = 0; i < count; i++) {
      cost[i] = limits.get(i);
    }
    price(cost);
    return descend(count) ? tableau[n][count + n].doubleValue() : Double.POSITIVE_INFINITY;
  }

  /** Last row: reduced costs, and minus the objective. */
  private void price(BigFraction[] cost) {
    int last = cost.length;
    BigFraction[] reduced = Arrays.copyOf(cost, last + 1);
    reduced[last] = BigFraction.ZERO;
    for (int j = 0; j < n; j++) {
      BigFraction weight = cost[basic[j]];
      for (int i = 0; i <= last && weight.signum() != 0; i++) {
        reduced[i] = reduced[i].subtract(weight.multiply(tableau[j][i]));
      }
    }
    tableau[n] = reduced;
  }

  /** Bland's rule over the first columns; false where the objective falls for ever. */
  private boolean descend(int columns) {
    while (true) {
      int entering = 0;
      while (entering < columns && tableau[n][entering].signum() >= 0) {
        entering++;
      }
      if (entering == columns) {
        return true;
      }
      int last = tableau[n].length - 1;
      int leaving = -1;
      BigFraction least = BigFraction.ZERO;
      for (int j = 0; j < n; j++) {
        if (tableau[j][entering].signum() > 0) {
          BigFraction ratio = tableau[j][last].divide(tableau[j][entering]);
          int order = leaving < 0 ? -1 : ratio.compareTo(least);
          if (order < 0 || order == 0 && basic[j] < basic[leaving]) {
            leaving = j;
            least = ratio;
          }
        }
      }
      if (leaving < 0) {
        return false;
      }
      pivot(leaving, entering);
    }
  }

  private void pivot(int leaving, int entering) {
    BigFraction[] line = tableau[leaving];
    BigFraction inverse = line[entering].reciprocal();
    for (int i = 0; i < line.length; i++) {
      line[i] = line[i].multiply(inverse);
    }
    for (int j = 0; j <= n; j++) {
      BigFraction factor = tableau[j][entering];
      for (int i = 0; j != leaving && factor.signum() != 0 && i < line.length; i++) {
        if (line[i].signum() != 0) {
          tableau[j][i] = tableau[j][i].subtract(factor.multiply(line[i]));
        }
      }
    }
    basic[leaving] = entering;
  }
}
