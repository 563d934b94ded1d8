package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Increasing step function from a forecast to a calibrated one: the weighted least-squares fit among all
 * nondecreasing functions.
 *
 * <p>Fit by pool adjacent violators: forecasts of equal probability are pooled first, then neighbours while
 * the left mean is at least the right one. Between the forecasts it was fitted on the map keeps the value of
 * the nearest one below (right-continuous); below all of them it has the first value. On the data of the fit
 * forecasts become calibrated by construction, so judge the map on other data.
 *
 * <p>Source: Ayer et al. (1955) [ayer1955empirical]; for calibration Zadrozny and Elkan (2002)
 * [zadrozny2002transforming]. Cost: O(n log n) to fit, O(log blocks) to apply.
 *
 * @param starts least forecast of each block, in [0, 1], strictly increasing
 * @param values value of each block, in [0, 1], strictly increasing
 */
public record IsotonicMap(List<Double> starts, List<Double> values) {
  public IsotonicMap {
    starts = List.copyOf(Require.nonEmpty("starts", starts));
    values = List.copyOf(values);
    BinaryForecasts.requireLength("values", values.size(), starts.size());
    requireIncreasing("starts", starts);
    requireIncreasing("values", values);
  }

  /** Fits forecasts of equal weight. */
  public static IsotonicMap fit(BinaryForecasts forecasts) {
    double[] weights = new double[forecasts.size()];
    Arrays.fill(weights, 1);
    return fit(forecasts, weights);
  }

  /**
   * Fits weighted forecasts.
   *
   * @param weights one per forecast, finite and at least 0, not all 0; e.g. the ratio of a new leader policy
   *     to the recorded one. A forecast of weight 0 is ignored.
   */
  public static IsotonicMap fit(BinaryForecasts forecasts, double[] weights) {
    BinaryForecasts.requireLength("weights", weights.length, forecasts.size());
    double total = 0;
    for (int index = 0; index < weights.length; index++) {
      total += Require.nonNegative("weights[" + index + "]", weights[index]);
    }
    Require.positive("sum of weights", total);
    int[] order = IntStream.range(0, forecasts.size())
        .filter(index -> weights[index] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(forecasts::probability))
        .mapToInt(Integer::intValue)
        .toArray();
    // Sums rather than running means: with outcomes 0 and 1 of equal weight, equal means are then
    // equal.
    double[] start = new double[order.length];
    double[] weight = new double[order.length];
    double[] sum = new double[order.length];
    int blocks = 0;
    for (int position = 0; position < order.length; ) {
      double probability = forecasts.probability(order[position]);
      start[blocks] = probability;
      weight[blocks] = 0;
      sum[blocks] = 0;
      for (;
          position < order.length && forecasts.probability(order[position]) == probability;
          position++) {
        weight[blocks] += weights[order[position]];
        sum[blocks] += weights[order[position]] * forecasts.outcome(order[position]);
      }
      while (blocks > 0 && sum[blocks - 1] / weight[blocks - 1] >= sum[blocks] / weight[blocks]) {
        blocks--;
        weight[blocks] += weight[blocks + 1];
        sum[blocks] += sum[blocks + 1];
      }
      blocks++;
    }
    List<Double> means = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      means.add(sum[block] / weight[block]);
    }
    return new IsotonicMap(Arrays.stream(start, 0, blocks).boxed().toList(), means);
  }

  /** Calibrated probability of a forecast in [0, 1]. */
  public double apply(double probability) {
    Require.inUnitInterval("probability", probability);
    int below = -1;
    int above = starts.size();
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      if (starts.get(middle) <= probability) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return values.get(Math.max(below, 0));
  }

  /**
   * One map per action, each fitted to that action against the rest, with the results renormalised.
   *
   * <p>A heuristic: after the division no action's forecast is the least-squares fit any more, nor monotone
   * in what it was, and the log-loss may rise even on the data of the fit. Maps often have a block of value
   * 0, so actions may lose all probability. Source: Zadrozny and Elkan (2002) [zadrozny2002transforming].
   *
   * @param maps by action index
   */
  public record PerAction(List<IsotonicMap> maps) {
    public PerAction {
      maps = List.copyOf(Require.nonEmpty("maps", maps));
    }

    /** Fits every action against the rest. */
    public static PerAction fit(ActionForecasts forecasts) {
      List<IsotonicMap> maps = new ArrayList<>();
      for (int action = 0; action < forecasts.actionCount(); action++) {
        maps.add(IsotonicMap.fit(forecasts.versusRest(action)));
      }
      return new PerAction(maps);
    }

    /**
     * Calibrated distribution.
     *
     * @param probabilities by action index, each in [0, 1]
     * @return the renormalised values; empty where every map gives 0, which no distribution represents
     */
    public Optional<double[]> apply(double[] probabilities) {
      BinaryForecasts.requireLength("probabilities", probabilities.length, maps.size());
      double[] images = new double[probabilities.length];
      double sum = 0;
      for (int action = 0; action < images.length; action++) {
        images[action] = maps.get(action).apply(probabilities[action]);
        sum += images[action];
      }
      if (sum == 0) {
        return Optional.empty();
      }
      for (int action = 0; action < images.length; action++) {
        images[action] /= sum;
      }
      return Optional.of(images);
    }
  }

  private static void requireIncreasing(String name, List<Double> numbers) {
    for (int index = 0; index < numbers.size(); index++) {
      BinaryForecasts.requireUnit(name, index, numbers.get(index));
      if (index > 0 && numbers.get(index) <= numbers.get(index - 1)) {
        throw Require.unexpected(
            name + "[" + index + "]", numbers.get(index), "a number > " + numbers.get(index - 1));
      }
    }
  }
}
