package io.stackelberg.repair.calibration;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/**
 * Corrects a surrogate's expected quality, tokens and money by real turns, cell by cell.
 *
 * <p>A cell's sample is its turns' outcomes less what their contexts were predicted to differ by, its prediction
 * the mean over those turns. A turn whose outcome was not measured counts for nothing there. The turns are best
 * ones that chose neither the surrogate nor the cells.
 *
 * @param cells cells of contexts and actions
 * @param fusion how prediction and sample are weighed
 */
public record OutcomeCalibration(CellMap cells, PriorFusion fusion) {
  /**
   * Fits.
   *
   * @param surrogate what is corrected
   * @param actions the actions that the turns' actions are among
   * @param turns real turns
   */
  public CalibratedOutcomes fit(OutcomeModel surrogate, ActionSet actions, List<Turn> turns) {
    List<Seen> seen = new ArrayList<>();
    for (Turn turn : turns) {
      int action = actions.indexOf(turn.action().id());
      OptionalInt cell = cells.cellOf(turn.context(), action);
      if (cell.isPresent()) {
        seen.add(new Seen(turn, surrogate.expect(turn.context(), action), cell.getAsInt()));
      }
    }
    return new CalibratedOutcomes(
        surrogate,
        cells,
        measure(seen, one -> known(one.turn.outcome().quality()), one -> one.expected.quality()),
        measure(
            seen,
            one -> known(CostUnit.TOKENS.of(one.turn.outcome())),
            one -> known(one.expected.tokens())),
        measure(
            seen,
            one -> known(CostUnit.USD.of(one.turn.outcome())),
            one -> known(one.expected.money())));
  }

  private record Seen(Turn turn, ExpectedOutcome expected, int cell) {}

  private static double known(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }

  private FusedCells measure(
      List<Seen> seen, ToDoubleFunction<Seen> outcome, ToDoubleFunction<Seen> expected) {
    List<CellSample> residuals = new ArrayList<>();
    List<CellSample> predictions = new ArrayList<>();
    for (int cell = 0; cell < cells.size(); cell++) {
      residuals.add(CellSample.EMPTY);
      predictions.add(CellSample.EMPTY);
    }
    for (Seen one : seen) {
      double predicted = expected.applyAsDouble(one);
      double residual = outcome.applyAsDouble(one) - predicted;
      if (!Double.isNaN(residual)) {
        residuals.set(one.cell, residuals.get(one.cell).with(residual));
        predictions.set(one.cell, predictions.get(one.cell).with(predicted));
      }
    }
    double[] prior = new double[cells.size()];
    List<CellSample> samples = new ArrayList<>();
    for (int cell = 0; cell < prior.length; cell++) {
      prior[cell] = predictions.get(cell).mean();
      CellSample residual = residuals.get(cell);
      samples.add(
          new CellSample(residual.calls(), residual.mean() + prior[cell], residual.squares()));
    }
    return fusion.fuse(prior, samples);
  }
}
