package io.stackelberg.theory;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.BettingBound;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Bounds on a policy's saving and change of quality that hold at every number of sessions, from paired sessions.
 *
 * <p>The unit is the session: each enters with its mean per turn, so that sessions weigh equally, however long. Sessions
 * must be independent and of one distribution, policy and baseline must be fixed before their outcomes were seen, and
 * their order must not depend on the outcomes. A normal approximation stands beside each bound and decides nothing.
 *
 * <p>Source: betting bounds of Waudby-Smith and Ramdas (2024) [waudbysmith2024betting], by {@link BettingBound}.
 */
public final class PairedClaims {
  /** Resolution of a saving's bounds; they are rounded outwards to whole multiples of 1/this. */
  public static final int SAVING_STEPS = 100;

  private PairedClaims() {}

  /**
   * One session under the policy and under the baseline, as means per turn.
   *
   * @param cost at least 0
   * @param quality in [0, 1]
   * @param baselineCost at least 0, over the same turns
   * @param baselineQuality in [0, 1], over the same turns
   */
  public record Pair(double cost, double quality, double baselineCost, double baselineQuality) {
    public Pair {
      Require.nonNegative("cost", cost);
      Require.inUnitInterval("quality", quality);
      Require.nonNegative("baselineCost", baselineCost);
      Require.inUnitInterval("baselineQuality", baselineQuality);
    }
  }

  /**
   * Choices declared before the outcomes are seen.
   *
   * @param truncation largest share of the capital one session can lose, in (0, 1); 0.9 suits few sessions
   *     and a wide range
   * @param upperShare share of a claim's δ spent on the upper end, which can only refute; in (0, 1)
   */
  public record Options(double truncation, double upperShare) {
    /** Truncation 0.9, a tenth of δ for the upper end. */
    public static final Options DEFAULT = new Options(0.9, 0.1);

    public Options {
      Require.inOpenUnitInterval("truncation", truncation);
      Require.inOpenUnitInterval("upperShare", upperShare);
    }

    /** These options with another truncation. */
    public Options withTruncation(double truncation) {
      return new Options(truncation, upperShare);
    }

    private BettingBound.Options betting() {
      return BettingBound.Options.DEFAULT.withTruncation(truncation);
    }
  }

  /**
   * What the sessions say of one quantity.
   *
   * @param estimate over the sessions
   * @param lower exceeded with probability at least 1 − δ(1 − upperShare); −infinity where nothing is known
   * @param upper not exceeded with probability at least 1 − δ·upperShare; +infinity where nothing is known
   * @param asymptoticLower one-sided lower limit by Student's t at the same level; valid as sessions grow
   * @param sessions number of sessions
   * @param sessionsNeeded where the threshold lies below the estimate but not below {@code lower}: sessions with which
   *     {@code lower} would about reach it, by scaling its distance from the estimate with 1/√n. A planning
   *     estimate: it takes estimate and spread as the true ones
   */
  public record Bounds(
      double estimate,
      double lower,
      double upper,
      double asymptoticLower,
      int sessions,
      OptionalLong sessionsNeeded) {}

  /**
   * Change of quality, policy − baseline, by betting on (D + 1)/2.
   *
   * @param pairs at least one, in an order that does not depend on the outcomes
   * @param margin largest loss that counts as none, in (0, 1); the claim is that the change exceeds −margin
   * @param delta error probability of both ends together, in (0, 1)
   */
  public static Bounds qualityChange(
      List<Pair> pairs, double margin, double delta, Options options) {
    Require.nonEmpty("pairs", pairs);
    Require.inOpenUnitInterval("margin", margin);
    Require.inOpenUnitInterval("delta", delta);
    double[] change = pairs.stream()
        .mapToDouble(pair -> pair.quality() - pair.baselineQuality())
        .toArray();
    double[] unit = new double[change.length];
    for (int session = 0; session < unit.length; session++) {
      unit[session] = (change[session] + 1) / 2;
    }
    double lowerDelta = delta * (1 - options.upperShare());
    double lower = 2 * BettingBound.lowerBound(unit, lowerDelta, options.betting()) - 1;
    double upper =
        2 * BettingBound.upperBound(unit, delta * options.upperShare(), options.betting()) - 1;
    MeanEstimate plain = ClusteredMeans.mean(change, labels(change.length));
    return bounds(plain, lower, upper, lowerDelta, -margin, pairs.size());
  }

  /**
   * Saving 1 − E[cost]/E[baseline's cost], expectations over sessions of their means per turn.
   *
   * <p>A saving of at most s means E[(1 − s)·baselineCost − cost] ≤ 0, a statement on the mean of one bounded variable;
   * it is tested for s = −1, −0.99, ..., 0.99 in this order until one is not rejected, and the last rejected s is
   * the bound. The true saving's next value on the grid is among those tested only if the test of a true hypothesis
   * erred, so all tests together err with probability at most that of one. The upper end likewise from above.
   *
   * <p>Cost: at most 400 betting bounds.
   *
   * @param pairs at least one, in an order that does not depend on the outcomes
   * @param costCap largest cost of a turn, declared beforehand; above 0
   * @param threshold the saving claimed to be exceeded, in [−1, 1]
   * @param delta error probability of both ends together, in (0, 1)
   * @throws IllegalArgumentException if a session's mean cost exceeds the cap, or the baseline costs nothing
   */
  public static Bounds saving(
      List<Pair> pairs, double costCap, double threshold, double delta, Options options) {
    Require.nonEmpty("pairs", pairs);
    Require.positive("costCap", costCap);
    Require.inRange("threshold", threshold, -1, 1);
    Require.inOpenUnitInterval("delta", delta);
    for (Pair pair : pairs) {
      Require.inRange("cost", pair.cost(), 0, costCap);
      Require.inRange("baselineCost", pair.baselineCost(), 0, costCap);
    }
    double lowerDelta = delta * (1 - options.upperShare());
    double upperDelta = delta * options.upperShare();
    double lower = Double.NEGATIVE_INFINITY;
    for (int step = -SAVING_STEPS; step < SAVING_STEPS; step++) {
      double saving = (double) step / SAVING_STEPS;
      double[] unit = unit(pairs, costCap, saving);
      if (!(BettingBound.lowerBound(unit, lowerDelta, options.betting()) > 1 / (2 - saving))) {
        break;
      }
      lower = saving;
    }
    double upper = Double.POSITIVE_INFINITY;
    for (int step = SAVING_STEPS; step >= -SAVING_STEPS; step--) {
      double saving = (double) step / SAVING_STEPS;
      double[] unit = unit(pairs, costCap, saving);
      // A saving above 1 is impossible, costs being nonnegative.
      if (step < SAVING_STEPS
          && !(BettingBound.upperBound(unit, upperDelta, options.betting()) < 1 / (2 - saving))) {
        break;
      }
      upper = saving;
    }
    double[] cost = pairs.stream().mapToDouble(Pair::cost).toArray();
    double[] baseline = pairs.stream().mapToDouble(Pair::baselineCost).toArray();
    MeanEstimate plain = ClusteredMeans.saving(baseline, cost, labels(cost.length));
    return bounds(plain, lower, upper, lowerDelta, threshold, pairs.size());
  }

  /** (1 − s)·baseline − cost of each session, from its range to [0, 1]; 0 becomes 1/(2 − s). */
  private static double[] unit(List<Pair> pairs, double costCap, double saving) {
    double[] unit = new double[pairs.size()];
    for (int session = 0; session < unit.length; session++) {
      Pair pair = pairs.get(session);
      double kept = (1 - saving) * pair.baselineCost() - pair.cost();
      // Within [0, 1] up to rounding.
      unit[session] = Math.max(0, Math.min(1, (kept / costCap + 1) / (2 - saving)));
    }
    return unit;
  }

  private static Bounds bounds(
      MeanEstimate plain,
      double lower,
      double upper,
      double lowerDelta,
      double threshold,
      int sessions) {
    // Both ends may fail at once, where the order of the sessions has a trend; any interval then
    // errs as often.
    double low = Math.min(lower, upper);
    double high = Math.max(lower, upper);
    double distance = plain.mean() - threshold;
    OptionalLong needed = OptionalLong.empty();
    if (low <= threshold && distance > 0 && Double.isFinite(low)) {
      double ratio = (plain.mean() - low) / distance;
      needed = OptionalLong.of(Math.max(sessions + 1L, (long) Math.ceil(sessions * ratio * ratio)));
    }
    return new Bounds(plain.mean(), low, high, plain.lowerBound(1 - lowerDelta), sessions, needed);
  }

  private static int[] labels(int count) {
    return IntStream.range(0, count).toArray();
  }
}
