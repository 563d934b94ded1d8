package io.stackelberg.environment.api;

import io.stackelberg.game.Require;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a judge found.
 *
 * @param quality in [0, 1]; empty when it could not judge
 * @param note why, in a few words
 * @param calls what the judging itself cost; not part of the turn's cost
 */
public record Judgement(OptionalDouble quality, String note, List<PaidReply> calls) {
  public Judgement {
    if (quality.isPresent()) {
      Require.inUnitInterval("quality", quality.getAsDouble());
    }
    calls = List.copyOf(calls);
  }

  static Judgement of(double quality, String note) {
    return new Judgement(OptionalDouble.of(quality), note, List.of());
  }

  static Judgement unable(String note) {
    return new Judgement(OptionalDouble.empty(), note, List.of());
  }
}
