package io.stackelberg.game.stats;

/** An estimated mean, or difference of means, with an error that follows Student's t: exact for normal data. */
public sealed interface TestableMean permits MeanEstimate, MeanDifference {
  /** The estimate, finite. */
  double mean();

  /**
   * Two-sided interval.
   *
   * @param confidence in (0, 1)
   */
  Interval interval(double confidence);

  /**
   * One-sided lower limit of the true mean.
   *
   * @param confidence in (0, 1)
   */
  double lowerBound(double confidence);

  /** One-sided p-value of the hypothesis that the true mean is at most {@code threshold}. */
  double pGreater(double threshold);

  /** One-sided p-value of the hypothesis that the true mean is at least {@code threshold}. */
  double pLess(double threshold);
}
