package io.stackelberg.repair;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.LeaderPolicy;

/** Makes a raw policy safe by evidence from calibration turns; keeps no state between calls. */
@FunctionalInterface
public interface RepairStrategy {
  /**
   * Repairs a policy.
   *
   * @param raw the policy, fixed before any calibration turn was seen
   * @param baseline the commitment to fall back on
   * @param trials plays a policy on the calibration part, paired with the baseline
   * @param margin loss of mean quality that is tolerated, above 0
   * @param delta probability with which the claim behind the repair may fail, in (0, 1)
   */
  RepairedPolicy repair(
      LeaderPolicy raw, Commitment baseline, Trials trials, double margin, double delta);

  /** Plays policies on the calibration sessions; the same sessions, in the same order, for each. */
  @FunctionalInterface
  interface Trials {
    /** What the policy changed against the baseline. */
    CalibrationEvidence play(LeaderPolicy policy);
  }
}
