package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.TokenEstimator;
import io.stackelberg.game.Require;

/**
 * The null judge: reads nothing but the answer's length, 1 − exp(−tokens/scale). A conclusion that also
 * holds under it is not about quality.
 */
public final class LengthJudge implements Judge {
  private final double scaleTokens;

  /**
   * A null judge.
   *
   * @param scaleTokens length at which it says 0.63, in tokens of four characters, above 0
   */
  public LengthJudge(double scaleTokens) {
    this.scaleTokens = Require.positive("scaleTokens", scaleTokens);
  }

  @Override
  public String provenance() {
    return "judge:length-only/1 scale=" + scaleTokens;
  }

  @Override
  public Judgement judge(Answered answered) {
    long tokens = TokenEstimator.QUARTER_OF_BYTES.tokens(answered.text());
    return Judgement.of(-StrictMath.expm1(-tokens / scaleTokens), tokens + " tokens");
  }
}
