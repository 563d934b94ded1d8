package io.stackelberg.leader.finite;

import java.util.List;

/**
 * What the leader can secure when every tie goes against it.
 *
 * <p>The supremum is the largest value over the follower's best-reply regions of full dimension, replies that
 * pay the follower the same everywhere counted at their worst. Both directions hold because two other replies
 * tie only on a hyperplane: mixtures with no such tie are dense, each lies inside a region of full dimension,
 * and a mixture on the border of such a region is paid no more than the region's own replies pay there.
 * Source: von Stengel and Zamir (2010) [vonstengel2010leadership].
 *
 * @param supremum least upper bound of the secured values
 * @param attainment whether some commitment secures the supremum itself
 * @param commitment one probability per row (or coverage per target); secures {@code value}
 * @param value pessimistic value of the commitment, recomputed in the game's own payoffs; short of a supremum
 *     that is not attained, for the commitment must leave the tie by more than rounding
 */
public record WeakValue(
    double supremum, Attainment attainment, List<Double> commitment, double value) {
  public WeakValue {
    commitment = List.copyOf(commitment);
  }

  /** Whether a supremum is a maximum. */
  public enum Attainment {
    /** The commitment secures the supremum. */
    ATTAINED,
    /** Commitments come arbitrarily close, none secures it. */
    NOT_ATTAINED,
    /** The numbers did not tell. */
    UNDECIDED
  }
}
