package io.stackelberg.response.ope;

import io.stackelberg.response.ope.OffPolicyResult.Assumption;
import java.util.EnumSet;
import java.util.Set;

/** What can be wrong with a logged decision, in the order in which a refusal names it. */
enum Finding {
  MISSING_PROPENSITY(Assumption.OVERLAP),
  CONTRADICTED_PROPENSITY(Assumption.OVERLAP),
  ZERO_PROPENSITY(Assumption.OVERLAP),
  NOTHING_IN_COMMON(Assumption.OVERLAP),
  UNKNOWN_LOGGING(Assumption.LOGGING_DISTRIBUTION),
  LARGE_WEIGHT(Assumption.LARGEST_WEIGHT),
  MISSING_REWARD(Assumption.REWARD),
  REWARD_OUTSIDE(Assumption.REWARD_RANGE),
  MISSING_MODEL(Assumption.REWARD_MODEL),
  PREDICTION_NOT_FINITE(Assumption.REWARD_MODEL);

  /** What stops a method that uses the model alone. */
  static final Set<Finding> STOPS_DIRECT =
      Set.copyOf(EnumSet.of(MISSING_MODEL, PREDICTION_NOT_FINITE));

  /** What stops a method that uses weights and rewards. */
  static final Set<Finding> STOPS_WEIGHTED = Set.copyOf(EnumSet.of(
      MISSING_PROPENSITY,
      CONTRADICTED_PROPENSITY,
      ZERO_PROPENSITY,
      NOTHING_IN_COMMON,
      LARGE_WEIGHT,
      MISSING_REWARD,
      REWARD_OUTSIDE));

  /** What stops a method that uses weights, rewards and the model. */
  static final Set<Finding> STOPS_COMBINED =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(UNKNOWN_LOGGING)));

  /** What stops a method that uses everything. */
  static final Set<Finding> STOPS_SWITCH = Set.copyOf(EnumSet.allOf(Finding.class));

  private final Assumption violated;

  Finding(Assumption violated) {
    this.violated = violated;
  }

  Assumption violated() {
    return violated;
  }
}
