package io.stackelberg.leader.agency;

/**
 * A principal's best reply to the others' payments: the threshold t at which E (t − value)_+ equals the
 * temperature, all in temperatures.
 *
 * <p>The left side increases strictly between the lowest value, where it is 0, and the highest plus one
 * temperature, where it is at least 1: the root exists, is unique and is bracketed throughout. Exponentials
 * are taken once per call, two per outcome; each trial threshold then costs additions only.
 */
final class ThresholdRoot {
  private static final int MAX_STEPS = 200;

  private final double[] unpaid;
  private final double[] paid;
  private double shortfall;
  private double slope;

  ThresholdRoot(int outcomes) {
    unpaid = new double[outcomes];
    paid = new double[outcomes];
  }

  /** The best threshold of a principal, the others' thresholds given; its own entry is the first guess. */
  double solve(ScaledAgency game, double[] threshold, int principal) {
    double[] value = game.scaled[principal];
    double unpaidPeak = Double.NEGATIVE_INFINITY;
    double paidPeak = Double.NEGATIVE_INFINITY;
    for (int outcome = 0; outcome < value.length; outcome++) {
      double logit = game.logit(threshold, outcome, principal);
      unpaid[outcome] = logit;
      unpaidPeak = Math.max(unpaidPeak, logit);
      paidPeak = Math.max(paidPeak, logit + value[outcome]);
    }
    for (int outcome = 0; outcome < value.length; outcome++) {
      paid[outcome] = StrictMath.exp(unpaid[outcome] + value[outcome] - paidPeak);
      unpaid[outcome] = StrictMath.exp(unpaid[outcome] - unpaidPeak);
    }
    game.passes += 2;
    double low = game.lowest[principal];
    double high = game.highest[principal] + 1;
    double level = threshold[principal];
    if (!(level > low && level < high)) {
      level = high;
    }
    double width = high - low;
    for (int step = 0; step < MAX_STEPS; step++) {
      evaluate(value, level, paidPeak - unpaidPeak - level);
      if (shortfall > 1) {
        high = level;
      } else if (shortfall < 1) {
        low = level;
      } else {
        return level;
      }
      double next = level - (shortfall - 1) / slope;
      boolean slow = high - low > 0.5 * width;
      width = high - low;
      if (!(next > low && next < high) || (slow && step > 8 && step % 2 == 0)) {
        next = low + 0.5 * (high - low);
      }
      if (!(next > low && next < high)
          || Math.abs(next - level) <= 2e-16 * Math.max(1, Math.abs(level))) {
        return level;
      }
      level = next;
    }
    return level;
  }

  private void evaluate(double[] value, double level, double logScale) {
    double off = 0;
    double gap = 0;
    double on = 0;
    for (int outcome = 0; outcome < value.length; outcome++) {
      if (value[outcome] > level) {
        on += paid[outcome];
      } else {
        off += unpaid[outcome];
        gap += unpaid[outcome] * (level - value[outcome]);
      }
    }
    double paying = on > 0 ? on * StrictMath.exp(logScale) : 0;
    double total = off + paying;
    double share = Double.isInfinite(paying) ? 1 : paying / total;
    shortfall = gap / total;
    slope = 1 - share * (1 - shortfall);
  }
}
