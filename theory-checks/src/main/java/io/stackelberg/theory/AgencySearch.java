package io.stackelberg.theory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Looks for all equilibria of a common agency under limited liability from many starts.
 *
 * <p>From each start: best replies in turn, then damped Newton steps; from drawn starts and from points between
 * equilibria also Newton steps alone, which reach those that best replies run away from. What is found is an
 * equilibrium; that nothing else exists is never concluded here.
 */
final class AgencySearch {
  private static final double SAME = 1e-5;
  private static final double SOLVED = 1e-11;
  private static final int SWEEPS = 40;
  private static final int STEPS = 60;
  private static final int HALVINGS = 30;

  private final PlainAgency agency;
  private final List<double[]> found = new ArrayList<>();

  private AgencySearch(PlainAgency agency) {
    this.agency = agency;
  }

  /** Thresholds of the distinct equilibria found, in the order of their first thresholds. */
  static List<double[]> equilibria(PlainAgency agency, int drawnStarts, RandomGenerator random) {
    AgencySearch search = new AgencySearch(agency);
    int size = agency.principals();
    double[] low = new double[size];
    double[] high = new double[size];
    for (int j = 0; j < size; j++) {
      low[j] = agency.lowest(j);
      high[j] = agency.highest(j);
    }
    search.from(high, true);
    search.from(low, true);
    for (int start = 0; start < drawnStarts; start++) {
      double[] drawn = new double[size];
      for (int j = 0; j < size; j++) {
        drawn[j] = low[j] + random.nextDouble() * (high[j] - low[j]);
      }
      search.from(drawn, true);
      search.from(drawn, false);
    }
    for (double[] one : List.copyOf(search.found)) {
      for (double[] other : List.copyOf(search.found)) {
        for (int part = 1; part < 8 && one != other && !search.isComplete(); part++) {
          double[] between = new double[size];
          for (int j = 0; j < size; j++) {
            between[j] = ((8 - part) * one[j] + part * other[j]) / 8;
          }
          search.from(between, false);
        }
      }
    }
    search.found.sort(Comparator.comparingDouble(thresholds -> thresholds[0]));
    return search.found;
  }

  /** Whether the indices of what was found sum to 1, as those of all equilibria do. */
  private boolean isComplete() {
    double sum = 0;
    for (double[] thresholds : found) {
      sum += Math.signum(Elimination.determinant(agency.sensitivity(thresholds)));
    }
    return sum == 1;
  }

  private void from(double[] start, boolean byReplies) {
    double[] thresholds = start.clone();
    if (byReplies) {
      reply(thresholds);
    }
    for (int step = 0; step < STEPS && error(thresholds) > SOLVED; step++) {
      if (!newton(thresholds)) {
        reply(thresholds);
      }
    }
    if (error(thresholds) <= SOLVED
        && found.stream().noneMatch(other -> isSame(thresholds, other))) {
      found.add(thresholds);
    }
  }

  /** Best replies in turn until they hardly move. */
  private void reply(double[] thresholds) {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double moved = 0;
      for (int j = 0; j < thresholds.length; j++) {
        double[][] payments = agency.payments(thresholds);
        double best = agency.bestThreshold(j, agency.total(payments, j));
        moved = Math.max(moved, Math.abs(best - thresholds[j]) / agency.scale(j));
        thresholds[j] = best;
      }
      if (moved <= 1e-3) {
        return;
      }
    }
  }

  private boolean newton(double[] thresholds) {
    double[] residuals = agency.residuals(thresholds);
    double[] step = Elimination.solve(agency.sensitivity(thresholds), residuals);
    double before = error(thresholds);
    double[] origin = thresholds.clone();
    double length = 1;
    for (int halving = 0; halving < HALVINGS; halving++) {
      for (int j = 0; j < thresholds.length; j++) {
        double moved = origin[j] - length * step[j];
        thresholds[j] = Math.min(Math.max(moved, agency.lowest(j)), agency.highest(j));
      }
      if (error(thresholds) < before) {
        return true;
      }
      length /= 2;
    }
    System.arraycopy(origin, 0, thresholds, 0, origin.length);
    return false;
  }

  /** Largest residual in units of the principal's scale; +infinity where it is not a number. */
  private double error(double[] thresholds) {
    for (double threshold : thresholds) {
      if (Double.isNaN(threshold)) {
        return Double.POSITIVE_INFINITY;
      }
    }
    double[] residuals = agency.residuals(thresholds);
    double error = 0;
    for (int j = 0; j < residuals.length; j++) {
      error = Math.max(error, Math.abs(residuals[j]) / agency.scale(j));
    }
    return error;
  }

  private boolean isSame(double[] one, double[] other) {
    for (int j = 0; j < one.length; j++) {
      if (Math.abs(one[j] - other[j]) > SAME * agency.scale(j)) {
        return false;
      }
    }
    return true;
  }
}
