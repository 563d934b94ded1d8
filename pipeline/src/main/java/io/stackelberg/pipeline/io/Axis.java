package io.stackelberg.pipeline.io;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Straight scale from values to places on a figure, with round tick values.
 *
 * @param low smallest value shown
 * @param high largest value shown
 * @param step distance between ticks: 1, 2 or 5 times a power of ten
 * @param from place of {@code low}
 * @param to place of {@code high}; smaller than {@code from} on an axis that points up
 */
record Axis(double low, double high, double step, double from, double to) {
  private static final double PADDING = 0.05;

  /** An axis that holds all values with a little space at both ends, with about {@code ticks} ticks. */
  static Axis around(Collection<Double> values, int ticks, double from, double to) {
    double least = values.stream().mapToDouble(value -> value).min().orElse(0);
    double most = values.stream().mapToDouble(value -> value).max().orElse(1);
    double range = most - least;
    if (range <= 0) {
      range = least == 0 ? 1 : Math.abs(least) / 5;
      least -= range / 2;
      most += range / 2;
    }
    return new Axis(least - PADDING * range, most + PADDING * range, step(range / ticks), from, to);
  }

  /** An axis from 0 to {@code most}, for bars. */
  static Axis fromZero(double most, double from, double to) {
    return new Axis(0, most, step(most / 4), from, to);
  }

  private static double step(double rough) {
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    double factor = rough / power;
    return power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
  }

  /** Place of {@code value}. */
  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  /** Tick values in increasing order. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long first = (long) Math.ceil(low / step - 1e-9);
    long last = (long) Math.floor(high / step + 1e-9);
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
