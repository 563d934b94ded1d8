package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Table of forecasts against what happened, and the expected calibration error (ECE) of its bins.
 *
 * <pre>ECE = Σ_bins (n_b/n) |mean outcome − mean forecast|</pre>
 *
 * <p>Bins are (k/B, (k+1)/B] with 0 in the first; p is compared with the double k/B. The ECE is a plug-in
 * estimate of Σ (n_b/n) |E gap_b|, biased upwards, for noise never cancels in an absolute value: a perfectly
 * calibrated forecast of finitely many outcomes has an ECE above 0, and more so with more bins or fewer data.
 * Compare {@link #errorInterval}, which accounts for that. Nor does a small ECE bound the miscalibration
 * within a bin. Source: Naeini, Cooper and Hauskrecht (2015) [naeini2015obtaining].
 *
 * @param binCount number of bins B, occupied or not
 * @param bins the occupied bins, in increasing order
 * @param gap mean of outcome − forecast over all, the calibration in the large
 * @param forecasts number of forecasts
 * @param calibrationError the ECE, in [0, 1]; empty, that is unknown, with too few sessions
 */
public record Reliability(
    int binCount, List<Bin> bins, BoundedMean gap, int forecasts, OptionalDouble calibrationError) {
  public Reliability {
    bins = List.copyOf(Require.nonEmpty("bins", bins));
    Require.atLeast("binCount", binCount, bins.size());
    Require.atLeast("forecasts", forecasts, 1);
    if (calibrationError.isPresent()) {
      Require.inUnitInterval("calibrationError", calibrationError.getAsDouble());
    }
  }

  /**
   * Forecasts of nearly equal probability. Finite-sample intervals hold given the forecasts.
   *
   * @param low lower end, excluded unless it is 0
   * @param high upper end, included
   * @param forecasts number of forecasts, at least 1
   * @param meanForecast mean probability
   * @param outcome mean outcome, in [0, 1]
   * @param gap mean of outcome − forecast, in [−1, 1]; calibrated forecasts have expectation 0
   */
  public record Bin(
      double low,
      double high,
      int forecasts,
      double meanForecast,
      BoundedMean outcome,
      BoundedMean gap) {
    public Bin {
      Require.inUnitInterval("low", low);
      Require.inUnitInterval("high", high);
      Require.atLeast("forecasts", forecasts, 1);
      Require.inUnitInterval("meanForecast", meanForecast);
    }
  }

  /**
   * Choices that must be made before the data are seen.
   *
   * @param bins number of bins B, in [1, 500]
   * @param minimumSessions sessions below which the ECE is unknown, at least 1
   */
  public record Options(int bins, int minimumSessions) {
    /** Ten bins, as is customary, and 20 sessions. */
    public static final Options DEFAULT = new Options(10, 20);

    public Options {
      Require.atLeast("bins", bins, 1);
      if (bins > 500) {
        throw Require.unexpected("bins", bins, "a whole number <= 500");
      }
      Require.atLeast("minimumSessions", minimumSessions, 1);
    }

    /** These options with another number of bins. */
    public Options withBins(int bins) {
      return new Options(bins, minimumSessions);
    }

    /** These options with another minimum. */
    public Options withMinimumSessions(int minimumSessions) {
      return new Options(bins, minimumSessions);
    }
  }

  /** Table of all forecasts. */
  public static Reliability of(BinaryForecasts forecasts, Options options) {
    List<List<Integer>> members = new ArrayList<>();
    for (int bin = 0; bin < options.bins(); bin++) {
      members.add(new ArrayList<>());
    }
    for (int index = 0; index < forecasts.size(); index++) {
      members.get(bin(forecasts.probability(index), options.bins())).add(index);
    }
    BoundedMean gap = gap(forecasts);
    List<Bin> occupied = new ArrayList<>();
    double error = 0;
    for (int bin = 0; bin < options.bins(); bin++) {
      if (!members.get(bin).isEmpty()) {
        BinaryForecasts chosen = forecasts.at(indices(members.get(bin)));
        Bin row = row(bin, options.bins(), chosen);
        occupied.add(row);
        error += Math.abs(row.gap().mean()) * row.forecasts() / forecasts.size();
      }
    }
    return new Reliability(
        options.bins(),
        occupied,
        gap,
        forecasts.size(),
        gap.sessions() < options.minimumSessions()
            ? OptionalDouble.empty()
            : OptionalDouble.of(Math.min(1, error)));
  }

  /**
   * Table of each region, such as the regions of the leader's action: the optimiser moves to regions with few
   * data, where the overall table says nothing.
   *
   * @param regions the region of each forecast, any keys with {@code equals}
   * @return by region, in the order they first appear; ECE unknown where a region has too few sessions
   */
  public static <K> Map<K, Reliability> byRegion(
      BinaryForecasts forecasts, List<K> regions, Options options) {
    BinaryForecasts.requireLength("regions", regions.size(), forecasts.size());
    Map<K, List<Integer>> members = new LinkedHashMap<>();
    for (int index = 0; index < regions.size(); index++) {
      members.computeIfAbsent(regions.get(index), region -> new ArrayList<>()).add(index);
    }
    Map<K, Reliability> tables = new LinkedHashMap<>();
    members.forEach(
        (region, chosen) -> tables.put(region, of(forecasts.at(indices(chosen)), options)));
    return tables;
  }

  /**
   * Interval of Σ (n_b/n) |E gap_b|, given the forecasts, for every number of sessions.
   *
   * <p>The plug-in error differs from it by at most the maximum over sign vectors s of Σ (n_b/n) s_b (gap_b −
   * E gap_b), a mean over sessions for each of the 2^B. Hoeffding's inequality for each gives the radius √((B
   * log 2 + log(1/δ))/(2m)), m the effective number of sessions: the argument of Weissman et al. (2003)
   * [weissman2003inequalities].
   *
   * <p>A lower end above 0 refutes that forecasts are calibrated given what came before in their session, for
   * such gaps are martingale differences and the same radius holds for them. It does not refute calibration
   * on average where forecasts depend on earlier outcomes of the session. Regions tested together need their δ
   * divided by their number.
   *
   * @param confidence 1 − δ, in (0, 1)
   * @return ends in [0, 1]; empty where the error is unknown
   */
  public Optional<Interval> errorInterval(double confidence) {
    Require.inOpenUnitInterval("confidence", confidence);
    if (calibrationError.isEmpty()) {
      return Optional.empty();
    }
    double error = calibrationError.getAsDouble();
    double radius = MeanBounds.hoeffdingOneSided(
        gap.effectiveSessions(), Math.scalb(1 - confidence, -binCount));
    return Optional.of(
        new Interval(error, Math.max(0, error - radius), Math.min(1, error + radius)));
  }

  private static int bin(double probability, int bins) {
    int bin = 0;
    while (bin < bins - 1 && probability > (bin + 1.0) / bins) {
      bin++;
    }
    return bin;
  }

  private static Bin row(int bin, int bins, BinaryForecasts members) {
    double[] outcomes = new double[members.size()];
    double[] probabilities = new double[members.size()];
    for (int index = 0; index < outcomes.length; index++) {
      outcomes[index] = members.outcome(index);
      probabilities[index] = members.probability(index);
    }
    return new Bin(
        (double) bin / bins,
        (bin + 1.0) / bins,
        members.size(),
        ClusteredMeans.plainMean(probabilities),
        BoundedMean.of(outcomes, members.sessions(), 0, 1),
        gap(members));
  }

  private static BoundedMean gap(BinaryForecasts forecasts) {
    double[] gaps = IntStream.range(0, forecasts.size())
        .mapToDouble(index -> forecasts.outcome(index) - forecasts.probability(index))
        .toArray();
    return BoundedMean.of(gaps, forecasts.sessions(), -1, 1);
  }

  private static int[] indices(List<Integer> members) {
    return members.stream().mapToInt(Integer::intValue).toArray();
  }
}
