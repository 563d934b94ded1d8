package io.stackelberg.game;

/**
 * Leader's utility: quality shortfall, tokens and incentive spend, each with a minus sign.
 *
 * <pre>U_L = −w_q (q̄ − quality)_+ − w_t tokens − w_i Inc(c, tokens)</pre>
 *
 * <p>The shortfall is measured against the <em>required</em> quality q̄, which is exogenous. Measuring it
 * against the announced target would let the leader remove the shortfall by announcing less (theory C24),
 * so this type has no way to express that.
 *
 * @param requiredQuality q̄, in [0, 1]
 * @param shortfallWeight w_q, at least 0
 * @param tokenWeight w_t per token, at least 0
 * @param incentiveWeight w_i, at least 0
 * @param incentiveForm who pays
 * @param referenceTokens tokens against which savings are paid, at least 0
 */
public record ShortfallUtility(
    double requiredQuality,
    double shortfallWeight,
    double tokenWeight,
    double incentiveWeight,
    IncentiveForm incentiveForm,
    double referenceTokens) {
  public ShortfallUtility {
    Require.inUnitInterval("requiredQuality", requiredQuality);
    Require.nonNegative("shortfallWeight", shortfallWeight);
    Require.nonNegative("tokenWeight", tokenWeight);
    Require.nonNegative("incentiveWeight", incentiveWeight);
    Require.nonNegative("referenceTokens", referenceTokens);
  }

  /**
   * Utility of a realised or expected pair of quality and tokens.
   *
   * @param costIncentive the announced c, at least 0
   */
  public double of(double costIncentive, double quality, double tokens) {
    return -shortfallWeight * Math.max(0, requiredQuality - quality)
        - tokenWeight * tokens
        - incentiveWeight * incentiveForm.spend(costIncentive, referenceTokens, tokens);
  }
}
