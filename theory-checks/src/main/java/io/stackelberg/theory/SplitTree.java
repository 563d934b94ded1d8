package io.stackelberg.theory;

import java.util.List;

/** A decision tree over a commitment's coordinates; an ensemble is the sum of its trees. */
public sealed interface SplitTree {
  /**
   * Constant outputs.
   *
   * @param outputs one or several numbers, as many in every leaf of an ensemble
   */
  record Leaf(List<Double> outputs) implements SplitTree {
    public Leaf {
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * A question about one coordinate.
   *
   * @param coordinate index of the coordinate
   * @param threshold where it splits; the ensemble's side says where the threshold itself goes
   */
  record Split(int coordinate, double threshold, SplitTree left, SplitTree right)
      implements SplitTree {}
}
