package io.stackelberg.leader.finite;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Where the optimal value against a logit follower goes as the precision grows, beside the weak and the
 * strong value of the game.
 *
 * <p>Write V(λ) for the optimal value at precision λ, and merge replies that pay the follower the same
 * everywhere into one that pays the leader their mean, which is how logit plays them at every λ. Then
 *
 * <pre>weak ≤ lower ≤ lim inf V(λ) ≤ lim sup V(λ) ≤ upper ≤ strong,</pre>
 *
 * where {@code lower} and {@code upper} are the weak supremum and the strong value of the merged game. Lower: at a
 * mixture inside a region of full dimension one merged reply leads by some m &gt; 0, every other one has
 * odds at most exp(−λ m), so that V(λ) is in the limit at least what that reply pays there, and such
 * mixtures come as close to the weak supremum as one likes. Upper: take λ → ∞ along which V(λ) tends to its
 * lim sup, with optimal mixtures tending to p and responses to q (both sets are compact). A reply short of
 * the best by m &gt; 0 at p is short by m/2 near p and so has odds at most exp(−λ m/2): q lives on best replies
 * to p, each merged reply counts with the mean of its members, and Σ q_j times what they pay at p is at most
 * the strong value. In a generic game all four agree; V(λ) need not be monotone.
 *
 * @param weak weak supremum of the game; empty when a limit was met
 * @param strong strong value of the game; the best found where a limit was met
 * @param lower the limit is not below this; empty when a limit was met
 * @param upper the limit is not above this
 * @param verdict what the two ends say
 * @param steps solutions at growing precisions, each with its own proved bound
 */
public record LogitLimit(
    OptionalDouble weak,
    double strong,
    OptionalDouble lower,
    double upper,
    Verdict verdict,
    List<Step> steps) {
  public LogitLimit {
    steps = List.copyOf(steps);
  }

  /** What is known of the limit. */
  public enum Verdict {
    /** Both ends agree within the tolerance: V(λ) converges, to this value. */
    LIMIT_KNOWN,
    /** Every limit point lies between the ends. */
    BRACKETED,
    /** A limit was met before both ends were found; {@code upper} holds alone. */
    LOWER_END_UNKNOWN
  }

  /** One precision and what was found for it. */
  public record Step(double precision, LogitSolution solution) {}
}
