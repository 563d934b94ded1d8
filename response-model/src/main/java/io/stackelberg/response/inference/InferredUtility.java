package io.stackelberg.response.inference;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.Require;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.MeanEstimate;
import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Inferred weights of a quantal follower, each in units of the temperature.
 *
 * <p><b>Identified:</b> the weight of a term divided by the temperature, hence ratios of weights ({@link
 * #ratio}). <b>Not identified:</b> the temperature, the scale of utility, and anything that is equal for
 * all actions of a menu. A temperature exists only under a normalisation, "this term has weight 1" ({@link
 * #temperature}).
 *
 * @param features the declared terms
 * @param estimates weight / temperature of each term, with Student's t error over sessions
 * @param covariance of the weights, robust to any dependence within sessions
 * @param confidence level of every interval of this result
 * @param sessions sessions with a free choice
 * @param choices free choices
 * @param leftOut turns that were directed or offered a single action
 * @param tests what was tested
 * @param assumptions what was not tested and is assumed, one sentence each
 */
public record InferredUtility(
    List<UtilityFeature> features,
    List<MeanEstimate> estimates,
    List<List<Double>> covariance,
    double confidence,
    int sessions,
    int choices,
    int leftOut,
    CoherenceTests tests,
    List<String> assumptions)
    implements InferenceResult {
  public InferredUtility {
    features = List.copyOf(features);
    estimates = List.copyOf(estimates);
    covariance = covariance.stream().map(List::copyOf).toList();
    assumptions = List.copyOf(assumptions);
    Require.inOpenUnitInterval("confidence", confidence);
  }

  /** Weight / temperature of the named term. */
  public Interval weight(String feature) {
    return estimates.get(indexOf(feature)).interval(confidence);
  }

  /** Weights / temperature in the order of the terms. */
  public List<Double> weights() {
    return estimates.stream().map(MeanEstimate::mean).toList();
  }

  /** Weight of one term in units of another: what the follower trades one for the other at. */
  public WeightRatio ratio(String numerator, String denominator) {
    int above = indexOf(numerator);
    int below = indexOf(denominator);
    return ratio(
        numerator,
        below,
        estimates.get(above).mean(),
        covariance.get(above).get(above),
        covariance.get(above).get(below));
  }

  /**
   * The temperature in the unit of utility in which the named term has weight 1.
   *
   * <p>Negative where that weight is: then the term is a burden and cannot serve as unit.
   */
  public WeightRatio temperature(String unitFeature) {
    return ratio("1", indexOf(unitFeature), 1, 0, 0);
  }

  /** The follower with these weights; its temperature of 1 is the unit of utility. */
  public QuantalFollower follower(ActionSet actions) {
    return new QuantalFollower(actions, new LinearUtility(features, weights()), 1);
  }

  private WeightRatio ratio(
      String numerator, int below, double above, double variance, double shared) {
    MeanEstimate denominator = estimates.get(below);
    double quantile = new TDistribution(denominator.degreesOfFreedom())
        .inverseCumulativeProbability((1 + confidence) / 2);
    double belowVariance = covariance.get(below).get(below);
    double estimate = above / denominator.mean();
    Optional<Interval> delta = Optional.empty();
    if (!denominator.interval(confidence).contains(0)) {
      double radius = quantile
          * Math.sqrt(
              Math.max(0, variance - 2 * estimate * shared + estimate * estimate * belowVariance))
          / Math.abs(denominator.mean());
      delta = Optional.of(new Interval(estimate, estimate - radius, estimate + radius));
    }
    return new WeightRatio(
        numerator,
        features.get(below).name(),
        estimate,
        delta,
        FiellerSet.of(above, denominator.mean(), variance, belowVariance, shared, quantile));
  }

  private int indexOf(String name) {
    for (int feature = 0; feature < features.size(); feature++) {
      if (features.get(feature).name().equals(name)) {
        return feature;
      }
    }
    throw Require.unexpected(
        "feature",
        "\"" + name + "\"",
        "one of " + features.stream().map(UtilityFeature::name).toList());
  }
}
