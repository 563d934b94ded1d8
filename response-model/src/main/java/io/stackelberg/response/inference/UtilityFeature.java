package io.stackelberg.response.inference;

import io.stackelberg.game.FollowerUtility;
import io.stackelberg.game.Require;

/**
 * One declared term of a follower's linear utility: what is multiplied by an unknown weight.
 *
 * <p>Only its differences between the actions of one menu matter; a term that is the same for every
 * available action says nothing about choices.
 *
 * @param name the name, unique among the terms of one inference
 * @param value f(x, l, a), finite
 */
public record UtilityFeature(String name, FollowerUtility value) {
  public UtilityFeature {
    Require.nonBlank("feature name", name);
  }
}
