package io.stackelberg.pipeline;

import io.stackelberg.game.stats.MeanEstimate;

/**
 * The stated rule by which a study says that features carry a signal, on the evaluation part.
 *
 * @param overMixture mean gain in quality over the best random mixture at equal cost, over the cost points
 * @param overShuffled the same gain minus the one of the shuffled-feature control
 * @param confidence of both intervals
 */
record Contrast(MeanEstimate overMixture, MeanEstimate overShuffled, double confidence) {
  static final String NOT_ASKED =
      "Not asked: neither mixtures nor shuffled controls were played, to save calls.";
  static final String RULE =
      "SIGNAL when both the mean gain over the best random mixture at equal cost and its excess over the"
          + " shuffled-feature control have intervals above 0; otherwise NO_RELIABLE_SIGNAL.";

  /** Whether both intervals lie above 0. */
  boolean isSignal() {
    return overMixture.interval(confidence).low() > 0
        && overShuffled.interval(confidence).low() > 0;
  }
}
