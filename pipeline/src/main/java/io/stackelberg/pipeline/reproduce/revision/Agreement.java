package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.Interval;
import java.util.Arrays;

/**
 * How far two answers of yes or no agree: the share of equal answers, and Cohen's kappa, which takes off what
 * chance alone would give.
 *
 * @param share of equal answers, with a 95 % interval over documents
 * @param kappa with a 95 % interval by leaving out a document at a time; 1 where both raters
 *     always give the same one answer
 */
record Agreement(Interval share, Interval kappa) {
  /**
   * Compares.
   *
   * <p>Source: Cohen (1960) [cohen1960kappa]; the interval is the jackknife's over documents, of Student's t.
   *
   * @param first one answer per unit, at least one
   * @param second as many
   * @param documents the cluster of each unit
   */
  static Agreement of(boolean[] first, boolean[] second, int[] documents) {
    double[] equal = new double[first.length];
    for (int unit = 0; unit < first.length; unit++) {
      equal[unit] = first[unit] == second[unit] ? 1 : 0;
    }
    int[] clusters = Arrays.stream(documents).distinct().sorted().toArray();
    double kappa = kappa(first, second, documents, Integer.MIN_VALUE);
    double[] left = new double[clusters.length];
    for (int cluster = 0; cluster < left.length; cluster++) {
      // Pseudo-values, whose mean is the bias-corrected kappa and whose spread is its error.
      left[cluster] = left.length * kappa
          - (left.length - 1) * kappa(first, second, documents, clusters[cluster]);
    }
    Interval spread = ClusteredMeans.mean(left, clusters).interval(0.95);
    double radius = spread.high() - spread.estimate();
    return new Agreement(
        ClusteredMeans.mean(equal, documents).interval(0.95),
        new Interval(kappa, kappa - radius, kappa + radius));
  }

  private static double kappa(boolean[] first, boolean[] second, int[] documents, int without) {
    double equal = 0;
    double yesFirst = 0;
    double yesSecond = 0;
    double units = 0;
    for (int unit = 0; unit < first.length; unit++) {
      if (documents[unit] != without) {
        units++;
        equal += first[unit] == second[unit] ? 1 : 0;
        yesFirst += first[unit] ? 1 : 0;
        yesSecond += second[unit] ? 1 : 0;
      }
    }
    if (units == 0) {
      return 1;
    }
    double chance =
        (yesFirst * yesSecond + (units - yesFirst) * (units - yesSecond)) / (units * units);
    return chance == 1 ? 1 : (equal / units - chance) / (1 - chance);
  }
}
