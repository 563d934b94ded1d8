package io.stackelberg.leader;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Follower that remembers which pairs of context and commitment it was asked about. */
final class CountingFollower implements FollowerModel {
  private final FollowerModel follower;
  private final Set<Object> pairs = ConcurrentHashMap.newKeySet();

  CountingFollower(FollowerModel follower) {
    this.follower = follower;
  }

  @Override
  public ActionSet actions() {
    return follower.actions();
  }

  @Override
  public double[] respond(Context context, Commitment commitment) {
    pairs.add(Set.of(context.id(), commitment));
    return follower.respond(context, commitment);
  }

  /** Distinct pairs so far. */
  int distinctPairs() {
    return pairs.size();
  }
}
