package io.stackelberg.repair.calibration;

import io.stackelberg.game.Require;
import java.util.List;

/**
 * Predictions fused with samples.
 *
 * @param prior what became of the predictions
 * @param shift added to every prediction by the fitted line; 0 unless the prior was kept
 * @param scale slope of that line; 1 unless the prior was kept and a scale was fitted
 * @param pValue of the hypothesis that predictions, on that line, err by no more than the tolerated error; 1
 *     where it was not tested
 * @param estimates one per cell, in order
 */
public record FusedCells(
    Prior prior, double shift, double scale, double pValue, List<Estimate> estimates) {
  public FusedCells {
    Require.finite("shift", shift);
    Require.finite("scale", scale);
    Require.inUnitInterval("pValue", pValue);
    estimates = List.copyOf(estimates);
  }

  /** What became of the predictions. */
  public enum Prior {
    /** Samples were drawn towards the predictions. */
    KEPT,
    /** The test rejected the predictions: every estimate is its sample mean. */
    DROPPED,
    /** Too few cells or calls to learn how far predictions can be trusted: sample means. */
    UNDECIDED
  }

  /**
   * Estimate of one cell.
   *
   * @param predicted what the surrogate says
   * @param calls values seen
   * @param sampleMean their mean; NaN without any
   * @param value the estimate; without calls, the prediction on the fitted line
   * @param priorWeight share of the way from the sample mean to the line, in [0, 1]; 1 without calls
   */
  public record Estimate(
      double predicted, int calls, double sampleMean, double value, double priorWeight) {
    public Estimate {
      Require.finite("value", value);
      Require.inUnitInterval("priorWeight", priorWeight);
    }
  }
}
