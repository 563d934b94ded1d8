package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.function.DoubleUnaryOperator;

/**
 * Forecast probabilities of an event beside what happened, each with its session.
 *
 * <p>An outcome is 1 if the event happened and 0 if not; a share in between, such as a quality, is scored as
 * that mixture of both. Immutable; arrays are copied.
 */
public final class BinaryForecasts {
  private final double[] probabilities;
  private final double[] outcomes;
  private final int[] sessions;

  /**
   * Creates forecasts.
   *
   * @param probabilities at least one, each in [0, 1]
   * @param outcomes what happened, each in [0, 1], usually 0 or 1
   * @param sessions the session of each forecast; any labels, only which forecasts share one matters
   * @throws IllegalArgumentException if the lengths differ, nothing is given or a number leaves [0, 1]
   */
  public BinaryForecasts(double[] probabilities, double[] outcomes, int[] sessions) {
    this.probabilities = probabilities.clone();
    this.outcomes = outcomes.clone();
    this.sessions = sessions.clone();
    Require.atLeast("number of probabilities", probabilities.length, 1);
    requireLength("outcomes", outcomes.length, probabilities.length);
    requireLength("sessions", sessions.length, probabilities.length);
    for (int index = 0; index < probabilities.length; index++) {
      requireUnit("probabilities", index, this.probabilities[index]);
      requireUnit("outcomes", index, this.outcomes[index]);
    }
  }

  /** Number of forecasts, at least 1. */
  public int size() {
    return probabilities.length;
  }

  /** Forecast probability, in [0, 1]. */
  public double probability(int index) {
    return probabilities[index];
  }

  /** What happened, in [0, 1]. */
  public double outcome(int index) {
    return outcomes[index];
  }

  /** Label of the session the forecast belongs to. */
  public int session(int index) {
    return sessions[index];
  }

  /** The same outcomes under forecasts that went through {@code map}, such as a calibration map. */
  public BinaryForecasts mapped(DoubleUnaryOperator map) {
    double[] images = new double[size()];
    for (int index = 0; index < size(); index++) {
      images[index] = map.applyAsDouble(probabilities[index]);
    }
    return new BinaryForecasts(images, outcomes, sessions);
  }

  /** The forecasts at the given indices, in their order. */
  BinaryForecasts at(int[] indices) {
    double[] chosen = new double[indices.length];
    double[] happened = new double[indices.length];
    int[] where = new int[indices.length];
    for (int index = 0; index < indices.length; index++) {
      chosen[index] = probabilities[indices[index]];
      happened[index] = outcomes[indices[index]];
      where[index] = sessions[indices[index]];
    }
    return new BinaryForecasts(chosen, happened, where);
  }

  int[] sessions() {
    return sessions.clone();
  }

  static void requireLength(String name, int length, int expected) {
    if (length != expected) {
      throw Require.unexpected("number of " + name, length, "" + expected);
    }
  }

  static void requireUnit(String name, int index, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw Require.unexpected(name + "[" + index + "]", value, "a number in [0, 1]");
    }
  }
}
