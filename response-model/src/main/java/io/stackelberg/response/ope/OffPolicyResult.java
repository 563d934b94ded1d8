package io.stackelberg.response.ope;

import io.stackelberg.game.Require;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What an off-policy estimator found: an estimate, or the reason why there is none. */
public sealed interface OffPolicyResult {
  /** The method and its settings, such as {@code IPS} or {@code SWITCH(2.0)}. */
  String method();

  /**
   * An estimated value.
   *
   * @param method the method and its settings
   * @param value the estimate, in the reward's units; a weighted mean may leave the reward's range
   * @param intervals each holds at its own level by itself; using the narrowest of them needs the level
   *     split, or the choice made before the data are seen. Empty where the method's error is unknown
   * @param biasBound largest distance between the value and what the method estimates, in the reward's
   *     units, as a mean over the log; already inside every interval; empty where only its vanishing in
   *     the limit is known
   * @param weights diagnostics of overlap; empty where propensities are missing and the method needs none
   * @param clippedPredictions predictions of the reward model outside the reward's range, moved to its
   *     nearest end, among all that entered
   * @param assumptions what the log cannot show and the estimate relies on, one sentence each
   */
  record Estimated(
      String method,
      double value,
      List<ValueInterval> intervals,
      OptionalDouble biasBound,
      Optional<WeightDiagnostics> weights,
      long clippedPredictions,
      List<String> assumptions)
      implements OffPolicyResult {
    public Estimated {
      Require.nonBlank("method", method);
      Require.finite("value", value);
      intervals = List.copyOf(intervals);
      if (biasBound.isPresent()) {
        Require.nonNegative("biasBound", biasBound.getAsDouble());
      }
      Require.atLeast("clippedPredictions", clippedPredictions, 0L);
      assumptions = List.copyOf(assumptions);
    }

    /**
     * The interval computed by {@code bound}.
     *
     * @return empty when the method or the data do not give one
     */
    public Optional<ValueInterval> interval(ValueInterval.Bound bound) {
      return intervals.stream().filter(interval -> interval.bound() == bound).findFirst();
    }
  }

  /**
   * No number, because the log contradicts or cannot show what the method needs: status VIOLATED.
   *
   * @param method the method and its settings
   * @param violated what is violated
   * @param witness the first turn that shows it
   * @param affected turns that show it
   * @param turns turns in the log
   * @param needed what would be needed, with numbers
   */
  record Refused(
      String method, Assumption violated, Witness witness, long affected, long turns, String needed)
      implements OffPolicyResult {
    public Refused {
      Require.nonBlank("method", method);
      Require.atLeast("affected", affected, 1L);
      Require.atLeast("turns", turns, affected);
      Require.nonBlank("needed", needed);
    }

    /** One line for tables and messages. */
    public String summary() {
      return method
          + ": VIOLATED("
          + violated.name().toLowerCase(java.util.Locale.ROOT)
          + ") at "
          + affected
          + " of "
          + turns
          + " turns, first "
          + witness
          + ". "
          + needed;
    }
  }

  /** What a method can need of a log. */
  enum Assumption {
    /** Known positive probabilities of logging whatever the target policy may do. */
    OVERLAP,
    /** The logging probability of every commitment the target policy may draw, not only of the drawn one. */
    LOGGING_DISTRIBUTION,
    /** A weight no larger than the declared largest weight. */
    LARGEST_WEIGHT,
    /** A measured reward in every turn. */
    REWARD,
    /** Every reward inside its declared range. */
    REWARD_RANGE,
    /** A finite prediction of the reward. */
    REWARD_MODEL
  }

  /**
   * The turn that shows a violation.
   *
   * @param position its index in the log, from 0
   * @param turn id of its context
   * @param session its session
   * @param detail what is wrong there, with the numbers
   */
  record Witness(int position, String turn, String session, String detail) {
    @Override
    public String toString() {
      return "turn " + turn + " of session " + session + " (row " + position + "): " + detail;
    }
  }
}
