package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.Require;
import io.stackelberg.pipeline.reproduce.revision.RevisionRounds.Trace;

/**
 * What a revised clause is worth to the leader: −residual risk − price × tokens − loss × share deleted.
 *
 * @param pricePerToken in units of risk, at least 0
 * @param deletionLoss for a clause deleted as a whole, in units of risk, at least 0
 */
record LeaderWorth(double pricePerToken, double deletionLoss) {
  LeaderWorth {
    Require.nonNegative("pricePerToken", pricePerToken);
    Require.nonNegative("deletionLoss", deletionLoss);
  }

  /**
   * Worth of one clause.
   *
   * @param risk that is left, in whosever eyes
   * @param announcementTokens length of what was announced
   * @return NaN where the tokens are unknown
   */
  double of(Clause clause, Trace trace, double risk, long announcementTokens) {
    return trace.tokens().isEmpty()
        ? Double.NaN
        : -risk
            - pricePerToken * (trace.tokens().getAsLong() + announcementTokens)
            - deletionLoss * deletedShare(clause.text(), trace.text());
  }

  /** Share of a text's sentences that no longer stand, in [0, 1], by length. */
  static double deletedShare(String before, String after) {
    if (after.startsWith(before)) {
      return 0;
    }
    double length = 0;
    double deleted = 0;
    for (String sentence : Clause.sentences(before)) {
      length += sentence.length();
      deleted += after.contains(sentence) ? 0 : sentence.length();
    }
    return length > 0 ? deleted / length : 0;
  }
}
