package io.stackelberg.repair.calibration;

import io.stackelberg.game.Require;
import io.stackelberg.repair.calibration.FusedCells.Prior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.FDistribution;

/**
 * Draws the sample mean of every cell towards what a surrogate predicts, as far as all cells together bear
 * the predictions out.
 *
 * <p>Residuals d = sample mean − prediction of the K cells are taken off a line in the prediction (shift and
 * scale, weighted by 1/V, V = variance of a cell's mean), which leaves r. A cell moves towards the line by
 *
 * <pre>r_k · min(1, c a_k / Σ a²r²),   a_k = min(w_k, third largest w)/V_k,  w = V²/(V + γ),
 * c = ν/(ν + 2) · [Σ a_k Q_kk − 2 max a_k V_k]_+</pre>
 *
 * with Q the covariance of r, γ the prior variance by moments and ν the degrees of freedom behind V. With V
 * known and a fixed no prediction, however wrong, makes the total squared error larger than the sample
 * means': the bound on c is half of what that needs, and the cap keeps c above 0 whatever the variances. V
 * is estimated here, and γ with it, which leaves that bound approximate; docs/repair.md has
 * what was measured.
 *
 * <p>A test drops the prior where it is shown to err, on the line, by more than {@code toleratedError} times
 * V: F = Σ r²/V / ((K − p)(1 + toleratedError)), which is F(K − p, ν) at that error.
 *
 * <p>The claim is about the cells together; one cell may lose. Values are best independent within a cell and
 * nearly normal in the mean. Source: James and Stein (1961) [james1961estimation], Efron and Morris (1973)
 * [efron1973stein] for the estimated prior, Tan (2015) [tan2015improved] for unequal variances; the cap at
 * the third largest is ours. After V_0.5's idea of fusing a prior value with few rollouts by a test.
 *
 * @param options the options
 */
public record PriorFusion(Options options) {
  private static final int LEAST_LEFT = 3;
  private static final int LEAST_CELLS_FOR_SCALE = 6;

  /**
   * Options.
   *
   * @param line what is fitted to the predictions before cells are drawn towards it
   * @param toleratedError largest prior variance, in variances of a sample mean, that need not be dropped
   * @param alpha level of the test that drops the prior, in (0, 1)
   */
  public record Options(Line line, double toleratedError, double alpha) {
    /** Shift and scale; a prior worth less than a quarter of the sample is dropped at level 0.05. */
    public static final Options DEFAULT = new Options(Line.SHIFT_AND_SCALE, 4, 0.05);

    public Options {
      Require.positive("toleratedError", toleratedError);
      Require.inOpenUnitInterval("alpha", alpha);
    }

    /** These options with another line. */
    public Options withLine(Line other) {
      return new Options(other, toleratedError, alpha);
    }

    /** These options with another tolerated error. */
    public Options withToleratedError(double other) {
      return new Options(line, other, alpha);
    }

    /** These options with another level. */
    public Options withAlpha(double other) {
      return new Options(line, toleratedError, other);
    }
  }

  /** What is fitted to the predictions. */
  public enum Line {
    /** One number for all cells. */
    SHIFT,
    /** A number and a factor; from 6 cells on and where predictions differ, else a shift. */
    SHIFT_AND_SCALE
  }

  /** A fusion with the default options. */
  public static PriorFusion standard() {
    return new PriorFusion(Options.DEFAULT);
  }

  /**
   * Fuses.
   *
   * @param predicted the surrogate's value of each cell, finite
   * @param cells what was seen of each cell; cells without calls take the line's value
   */
  public FusedCells fuse(double[] predicted, List<CellSample> cells) {
    if (predicted.length != cells.size()) {
      throw Require.unexpected("number of predictions", predicted.length, "" + cells.size());
    }
    for (double value : predicted) {
      Require.finite("prediction", value);
    }
    List<Integer> seen = new ArrayList<>();
    for (int cell = 0; cell < predicted.length; cell++) {
      if (cells.get(cell).calls() > 0) {
        seen.add(cell);
      }
    }
    ModeratedVariances noise =
        ModeratedVariances.of(seen.stream().map(cells::get).toList());
    int count = seen.size();
    double[] prior = new double[count];
    double[] residual = new double[count];
    double[] variance = new double[count];
    for (int k = 0; k < count; k++) {
      CellSample cell = cells.get(seen.get(k));
      prior[k] = predicted[seen.get(k)];
      residual[k] = cell.mean() - prior[k];
      variance[k] = noise.isKnown() ? noise.variances().get(k) / cell.calls() : 0;
    }
    boolean isScaled = options.line() == Line.SHIFT_AND_SCALE
        && count >= LEAST_CELLS_FOR_SCALE
        && PredictionLine.isSpread(prior);
    int parameters = isScaled ? 2 : 1;
    if (!noise.isKnown() || count - parameters < LEAST_LEFT) {
      return means(Prior.UNDECIDED, predicted, cells, 1);
    }
    PredictionLine line = PredictionLine.fit(prior, residual, variance, isScaled);
    double[] left = new double[count];
    double chiSquare = 0;
    double precision = 0;
    for (int k = 0; k < count; k++) {
      left[k] = residual[k] - line.at(prior[k]);
      chiSquare += left[k] * left[k] / variance[k];
      precision += 1 / variance[k];
    }
    int free = count - parameters;
    double statistic = chiSquare / free / (1 + options.toleratedError());
    double pValue = Math.max(
        0,
        Math.min(
            1,
            1
                - new FDistribution(free, noise.degreesOfFreedom())
                    .cumulativeProbability(statistic)));
    if (pValue < options.alpha()) {
      return means(Prior.DROPPED, predicted, cells, pValue);
    }
    double[] weight = weights(
        left,
        variance,
        line.covariances(prior, variance),
        Math.max(0, chiSquare - free) / precision,
        noise.degreesOfFreedom());
    double[] share = new double[predicted.length];
    Arrays.fill(share, 1);
    for (int k = 0; k < count; k++) {
      share[seen.get(k)] = weight[k];
    }
    List<FusedCells.Estimate> estimates = new ArrayList<>();
    for (int cell = 0; cell < predicted.length; cell++) {
      CellSample sample = cells.get(cell);
      double onLine = predicted[cell] + line.at(predicted[cell]);
      estimates.add(new FusedCells.Estimate(
          predicted[cell],
          sample.calls(),
          sample.calls() > 0 ? sample.mean() : Double.NaN,
          sample.calls() > 0 ? sample.mean() + share[cell] * (onLine - sample.mean()) : onLine,
          share[cell]));
    }
    return new FusedCells(Prior.KEPT, line.at(0), 1 + line.slope(), pValue, estimates);
  }

  /** Share of each residual that is taken away. */
  private static double[] weights(
      double[] left, double[] variance, double[] covariance, double priorVariance, double freedom) {
    int count = left.length;
    double[] pull = new double[count];
    for (int k = 0; k < count; k++) {
      pull[k] = variance[k] * variance[k] / (variance[k] + priorVariance);
    }
    double[] sorted = pull.clone();
    Arrays.sort(sorted);
    double cap = sorted[count - LEAST_LEFT];
    double[] share = new double[count];
    double trace = 0;
    double largest = 0;
    double squares = 0;
    for (int k = 0; k < count; k++) {
      share[k] = Math.min(pull[k], cap) / variance[k];
      trace += share[k] * covariance[k];
      largest = Math.max(largest, share[k] * variance[k]);
      squares += share[k] * share[k] * left[k] * left[k];
    }
    double constant = Math.max(0, trace - 2 * largest) * freedom / (freedom + 2);
    for (int k = 0; k < count; k++) {
      share[k] = constant * share[k] >= squares ? 1 : constant * share[k] / squares;
    }
    return share;
  }

  private static FusedCells means(
      Prior prior, double[] predicted, List<CellSample> cells, double pValue) {
    List<FusedCells.Estimate> estimates = new ArrayList<>();
    for (int cell = 0; cell < predicted.length; cell++) {
      CellSample sample = cells.get(cell);
      boolean isSeen = sample.calls() > 0;
      estimates.add(new FusedCells.Estimate(
          predicted[cell],
          sample.calls(),
          isSeen ? sample.mean() : Double.NaN,
          isSeen ? sample.mean() : predicted[cell],
          isSeen ? 0 : 1));
    }
    return new FusedCells(prior, 0, 1, pValue, estimates);
  }
}
