package io.stackelberg.leader;

import io.stackelberg.game.Require;
import java.util.Arrays;

/**
 * Nearest point, in Euclidean distance, of the set of nonnegative vectors with a given total.
 *
 * <p>The answer is max(0, point − level), the level found exactly after sorting. Water-filling is the
 * projection of minus the interference. Cost: O(n log n). Source: Held, Wolfe and Crowder (1974)
 * [held1974validation].
 */
public final class SimplexProjection {
  private SimplexProjection() {}

  /**
   * The projection; a fresh array.
   *
   * @param point at least one entry finite, none NaN or +∞; an entry of −∞ becomes 0
   * @param total sum of the answer, above 0
   */
  public static double[] project(double[] point, double total) {
    Require.positive("total", total);
    double largest = Double.NEGATIVE_INFINITY;
    for (double entry : point) {
      if (!(entry < Double.POSITIVE_INFINITY)) {
        throw Require.unexpected("entry of the point", entry, "a number below infinity");
      }
      largest = Math.max(largest, entry);
    }
    Require.finite("largest entry of the point", largest);
    double[] answer = point.clone();
    project(answer, total, largest, new double[point.length]);
    return answer;
  }

  /** Replaces {@code point} by its projection; {@code sorted} is a buffer of the same length. */
  static void project(double[] point, double total, double largest, double[] sorted) {
    int n = point.length;
    for (int index = 0; index < n; index++) {
      point[index] -= largest;
      sorted[index] = point[index];
    }
    Arrays.sort(sorted);
    double sum = 0;
    double level = 0;
    for (int count = 1; count <= n; count++) {
      double next = sorted[n - count];
      double lower = (sum + next - total) / count;
      if (!(next > lower)) {
        break;
      }
      sum += next;
      level = lower;
    }
    for (int index = 0; index < n; index++) {
      point[index] = Math.max(0, point[index] - level);
    }
  }
}
