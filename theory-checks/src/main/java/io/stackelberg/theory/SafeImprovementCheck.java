package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gate of high-confidence policy improvement (theory 4.5): deploy only if every constraint is met by a lower
 * bound computed on data that did not choose the candidate.
 *
 * <p>{@code Inconclusive} means "keep the baseline", which is a valid answer. Source: Thomas, Theocharous and
 * Ghavamzadeh (2015) [thomas2015confidence].
 */
public final class SafeImprovementCheck {
  private static final String NAME = "safe improvement (4.5)";

  private SafeImprovementCheck() {}

  /**
   * What must not fall below what, each on the scale where values lie in [0, 1].
   *
   * @param name quality, cost and the like
   * @param mean mean of the candidate on the held-out part
   * @param variance unbiased sample variance, in [0, 0.5]
   * @param n number of independent values, at least 2
   * @param atLeast the baseline's value, or the upper bound of it
   */
  public record Constraint(String name, double mean, double variance, int n, double atLeast) {
    public Constraint {
      Require.nonBlank("name", name);
      Require.inUnitInterval("mean", mean);
      Require.inRange("variance", variance, 0, 0.5);
      Require.atLeast("n", n, 2);
      Require.finite("V_base", atLeast);
    }
  }

  /**
   * Tests the constraints, each by a one-sided empirical Bernstein bound at an equal part of delta.
   *
   * @param constraints at least one
   * @param delta probability of deploying what violates a constraint, in (0, 1)
   * @param baselineDelta probability that some {@code atLeast} is below the baseline's true value, in [0, 1); 0
   *     if they are known
   * @param selection the units (sessions) that chose the candidate
   * @param test the units of the constraints
   */
  public static CheckResult check(
      List<Constraint> constraints,
      double delta,
      double baselineDelta,
      Set<Integer> selection,
      Set<Integer> test) {
    Require.nonEmpty("constraints", constraints);
    Require.inOpenUnitInterval("delta", delta);
    Require.inRange("delta_base", baselineDelta, 0, 1);
    Set<Integer> reused = new TreeSet<>(selection);
    reused.retainAll(test);
    if (!reused.isEmpty()) {
      return new CheckResult.Violated(
          NAME,
          Rigour.EXACT,
          reused.size() + " units, the first " + reused.iterator().next(),
          "Rule R3: data that chose the candidate test it.");
    }
    double log = Math.log(2 * constraints.size() / delta);
    List<Quantity> quantities = new ArrayList<>();
    double margin = Double.POSITIVE_INFINITY;
    String weakest = "";
    for (Constraint constraint : constraints) {
      double bound = constraint.mean()
          - Math.sqrt(2 * constraint.variance() * log / constraint.n())
          - 7 * log / (3 * (constraint.n() - 1.0));
      quantities.add(Quantity.of("lcb_" + constraint.name(), bound));
      if (bound - constraint.atLeast() < margin) {
        margin = bound - constraint.atLeast();
        weakest = constraint.name() + ": lower bound " + bound + ", needed " + constraint.atLeast();
      }
    }
    return margin >= 0
        ? new CheckResult.Holds(
            NAME,
            Rigour.FINITE_SAMPLE,
            margin,
            "Deploy; a worse policy passes with probability at most " + (delta + baselineDelta)
                + " (" + weakest + ").",
            quantities)
        : new CheckResult.Inconclusive(
            NAME,
            Rigour.FINITE_SAMPLE,
            "more data, or a better candidate",
            "Keep the baseline (" + weakest + ").",
            quantities);
  }
}
