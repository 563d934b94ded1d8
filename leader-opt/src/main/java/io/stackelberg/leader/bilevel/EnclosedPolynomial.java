package io.stackelberg.leader.bilevel;

import java.util.ArrayList;
import java.util.List;

/**
 * A polynomial beside its derivatives: enclosures over boxes that tighten with the square of the width and
 * better, by the Taylor expansion at the centre, which is exact for polynomials.
 */
final class EnclosedPolynomial {
  private static final double UNIT_ROUNDING = 0x1p-52;
  private static final int MAX_TAYLOR_TERMS = 64;

  final Polynomial polynomial;
  private final List<TaylorTerm> taylor = new ArrayList<>();
  private final List<EnclosedPolynomial> slopes = new ArrayList<>();

  /** A derivative divided by the factorials of its orders. */
  private record TaylorTerm(int[] orders, Polynomial coefficient) {}

  EnclosedPolynomial(Polynomial polynomial) {
    this(polynomial, 1);
  }

  private EnclosedPolynomial(Polynomial polynomial, int levels) {
    this.polynomial = polynomial;
    expand(new int[polynomial.variables()], 0, polynomial);
    for (int variable = 0; levels > 0 && variable < polynomial.variables(); variable++) {
      slopes.add(new EnclosedPolynomial(polynomial.derivative(variable), levels - 1));
    }
  }

  private void expand(int[] orders, int from, Polynomial coefficient) {
    taylor.add(new TaylorTerm(orders, coefficient));
    for (int variable = from; variable < orders.length; variable++) {
      if (coefficient.involves(variable) && taylor.size() <= MAX_TAYLOR_TERMS) {
        int[] next = orders.clone();
        next[variable]++;
        expand(next, variable, scaled(coefficient.derivative(variable), 1.0 / next[variable]));
      }
    }
  }

  private static Polynomial scaled(Polynomial polynomial, double factor) {
    List<Polynomial.Term> terms = new ArrayList<>();
    for (Polynomial.Term term : polynomial.terms()) {
      terms.add(new Polynomial.Term(term.coefficient() * factor, term.exponents()));
    }
    return new Polynomial(polynomial.variables(), terms);
  }

  double value(double[] point) {
    return polynomial.value(point);
  }

  boolean involves(int variable) {
    return polynomial.involves(variable);
  }

  /** Enclosure of the partial derivative over a box. */
  double[] slope(int variable, double[] low, double[] high) {
    return slopes.get(variable).range(low, high);
  }

  /** Enclosure over a box: natural and Taylor form, intersected. */
  double[] range(double[] low, double[] high) {
    double[] natural = polynomial.enclosure(low, high);
    if (taylor.size() > MAX_TAYLOR_TERMS) {
      return natural;
    }
    double[] centre = centre(low, high);
    double least = 0;
    double greatest = 0;
    double magnitude = 0;
    for (TaylorTerm term : taylor) {
      double reach = 1;
      boolean isEven = true;
      for (int variable = 0; variable < centre.length; variable++) {
        int order = term.orders()[variable];
        isEven &= order % 2 == 0;
        double radius =
            Math.max(high[variable] - centre[variable], centre[variable] - low[variable]);
        for (int count = 0; count < order; count++) {
          reach *= radius;
        }
      }
      if (reach == 0) {
        continue;
      }
      double[] coefficient = term.coefficient().enclosure(centre, centre);
      double size = reach * Math.max(Math.abs(coefficient[0]), Math.abs(coefficient[1]));
      magnitude += size;
      if (term.coefficient() == polynomial) {
        least += coefficient[0];
        greatest += coefficient[1];
      } else if (isEven) {
        least += Math.min(0, reach * coefficient[0]);
        greatest += Math.max(0, reach * coefficient[1]);
      } else {
        least -= size;
        greatest += size;
      }
    }
    if (!(magnitude < Double.POSITIVE_INFINITY)) {
      return natural;
    }
    // Sums, products of radii, and the rounded factors 1 / order of the coefficients.
    double slack = 4 * (taylor.size() + 16) * UNIT_ROUNDING * magnitude + Double.MIN_NORMAL;
    return new double[] {Math.max(natural[0], least - slack), Math.min(natural[1], greatest + slack)
    };
  }

  /**
   * Lower bound on p(x, y) − p(x, y′) over a box of (x, y), for one fixed y′ and the same x on both sides.
   *
   * @param rival y′; the coordinates of x are ignored
   */
  double leastExcess(double[] low, double[] high, double[] rival, int leaderVariables) {
    double[] centre = centre(low, high);
    double[] rivalCentre = rival.clone();
    double[] rivalLow = rival.clone();
    double[] rivalHigh = rival.clone();
    System.arraycopy(centre, 0, rivalCentre, 0, leaderVariables);
    System.arraycopy(low, 0, rivalLow, 0, leaderVariables);
    System.arraycopy(high, 0, rivalHigh, 0, leaderVariables);
    double[] own = polynomial.enclosure(centre, centre);
    double[] other = polynomial.enclosure(rivalCentre, rivalCentre);
    double least = Math.nextDown(own[0] - other[1]);
    double apart = Math.nextDown(range(low, high)[0] - range(rivalLow, rivalHigh)[1]);
    for (int variable = 0; variable < centre.length; variable++) {
      if (low[variable] < high[variable] && involves(variable)) {
        double[] slope = slope(variable, low, high);
        if (variable < leaderVariables) {
          double[] rivalSlope = slope(variable, rivalLow, rivalHigh);
          slope[0] = Math.nextDown(slope[0] - rivalSlope[1]);
          slope[1] = Math.nextUp(slope[1] - rivalSlope[0]);
        }
        double reach =
            Math.max(high[variable] - centre[variable], centre[variable] - low[variable]);
        double spread = reach * Math.max(Math.abs(slope[0]), Math.abs(slope[1]));
        least -= spread + 4 * UNIT_ROUNDING * (spread + Math.abs(least));
      }
    }
    return Math.max(least, apart);
  }

  static double[] centre(double[] low, double[] high) {
    double[] centre = new double[low.length];
    for (int variable = 0; variable < low.length; variable++) {
      centre[variable] = low[variable] / 2 + high[variable] / 2;
    }
    return centre;
  }
}
