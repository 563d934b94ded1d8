package io.stackelberg.game;

/** Who pays for a cost incentive, the Inc(l, a) of the theory. */
public enum IncentiveForm {
  /** The leader pays c for each token saved against the reference. */
  SUBSIDY {
    @Override
    public double spend(double incentive, double referenceTokens, double tokens) {
      return incentive * Math.max(0, referenceTokens - tokens);
    }
  },
  /** The follower is charged c for each token; the leader spends nothing. */
  PENALTY {
    @Override
    public double spend(double incentive, double referenceTokens, double tokens) {
      return 0;
    }
  };

  /**
   * The leader's spend.
   *
   * @param incentive c, at least 0
   * @param referenceTokens tokens of the reference action
   * @param tokens tokens of the action taken
   */
  public abstract double spend(double incentive, double referenceTokens, double tokens);
}
