package io.stackelberg.pipeline.io;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Straight scale from values to places on a figure, with round tick values.
 *
 * @param low smallest value shown, a multiple of {@code step}
 * @param high largest value shown, a multiple of {@code step}
 * @param step distance between ticks: 1, 2 or 5 times a power of ten
 * @param from place of {@code low}
 * @param to place of {@code high}; smaller than {@code from} on an axis that points up
 */
record Axis(double low, double high, double step, double from, double to) {
  /** The smallest round axis that holds all values, with about {@code ticks} ticks. */
  static Axis covering(Collection<Double> values, int ticks, double from, double to) {
    double least = values.stream().mapToDouble(value -> value).min().orElse(0);
    double most = values.stream().mapToDouble(value -> value).max().orElse(1);
    double range = most - least;
    if (range <= 0) {
      range = least == 0 ? 1 : Math.abs(least) / 5;
    }
    double rough = range / ticks;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    double factor = rough / power;
    double step = power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    double low = Math.floor(least / step + 1e-9) * step;
    double high = Math.max(Math.ceil(most / step - 1e-9) * step, low + step);
    return new Axis(low, high, step, from, to);
  }

  /** Place of {@code value}. */
  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  /** Tick values in increasing order. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long first = Math.round(low / step);
    long last = Math.round(high / step);
    for (long index = first; index <= last; index++) {
      ticks.add(index * step);
    }
    return ticks;
  }

  /** Text of a tick, with as many decimals as the step needs. */
  String label(double tick) {
    int decimals = (int) Math.max(0, -Math.floor(StrictMath.log10(step) + 1e-9));
    return NumberText.fixed(tick, decimals).replace('-', '\u2212');
  }
}
