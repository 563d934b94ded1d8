package io.stackelberg.game;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a turn yielded; whatever was not measured stays empty and is never booked as zero.
 *
 * @param quality judged quality, in [0, 1]
 * @param tokens tokens used
 * @param money money spent
 */
public record Outcome(OptionalDouble quality, TokenCount tokens, Optional<Money> money) {
  public Outcome {
    if (quality.isPresent()) {
      Require.inUnitInterval("quality", quality.getAsDouble());
    }
  }
}
