package io.stackelberg.leader.bilevel;

import java.util.ArrayList;
import java.util.List;

/** A polynomial bilevel problem made ready for search: enclosures, box, and tolerances to scale. */
final class BilevelScope {
  private static final double UNIT_ROUNDING = 0x1p-52;
  private static final int SAMPLES = 400;

  final PolynomialBilevelProblem problem;
  final EnclosedPolynomial upper;
  final EnclosedPolynomial lower;
  final List<EnclosedPolynomial> upperConstraints = new ArrayList<>();
  final List<EnclosedPolynomial> lowerConstraints = new ArrayList<>();
  final BilevelBox box;
  final double upperRange;
  final double lowerSlack;
  final double[] upperLimits;
  final double[] lowerLimits;

  BilevelScope(
      PolynomialBilevelProblem problem, double fallback, double relative, double followerSlack) {
    this.problem = problem;
    upper = new EnclosedPolynomial(problem.upperObjective());
    lower = new EnclosedPolynomial(problem.lowerObjective());
    problem.upperConstraints().forEach(one -> upperConstraints.add(new EnclosedPolynomial(one)));
    problem.lowerConstraints().forEach(one -> lowerConstraints.add(new EnclosedPolynomial(one)));
    box = new BilevelBox(problem, fallback);
    upperRange = range(problem.upperObjective());
    lowerSlack = followerSlack * range(problem.lowerObjective());
    upperLimits = limits(problem.upperConstraints(), relative);
    lowerLimits = limits(problem.lowerConstraints(), relative);
  }

  int leaders() {
    return problem.leaderVariables();
  }

  private double[] limits(List<Polynomial> constraints, double relative) {
    double[] limits = new double[constraints.size()];
    for (int index = 0; index < limits.length; index++) {
      limits[index] = Math.max(relative, 16 * UNIT_ROUNDING) * range(constraints.get(index));
    }
    return limits;
  }

  /** Range of values on a low-discrepancy sample of the box: a scale for tolerances, not a bound. */
  private double range(Polynomial polynomial) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    double[] point = new double[box.low.length];
    for (int sample = 0; sample < SAMPLES; sample++) {
      for (int variable = 0; variable < point.length; variable++) {
        double share = sample == 0
            ? 0
            : sample == 1 ? 1 : fraction(sample * StrictMath.sqrt(2 + 3.0 * variable));
        point[variable] = box.low[variable] + share * (box.high[variable] - box.low[variable]);
      }
      double value = polynomial.value(point);
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    if (greatest > least) {
      return greatest - least;
    }
    // A constant has no range; its size, or 1, keeps tolerances positive.
    return greatest == 0 ? 1 : Math.abs(greatest);
  }

  private static double fraction(double number) {
    return number - Math.floor(number);
  }
}
