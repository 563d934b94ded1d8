package io.stackelberg.pipeline;

import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.game.stats.NonInferiority;
import io.stackelberg.game.stats.WelchTest;
import java.util.Optional;

/**
 * One policy on the evaluation part, against the baseline on the same contexts.
 *
 * @param name name in the results
 * @param play what it did
 * @param saving fraction of the baseline's mean cost that it saves
 * @param qualityChange change of mean quality
 * @param nonInferiority test that quality is not worse by more than the margin
 * @param welchCost Welch test of cost on turns, for comparison with published work
 * @param welchQuality Welch test of quality on turns
 * @param isOptimistic whether it chooses on what it is scored on
 * @param note one sentence
 */
record PolicyRow(
    String name,
    Play play,
    MeanEstimate saving,
    MeanEstimate qualityChange,
    NonInferiority nonInferiority,
    WelchTest welchCost,
    WelchTest welchQuality,
    boolean isOptimistic,
    Optional<String> note) {
  /** Compares a play with the baseline's. */
  static PolicyRow of(
      String name,
      Play play,
      Play baseline,
      double margin,
      double alpha,
      boolean isOptimistic,
      Optional<String> note) {
    int[] paired = baseline.positionsOf(play);
    double[] baselineCost = Play.at(baseline.cost(), paired);
    double[] baselineQuality = Play.at(baseline.quality(), paired);
    double[] change = new double[play.turns()];
    for (int turn = 0; turn < change.length; turn++) {
      change[turn] = play.quality()[turn] - baselineQuality[turn];
    }
    MeanEstimate qualityChange = ClusteredMeans.mean(change, play.clusters());
    return new PolicyRow(
        name,
        play,
        ClusteredMeans.saving(baselineCost, play.cost(), play.clusters()),
        qualityChange,
        NonInferiority.of(qualityChange, margin, alpha),
        WelchTest.of(baselineCost, play.cost()),
        WelchTest.of(baselineQuality, play.quality()),
        isOptimistic,
        note);
  }

  /** Mean cost over mean quality; +infinity when the mean quality is 0. */
  double costOfPass() {
    return Play.mean(play.cost()) / Play.mean(play.quality());
  }

  /** The same ratio of means with its error by linearisation; empty when the mean quality is 0. */
  Optional<MeanEstimate> costOfPassEstimate() {
    if (!(Play.mean(play.quality()) > 0)) {
      return Optional.empty();
    }
    MeanEstimate below = ClusteredMeans.saving(play.quality(), play.cost(), play.clusters());
    return Optional.of(
        new MeanEstimate(1 - below.mean(), below.standardError(), below.degreesOfFreedom()));
  }
}
