package io.stackelberg.game;

/** The leader's rule: from a context to a commitment, possibly drawn by lot. No state between calls. */
@FunctionalInterface
public interface LeaderPolicy {
  /** What the leader commits to; every member of the lottery is feasible at the context. */
  MixedCommitment commit(Context context);

  /** The policy that commits to the same everywhere. */
  static LeaderPolicy always(Commitment commitment) {
    MixedCommitment pure = MixedCommitment.pure(commitment);
    return context -> pure;
  }
}
