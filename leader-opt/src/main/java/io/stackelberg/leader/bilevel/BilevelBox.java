package io.stackelberg.leader.bilevel;

import java.util.Arrays;
import java.util.List;

/**
 * Box of all variables that the polynomial constraints of a bilevel problem imply.
 *
 * <p>The follower's bounds come from its own constraints alone, for the leader's do not bind the follower.
 * Found by solving each constraint for a variable that occurs in it linearly and alone, a few rounds over.
 */
final class BilevelBox {
  private static final int ROUNDS = 10;

  final double[] low;
  final double[] high;

  /** Whether every variable is bounded by constraints; otherwise the fallback was put in. */
  final boolean isImplied;

  BilevelBox(PolynomialBilevelProblem problem, double fallback) {
    low = new double[problem.variables()];
    high = new double[problem.variables()];
    Arrays.fill(low, Double.NEGATIVE_INFINITY);
    Arrays.fill(high, Double.POSITIVE_INFINITY);
    for (int round = 0; round < ROUNDS; round++) {
      for (Polynomial constraint : problem.lowerConstraints()) {
        tighten(constraint, problem.variables());
      }
      for (Polynomial constraint : problem.upperConstraints()) {
        tighten(constraint, problem.leaderVariables());
      }
    }
    boolean implied = true;
    for (int variable = 0; variable < low.length; variable++) {
      if (low[variable] == Double.NEGATIVE_INFINITY) {
        low[variable] = Math.min(-fallback, high[variable] - fallback);
        implied = false;
      }
      if (high[variable] == Double.POSITIVE_INFINITY) {
        high[variable] = Math.max(fallback, low[variable] + fallback);
        implied = false;
      }
    }
    isImplied = implied;
  }

  /** Whether the constraints leave no box; proved. */
  boolean isEmpty() {
    for (int variable = 0; variable < low.length; variable++) {
      if (low[variable] > high[variable]) {
        return true;
      }
    }
    return false;
  }

  private void tighten(Polynomial constraint, int variables) {
    List<Polynomial.Term> terms = constraint.terms();
    for (int variable = 0; variable < variables; variable++) {
      double slope = 0;
      double rest = 0;
      boolean isAlone = true;
      for (Polynomial.Term term : terms) {
        if (term.exponents().get(variable) == 0) {
          rest += least(term);
        } else if (isLinear(term, variable)) {
          slope += term.coefficient();
        } else {
          isAlone = false;
        }
      }
      if (isAlone && slope != 0 && rest > Double.NEGATIVE_INFINITY) {
        double bound = -rest / slope;
        // Only a bound that rests on other variables carries rounding worth covering.
        double slack = constraintHasOthers(terms, variable) ? 1e-12 * (1 + Math.abs(bound)) : 0;
        if (slope > 0) {
          high[variable] = Math.min(high[variable], bound + slack);
        } else {
          low[variable] = Math.max(low[variable], bound - slack);
        }
      }
    }
  }

  private static boolean constraintHasOthers(List<Polynomial.Term> terms, int variable) {
    for (Polynomial.Term term : terms) {
      for (int other = 0; other < term.exponents().size(); other++) {
        if (other != variable && term.exponents().get(other) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isLinear(Polynomial.Term term, int variable) {
    int degree = 0;
    for (int exponent : term.exponents()) {
      degree += exponent;
    }
    return degree == 1 && term.exponents().get(variable) == 1;
  }

  private double least(Polynomial.Term term) {
    double from = term.coefficient();
    double to = term.coefficient();
    for (int variable = 0; variable < low.length; variable++) {
      int exponent = term.exponents().get(variable);
      if (exponent == 0) {
        continue;
      }
      if (!(Double.isFinite(low[variable]) && Double.isFinite(high[variable]))) {
        return exponent == 1 ? oneSided(term, variable) : Double.NEGATIVE_INFINITY;
      }
      double one = StrictMath.pow(low[variable], exponent);
      double other = StrictMath.pow(high[variable], exponent);
      double lower =
          exponent % 2 == 0 && low[variable] < 0 && high[variable] > 0 ? 0 : Math.min(one, other);
      double upper = Math.max(one, other);
      double[] products = {from * lower, from * upper, to * lower, to * upper};
      from = Math.min(Math.min(products[0], products[1]), Math.min(products[2], products[3]));
      to = Math.max(Math.max(products[0], products[1]), Math.max(products[2], products[3]));
    }
    return from;
  }

  private double oneSided(Polynomial.Term term, int variable) {
    if (!isLinear(term, variable)) {
      return Double.NEGATIVE_INFINITY;
    }
    double end = term.coefficient() > 0 ? low[variable] : high[variable];
    return Double.isFinite(end) ? term.coefficient() * end : Double.NEGATIVE_INFINITY;
  }
}
