package io.stackelberg.game;

import java.util.List;

/**
 * How a response model changes with the commitment, at one context: what the theory's statements need to
 * know of a model, without seeing the estimator behind it.
 */
public sealed interface Regularity {
  /**
   * Response probabilities are Lipschitz in the commitment's coordinates.
   *
   * @param coordinates names of the coordinates, in order
   * @param totalVariation bound on TV(P(l), P(l')) / ‖l − l'‖, at least 0, proved
   * @param euclidean bound on ‖P(l) − P(l')‖ / ‖l − l'‖, at least 0, proved
   */
  record Lipschitz(List<String> coordinates, double totalVariation, double euclidean)
      implements Regularity {
    public Lipschitz {
      coordinates = List.copyOf(coordinates);
      Require.nonNegative("totalVariation", totalVariation);
      Require.nonNegative("euclidean", euclidean);
    }
  }

  /**
   * Response probabilities are constant on the cells of an axis-parallel partition and may jump between
   * them.
   *
   * @param coordinates names of the coordinates, in order
   * @param thresholds sorted thresholds, one list per coordinate
   * @param side to which cell a threshold itself belongs
   */
  record Cells(List<String> coordinates, List<List<Double>> thresholds, Side side)
      implements Regularity {
    public Cells {
      coordinates = List.copyOf(coordinates);
      thresholds = thresholds.stream().map(List::copyOf).toList();
    }
  }

  /**
   * A feed-forward network with 1-Lipschitz activations and a softmax output.
   *
   * @param coordinates names of the coordinates, in order
   * @param layers weight matrices from input to output, each a list of rows, the context folded into the
   *     biases
   * @param biases one list per layer
   */
  record Layers(
      List<String> coordinates, List<List<List<Double>>> layers, List<List<Double>> biases)
      implements Regularity {
    public Layers {
      coordinates = List.copyOf(coordinates);
      layers =
          layers.stream().map(rows -> rows.stream().map(List::copyOf).toList()).toList();
      biases = biases.stream().map(List::copyOf).toList();
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
  }
}
