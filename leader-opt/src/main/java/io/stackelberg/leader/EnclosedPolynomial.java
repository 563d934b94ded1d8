package io.stackelberg.leader;

/** A polynomial beside its derivatives: tight enclosures over boxes by the mean value theorem. */
final class EnclosedPolynomial {
  private static final double UNIT_ROUNDING = 0x1p-52;

  final Polynomial polynomial;
  private final Polynomial[] derivatives;

  EnclosedPolynomial(Polynomial polynomial) {
    this.polynomial = polynomial;
    derivatives = new Polynomial[polynomial.variables()];
    for (int variable = 0; variable < derivatives.length; variable++) {
      derivatives[variable] = polynomial.derivative(variable);
    }
  }

  double value(double[] point) {
    return polynomial.value(point);
  }

  boolean involves(int variable) {
    return polynomial.involves(variable);
  }

  /** Enclosure of the partial derivative over a box. */
  double[] slope(int variable, double[] low, double[] high) {
    return derivatives[variable].enclosure(low, high);
  }

  /** Enclosure over a box: natural and mean value form, intersected. */
  double[] range(double[] low, double[] high) {
    double[] natural = polynomial.enclosure(low, high);
    double[] centre = centre(low, high);
    double[] mean = polynomial.enclosure(centre, centre);
    for (int variable = 0; variable < centre.length; variable++) {
      if (low[variable] < high[variable] && involves(variable)) {
        addSpread(mean, slope(variable, low, high), low[variable], high[variable]);
      }
    }
    return new double[] {Math.max(natural[0], mean[0]), Math.min(natural[1], mean[1])};
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
    double[] sum = polynomial.enclosure(centre, centre);
    double[] other = polynomial.enclosure(rivalCentre, rivalCentre);
    double[] excess = {Math.nextDown(sum[0] - other[1]), Math.nextUp(sum[1] - other[0])};
    for (int variable = 0; variable < centre.length; variable++) {
      if (low[variable] < high[variable] && involves(variable)) {
        double[] slope = slope(variable, low, high);
        if (variable < leaderVariables) {
          double[] rivalSlope = slope(variable, rivalLow, rivalHigh);
          slope[0] = Math.nextDown(slope[0] - rivalSlope[1]);
          slope[1] = Math.nextUp(slope[1] - rivalSlope[0]);
        }
        addSpread(excess, slope, low[variable], high[variable]);
      }
    }
    return excess[0];
  }

  /** Adds slope × (variable − centre) to the interval. */
  private static void addSpread(double[] sum, double[] slope, double low, double high) {
    double centre = low / 2 + high / 2;
    double reach = Math.max(high - centre, centre - low) * (1 + 4 * UNIT_ROUNDING);
    double spread = reach * Math.max(Math.abs(slope[0]), Math.abs(slope[1]));
    double slack = 4 * UNIT_ROUNDING * (spread + Math.abs(sum[0]) + Math.abs(sum[1]));
    sum[0] -= spread + slack;
    sum[1] += spread + slack;
  }

  static double[] centre(double[] low, double[] high) {
    double[] centre = new double[low.length];
    for (int variable = 0; variable < low.length; variable++) {
      centre[variable] = low[variable] / 2 + high[variable] / 2;
    }
    return centre;
  }
}
