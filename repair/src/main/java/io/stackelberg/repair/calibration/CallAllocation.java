package io.stackelberg.repair.calibration;

import java.util.List;

/** Says which cells the next real calls go to; keeps no state between calls. */
@FunctionalInterface
public interface CallAllocation {
  /**
   * Cells of the next calls.
   *
   * @param decision what is to be decided, and what was seen so far
   * @param calls number of calls to place before their results are known, at least 1
   * @return one cell per call, in order; a cell may occur more than once
   */
  List<Integer> next(CellDecision decision, int calls);

  /** Every cell as often as any other: the cell with the fewest calls, the first of several. */
  static CallAllocation uniform() {
    return new UniformAllocation();
  }
}
