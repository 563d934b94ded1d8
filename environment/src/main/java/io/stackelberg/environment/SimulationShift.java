package io.stackelberg.environment;

import io.stackelberg.environment.SimulationCoefficient.Source;
import io.stackelberg.game.Require;

/**
 * How reality differs from the surrogate that logs come from; it acts only through {@link
 * SimulationProfile#real()}.
 *
 * @param temperatureFactor multiplies the follower's temperature
 * @param baseTokensFactor multiplies base input and output tokens of every kind
 * @param intercept added to the quality intercept of every kind
 * @param lengthBiasFactor multiplies the judge's length bias
 * @param blindnessFactor multiplies the judge's blindness, in [0, 1]
 * @param proxyCorrelationFactor multiplies the correlation of message length and difficulty, in [-1, 1]
 * @param newKindShare added to the share of tasks of the kind the surrogate never saw
 */
public record SimulationShift(
    SimulationCoefficient temperatureFactor,
    SimulationCoefficient baseTokensFactor,
    SimulationCoefficient intercept,
    SimulationCoefficient lengthBiasFactor,
    SimulationCoefficient blindnessFactor,
    SimulationCoefficient proxyCorrelationFactor,
    SimulationCoefficient newKindShare) {
  /** Reality is as the logs say. */
  public static final SimulationShift NONE = new SimulationShift(
      neutral(1), neutral(1), neutral(0), neutral(1), neutral(1), neutral(1), neutral(0));

  public SimulationShift {
    Require.positive("shift.temperature_factor", temperatureFactor.value());
    Require.positive("shift.base_tokens_factor", baseTokensFactor.value());
    Require.inUnitInterval("shift.blindness_factor", blindnessFactor.value());
    Require.inRange("shift.proxy_correlation_factor", proxyCorrelationFactor.value(), -1, 1);
    Require.inUnitInterval("shift.new_kind_share", newKindShare.value());
  }

  private static SimulationCoefficient neutral(double value) {
    return new SimulationCoefficient(value, Source.ASSUMED, "no shift");
  }

  /** The profile with this shift in its coefficients and none left to apply. */
  SimulationProfile appliedTo(SimulationProfile profile) {
    SimulationProfile.Tasks tasks = profile.tasks();
    SimulationProfile.Kinds kinds = profile.kinds();
    SimulationProfile.Judge judge = profile.judge();
    SimulationProfile.Follower follower = profile.follower();
    return new SimulationProfile(
        profile.name(),
        profile.purpose(),
        profile.sessions(),
        new SimulationProfile.Tasks(
            tasks.newKindShare().plus(newKindShare),
            tasks.userCharsMedian(),
            tasks.userCharsLogSd(),
            tasks.proxyCorrelation().times(proxyCorrelationFactor)),
        new SimulationProfile.Kinds(
            shifted(kinds.fact()),
            shifted(kinds.code()),
            shifted(kinds.analysis()),
            shifted(kinds.chat()),
            shifted(kinds.translation())),
        profile.tokens(),
        profile.quality(),
        new SimulationProfile.Judge(
            judge.lengthBias().times(lengthBiasFactor),
            judge.blindness().times(blindnessFactor),
            judge.noiseSd()),
        new SimulationProfile.Follower(
            follower.temperature().times(temperatureFactor),
            follower.lapseRate(),
            follower.qualityWeight(),
            follower.costWeight(),
            follower.costScaleTokens(),
            follower.incentiveSensitivity(),
            follower.habit(),
            follower.customaryContext(),
            follower.customaryVerbosity(),
            follower.customaryTools()),
        profile.prices(),
        NONE);
  }

  private SimulationProfile.Kind shifted(SimulationProfile.Kind kind) {
    return new SimulationProfile.Kind(
        kind.share(),
        kind.baseInputTokens().times(baseTokensFactor),
        kind.baseOutputTokens().times(baseTokensFactor),
        kind.toolTokens(),
        kind.intercept().plus(intercept),
        kind.contextNeed(),
        kind.verbosityNeed(),
        kind.toolNeed());
  }
}
