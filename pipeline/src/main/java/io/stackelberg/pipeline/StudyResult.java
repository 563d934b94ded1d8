package io.stackelberg.pipeline;

import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.repair.RepairedPolicy;
import io.stackelberg.theory.CheckResult;
import java.math.BigDecimal;
import java.util.List;

/**
 * Everything a run found, before it becomes {@code results.json}.
 *
 * @param config the resolved study
 * @param arena where it was played
 * @param surrogate what was learned
 * @param leader what was optimised
 * @param repaired what repair left
 * @param board all policies on the evaluation part
 * @param checks what the checks found
 */
record StudyResult(
    StudyConfig config,
    Arena arena,
    Surrogate surrogate,
    Leader leader,
    RepairedPolicy repaired,
    Scoreboard board,
    List<CheckResult> checks) {
  /** Error probability of the repair: 1 − its confidence, without binary rounding. */
  static double delta(StudyConfig config) {
    return BigDecimal.ONE
        .subtract(BigDecimal.valueOf(config.repair().safeSet().confidence()))
        .doubleValue();
  }
}
