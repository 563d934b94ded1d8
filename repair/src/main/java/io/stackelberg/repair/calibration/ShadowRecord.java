package io.stackelberg.repair.calibration;

import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Turn;

/**
 * One turn of the acting policy with what a candidate would have chosen there.
 *
 * <p>It holds the candidate's choice, never its outcome: off-policy estimates take π from it and still need the
 * acting policy to have drawn, with positive probability, what the candidate chooses (theory 4.2).
 *
 * @param played the turn as it was played, with the acting policy's probability of its commitment
 * @param acting what the acting policy drew from
 * @param candidate what the candidate would have drawn from
 */
public record ShadowRecord(Turn played, MixedCommitment acting, MixedCommitment candidate) {
  /** π(l | x): the candidate's probability of the commitment that was in force. */
  public double candidateProbability() {
    return candidate.probability(played.commitment());
  }

  /** Σ_l min(acting, candidate): 1 where both draw alike, 0 where they share nothing. */
  public double agreement() {
    double shared = 0;
    for (int member = 0; member < candidate.support().size(); member++) {
      shared += Math.min(
          candidate.probabilities().get(member),
          acting.probability(candidate.support().get(member)));
    }
    return shared;
  }

  /** Probability with which the candidate draws what the acting policy never does: no estimate covers it. */
  public double uncovered() {
    double mass = 0;
    for (int member = 0; member < candidate.support().size(); member++) {
      if (acting.probability(candidate.support().get(member)) == 0) {
        mass += candidate.probabilities().get(member);
      }
    }
    return mass;
  }
}
