package io.stackelberg.leader.agency;

/**
 * Proof attempt that a common agency has one equilibrium under limited liability.
 *
 * <p>Starts from the box that holds all equilibria, narrows it by what best replies can be while the others
 * stay in the box, and then asks for diagonal dominance, Σ_{k≠j} |M_jk| < M_jj, with every entry bounded over
 * the whole box: at most one equilibrium lies in such a box. A failed attempt proves nothing. Bounds keep a
 * relative slack far above rounding.
 */
final class UniquenessBox {
  private static final double SLACK = 1e-9;
  private static final int ROUNDS = 40;
  private static final int BISECTIONS = 45;

  private final ScaledAgency game;
  private final double[] low;
  private final double[] high;
  private final double[] least;
  private final double[] most;

  UniquenessBox(ScaledAgency game) {
    this.game = game;
    low = game.lowest.clone();
    high = new double[game.principals];
    for (int j = 0; j < high.length; j++) {
      high[j] = game.highest[j] + 1;
    }
    least = new double[game.outcomes];
    most = new double[game.outcomes];
  }

  boolean provesUnique() {
    for (int round = 0; round < ROUNDS; round++) {
      double before = width();
      for (int j = 0; j < game.principals; j++) {
        narrow(j);
      }
      if (isDominant()) {
        return true;
      }
      if (!(width() < 0.99 * before)) {
        return false;
      }
    }
    return false;
  }

  private double width() {
    double sum = 0;
    for (int j = 0; j < low.length; j++) {
      sum += high[j] - low[j];
    }
    return sum;
  }

  private void narrow(int principal) {
    weigh(principal);
    double inside = low[principal];
    double outside = high[principal];
    for (int step = 0; step < BISECTIONS; step++) {
      double middle = inside + 0.5 * (outside - inside);
      if (isBelowEveryRoot(principal, middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    double newLow = inside;
    inside = high[principal];
    outside = newLow;
    for (int step = 0; step < BISECTIONS; step++) {
      double middle = inside + 0.5 * (outside - inside);
      if (isAboveEveryRoot(principal, middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    double slack = SLACK * Math.max(1, Math.abs(newLow) + Math.abs(inside));
    low[principal] = Math.max(low[principal], newLow - slack);
    high[principal] = Math.min(high[principal], inside + slack);
  }

  /** Bounds of every outcome's weight while all principals but one (−1: all) stay in the box. */
  private void weigh(int without) {
    double peak = Double.NEGATIVE_INFINITY;
    for (int outcome = 0; outcome < game.outcomes; outcome++) {
      least[outcome] = game.logit(high, outcome, without);
      most[outcome] = game.logit(low, outcome, without);
      peak = Math.max(peak, most[outcome]);
    }
    for (int outcome = 0; outcome < game.outcomes; outcome++) {
      least[outcome] = StrictMath.exp(least[outcome] - peak);
      most[outcome] = StrictMath.exp(most[outcome] - peak);
    }
  }

  /** Whether E (level − value)_+ < 1 for all weights: every best threshold is above the level. */
  private boolean isBelowEveryRoot(int principal, double level) {
    double sum = 0;
    double size = 0;
    for (int outcome = 0; outcome < game.outcomes; outcome++) {
      double gap = level - game.scaled[principal][outcome];
      double excess = Math.max(gap, 0) - 1;
      double own = StrictMath.exp(Math.max(-gap, 0));
      double term = own * excess * (excess > 0 ? most[outcome] : least[outcome]);
      sum += term;
      size += Math.abs(term);
    }
    return sum < -SLACK * size;
  }

  /** Whether E (level − value)_+ > 1 for all weights: every best threshold is below the level. */
  private boolean isAboveEveryRoot(int principal, double level) {
    double sum = 0;
    double size = 0;
    for (int outcome = 0; outcome < game.outcomes; outcome++) {
      double gap = level - game.scaled[principal][outcome];
      double excess = Math.max(gap, 0) - 1;
      double own = StrictMath.exp(Math.max(-gap, 0));
      double term = own * excess * (excess > 0 ? least[outcome] : most[outcome]);
      sum += term;
      size += Math.abs(term);
    }
    return sum > SLACK * size;
  }

  private boolean isDominant() {
    weigh(-1);
    double totalLeast = 0;
    double totalMost = 0;
    for (int outcome = 0; outcome < game.outcomes; outcome++) {
      totalLeast += least[outcome];
      totalMost += most[outcome];
    }
    for (int outcome = 0; outcome < game.outcomes; outcome++) {
      double lower = least[outcome] / (least[outcome] + totalMost - most[outcome]);
      double upper = most[outcome] / (most[outcome] + totalLeast - least[outcome]);
      least[outcome] = lower;
      most[outcome] = upper;
    }
    for (int j = 0; j < game.principals; j++) {
      if (!isDominantRow(j)) {
        return false;
      }
    }
    return true;
  }

  private boolean isDominantRow(int j) {
    double meanLow = 0;
    double meanHigh = 0;
    double shareLow = 0;
    double shareHigh = 0;
    for (int outcome = 0; outcome < game.outcomes; outcome++) {
      double value = game.scaled[j][outcome];
      meanLow += least[outcome] * Math.max(low[j] - value, 0);
      meanHigh += most[outcome] * Math.max(high[j] - value, 0);
      shareLow += value > high[j] ? least[outcome] : 0;
      shareHigh += value > low[j] ? most[outcome] : 0;
    }
    shareHigh = Math.min(shareHigh, 1);
    double own = 1 - (meanLow < 1 ? shareHigh : shareLow) * (1 - meanLow);
    double others = 0;
    for (int k = 0; k < game.principals; k++) {
      if (k != j) {
        others += largestCoupling(j, k, meanLow, meanHigh);
      }
    }
    return others < (1 - 1e-6) * own;
  }

  private double largestCoupling(int j, int k, double meanLow, double meanHigh) {
    double shareLow = 0;
    double shareHigh = 0;
    double crossLow = 0;
    double crossHigh = 0;
    for (int outcome = 0; outcome < game.outcomes; outcome++) {
      double gapLow = Math.max(low[j] - game.scaled[j][outcome], 0);
      double gapHigh = Math.max(high[j] - game.scaled[j][outcome], 0);
      if (game.scaled[k][outcome] > high[k]) {
        shareLow += least[outcome];
        crossLow += least[outcome] * gapLow;
      }
      if (game.scaled[k][outcome] > low[k]) {
        shareHigh += most[outcome];
        crossHigh += most[outcome] * gapHigh;
      }
    }
    double upper = Math.min(shareHigh, 1) * meanHigh - crossLow;
    double lower = shareLow * meanLow - crossHigh;
    return Math.max(Math.abs(upper), Math.abs(lower));
  }
}
