package io.stackelberg.repair.calibration;

import io.stackelberg.game.Context;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.OutcomeModel;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Outcome model corrected by real turns: in a cell that was seen, its estimate plus the surrogate's difference
 * between this context and the cell's mean, on the fitted scale; elsewhere the fitted line. Negative tokens or
 * money, which a line can give, become 0.
 *
 * @param surrogate what is corrected
 * @param cells cells of contexts and actions
 * @param quality estimates of quality by cell
 * @param tokens estimates of tokens by cell
 * @param money estimates of money by cell
 */
public record CalibratedOutcomes(
    OutcomeModel surrogate, CellMap cells, FusedCells quality, FusedCells tokens, FusedCells money)
    implements OutcomeModel {
  @Override
  public ExpectedOutcome expect(Context context, int actionIndex) {
    ExpectedOutcome raw = surrogate.expect(context, actionIndex);
    OptionalInt cell = cells.cellOf(context, actionIndex);
    return new ExpectedOutcome(
        corrected(quality, cell, raw.quality()),
        cost(tokens, cell, raw.tokens()),
        cost(money, cell, raw.money()));
  }

  private static OptionalDouble cost(FusedCells fused, OptionalInt cell, OptionalDouble raw) {
    return raw.isPresent()
        ? OptionalDouble.of(Math.max(0, corrected(fused, cell, raw.getAsDouble())))
        : raw;
  }

  private static double corrected(FusedCells fused, OptionalInt cell, double raw) {
    if (cell.isPresent()) {
      FusedCells.Estimate estimate = fused.estimates().get(cell.getAsInt());
      if (estimate.calls() > 0) {
        return estimate.value() + fused.scale() * (raw - estimate.predicted());
      }
    }
    return fused.shift() + fused.scale() * raw;
  }
}
