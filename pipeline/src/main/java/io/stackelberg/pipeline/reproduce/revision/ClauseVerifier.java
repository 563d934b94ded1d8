package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.Require;
import java.util.OptionalLong;

/** Says how risky a text is under a question; keeps no state between calls. */
@FunctionalInterface
public interface ClauseVerifier {
  /** The verdict on a text, possibly an empty one. */
  Verdict verify(RiskQuestion question, String text);

  /**
   * A verdict.
   *
   * @param risk in [0, 1]
   * @param tokens what the verdict cost, where that is known
   */
  record Verdict(double risk, OptionalLong tokens) {
    public Verdict {
      Require.inUnitInterval("risk", risk);
    }
  }
}
