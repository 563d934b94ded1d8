package io.stackelberg.repair.calibration;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;

/** Every cell as often as any other. */
record UniformAllocation() implements CallAllocation {
  @Override
  public List<Integer> next(CellDecision decision, int calls) {
    Require.atLeast("calls", calls, 1);
    int[] count = decision.cells().stream().mapToInt(CellSample::calls).toArray();
    List<Integer> placed = new ArrayList<>();
    while (placed.size() < calls) {
      int fewest = 0;
      for (int cell = 1; cell < count.length; cell++) {
        fewest = count[cell] < count[fewest] ? cell : fewest;
      }
      count[fewest]++;
      placed.add(fewest);
    }
    return placed;
  }
}
