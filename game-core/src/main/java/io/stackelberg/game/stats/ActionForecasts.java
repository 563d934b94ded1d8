package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.function.UnaryOperator;

/**
 * Forecast distributions over the follower's actions beside the action taken, each with its session.
 *
 * <p>Immutable; arrays are copied.
 */
public final class ActionForecasts {
  private static final double SUM_TOLERANCE = 1e-9;

  private final double[][] probabilities;
  private final int[] actions;
  private final int[] sessions;

  /**
   * Creates forecasts.
   *
   * @param probabilities one row per forecast, one entry in [0, 1] per action, summing to 1 within 1e-9
   * @param actions index of the action taken
   * @param sessions the session of each forecast; any labels, only which forecasts share one matters
   * @throws IllegalArgumentException if lengths differ, nothing is given, a row is no distribution or an
   *     action does not exist
   */
  public ActionForecasts(double[][] probabilities, int[] actions, int[] sessions) {
    this.actions = actions.clone();
    this.sessions = sessions.clone();
    Require.atLeast("number of probabilities", probabilities.length, 1);
    BinaryForecasts.requireLength("actions", actions.length, probabilities.length);
    BinaryForecasts.requireLength("sessions", sessions.length, probabilities.length);
    this.probabilities = new double[probabilities.length][];
    for (int index = 0; index < probabilities.length; index++) {
      double[] row = probabilities[index].clone();
      this.probabilities[index] = row;
      BinaryForecasts.requireLength(
          "probabilities[" + index + "]", row.length, probabilities[0].length);
      double sum = 0;
      for (double probability : row) {
        BinaryForecasts.requireUnit("probabilities", index, probability);
        sum += probability;
      }
      Require.inRange(
          "sum of probabilities[" + index + "]", sum, 1 - SUM_TOLERANCE, 1 + SUM_TOLERANCE);
      requireAction(index, this.actions[index], row.length);
    }
  }

  /** Number of forecasts, at least 1. */
  public int size() {
    return actions.length;
  }

  /** Number of actions, at least 1. */
  public int actionCount() {
    return probabilities[0].length;
  }

  /** The forecast distribution, by action index. */
  public double[] probabilities(int index) {
    return probabilities[index].clone();
  }

  /** Index of the action taken. */
  public int action(int index) {
    return actions[index];
  }

  /** Label of the session the forecast belongs to. */
  public int session(int index) {
    return sessions[index];
  }

  /** Forecasts of the event that {@code action} is taken. */
  public BinaryForecasts versusRest(int action) {
    requireAction(0, action, actionCount());
    double[] chosen = new double[size()];
    double[] outcomes = new double[size()];
    for (int index = 0; index < size(); index++) {
      chosen[index] = probabilities[index][action];
      outcomes[index] = actions[index] == action ? 1 : 0;
    }
    return new BinaryForecasts(chosen, outcomes, sessions);
  }

  /** Forecasts of the event that the likeliest action is taken; the first of equally likely ones. */
  public BinaryForecasts likeliest() {
    double[] chosen = new double[size()];
    double[] outcomes = new double[size()];
    for (int index = 0; index < size(); index++) {
      int best = likeliest(probabilities[index]);
      chosen[index] = probabilities[index][best];
      outcomes[index] = actions[index] == best ? 1 : 0;
    }
    return new BinaryForecasts(chosen, outcomes, sessions);
  }

  /** The same actions under forecasts that went through {@code map}, such as a calibration map. */
  public ActionForecasts mapped(UnaryOperator<double[]> map) {
    double[][] images = new double[size()][];
    for (int index = 0; index < size(); index++) {
      images[index] = map.apply(probabilities[index].clone());
    }
    return new ActionForecasts(images, actions, sessions);
  }

  int[] sessions() {
    return sessions.clone();
  }

  /** Index of the largest entry, the first of equal ones. */
  static int likeliest(double[] distribution) {
    int best = 0;
    for (int action = 1; action < distribution.length; action++) {
      if (distribution[action] > distribution[best]) {
        best = action;
      }
    }
    return best;
  }

  static void requireAction(int index, int action, int count) {
    if (action < 0 || action >= count) {
      throw Require.unexpected(
          "actions[" + index + "]", action, "a whole number in [0, " + (count - 1) + "]");
    }
  }
}
