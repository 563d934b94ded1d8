package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.Require;

/**
 * What the leader allows in one category.
 *
 * @param residualRisk revision of a clause ends once the verifier sees no more than this, in [0, 1]
 * @param tokensPerClause what drafts and verdicts on one clause may cost together, at least 1; {@link
 *     #UNLIMITED} for no limit
 */
public record RiskBudget(double residualRisk, long tokensPerClause) {
  /** No limit on tokens. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  public RiskBudget {
    Require.inUnitInterval("residualRisk", residualRisk);
    Require.atLeast("tokensPerClause", tokensPerClause, 1L);
  }

  /** Whether tokens are limited. */
  public boolean isLimited() {
    return tokensPerClause != UNLIMITED;
  }

  /** The sentence that announces it; its length is what the announcement costs. */
  public String announcement(String category) {
    return "In " + category + ", leave a risk of at most " + residualRisk
        + (isLimited() ? " and spend at most " + tokensPerClause + " tokens per clause." : ".");
  }
}
