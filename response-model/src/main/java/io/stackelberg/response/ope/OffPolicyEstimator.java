package io.stackelberg.response.ope;

import io.stackelberg.game.Require;

/**
 * Estimates the value of a policy from decisions logged under another one.
 *
 * <p>Implementations keep no state between calls and use no randomness.
 */
@FunctionalInterface
public interface OffPolicyEstimator {
  /**
   * Estimates the target policy's mean reward per turn, as {@link LoggedDecisions} defines it.
   *
   * @return an estimate, or a refusal that names a witness; never a number whose assumptions the log
   *     contradicts
   */
  OffPolicyResult estimate(LoggedDecisions decisions);

  /**
   * Choices of the methods that have no others, made before the data are seen.
   *
   * @param confidence level of each two-sided interval, in (0, 1); each end alone is a one-sided bound at
   *     (1 + confidence)/2
   */
  record Options(double confidence) {
    /** Intervals at 95 %. */
    public static final Options DEFAULT = new Options(0.95);

    public Options {
      Require.inOpenUnitInterval("confidence", confidence);
    }

    /** These options at another level. */
    public Options withConfidence(double confidence) {
      return new Options(confidence);
    }
  }
}
