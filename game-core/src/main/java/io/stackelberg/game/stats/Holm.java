package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.stream.IntStream;

/**
 * p-values of several tests, adjusted so that the probability of any false rejection is at most the level.
 *
 * <p>Step-down: in ascending order the k-th of m p-values is multiplied by m − k + 1, made monotone and capped at
 * 1. Valid whatever the dependence between the tests. Source: Holm (1979) [holm1979simple].
 */
public final class Holm {
  private Holm() {}

  /**
   * Adjusted p-values, in the order given.
   *
   * @param p each in [0, 1]
   */
  public static double[] adjusted(double[] p) {
    for (int test = 0; test < p.length; test++) {
      Require.inUnitInterval("p[" + test + "]", p[test]);
    }
    int[] order = IntStream.range(0, p.length)
        .boxed()
        .sorted((one, other) -> Double.compare(p[one], p[other]))
        .mapToInt(Integer::intValue)
        .toArray();
    double[] adjusted = new double[p.length];
    double largest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      largest = Math.max(largest, Math.min(1, (order.length - rank) * p[order[rank]]));
      adjusted[order[rank]] = largest;
    }
    return adjusted;
  }
}
