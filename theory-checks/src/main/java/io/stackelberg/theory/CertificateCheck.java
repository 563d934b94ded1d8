package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * Quantities of a certificate over finitely many candidates (theory 4.3), and rule R3: data that chose a policy
 * certify it only under a bound that holds for all candidates at once.
 */
public final class CertificateCheck {
  private static final String NAME = "certificate quantities (4.3)";

  private CertificateCheck() {}

  /**
   * One candidate's evidence.
   *
   * @param lower ℓ, lower end of the interval of V_R
   * @param upper u, upper end, at least {@code lower}
   * @param surrogate V_S
   * @param delta probability that the interval misses, in (0, 1)
   */
  public record Candidate(double lower, double upper, double surrogate, double delta) {
    public Candidate {
      Require.finite("lower", lower);
      Require.inRange("upper", upper, lower, Double.MAX_VALUE);
      Require.finite("V_S", surrogate);
      Require.inOpenUnitInterval("delta of an interval", delta);
    }

    /**
     * Hoeffding's interval around a mean of values in [0, 1].
     *
     * @param n number of independent values, at least 1
     */
    public static Candidate hoeffding(double mean, int n, double surrogate, double delta) {
      Require.inUnitInterval("mean", mean);
      Require.atLeast("n", n, 1);
      Require.inOpenUnitInterval("delta of an interval", delta);
      double radius = Math.sqrt(Math.log(2 / delta) / (2.0 * n));
      return new Candidate(mean - radius, mean + radius, surrogate, delta);
    }
  }

  /** Which data chose the policy. */
  public enum Selection {
    /** The data of the intervals, all candidates' intervals being valid at once. */
    SAME_DATA,
    /** Other data; then only the chosen policy's interval is spent on its value. */
    OTHER_DATA
  }

  /**
   * The part of a continuous set of commitments between the points of a grid.
   *
   * @param lipschitz L_V of V_R, assumed; at least 0
   * @param spacing h, at least 0
   * @param dimension d, at least 1
   */
  public record Cover(double lipschitz, double spacing, int dimension) {
    /** Finitely many candidates, nothing between them. */
    public static final Cover NONE = new Cover(0, 0, 1);

    public Cover {
      Require.nonNegative("L_V", lipschitz);
      Require.nonNegative("h", spacing);
      Require.atLeast("d", dimension, 1);
    }

    double radius() {
      return lipschitz * spacing * Math.sqrt(dimension) / 2;
    }
  }

  /**
   * What intervals that hold for all candidates at once say of the surrogate and of one policy.
   *
   * @param errorLower lower end of ε_value; above 0 it refutes that the surrogate is exact
   * @param errorUpper upper end of ε_value
   * @param surrogateGap max V_S − V_S of the chosen policy, at least 0
   * @param transfer regret bound through the surrogate, form T4(c')
   * @param direct regret bound by the intervals alone
   * @param regretLower some candidate is better than the chosen policy by at least this; at least 0
   */
  public record Bounds(
      double errorLower,
      double errorUpper,
      double surrogateGap,
      double transfer,
      double direct,
      double regretLower) {
    /** The smaller of the two regret bounds; both hold on the same event. */
    public double regretUpper() {
      return Math.min(transfer, direct);
    }
  }

  /**
   * Error and regret bounds from intervals, valid where all intervals hold.
   *
   * @param candidates at least one
   * @param chosen index of the chosen policy
   */
  public static Bounds bounds(List<Candidate> candidates, int chosen, Cover cover) {
    Require.nonEmpty("candidates", candidates);
    Require.inRange("chosen", chosen, 0, candidates.size() - 1);
    double top = Double.NEGATIVE_INFINITY;
    double upperError = 0;
    double lowerError = 0;
    double othersUpper = Double.NEGATIVE_INFINITY;
    double othersLower = Double.NEGATIVE_INFINITY;
    Candidate own = candidates.get(chosen);
    for (int index = 0; index < candidates.size(); index++) {
      Candidate candidate = candidates.get(index);
      double value = candidate.surrogate();
      top = Math.max(top, value);
      upperError =
          Math.max(upperError, Math.max(candidate.upper() - value, value - candidate.lower()));
      lowerError =
          Math.max(lowerError, Math.max(candidate.lower() - value, value - candidate.upper()));
      if (index != chosen) {
        othersUpper = Math.max(othersUpper, candidate.upper());
        othersLower = Math.max(othersLower, candidate.lower());
      }
    }
    double gap = Math.max(0, top - own.surrogate());
    double direct = candidates.size() == 1
        ? cover.radius()
        : Math.max(0, othersUpper - own.lower() + cover.radius());
    return new Bounds(
        lowerError,
        upperError,
        gap,
        gap + 2 * upperError + cover.radius(),
        direct,
        Math.max(0, othersLower - own.upper()));
  }

  /**
   * Recomputes error, regret bounds and their minimum; refuses the winner's curse.
   *
   * @param candidates at least one
   * @param chosen index of the chosen policy
   * @param delta error probability declared for the certificate, in (0, 1)
   * @param rigour of the weakest interval: {@code FINITE_SAMPLE} or {@code ASYMPTOTIC}
   */
  public static CheckResult check(
      List<Candidate> candidates,
      int chosen,
      double delta,
      Selection selection,
      Cover cover,
      Rigour rigour) {
    Require.nonEmpty("candidates", candidates);
    Require.inRange("chosen", chosen, 0, candidates.size() - 1);
    Require.inOpenUnitInterval("delta", delta);
    double spent = 0;
    double allCover = 1;
    Candidate own = candidates.get(chosen);
    for (Candidate candidate : candidates) {
      spent += candidate.delta();
      allCover *= 1 - candidate.delta();
    }
    Bounds bounds = bounds(candidates, chosen, cover);
    double slack = 1e-9 * delta;
    if (spent > delta + slack) {
      List<Quantity> quantities = List.of(
          Quantity.of("delta_spent", spent), Quantity.of("all_cover_if_independent", allCover));
      boolean valid = selection == Selection.OTHER_DATA && own.delta() <= delta + slack;
      return valid
          ? new CheckResult.Inconclusive(
              NAME,
              rigour,
              "intervals that hold for all " + candidates.size() + " candidates at once",
              "Chosen on other data: its value is at least " + own.lower()
                  + ", but neither its regret nor the surrogate's error is bounded.",
              quantities)
          : new CheckResult.Violated(
              NAME,
              Rigour.EXACT,
              candidates.size() + " intervals spend delta " + spent + ", declared " + delta,
              "Rule R3: the winner among many is chosen for its luck. Intervals valid one at a time"
                  + " do not certify it; independent ones all cover with probability " + allCover
                  + ".",
              quantities);
    }
    double bound = bounds.regretUpper();
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(
        Quantity.of("lower", candidates.stream().mapToDouble(Candidate::lower).toArray()));
    quantities.add(
        Quantity.of("upper", candidates.stream().mapToDouble(Candidate::upper).toArray()));
    quantities.add(Quantity.of("eps_value", bounds.errorLower(), bounds.errorUpper()));
    quantities.add(Quantity.of("regret_transfer", bounds.transfer()));
    quantities.add(Quantity.of("regret_direct", bounds.direct()));
    quantities.add(Quantity.of("regret_bound", bound));
    quantities.add(Quantity.of("delta_spent", spent));
    if (rigour == Rigour.SAMPLED) {
      return new CheckResult.Inconclusive(
          NAME, rigour, "intervals with a confidence", "Sampled ends bound nothing.", quantities);
    }
    return new CheckResult.Holds(
        NAME,
        rigour,
        Math.max(0, delta - spent),
        "The regret of policy " + chosen + " among the candidates is at most " + bound
            + " with probability " + (1 - spent)
            + (bounds.errorLower() > 0 ? "; the surrogate is refuted as exact" : "")
            + (cover.radius() > 0 ? ", if V_R has the Lipschitz constant assumed." : "."),
        quantities);
  }
}
