package io.stackelberg.repair.calibration;

import io.stackelberg.game.Require;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Choices to be made between cells: in every group, such as one context cell, the cell of the largest mean.
 *
 * @param cells what was seen of each cell; a larger value is better
 * @param groups the group of each cell, from 0 on
 */
public record CellDecision(List<CellSample> cells, List<Integer> groups) {
  public CellDecision {
    cells = List.copyOf(Require.nonEmpty("cells", cells));
    groups = List.copyOf(groups);
    if (groups.size() != cells.size()) {
      throw Require.unexpected("number of groups", groups.size(), "" + cells.size());
    }
    for (int group : groups) {
      Require.inRange("group", group, 0, cells.size() - 1);
    }
  }

  /** One choice between all cells. */
  public static CellDecision between(List<CellSample> cells) {
    return new CellDecision(cells, cells.stream().map(any -> 0).toList());
  }

  /** This decision after one more value of a cell. */
  public CellDecision with(int cell, double value) {
    return new CellDecision(
        IntStream.range(0, cells.size())
            .mapToObj(index -> index == cell ? cells.get(index).with(value) : cells.get(index))
            .toList(),
        groups);
  }

  /** Number of groups, empty ones counted. */
  public int groupCount() {
    return groups.stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
  }

  /**
   * The cell of the largest sample mean in a group, the first of several.
   *
   * @throws IllegalArgumentException if no cell of the group was ever called
   */
  public int best(int group) {
    int best = -1;
    for (int cell = 0; cell < cells.size(); cell++) {
      if (groups.get(cell) == group
          && cells.get(cell).calls() > 0
          && (best < 0 || cells.get(cell).mean() > cells.get(best).mean())) {
        best = cell;
      }
    }
    if (best < 0) {
      throw Require.unexpected("calls in group " + group, 0, "at least one");
    }
    return best;
  }
}
