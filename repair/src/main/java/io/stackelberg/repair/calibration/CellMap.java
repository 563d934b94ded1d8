package io.stackelberg.repair.calibration;

import io.stackelberg.game.Context;
import java.util.OptionalInt;

/** Which cell a context and an action belong to: a context class with an action, or with a commitment. */
public interface CellMap {
  /** Number of cells, at least 1. */
  int size();

  /** Cell of the pair, below {@link #size}; empty for one that belongs to none. */
  OptionalInt cellOf(Context context, int actionIndex);

  /** One cell per action, whatever the context. */
  static CellMap byAction(int actions) {
    return new CellMap() {
      @Override
      public int size() {
        return actions;
      }

      @Override
      public OptionalInt cellOf(Context context, int actionIndex) {
        return OptionalInt.of(actionIndex);
      }
    };
  }
}
