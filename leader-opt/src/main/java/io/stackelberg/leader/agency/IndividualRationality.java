package io.stackelberg.leader.agency;

import io.stackelberg.game.CommonAgency;
import java.util.Arrays;

/**
 * Common agency with payments of any sign that leave the agent at least what it has without them.
 *
 * <p>Paying the whole value up to a constant answers anything best, so the agent's policy is the same in every
 * truthful equilibrium: reference × exp(Σ_j value_j / temperature). The constants are fixed only in sum, by the
 * agent's participation; how they are divided is open. Closed form for any number of principals. Not the
 * equilibrium under limited liability.
 */
public final class IndividualRationality {
  private IndividualRationality() {}

  /** The agent's policy in every truthful equilibrium; a fresh array. */
  public static double[] policy(CommonAgency game) {
    return game.respond(game.totalValues());
  }

  /**
   * What the principals receive together: temperature × log Σ reference exp(Σ_j value_j / temperature), the sum of
   * the constants of their truthful payments.
   */
  public static double totalPayoff(CommonAgency game) {
    double[] logits = game.totalValues();
    for (int outcome = 0; outcome < logits.length; outcome++) {
      logits[outcome] =
          StrictMath.log(game.reference(outcome)) + logits[outcome] / game.temperature();
    }
    double peak = Arrays.stream(logits).max().orElseThrow();
    double sum = 0;
    for (double logit : logits) {
      sum += StrictMath.exp(logit - peak);
    }
    return game.temperature() * (peak + StrictMath.log(sum));
  }
}
