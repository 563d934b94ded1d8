package io.stackelberg.pipeline;

import io.stackelberg.response.ope.EvaluationPlan;
import java.util.Locale;

/** What a log would have to hold for more to be said, in numbers; for planning, not a guarantee. */
final class DataNeeds {
  /** Share of turns drawn at random in the plans told. */
  static final double EXPLORE = 0.1;

  private DataNeeds() {}

  /**
   * The turns that let the value of a policy on {@code actions} actions be known within {@code margin}, if each
   * was drawn at random in a share of turns.
   */
  static String exploration(int actions, double margin) {
    int arms = Math.max(2, actions);
    EvaluationPlan plan = new EvaluationPlan(EXPLORE / arms, 0.95);
    return String.format(
        Locale.ROOT,
        "draw one of %d actions, each alike, in a share of %.2f of turns and log gov.propensity: about"
            + " %,d turns (normal approximation, worst-case spread) then tell the quality of one policy"
            + " within %s, %,d for a bound that holds at that size; more where turns of a session are alike",
        arms,
        EXPLORE,
        plan.asymptoticTurns(margin, 0.5),
        margin,
        plan.finiteSampleTurns(margin, arms / EXPLORE));
  }

  /** The judged turns that tell a mean quality within {@code margin}. */
  static String judged(double margin) {
    return String.format(
        Locale.ROOT,
        "judge about %,d turns of each action (normal approximation, worst-case spread) to tell its mean"
            + " quality within %s",
        new EvaluationPlan(1, 0.95).asymptoticTurns(margin, 0.5),
        margin);
  }
}
