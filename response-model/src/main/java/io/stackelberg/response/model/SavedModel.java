package io.stackelberg.response.model;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.Provenance;
import java.util.Optional;

/**
 * What a model file holds: a fitted follower, a fitted outcome model, or both, and where they came from.
 *
 * @param follower how the follower answers
 * @param outcomes what its actions yield
 * @param provenance producer, options, seed, hashes of the data, versions
 */
public record SavedModel(
    Optional<SoftmaxFollower> follower, Optional<SavedOutcomes> outcomes, Provenance provenance) {
  public SavedModel {
    if (follower.isEmpty() && outcomes.isEmpty()) {
      throw Require.unexpected("the model", "empty", "a follower, outcomes, or both");
    }
  }
}
