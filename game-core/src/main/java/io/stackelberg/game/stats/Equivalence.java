package io.stackelberg.game.stats;

import io.stackelberg.game.Require;

/**
 * Two one-sided tests (TOST) that a change lies strictly within ±{@code margin}.
 *
 * <p>Both hypotheses, a loss of the margin or more and a gain of it or more, must be rejected at the level; no
 * correction for two tests is needed. Asymptotic, as the estimate is. Source: Schuirmann (1987)
 * [schuirmann1987comparison].
 *
 * @param margin largest change that counts as none, above 0
 * @param p the larger of the two one-sided p-values, in [0, 1]
 * @param established whether p lies below the level of the test
 */
public record Equivalence(double margin, double p, boolean established) {
  public Equivalence {
    Require.positive("margin", margin);
    Require.inUnitInterval("p", p);
  }

  /**
   * Tests a change.
   *
   * @param change estimated change
   * @param margin above 0, fixed before the data were seen
   * @param alpha level of the test, in (0, 1)
   */
  public static Equivalence of(TestableMean change, double margin, double alpha) {
    Require.positive("margin", margin);
    Require.inOpenUnitInterval("alpha", alpha);
    double p = Math.max(change.pGreater(-margin), change.pLess(margin));
    return new Equivalence(margin, p, p < alpha);
  }
}
