package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.game.stats.ClusterBootstrap;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.game.stats.NonInferiority;
import io.stackelberg.game.stats.SignFlipTest;
import io.stackelberg.game.stats.WelchTest;
import java.util.stream.IntStream;

/**
 * What a protocol says of one policy beside the baseline on the same turns, with sessions as units.
 *
 * @param turns played by both
 * @param sessions they form
 * @param meanCost cost per turn
 * @param meanQuality quality per turn
 * @param saving fraction of the baseline's cost, with a bootstrap interval over sessions
 * @param sessionCostP Welch test of cost on session means
 * @param turnCostP Welch test of cost on turns, as if independent
 * @param change of a session's mean quality, paired
 * @param sessionQualityP Welch test of quality on session means
 * @param turnQualityP Welch test of quality on turns, as if independent
 * @param nonInferiority paired t test on session means
 * @param permutationP the same hypothesis by sign flips
 */
record ProtocolRow(
    int turns,
    int sessions,
    double meanCost,
    double meanQuality,
    Interval saving,
    double sessionCostP,
    double turnCostP,
    MeanEstimate change,
    double sessionQualityP,
    double turnQualityP,
    NonInferiority nonInferiority,
    double permutationP) {
  /** Bootstrap samples and sign patterns. */
  static final int RESAMPLES = 2000;

  static final double CONFIDENCE = 0.95;

  /**
   * Turns of one policy and of the baseline, in the same order.
   *
   * @param session of each turn, numbered from 0 without gaps
   */
  record Turns(
      int[] session,
      double[] cost,
      double[] quality,
      double[] baselineCost,
      double[] baselineQuality) {
    /** The turns of a play, with those of the baseline in the same contexts. */
    static Turns of(Play play, Play baseline) {
      int[] paired = baseline.positionsOf(play);
      return new Turns(
          play.clusters(),
          play.cost(),
          play.quality(),
          Play.at(baseline.cost(), paired),
          Play.at(baseline.quality(), paired));
    }

    /** Every number, for a run's file. */
    ObjectNode tree() {
      ObjectNode tree = JsonNodeFactory.instance.objectNode();
      ArrayNode sessions = tree.putArray("session");
      IntStream.of(session).forEach(sessions::add);
      add(tree.putArray("cost"), cost);
      add(tree.putArray("quality"), quality);
      add(tree.putArray("baselineCost"), baselineCost);
      add(tree.putArray("baselineQuality"), baselineQuality);
      return tree;
    }

    private static void add(ArrayNode array, double[] values) {
      for (double value : values) {
        array.add(value);
      }
    }

    private int sessions() {
      return IntStream.of(session).max().orElse(-1) + 1;
    }

    /** Sums of each session. */
    private double[] sums(double[] values) {
      double[] sums = new double[sessions()];
      for (int turn = 0; turn < values.length; turn++) {
        sums[session[turn]] += values[turn];
      }
      return sums;
    }

    /** Means of each session. */
    private double[] means(double[] values) {
      double[] means = sums(values);
      int[] counts = new int[means.length];
      IntStream.of(session).forEach(one -> counts[one]++);
      for (int one = 0; one < means.length; one++) {
        means[one] /= counts[one];
      }
      return means;
    }
  }

  /**
   * Computes a row.
   *
   * @param seeds of the drawn tests
   */
  static ProtocolRow of(Turns turns, double margin, double alpha, SeedSplitter seeds) {
    double[] quality = turns.means(turns.quality());
    double[] baseline = turns.means(turns.baselineQuality());
    double[] change = new double[quality.length];
    for (int session = 0; session < change.length; session++) {
      change[session] = quality[session] - baseline[session];
    }
    MeanEstimate mean =
        ClusteredMeans.mean(change, IntStream.range(0, change.length).toArray());
    return new ProtocolRow(
        turns.cost().length,
        change.length,
        Play.mean(turns.cost()),
        Play.mean(turns.quality()),
        ClusterBootstrap.saving(
            turns.sums(turns.baselineCost()),
            turns.sums(turns.cost()),
            CONFIDENCE,
            RESAMPLES,
            seeds.generator("bootstrap")),
        WelchTest.of(turns.means(turns.baselineCost()), turns.means(turns.cost()))
            .p(),
        WelchTest.of(turns.baselineCost(), turns.cost()).p(),
        mean,
        WelchTest.of(baseline, quality).p(),
        WelchTest.of(turns.baselineQuality(), turns.quality()).p(),
        NonInferiority.of(mean, margin, alpha),
        SignFlipTest.above(change, -margin, RESAMPLES, seeds.generator("flips")).p());
  }

  /** Cost over quality: what one unit of quality costs. */
  double costOfPass() {
    return meanCost / meanQuality;
  }
}
