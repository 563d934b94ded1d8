package io.stackelberg.repair.calibration;

import io.stackelberg.game.Require;

/**
 * What was seen of one cell: number, mean and spread of its values.
 *
 * @param calls number of values, at least 0
 * @param mean their mean, finite; 0 without values
 * @param squares sum of their squared deviations from the mean, at least 0
 */
public record CellSample(int calls, double mean, double squares) {
  /** Nothing seen. */
  public static final CellSample EMPTY = new CellSample(0, 0, 0);

  public CellSample {
    Require.atLeast("calls", calls, 0);
    Require.finite("mean", mean);
    Require.nonNegative("squares", squares);
    if (calls == 0 && mean != 0) {
      throw Require.unexpected("mean", mean, "0 for a cell without calls");
    }
    if (calls < 2 && squares != 0) {
      throw Require.unexpected("squares", squares, "0 for a cell with fewer than 2 calls");
    }
  }

  /** Sample of these values. */
  public static CellSample of(double... values) {
    CellSample sample = EMPTY;
    for (double value : values) {
      sample = sample.with(value);
    }
    return sample;
  }

  /** This sample and one more value. */
  public CellSample with(double value) {
    Require.finite("value", value);
    double change = value - mean;
    double moved = mean + change / (calls + 1);
    return new CellSample(calls + 1, moved, calls == 0 ? 0 : squares + change * (value - moved));
  }

  /** Degrees of freedom of the variance. */
  public int degreesOfFreedom() {
    return Math.max(0, calls - 1);
  }

  /** Unbiased variance (divisor calls − 1). */
  public double variance() {
    return squares / (Require.atLeast("calls", calls, 2) - 1);
  }
}
