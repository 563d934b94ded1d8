package io.stackelberg.game;

import java.util.Arrays;
import java.util.List;

/**
 * How the follower answers a commitment, known or learned: P(a | x, l).
 *
 * <p>Implementations keep no state between calls; one instance may serve many threads.
 */
public interface FollowerModel {
  /** The actions, in the order of the returned probabilities. */
  ActionSet actions();

  /**
   * Response probabilities.
   *
   * @return a fresh array, one probability per action, summing to 1; unavailable actions get 0
   * @throws IllegalArgumentException if the commitment is of a class this follower does not answer, or
   *     is not feasible at the context
   */
  double[] respond(Context context, Commitment commitment);

  /**
   * The answers to every commitment of a menu, worked out together. Models that can share work between
   * commitments override this; the numbers are those of {@link #respond} up to rounding (1e-12).
   *
   * @param menu at least one commitment
   */
  default MenuResponse over(List<Commitment> menu) {
    List<Commitment> commitments = List.copyOf(Require.nonEmpty("menu", menu));
    return (context, probabilities) -> {
      int size = actions().size();
      for (int index = 0; index < commitments.size(); index++) {
        if (commitments.get(index).isFeasible(context)) {
          double[] response = respond(context, commitments.get(index));
          System.arraycopy(response, 0, probabilities, index * size, size);
        } else {
          Arrays.fill(probabilities, index * size, (index + 1) * size, Double.NaN);
        }
      }
    };
  }
}
