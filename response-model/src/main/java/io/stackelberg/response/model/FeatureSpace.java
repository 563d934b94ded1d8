package io.stackelberg.response.model;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Require;
import java.util.List;

/**
 * The columns a model reads: the encoded context, then the commitment's coordinates.
 *
 * @param encoder of the context
 * @param coordinates names of the commitment's coordinates, in order
 */
public record FeatureSpace(FeatureEncoder encoder, List<String> coordinates) {
  public FeatureSpace {
    coordinates = List.copyOf(coordinates);
  }

  /** Number of columns. */
  public int size() {
    return encoder.size() + coordinates.size();
  }

  /** A fresh row of length {@link #size()}. */
  public double[] row(Context context, Commitment commitment) {
    double[] row = new double[size()];
    System.arraycopy(encoder.encode(context), 0, row, 0, encoder.size());
    System.arraycopy(point(commitment), 0, row, encoder.size(), coordinates.size());
    return row;
  }

  /**
   * The commitment's coordinates, in order.
   *
   * @throws IllegalArgumentException if it is of another class of commitments
   */
  public double[] point(Commitment commitment) {
    var named = commitment.coordinates();
    if (!List.copyOf(named.keySet()).equals(coordinates)) {
      throw Require.unexpected(
          "coordinates of " + commitment.label(), named.keySet(), coordinates.toString());
    }
    return named.values().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
