package io.stackelberg.game.stats;

import io.stackelberg.game.Require;

/**
 * One-sided test that a change is not a loss of {@code margin} or more.
 *
 * <p>The hypothesis to be rejected is that the change is at most −margin. That a change is not
 * significant is no evidence of equality; only this test, with a margin fixed in advance, is. Rests on
 * the {@link TestableMean} given, hence asymptotic.
 *
 * @param margin largest loss that counts as none, above 0
 * @param p one-sided p-value, in [0, 1]
 * @param established whether p lies below the level of the test
 */
public record NonInferiority(double margin, double p, boolean established) {
  public NonInferiority {
    Require.positive("margin", margin);
    Require.inUnitInterval("p", p);
  }

  /**
   * Tests the change new − baseline.
   *
   * @param change estimated change; a negative mean is a loss
   * @param margin above 0, fixed before the data were seen
   * @param alpha level of the test, in (0, 1)
   */
  public static NonInferiority of(TestableMean change, double margin, double alpha) {
    Require.positive("margin", margin);
    Require.inOpenUnitInterval("alpha", alpha);
    double p = change.pGreater(-margin);
    return new NonInferiority(margin, p, p < alpha);
  }
}
