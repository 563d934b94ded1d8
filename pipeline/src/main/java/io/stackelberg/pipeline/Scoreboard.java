package io.stackelberg.pipeline;

import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.stats.MeanEstimate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All policies on the evaluation part.
 *
 * @param baseline the baseline's play
 * @param policies the deployable policies by name
 * @param rows one row per policy, oracles last
 * @param atEqualCost the learned policy at the five budgets
 * @param gain its mean gain over the mixture; empty where mixtures were not played
 * @param contrast the signal rule; empty where its rivals were not played
 */
record Scoreboard(
    Play baseline,
    Map<String, LeaderPolicy> policies,
    List<PolicyRow> rows,
    List<EqualCost.Point> atEqualCost,
    Optional<MeanEstimate> gain,
    Optional<Contrast> contrast) {
  /** The play of the row of that name. */
  Play play(String name) {
    return rows.stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow()
        .play();
  }
}
