package io.stackelberg.game;

import java.util.ArrayList;
import java.util.List;

/**
 * How a response model changes with the commitment, at one context: what the theory's statements need to
 * know of a model, without seeing the estimator behind it.
 */
public sealed interface Regularity {
  /**
   * Response probabilities are Lipschitz in the commitment's coordinates, in exact arithmetic.
   *
   * @param coordinates names of the coordinates, in order
   * @param totalVariation bound on TV(P(l), P(l')) / ‖l − l'‖, at least 0, proved; +infinity where nothing
   *     was proved or nothing finite holds
   * @param euclidean bound on ‖P(l) − P(l')‖ / ‖l − l'‖, likewise
   */
  record Lipschitz(List<String> coordinates, double totalVariation, double euclidean)
      implements Regularity {
    public Lipschitz {
      coordinates = List.copyOf(coordinates);
      Require.inRange("totalVariation", totalVariation, 0, Double.POSITIVE_INFINITY);
      Require.inRange("euclidean", euclidean, 0, Double.POSITIVE_INFINITY);
    }
  }

  /**
   * Response probabilities are constant on the cells of an axis-parallel partition and may jump between
   * them.
   *
   * @param coordinates names of the coordinates, in order
   * @param thresholds strictly increasing finite thresholds, one list per coordinate
   * @param side to which cell a threshold itself belongs
   */
  record Cells(List<String> coordinates, List<List<Double>> thresholds, Side side)
      implements Regularity {
    public Cells {
      coordinates = List.copyOf(coordinates);
      thresholds = thresholds.stream().map(List::copyOf).toList();
      if (thresholds.size() != coordinates.size()) {
        throw Require.unexpected(
            "number of thresholds' lists", thresholds.size(), "" + coordinates.size());
      }
      for (List<Double> axis : thresholds) {
        for (int index = 0; index < axis.size(); index++) {
          double threshold = Require.finite("threshold", axis.get(index));
          if (index > 0 && !(axis.get(index - 1) < threshold)) {
            throw Require.unexpected("thresholds", axis, "strictly increasing");
          }
        }
      }
    }

    /**
     * One point of each cell that meets a range of a coordinate, in increasing order.
     *
     * <p>A cell is represented by the end that belongs to it: [t, t') by t, (t, t'] by t', or by the
     * range's end where that cuts it off; a cell without such an end by the number next to its open one.
     *
     * @param axis index of the coordinate
     * @param low lower end, belongs to the range; −infinity for none
     * @param high upper end, belongs to the range; +infinity for none
     */
    public List<Double> representatives(int axis, double low, double high) {
      Require.inRange("low", low, Double.NEGATIVE_INFINITY, high);
      boolean ownsUpper = side == Side.LESS_OR_EQUAL;
      List<Double> inside = thresholds.get(axis).stream()
          .filter(t -> ownsUpper ? t >= low && t < high : t > low && t <= high)
          .toList();
      List<Double> points = new ArrayList<>();
      if (!ownsUpper) {
        double open = inside.isEmpty() ? Math.min(high, 0) : Math.nextDown(inside.get(0));
        points.add(Double.isInfinite(low) ? open : low);
      }
      points.addAll(inside);
      if (ownsUpper) {
        double open =
            inside.isEmpty() ? Math.max(low, 0) : Math.nextUp(inside.get(inside.size() - 1));
        points.add(Double.isInfinite(high) ? open : high);
      }
      return List.copyOf(points);
    }
  }

  /**
   * A feed-forward network with rectified (hence 1-Lipschitz) hidden units and a softmax of its scores over
   * a temperature; exactly the model, nothing rounded.
   *
   * @param coordinates names of the coordinates, in order
   * @param fixed inputs ahead of the coordinates, fixed by the context; may be empty
   * @param layers weight matrices from input to output, each a list of rows; at least one
   * @param biases one list per layer
   * @param temperature by which scores are divided, above 0
   */
  record Layers(
      List<String> coordinates,
      List<Double> fixed,
      List<List<List<Double>>> layers,
      List<List<Double>> biases,
      double temperature)
      implements Regularity {
    public Layers {
      coordinates = List.copyOf(coordinates);
      fixed = List.copyOf(fixed);
      layers =
          layers.stream().map(rows -> rows.stream().map(List::copyOf).toList()).toList();
      biases = biases.stream().map(List::copyOf).toList();
      Require.positive("temperature", temperature);
      int width = fixed.size() + coordinates.size();
      if (biases.size() != Require.atLeast("layers", layers.size(), 1)) {
        throw Require.unexpected("number of biases' lists", biases.size(), "" + layers.size());
      }
      for (int layer = 0; layer < layers.size(); layer++) {
        for (List<Double> row : layers.get(layer)) {
          if (row.size() != width) {
            throw Require.unexpected("width of layer " + layer, row.size(), "" + width);
          }
        }
        width = layers.get(layer).size();
        if (biases.get(layer).size() != width) {
          throw Require.unexpected(
              "number of biases of layer " + layer, biases.get(layer).size(), "" + width);
        }
      }
    }

    /** A network of the coordinates alone, at temperature 1. */
    public Layers(
        List<String> coordinates, List<List<List<Double>>> layers, List<List<Double>> biases) {
      this(coordinates, List.of(), layers, biases, 1);
    }
  }

  /** Which cell holds a threshold t. */
  enum Side {
    /** x &lt; t goes left: cells [t, t'). */
    LESS_THAN,
    /** x ≤ t goes left: cells (t, t']. */
    LESS_OR_EQUAL
  }

  /** A follower model that can state its own regularity. */
  interface Stated {
    /** Regularity in the commitment at this context. */
    Regularity regularity(Context context);

    /**
     * Proved constants on a box of commitments, where coordinates with equal ends do not move.
     *
     * <p>Unless overridden: what {@link #regularity} says everywhere; +infinity where it states no constant.
     *
     * @param low lower ends, finite, in the order of the stated coordinates
     * @param high upper ends, finite, each at least its lower end
     */
    default Lipschitz within(Context context, List<Double> low, List<Double> high) {
      Regularity stated = regularity(context);
      if (stated instanceof Lipschitz lipschitz) {
        return lipschitz;
      }
      if (stated instanceof Layers layers) {
        return unbounded(layers.coordinates());
      }
      Cells cells = (Cells) stated;
      boolean isOneCell = true;
      for (int axis = 0; axis < cells.coordinates().size(); axis++) {
        isOneCell &= cells.representatives(axis, low.get(axis), high.get(axis)).size() == 1;
      }
      return isOneCell ? new Lipschitz(cells.coordinates(), 0, 0) : unbounded(cells.coordinates());
    }

    private static Lipschitz unbounded(List<String> coordinates) {
      return new Lipschitz(coordinates, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
  }
}
