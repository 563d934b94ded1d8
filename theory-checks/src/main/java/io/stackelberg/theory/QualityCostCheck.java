package io.stackelberg.theory;

import io.stackelberg.game.Require;
import io.stackelberg.game.stats.BettingBound;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.MeanDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.hipparchus.special.Beta;
import org.hipparchus.special.Erf;

/**
 * What two samples say of a change of quality or cost (theory 4.6). The t-tests are asymptotic for anything but
 * normal data and never reported as more.
 */
public final class QualityCostCheck {
  private static final String NAME = "quality and cost tests (4.6)";

  private QualityCostCheck() {}

  /** What is claimed of the new policy. */
  public enum Claim {
    /** It is not worse by the margin or more. */
    NOT_INFERIOR,
    /** It differs by less than the margin, either way. */
    EQUIVALENT,
    /** It equals the old one because no difference was significant: never a valid argument. */
    EQUAL_AS_NOT_SIGNIFICANT
  }

  /**
   * Welch's test, non-inferiority and equivalence from two independent samples.
   *
   * @param changed the new policy; more is better
   * @param base the old one
   * @param margin Δ, above 0, fixed before the data were seen
   * @param alpha level of each one-sided test, in (0, 0.5)
   */
  public static CheckResult check(
      MeanDifference.Summary changed,
      MeanDifference.Summary base,
      double margin,
      double alpha,
      Claim claim) {
    Require.positive("Delta", margin);
    Require.inRange("alpha", alpha, Double.MIN_NORMAL, 0.5);
    double newError = changed.standardDeviation() * changed.standardDeviation() / changed.n();
    double oldError = base.standardDeviation() * base.standardDeviation() / base.n();
    double error = Math.sqrt(newError + oldError);
    if (error == 0) {
      return new CheckResult.Inconclusive(
          NAME,
          Rigour.ASYMPTOTIC,
          "samples that vary",
          "Both samples are constant; the t-test says nothing of their error.");
    }
    double freedom = (newError + oldError)
        * (newError + oldError)
        / (newError * newError / (changed.n() - 1) + oldError * oldError / (base.n() - 1));
    double change = changed.mean() - base.mean();
    double p = 2 * tail(Math.abs(change) / error, freedom);
    double inferior = tail((change + margin) / error, freedom);
    double superior = tail((margin - change) / error, freedom);
    double equivalence = Math.max(inferior, superior);
    double quantile = quantile(alpha, freedom);
    double both = quantile(alpha / 2, freedom);
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(Quantity.of("d", change));
    quantities.add(Quantity.of("se", error));
    quantities.add(Quantity.of("t", change / error));
    quantities.add(Quantity.of("nu", freedom));
    quantities.add(Quantity.of("p", p));
    quantities.add(Quantity.of("ci", change - both * error, change + both * error));
    quantities.add(Quantity.of("lower_limit", change - quantile * error));
    quantities.add(Quantity.of("p_non_inferiority", inferior));
    quantities.add(Quantity.of("p_tost", equivalence));
    double evidence = claim == Claim.NOT_INFERIOR ? inferior : equivalence;
    if (evidence < alpha) {
      return new CheckResult.Holds(
          NAME,
          Rigour.ASYMPTOTIC,
          alpha - evidence,
          claim == Claim.NOT_INFERIOR
              ? "A loss of " + margin + " or more is rejected (p = " + inferior + ")."
              : "A change of " + margin + " or more either way is rejected (p = " + equivalence
                  + ").",
          quantities);
    }
    if (claim == Claim.EQUAL_AS_NOT_SIGNIFICANT) {
      return new CheckResult.Violated(
          NAME,
          Rigour.ASYMPTOTIC,
          "a loss of " + (quantile * error - change) + " is as compatible with the data",
          "Not significant (p = " + p + ") is no evidence of equality; within " + margin
              + " is not established (p = " + equivalence + ").",
          quantities);
    }
    double worse = tail(-(change + margin) / error, freedom);
    return worse < alpha
        ? new CheckResult.Violated(
            NAME,
            Rigour.ASYMPTOTIC,
            "change at most " + (change + quantile * error),
            "A loss of more than " + margin + " is established (p = " + worse + ").",
            quantities)
        : new CheckResult.Inconclusive(
            NAME,
            Rigour.ASYMPTOTIC,
            "larger samples",
            "Neither a loss of " + margin + " nor its absence is established (p = " + evidence
                + ").",
            quantities);
  }

  /**
   * Non-inferiority from paired changes, at every sample size: betting on (D + 1)/2.
   *
   * @param changes new minus old, one per independent unit, each in [−1, 1]
   * @param margin Δ, above 0, fixed before the data were seen
   * @param alpha probability of a wrong {@code Holds}, in (0, 0.5); as much for {@code Violated}
   * @param options declared in advance
   */
  public static CheckResult checkPaired(
      double[] changes, double margin, double alpha, BettingBound.Options options) {
    Require.positive("Delta", margin);
    double[] unit = new double[changes.length];
    for (int index = 0; index < changes.length; index++) {
      unit[index] = (Require.inRange("D[" + index + "]", changes[index], -1, 1) + 1) / 2;
    }
    Interval interval = BettingBound.interval(unit, 2 * alpha, options);
    double low = 2 * interval.low() - 1;
    double high = 2 * interval.high() - 1;
    List<Quantity> quantities =
        List.of(Quantity.of("lower_limit", low), Quantity.of("upper_limit", high));
    String said = "The mean change lies above " + low + " and below " + high
        + ", each with probability " + (1 - alpha) + ".";
    if (low > -margin) {
      return new CheckResult.Holds(NAME, Rigour.FINITE_SAMPLE, low + margin, said, quantities);
    }
    return high < -margin
        ? new CheckResult.Violated(
            NAME, Rigour.FINITE_SAMPLE, "change at most " + high, said, quantities)
        : new CheckResult.Inconclusive(NAME, Rigour.FINITE_SAMPLE, "more units", said, quantities);
  }

  /**
   * Values per arm with which non-inferiority is shown with the given power, by the normal approximation.
   *
   * @param deviation σ of a value, the same in both arms; above 0
   * @param margin Δ, above 0
   * @param change true new − base, negative for a loss
   * @param alpha level of the one-sided test, in (0, 0.5)
   * @param power wanted, in (0.5, 1)
   * @param claimed values per arm said to be enough
   */
  public static CheckResult checkPower(
      double deviation,
      double margin,
      double change,
      double alpha,
      double power,
      OptionalDouble claimed) {
    Require.positive("sigma", deviation);
    Require.positive("Delta", margin);
    Require.finite("d_true", change);
    Require.inRange("alpha", alpha, Double.MIN_NORMAL, 0.5);
    Require.inRange("power", power, 0.5, 1 - 1e-12);
    double distance = margin + change;
    if (!(distance > 0)) {
      return new CheckResult.Inconclusive(
          NAME,
          Rigour.ASYMPTOTIC,
          "a true change above -Delta",
          "A policy that loses the margin or more is never shown not to; no number of values helps.");
    }
    double quantiles = normalQuantile(alpha) + normalQuantile(1 - power);
    double perArm = Math.ceil(2 * Math.pow(deviation * quantiles / distance, 2) * (1 - 1e-12));
    List<Quantity> quantities = List.of(Quantity.of("n_per_arm", perArm));
    String said = perArm + " values per arm are needed.";
    return claimed.isPresent() && claimed.getAsDouble() < perArm
        ? new CheckResult.Violated(
            NAME, Rigour.ASYMPTOTIC, claimed.getAsDouble() + " values per arm", said, quantities)
        : new CheckResult.Holds(
            NAME,
            Rigour.ASYMPTOTIC,
            claimed.isPresent() ? claimed.getAsDouble() - perArm : 0,
            said,
            quantities);
  }

  /** z with P(Z &gt; z) = alpha, alpha at most ½, by bisection. */
  private static double normalQuantile(double alpha) {
    double low = 0;
    double high = 40;
    for (int step = 0; step < 80; step++) {
      double middle = (low + high) / 2;
      if (Erf.erfc(middle / Math.sqrt(2)) / 2 > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** P(T &gt; t), by the incomplete beta function. */
  private static double tail(double t, double freedom) {
    double half = Beta.regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
    return t >= 0 ? half : 1 - half;
  }

  /** t with P(T &gt; t) = alpha, alpha below ½, by bisection. */
  private static double quantile(double alpha, double freedom) {
    double low = 0;
    double high = 1;
    while (tail(high, freedom) > alpha) {
      high *= 2;
    }
    for (int step = 0; step < 80; step++) {
      double middle = (low + high) / 2;
      if (tail(middle, freedom) > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
