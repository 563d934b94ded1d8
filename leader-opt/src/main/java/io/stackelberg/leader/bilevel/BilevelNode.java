package io.stackelberg.leader.bilevel;

import java.util.List;

/**
 * Box of (x, y) in the search of both levels, with the tests that exclude it.
 *
 * <p>Excluded, always rigorously, when a constraint fails throughout; when the follower can improve along a
 * coordinate throughout (no constraint that may be active hinders it: a necessary condition of Fritz John
 * fails); or when a fixed y′, feasible for every x of the box, is better for the follower throughout.
 */
final class BilevelNode {
  final double[] low;
  final double[] high;
  private double bound;

  BilevelNode(double[] low, double[] high, double bound) {
    this.low = low;
    this.high = high;
    this.bound = bound;
  }

  /** Lower bound on the leader's objective over what may be optimal for the follower in here. */
  double bound() {
    return bound;
  }

  /** Whether no point in here can be an answer; otherwise the box and its bound may have shrunk. */
  boolean isExcluded(BilevelScope scope, List<double[]> rivals) {
    for (EnclosedPolynomial constraint : scope.upperConstraints) {
      if (constraint.range(low, high)[0] > 0) {
        return true;
      }
    }
    for (EnclosedPolynomial constraint : scope.lowerConstraints) {
      if (constraint.range(low, high)[0] > 0) {
        return true;
      }
    }
    for (int variable = scope.leaders(); variable < low.length; variable++) {
      if (low[variable] < high[variable] || !isAtEnd(scope, variable)) {
        if (improves(scope, variable)) {
          return true;
        }
      }
    }
    for (double[] rival : rivals) {
      if (scope.lower.leastExcess(low, high, rival, scope.leaders()) > 0) {
        return true;
      }
    }
    bound = Math.max(bound, scope.upper.range(low, high)[0]);
    return false;
  }

  private boolean isAtEnd(BilevelScope scope, int variable) {
    return low[variable] == scope.box.low[variable] || high[variable] == scope.box.high[variable];
  }

  /** Whether the follower improves along the coordinate; contracts to the bound that stops it. */
  private boolean improves(BilevelScope scope, int variable) {
    double[] slope = scope.lower.slope(variable, low, high);
    if (!(slope[1] < 0 || slope[0] > 0)) {
      return false;
    }
    int direction = slope[1] < 0 ? 1 : -1;
    boolean isStoppedByBound = false;
    for (EnclosedPolynomial constraint : scope.lowerConstraints) {
      if (!constraint.involves(variable) || constraint.range(low, high)[1] < 0) {
        continue;
      }
      double[] growth = constraint.slope(variable, low, high);
      boolean shrinks = direction > 0 ? growth[1] < 0 : growth[0] > 0;
      if (!shrinks) {
        if (!isBound(constraint.polynomial, variable)) {
          return false;
        }
        isStoppedByBound = true;
      }
    }
    if (isStoppedByBound) {
      double end = direction > 0 ? scope.box.high[variable] : scope.box.low[variable];
      if (end != (direction > 0 ? high[variable] : low[variable])) {
        return false;
      }
      low[variable] = end;
      high[variable] = end;
      return false;
    }
    // Without implied bounds the search box is no constraint of the follower: still an improvement.
    return true;
  }

  private static boolean isBound(Polynomial constraint, int variable) {
    for (Polynomial.Term term : constraint.terms()) {
      for (int other = 0; other < term.exponents().size(); other++) {
        int exponent = term.exponents().get(other);
        if (other == variable ? exponent > 1 : exponent > 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** The variable that is widest relative to the whole box; -1 when all are narrow. */
  int widest(BilevelBox whole, double smallest) {
    int widest = -1;
    double most = smallest;
    for (int variable = 0; variable < low.length; variable++) {
      double extent = whole.high[variable] - whole.low[variable];
      double share = extent > 0 ? (high[variable] - low[variable]) / extent : 0;
      if (share > most) {
        most = share;
        widest = variable;
      }
    }
    return widest;
  }
}
