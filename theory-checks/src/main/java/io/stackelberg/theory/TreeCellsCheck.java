package io.stackelberg.theory;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Cells of a tree ensemble and the jumps between them: its thresholds cut the box into cells on which the outputs
 * are constant, so a Lipschitz constant exists iff no two adjacent cells differ.
 *
 * <p>At most 1,000,000 cells.
 */
public final class TreeCellsCheck {
  private static final String NAME = "C08 tree-cells";

  private TreeCellsCheck() {}

  /**
   * Enumerates cells and jumps; fails where a Lipschitz constant is claimed and some jump is not 0.
   *
   * @param trees at least one
   * @param side where a threshold itself goes
   * @param low lower ends of the box
   * @param high upper ends of the box
   * @param claimed claimed Lipschitz constant of the outputs, Euclidean
   * @param samples points at which the outputs are compared with those of their cell, at least 1
   */
  public static CheckResult check(
      List<SplitTree> trees,
      Regularity.Side side,
      double[] low,
      double[] high,
      OptionalDouble claimed,
      int samples,
      RandomGenerator random) {
    Require.nonEmpty("trees", trees);
    Require.atLeast("samples", samples, 1);
    Regularity.Cells partition = partition(trees, side, low.length);
    List<Cell> cells = Cell.of(partition, low, high);
    List<double[]> outputs = new ArrayList<>();
    for (Cell cell : cells) {
      outputs.add(outputs(trees, side, cell.inner()));
    }
    double[] first = new double[cells.size()];
    Arrays.setAll(first, index -> outputs.get(index)[0]);
    List<Double> jumps = new ArrayList<>();
    double largest = 0;
    Cell[] across = {};
    double total = 0;
    for (int one = 0; one < cells.size(); one++) {
      for (int axis = 0; axis < low.length; axis++) {
        int other = next(cells, one, axis, partition);
        if (other >= 0) {
          double jump = Vectors.distance(outputs.get(one), outputs.get(other));
          jumps.add(jump);
          total += jump;
          if (jump > largest) {
            largest = jump;
            across = new Cell[] {cells.get(one), cells.get(other)};
          }
        }
      }
    }
    Findings findings = new Findings(NAME)
        .add("cells", cells.size())
        .add("cell_values", first)
        .add("jumps", jumps.stream().mapToDouble(Double::doubleValue).toArray())
        .add("largest_jump", largest)
        .add("sum_of_jumps", total);
    for (int sample = 0; sample < samples; sample++) {
      double[] point = Vectors.draw(low, high, random);
      int at = holding(cells, point);
      if (at < 0 || !Arrays.equals(outputs.get(at), outputs(trees, side, point))) {
        return findings.violated(
            Rigour.SAMPLED,
            "at " + Arrays.toString(point),
            "The outputs are not those of the point's cell.");
      }
    }
    findings.add("samples", samples);
    if (claimed.isPresent() && largest > 0) {
      return findings.violated(
          Rigour.EXACT,
          witness(trees, side, across, Require.nonNegative("claimed", claimed.getAsDouble())),
          "The outputs jump by " + largest + ": no Lipschitz constant exists.");
    }
    return findings.holds(
        Rigour.EXACT,
        0,
        cells.size() + " cells, the largest jump between neighbours is " + largest + ".");
  }

  /** Two points on either side of the face, so close that the outputs move faster than claimed. */
  private static String witness(
      List<SplitTree> trees, Regularity.Side side, Cell[] across, double claimed) {
    double[] one = across[0].inner();
    double[] other = one.clone();
    for (int axis = 0; axis < one.length; axis++) {
      if (across[0].ordinals()[axis] != across[1].ordinals()[axis]) {
        double face = across[1].low()[axis];
        double before = Math.nextDown(face);
        double after = Math.nextUp(face);
        one[axis] = across[0].holdsHigh()[axis] ? face : before;
        other[axis] = across[1].holdsLow()[axis] ? face : after;
      }
    }
    double rate = Vectors.distance(outputs(trees, side, one), outputs(trees, side, other))
        / Vectors.distance(one, other);
    return "between " + Arrays.toString(one) + " and " + Arrays.toString(other)
        + " the outputs move " + rate + " times as far, claimed " + claimed;
  }

  private static Regularity.Cells partition(
      List<SplitTree> trees, Regularity.Side side, int dimension) {
    List<SortedSet<Double>> thresholds = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int axis = 0; axis < dimension; axis++) {
      thresholds.add(new TreeSet<>());
      names.add("l" + axis);
    }
    trees.forEach(tree -> collect(tree, thresholds));
    return new Regularity.Cells(names, thresholds.stream().map(List::copyOf).toList(), side);
  }

  private static void collect(SplitTree tree, List<SortedSet<Double>> thresholds) {
    if (tree instanceof SplitTree.Split split) {
      Require.inRange("coordinate", split.coordinate(), 0, thresholds.size() - 1);
      thresholds.get(split.coordinate()).add(Require.finite("threshold", split.threshold()) + 0.0);
      collect(split.left(), thresholds);
      collect(split.right(), thresholds);
    }
  }

  private static double[] outputs(List<SplitTree> trees, Regularity.Side side, double[] point) {
    double[] sum = {};
    for (SplitTree tree : trees) {
      SplitTree at = tree;
      while (at instanceof SplitTree.Split split) {
        double value = point[split.coordinate()];
        boolean goesLeft = side == Regularity.Side.LESS_THAN
            ? value < split.threshold()
            : value <= split.threshold();
        at = goesLeft ? split.left() : split.right();
      }
      List<Double> leaf = ((SplitTree.Leaf) at).outputs();
      sum = sum.length == 0 ? new double[leaf.size()] : sum;
      if (leaf.isEmpty() || leaf.size() != sum.length) {
        throw Require.unexpected("outputs of a leaf", leaf, "as many as in the other leaves");
      }
      for (int output = 0; output < sum.length; output++) {
        sum[output] += Require.finite("output", leaf.get(output));
      }
    }
    return sum;
  }

  /** The neighbour one interval up an axis, or −1 where the box ends. */
  private static int next(List<Cell> cells, int index, int axis, Regularity.Cells partition) {
    int stride = 1;
    for (int later = axis + 1; later < partition.thresholds().size(); later++) {
      stride *= partition.thresholds().get(later).size() + 1;
    }
    Cell cell = cells.get(index);
    for (int other = index + 1; other < cells.size(); other++) {
      if (cells.get(other).index() == cell.index() + stride
          && cells.get(other).ordinals()[axis] == cell.ordinals()[axis] + 1) {
        return other;
      }
      if (cells.get(other).index() > cell.index() + stride) {
        return -1;
      }
    }
    return -1;
  }

  private static int holding(List<Cell> cells, double[] point) {
    for (int index = 0; index < cells.size(); index++) {
      if (cells.get(index).holds(point)) {
        return index;
      }
    }
    return -1;
  }
}
