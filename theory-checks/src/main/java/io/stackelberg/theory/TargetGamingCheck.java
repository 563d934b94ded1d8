package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.Arrays;

/**
 * Whether the leader's utility can be raised by announcing another quality target alone: the shortfall is
 * measured against the required quality, never against the announced one.
 *
 * <p>With the cost incentive and the outcome (quality, tokens) held fixed, the utility must not depend on the
 * announced target.
 */
public final class TargetGamingCheck {
  private static final String NAME = "C24 target-gaming";

  private TargetGamingCheck() {}

  /** Leader's utility, with the announced target as an argument that it should not use. */
  @FunctionalInterface
  public interface Utility {
    /** Utility of an outcome under an announcement (q, c); finite. */
    double of(double announcedTarget, double costIncentive, double quality, double tokens);
  }

  /**
   * Compares the utilities of each outcome under every announced target: exact for the numbers listed, and no
   * statement about others.
   *
   * @param targets announced q, at least two
   * @param costIncentives c to hold fixed, at least one
   * @param outcomes pairs (quality, tokens), at least one
   */
  public static CheckResult check(
      Utility utility, double[] targets, double[] costIncentives, double[][] outcomes) {
    Require.atLeast("targets", targets.length, 2);
    Require.atLeast("cost incentives", costIncentives.length, 1);
    Vectors.requireMatrix("outcomes", outcomes, 2);
    double largest = 0;
    double scale = 0;
    String witness = "";
    for (double cost : costIncentives) {
      for (double[] outcome : outcomes) {
        double first = utility.of(targets[0], cost, outcome[0], outcome[1]);
        for (double target : targets) {
          double value = utility.of(target, cost, outcome[0], outcome[1]);
          scale = Math.max(scale, Math.abs(Require.finite("U_L", value)));
          if (Math.abs(value - first) > largest) {
            largest = Math.abs(value - first);
            witness = "c = " + cost + " and outcome " + Arrays.toString(outcome) + " are worth "
                + first + " under q = " + targets[0] + " and " + value + " under q = " + target;
          }
        }
      }
    }
    Findings findings = new Findings(NAME)
        .add("largest_change", largest)
        .add(
            "comparisons", (double) (targets.length - 1) * costIncentives.length * outcomes.length);
    double tolerance = FiniteGame.TIE * scale;
    if (largest > tolerance) {
      return findings.violated(
          Rigour.EXACT, witness, "The announced target alone changes the leader's utility.");
    }
    return findings.holds(
        Rigour.SAMPLED,
        tolerance - largest,
        "No listed outcome is worth more under another announced target.");
  }

  /**
   * The utility −w_q (reference − quality)_+ − w_t tokens − w_i spend, where the reference is either the required
   * quality or, wrongly, the announced target; decided by its form and shown by a witness.
   *
   * @param isAnnounced whether the shortfall is measured against the announced target
   * @param shortfallWeight w_q, at least 0
   */
  public static CheckResult checkForm(boolean isAnnounced, double shortfallWeight) {
    Require.nonNegative("w_q", shortfallWeight);
    Findings findings = new Findings(NAME).add("largest_change", isAnnounced ? shortfallWeight : 0);
    if (isAnnounced && shortfallWeight > 0) {
      return findings.violated(
          Rigour.EXACT,
          "an outcome of quality 0 is worth " + shortfallWeight
              + " more under q = 0 than under q = 1",
          "The shortfall is measured against the announced target; announcing less removes it.");
    }
    return findings.holds(
        Rigour.EXACT, 0, "The announced target does not enter the leader's utility.");
  }
}
