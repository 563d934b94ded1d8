package io.stackelberg.theory;

import io.stackelberg.game.CommonAgency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Equilibria of common agency under limited liability (theory T6, variant LL; C14): payments of at least 0, each
 * principal bearing its own.
 *
 * <p>A profile is an equilibrium when no principal gains more than 1e-9 of the spread of its values plus the
 * temperature, by its best payments (one root by bisection) and by 200 drawn payments, which refute but do not
 * prove. With one or two principals the equilibrium is unique. From three on it need not be: two equilibria, or one
 * whose sensitivities have a negative determinant, refute uniqueness; {@link AgencyBox} proves it; otherwise it
 * stays open.
 *
 * <p>Quantities: {@code equilibria} (number found); then for equilibrium 1, 2, … {@code thresholds_i}, {@code
 * policy_i}, {@code payoffs_i}; {@code determinants}, {@code coupling_radii} (ρ|B| of fact 5, below 1 best replies
 * converge nearby), {@code index_sum} where all are regular, {@code largest_gain}, {@code largest_drawn_gain}.
 *
 * <p>Source: derived for this project from Bernheim and Whinston (1986) [bernheim1986common] with a logit agent.
 */
public final class LimitedLiabilityCheck {
  private static final String NAME = "common agency, limited liability";
  private static final double GAIN = 1e-9;
  private static final int DRAWS = 200;
  private static final double SAME_POLICY = 1e-8;

  private LimitedLiabilityCheck() {}

  /** Checks that an equilibrium exists and, with one or two principals, that no second one is found. */
  public static CheckResult check(CommonAgency game, RandomGenerator random) {
    PlainAgency agency = new PlainAgency(game);
    Found found = search(agency, game.principals() <= 2 ? 2 : 12, random);
    if (found.list.isEmpty()) {
      return new CheckResult.Inconclusive(
          NAME, Rigour.EXACT, "a start that converges", "No start converged.", found.quantities);
    }
    if (found.gain > GAIN) {
      return new CheckResult.Violated(
          NAME,
          Rigour.EXACT,
          "gain " + found.gain + " of the principal's scale",
          "A root of all equations is no equilibrium.",
          found.quantities);
    }
    if (game.principals() <= 2 && found.list.size() > 1) {
      return several(found, "Two principals have one equilibrium, but two were found.");
    }
    return new CheckResult.Holds(
        NAME,
        Rigour.EXACT,
        GAIN - Math.max(found.gain, 0),
        found.list.size()
            + (found.list.size() == 1 ? " equilibrium" : " equilibria")
            + " found; the best reply gains at most "
            + found.gain
            + " of a principal's scale.",
        found.quantities);
  }

  /** Checks the claim that there is exactly one equilibrium. */
  public static CheckResult unique(CommonAgency game, RandomGenerator random) {
    PlainAgency agency = new PlainAgency(game);
    Found found = search(agency, game.principals() <= 2 ? 2 : 24, random);
    if (found.list.size() > 1) {
      return several(found, "The equilibrium is not unique.");
    }
    if (found.list.size() == 1 && found.indexSum.isPresent() && found.indexSum.getAsInt() < 0) {
      return new CheckResult.Violated(
          NAME,
          Rigour.EXACT,
          "thresholds " + Arrays.toString(found.list.get(0)) + " with a negative determinant",
          "The indices of all equilibria sum to 1, so more exist.",
          found.quantities);
    }
    if (found.list.isEmpty() || found.gain > GAIN) {
      return new CheckResult.Inconclusive(
          NAME, Rigour.EXACT, "an equilibrium", "No start converged.", found.quantities);
    }
    if (game.principals() <= 2) {
      return new CheckResult.Holds(
          NAME,
          Rigour.EXACT,
          GAIN - Math.max(found.gain, 0),
          "One or two principals have one equilibrium (theory T6, fact 4), and all starts end there.",
          found.quantities);
    }
    double ratio = AgencyBox.dominance(agency);
    List<Quantity> quantities = new ArrayList<>(found.quantities);
    quantities.add(Quantity.of("dominance", ratio));
    if (ratio < 1) {
      return new CheckResult.Holds(
          NAME,
          Rigour.EXACT,
          1 - ratio,
          "On a box that holds all equilibria the others' effects are at most " + ratio
              + " of a principal's own.",
          quantities);
    }
    return new CheckResult.Inconclusive(
        NAME,
        Rigour.EXACT,
        "a box on which own effects dominate, or a second equilibrium",
        "All starts that converged agree, which proves nothing.",
        quantities);
  }

  /**
   * Checks the claim that given payments are an equilibrium.
   *
   * @param payments payments[principal][outcome], at least 0
   */
  public static CheckResult payments(
      CommonAgency game, double[][] payments, RandomGenerator random) {
    PlainAgency agency = new PlainAgency(game);
    double worst = 0;
    double drawn = 0;
    int who = 0;
    for (int j = 0; j < agency.principals(); j++) {
      double gain = agency.gain(j, payments) / agency.scale(j);
      who = gain > worst ? j : who;
      worst = Math.max(worst, gain);
      drawn = Math.max(drawn, drawnGain(agency, j, payments, random));
    }
    List<Quantity> quantities = List.of(
        Quantity.of("policy", agency.policy(payments)),
        Quantity.of("largest_gain", worst),
        Quantity.of("largest_drawn_gain", drawn));
    if (Math.max(worst, drawn) > GAIN) {
      return new CheckResult.Violated(
          NAME,
          Rigour.EXACT,
          "principal " + who + " gains " + worst * agency.scale(who) + " by its best payments",
          "The payments are no equilibrium.",
          quantities);
    }
    return new CheckResult.Holds(
        NAME,
        Rigour.EXACT,
        GAIN - worst,
        "No principal gains more than " + worst + " of its scale.",
        quantities);
  }

  /**
   * Checks the claim that a policy is that of an equilibrium: the policy fixes every principal's threshold, and the
   * payments of these thresholds must induce the policy.
   */
  public static CheckResult policy(CommonAgency game, double[] policy) {
    PlainAgency agency = new PlainAgency(game);
    double[] thresholds = new double[agency.principals()];
    Arrays.setAll(thresholds, j -> agency.thresholdUnder(j, policy));
    double[] induced = agency.policy(agency.payments(thresholds));
    double distance = PlainAgency.totalVariation(policy, induced);
    List<Quantity> quantities = List.of(
        Quantity.of("thresholds", thresholds),
        Quantity.of("induced_policy", induced),
        Quantity.of("distance", distance));
    if (distance > SAME_POLICY) {
      return new CheckResult.Violated(
          NAME,
          Rigour.EXACT,
          "thresholds " + Arrays.toString(thresholds) + " induce " + Arrays.toString(induced),
          "The only payments that could hold " + Arrays.toString(policy)
              + " in equilibrium induce another policy.",
          quantities);
    }
    return new CheckResult.Holds(
        NAME,
        Rigour.EXACT,
        SAME_POLICY - distance,
        "The thresholds that the policy fixes induce it, up to " + distance
            + " in total variation.",
        quantities);
  }

  /** Equilibria with what was computed of them. */
  private static final class Found {
    private List<double[]> list = List.of();
    private final List<Quantity> quantities = new ArrayList<>();
    private double gain;
    private OptionalInt indexSum = OptionalInt.empty();
  }

  private static CheckResult several(Found found, String detail) {
    return new CheckResult.Violated(
        NAME,
        Rigour.EXACT,
        "thresholds " + Arrays.toString(found.list.get(0)) + " and "
            + Arrays.toString(found.list.get(1)),
        detail,
        found.quantities);
  }

  private static Found search(PlainAgency agency, int starts, RandomGenerator random) {
    Found found = new Found();
    found.list = AgencySearch.equilibria(agency, starts, random);
    int count = found.list.size();
    found.quantities.add(Quantity.of("equilibria", count));
    double[] determinants = new double[count];
    double[] radii = new double[count];
    double drawn = 0;
    int indexSum = 0;
    boolean isRegular = count > 0;
    for (int index = 0; index < count; index++) {
      double[] thresholds = found.list.get(index);
      double[][] payments = agency.payments(thresholds);
      double[][] sensitivity = agency.sensitivity(thresholds);
      double[] policy = agency.policy(payments);
      double[] payoffs = new double[thresholds.length];
      double[][] coupling = new double[thresholds.length][thresholds.length];
      for (int j = 0; j < thresholds.length; j++) {
        payoffs[j] = agency.game().payoff(j, policy, payments[j]);
        found.gain = Math.max(found.gain, agency.gain(j, payments) / agency.scale(j));
        drawn = Math.max(drawn, drawnGain(agency, j, payments, random));
        for (int k = 0; k < thresholds.length; k++) {
          coupling[j][k] = j == k ? 0 : Math.abs(sensitivity[j][k]);
        }
      }
      determinants[index] = Elimination.determinant(sensitivity);
      radii[index] = PerronRoot.of(coupling).high();
      isRegular &= agency.isRegular(thresholds) && Math.abs(determinants[index]) > 1e-9;
      indexSum += determinants[index] > 0 ? 1 : -1;
      String number = "_" + (index + 1);
      found.quantities.add(Quantity.of("thresholds" + number, thresholds));
      found.quantities.add(Quantity.of("policy" + number, policy));
      found.quantities.add(Quantity.of("payoffs" + number, payoffs));
    }
    found.quantities.add(Quantity.of("determinants", determinants));
    found.quantities.add(Quantity.of("coupling_radii", radii));
    if (isRegular) {
      found.indexSum = OptionalInt.of(indexSum);
      found.quantities.add(Quantity.of("index_sum", indexSum));
    }
    found.quantities.add(Quantity.of("largest_gain", found.gain));
    found.quantities.add(Quantity.of("largest_drawn_gain", drawn));
    found.gain = Math.max(found.gain, drawn);
    return found;
  }

  /** Largest gain of drawn payments: thresholds, scaled and perturbed payments, near and far; at least 0. */
  private static double drawnGain(
      PlainAgency agency, int principal, double[][] payments, RandomGenerator random) {
    double[] others = agency.total(payments, principal);
    double present = agency.payoff(principal, payments[principal], others);
    double scale = agency.scale(principal);
    double largest = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] tried = payments[principal].clone();
      if (draw % 2 == 0) {
        tried = agency.payments(principal, agency.lowest(principal) + scale * random.nextDouble());
      } else {
        double width = scale * StrictMath.pow(10, -4 * random.nextDouble());
        for (int outcome = 0; outcome < tried.length; outcome++) {
          tried[outcome] = Math.max(tried[outcome] + width * (2 * random.nextDouble() - 1), 0);
        }
      }
      largest = Math.max(largest, agency.payoff(principal, tried, others) - present);
    }
    return largest / scale;
  }
}
