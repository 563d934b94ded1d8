package io.stackelberg.pipeline.io;

import io.stackelberg.game.Require;

/**
 * Real sessions that correct the surrogate before the policy is repaired.
 *
 * @param sessions sessions played for it; 0 repairs the policy as it was learned
 * @param allocation {@code sequential} plays next what narrows the choice of a commitment most, {@code uniform} goes
 *     round
 * @param batch sessions placed before their results are known
 * @param share of the remaining sessions that repair sees; the others evaluate
 */
public record CalibrationConfig(Integer sessions, String allocation, Integer batch, Double share) {
  public CalibrationConfig {
    sessions = Require.atLeast("repair.calibration.sessions", sessions == null ? 0 : sessions, 0);
    allocation = StudyConfig.oneOf(
        "repair.calibration.allocation",
        allocation == null ? "sequential" : allocation,
        "sequential",
        "uniform");
    batch = Require.atLeast("repair.calibration.batch", batch == null ? 4 : batch, 1);
    share = Require.inOpenUnitInterval("repair.calibration.share", share == null ? 0.5 : share);
  }
}
