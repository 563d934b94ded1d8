package io.stackelberg.response.ope;

import io.stackelberg.game.Turn;
import io.stackelberg.response.ope.OffPolicyResult.Refused;
import io.stackelberg.response.ope.OffPolicyResult.Witness;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was found wrong with the decisions of one log: per kind the first turn and the number of turns. */
final class Findings {
  private record Tally(Witness first, int last, long turns) {}

  private final Map<Finding, Tally> tallies = new EnumMap<>(Finding.class);

  /** Positions must not decrease; a turn counts once per kind. */
  void note(Finding finding, int position, Turn turn, String detail) {
    Tally known = tallies.get(finding);
    if (known == null) {
      Witness first = new Witness(position, turn.context().id(), turn.context().session(), detail);
      tallies.put(finding, new Tally(first, position, 1));
    } else if (known.last() != position) {
      tallies.put(finding, new Tally(known.first(), position, known.turns() + 1));
    }
  }

  boolean contains(Finding finding) {
    return tallies.containsKey(finding);
  }

  Optional<Refused> refusal(
      String method, Set<Finding> stoppedBy, LoggedDecisions source, double uncovered) {
    for (Map.Entry<Finding, Tally> entry : tallies.entrySet()) {
      if (stoppedBy.contains(entry.getKey())) {
        Tally tally = entry.getValue();
        return Optional.of(new Refused(
            method,
            entry.getKey().violated(),
            tally.first(),
            tally.turns(),
            source.log().turns().size(),
            needed(entry.getKey(), tally.turns(), source, uncovered)));
      }
    }
    return Optional.empty();
  }

  private static String needed(
      Finding finding, long turns, LoggedDecisions source, double uncovered) {
    Reward reward = source.reward();
    return switch (finding) {
      case MISSING_PROPENSITY ->
        "Needed: the probability with which the logging policy drew the commitment, in "
            + turns
            + " more turns, or the logging policy itself.";
      case CONTRADICTED_PROPENSITY ->
        "Needed: propensities that agree with the logging policy within 1e-6 of themselves, in "
            + turns
            + " more turns; one of the two is wrong.";
      case ZERO_PROPENSITY ->
        "Needed: a log whose policy plays what the target plays; a share of "
            + String.format(Locale.ROOT, "%.4g", uncovered)
            + " of the target's draws is never logged here. A logging policy that follows the target with"
            + " probability 0.1 keeps every weight at most 10.";
      case NOTHING_IN_COMMON ->
        "Needed: turns in which the logged commitment is one the target policy may draw; there are 0.";
      case UNKNOWN_LOGGING ->
        "Needed: the logging probability of every commitment the target policy may draw, that is, the"
            + " logging policy; "
            + turns
            + " turns carry that of the drawn commitment only.";
      case LARGE_WEIGHT ->
        "Needed: a bound that holds for every weight; the declared largest weight is "
            + source.largestWeight().orElse(Double.NaN)
            + " and "
            + turns
            + " turns exceed it.";
      case MISSING_REWARD ->
        "Needed: " + reward.name() + " in " + turns
            + " more turns; leaving them out would bias the estimate.";
      case REWARD_OUTSIDE ->
        "Needed: a declared range that holds for every turn; it is ["
            + reward.lowest()
            + ", "
            + reward.highest()
            + "] and "
            + turns
            + " turns leave it.";
      case MISSING_MODEL -> "Needed: a model of the expected reward, learned from other data.";
      case PREDICTION_NOT_FINITE ->
        "Needed: a reward model with finite predictions, in " + turns + " more turns.";
    };
  }
}
