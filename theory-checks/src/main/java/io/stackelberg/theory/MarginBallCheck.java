package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Ball around a commitment in which the follower's best action stays the same, theory T2(c).
 *
 * <p>With margin m between best and second best, the radius is m / 2L_F where each utility is L_F-Lipschitz, and
 * m / L_gap where L_gap bounds each difference of utilities.
 */
public final class MarginBallCheck {
  private static final String NAME = "C06 margin-ball";

  private MarginBallCheck() {}

  /**
   * Checks a radius from utilities and Lipschitz constants alone.
   *
   * @param utilities of each action at l
   * @param lipschitz L_F, at least 0; empty if unknown
   * @param gapLipschitz L_gap, at least 0; empty if unknown
   * @param claimed radius of a ball that is said to keep the best action
   */
  public static CheckResult check(
      double[] utilities,
      OptionalDouble lipschitz,
      OptionalDouble gapLipschitz,
      OptionalDouble claimed) {
    Findings findings = new Findings(NAME);
    double radius = radius(findings, utilities, lipschitz, gapLipschitz);
    return judge(findings, radius, claimed);
  }

  /**
   * The same for utilities W l + z, where the nearest change of the best action is known exactly.
   *
   * @param weights W, one row per action
   * @param constants z, one per action
   * @param point l
   */
  public static CheckResult checkAffine(
      double[][] weights,
      double[] constants,
      double[] point,
      OptionalDouble lipschitz,
      OptionalDouble claimed) {
    Vectors.requireMatrix("W", weights, point.length);
    if (constants.length != weights.length) {
      throw Require.unexpected("length of z", constants.length, "" + weights.length);
    }
    double[] utilities = Vectors.affine(weights, point, constants);
    int best = best(utilities);
    double nearest = Double.POSITIVE_INFINITY;
    double[] towards = new double[point.length];
    double steepest = 0;
    double fastest = 0;
    for (int action = 0; action < utilities.length; action++) {
      fastest = Math.max(fastest, Vectors.norm(weights[action]));
      for (double[] other : weights) {
        steepest = Math.max(steepest, Vectors.distance(weights[action], other));
      }
      double rate = Vectors.distance(weights[action], weights[best]);
      if (action != best && rate > 0 && (utilities[best] - utilities[action]) / rate < nearest) {
        nearest = (utilities[best] - utilities[action]) / rate;
        double[] gap = Vectors.difference(weights[action], weights[best]);
        for (int axis = 0; axis < point.length; axis++) {
          towards[axis] = gap[axis] / rate;
        }
      }
    }
    Findings findings = new Findings(NAME);
    if (lipschitz.isPresent() && lipschitz.getAsDouble() < fastest * (1 - 1e-12)) {
      return findings.violated(
          Rigour.EXACT,
          "a utility changes by " + fastest + " per unit of distance",
          "The stated L_F " + lipschitz.getAsDouble() + " is too small.");
    }
    double radius = radius(
        findings,
        utilities,
        lipschitz.isPresent() ? lipschitz : OptionalDouble.of(fastest),
        OptionalDouble.of(steepest));
    findings.add("distance_to_change", nearest);
    if (claimed.isPresent() && claimed.getAsDouble() > nearest * (1 + 1e-9)) {
      double step = (nearest + claimed.getAsDouble()) / 2;
      double[] flipped = point.clone();
      for (int axis = 0; axis < point.length; axis++) {
        flipped[axis] += step * towards[axis];
      }
      double[] there = Vectors.affine(weights, flipped, constants);
      if (best(there) != best) {
        return findings.violated(
            Rigour.EXACT,
            "at l = " + Arrays.toString(flipped) + ", " + step + " away, action " + best(there)
                + " is best: utilities " + Arrays.toString(there),
            "The best action changes within the claimed radius " + claimed.getAsDouble() + ".");
      }
    }
    return judge(findings, Math.max(radius, margin(utilities) > 0 ? nearest : 0), claimed);
  }

  private static double radius(
      Findings findings,
      double[] utilities,
      OptionalDouble lipschitz,
      OptionalDouble gapLipschitz) {
    double margin = margin(utilities);
    double radius = 0;
    findings.add("margin", margin);
    if (lipschitz.isPresent()) {
      double constant = Require.nonNegative("L_F", lipschitz.getAsDouble());
      double ball = margin == 0 ? 0 : margin / (2 * constant);
      findings.add("radius_L_F", ball);
      radius = Math.max(radius, ball);
    }
    if (gapLipschitz.isPresent()) {
      double constant = Require.nonNegative("L_gap", gapLipschitz.getAsDouble());
      double ball = margin == 0 ? 0 : margin / constant;
      findings.add("radius_L_gap", ball);
      radius = Math.max(radius, ball);
    }
    return radius;
  }

  private static CheckResult judge(Findings findings, double radius, OptionalDouble claimed) {
    if (radius == 0) {
      return findings.inconclusive(
          Rigour.EXACT,
          "a positive margin and a Lipschitz constant",
          "Without them no ball is known to keep the best action.");
    }
    if (claimed.isPresent() && !(claimed.getAsDouble() <= radius * (1 + 1e-9))) {
      return findings.inconclusive(
          Rigour.EXACT,
          "the utilities as functions of l, or smaller Lipschitz constants",
          "The radius " + radius + " is proved, the claimed " + claimed.getAsDouble() + " is not.");
    }
    return findings.holds(
        Rigour.EXACT,
        claimed.isPresent() ? Math.max(0, radius - claimed.getAsDouble()) : radius,
        "The best action stays the same closer than " + radius + ".");
  }

  private static int best(double[] utilities) {
    int best = 0;
    for (int action = 1; action < utilities.length; action++) {
      best = utilities[action] > utilities[best] ? action : best;
    }
    return best;
  }

  /** Best less second best; 0 where they tie. */
  private static double margin(double[] utilities) {
    Require.atLeast("utilities", utilities.length, 2);
    double[] sorted = utilities.clone();
    for (double utility : sorted) {
      Require.finite("utility", utility);
    }
    Arrays.sort(sorted);
    double margin = sorted[sorted.length - 1] - sorted[sorted.length - 2];
    return margin <= FiniteGame.TIE * (sorted[sorted.length - 1] - sorted[0]) ? 0 : margin;
  }
}
