package io.stackelberg.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Small-gain certificate (theory T7; C16): the gradient dynamics contract at more than a target rate, and a step of a
 * method is safe.
 *
 * <p>It holds where a metric is proved to have a margin above the target, the question's own weights if given, else
 * the best found. It is violated only by a witness: an eigenvalue of a given linear field with a negative real part,
 * a field outside its stated bounds, or a step that lengthens a difference of states. Otherwise nothing is known:
 * the condition ignores signs, and its failure does not mean divergence.
 *
 * <p>Quantities: {@code gain_radius}; {@code weights}, {@code margin}, {@code lipschitz}, {@code published_step} and,
 * where the margin is above 0, {@code euler_limit}, {@code euler_step}, {@code euler_factor}, {@code
 * runge_kutta_limit}; {@code constructed_weights}, {@code constructed_margin}; {@code best_gap}, {@code
 * at_weight_bound} (1 or 0) of weights that were searched; {@code unit_margin} of equal weights; {@code band} of w_1 /
 * w_2, two players; of a field {@code field_least_real_part}, {@code field_modulus}, {@code field_lipschitz}, {@code
 * step_norm}.
 */
public final class SmallGainCheck {
  private static final String NAME = "small gain";
  private static final double SLACK = 1e-9;

  private SmallGainCheck() {}

  /**
   * What is asked of a certificate.
   *
   * @param weights the metric; searched where absent
   * @param target rate that the margin must exceed, at least 0
   * @param field the linear field that the bounds describe, where it is one
   * @param step step that must be safe, where asked
   * @param stepping the method of that step
   */
  public record Question(
      Optional<List<Double>> weights,
      double target,
      Optional<LinearField> field,
      OptionalDouble step,
      LinearField.Stepping stepping) {
    /** Does any metric certify contraction? */
    public static final Question DEFAULT = new Question(
        Optional.empty(), 0, Optional.empty(), OptionalDouble.empty(), LinearField.Stepping.EULER);

    /** The same question in a given metric. */
    public Question withWeights(List<Double> metric) {
      return new Question(Optional.of(List.copyOf(metric)), target, field, step, stepping);
    }

    /** The same question with a target rate. */
    public Question withTarget(double rate) {
      return new Question(weights, rate, field, step, stepping);
    }

    /** The same question of a known field. */
    public Question withField(LinearField known) {
      return new Question(weights, target, Optional.of(known), step, stepping);
    }

    /** The same question with a step of a method. */
    public Question withStep(LinearField.Stepping method, double length) {
      return new Question(weights, target, field, OptionalDouble.of(length), method);
    }
  }

  /** Checks a certificate. */
  public static CheckResult check(SmallGain gain, Question question) {
    List<Quantity> quantities = new ArrayList<>();
    double radius = gain.gainRadius();
    quantities.add(Quantity.of("gain_radius", radius));
    gain.band(question.target())
        .ifPresent(band -> quantities.add(Quantity.of("band", band.low(), band.high())));
    gain.constructedWeights().ifPresent(weights -> {
      quantities.add(Quantity.of("constructed_weights", weights));
      quantities.add(Quantity.of("constructed_margin", gain.margin(weights)));
    });
    double[] equal = new double[gain.players()];
    Arrays.fill(equal, 1);
    quantities.add(Quantity.of("unit_margin", gain.margin(equal)));
    double[] weights = equal;
    if (question.weights().isPresent()) {
      weights = question.weights().get().stream().mapToDouble(weight -> weight).toArray();
    } else if (radius < 1) {
      SmallGain.Metric best = gain.bestMetric();
      weights = best.weights().stream().mapToDouble(weight -> weight).toArray();
      quantities.add(Quantity.of("best_gap", best.gap()));
      quantities.add(Quantity.of("at_weight_bound", best.isAtBound() ? 1 : 0));
    }
    double margin = gain.margin(weights);
    double lipschitz = gain.lipschitz(weights);
    quantities.add(Quantity.of("weights", weights));
    quantities.add(Quantity.of("margin", margin));
    quantities.add(Quantity.of("lipschitz", lipschitz));
    quantities.add(Quantity.of("published_step", SmallGain.publishedRungeKuttaStep(lipschitz)));
    if (margin > 0) {
      double best = margin / (lipschitz * lipschitz);
      quantities.add(Quantity.of("euler_limit", SmallGain.eulerLimit(margin, lipschitz)));
      quantities.add(Quantity.of("euler_step", best));
      quantities.add(Quantity.of("euler_factor", SmallGain.eulerFactor(best, margin, lipschitz)));
      quantities.add(
          Quantity.of("runge_kutta_limit", SmallGain.rungeKuttaLimit(margin, lipschitz)));
    }
    Optional<CheckResult> witnessed = question.field().isPresent()
        ? ofField(gain, question, question.field().get(), weights, quantities)
        : Optional.empty();
    return witnessed.orElseGet(() -> certificate(question, radius, margin, lipschitz, quantities));
  }

  private static Optional<CheckResult> ofField(
      SmallGain gain,
      Question question,
      LinearField field,
      double[] weights,
      List<Quantity> quantities) {
    for (int i = 0; i < gain.players(); i++) {
      for (int j = 0; j < gain.players(); j++) {
        double entry = field.entry(i, j);
        boolean isBounded = i == j
            ? entry >= gain.strength(i) && entry <= gain.own(i)
            : Math.abs(entry) <= gain.coupling(i, j);
        if (!isBounded) {
          return Optional.of(violated(
              "field[" + i + "][" + j + "] = " + entry,
              "The field is outside its stated bounds.",
              quantities));
        }
      }
    }
    double least = field.leastRealPart();
    double lipschitz = field.lipschitz(weights);
    quantities.add(Quantity.of("field_least_real_part", least));
    quantities.add(Quantity.of("field_modulus", field.modulus(weights)));
    quantities.add(Quantity.of("field_lipschitz", lipschitz));
    if (least < -SLACK * lipschitz) {
      return Optional.of(
          violated("eigenvalue with real part " + least, "The dynamics diverge.", quantities));
    }
    if (question.step().isEmpty()) {
      return Optional.empty();
    }
    double step = question.step().getAsDouble();
    double norm = field.stepNorm(question.stepping(), step, weights);
    quantities.add(Quantity.of("step_norm", norm));
    if (norm > 1 + SLACK) {
      return Optional.of(violated(
          "a step of " + step + " lengthens a difference of states by the factor " + norm,
          "The step is no contraction in this metric.",
          quantities));
    }
    if (norm < 1 - SLACK) {
      return Optional.of(new CheckResult.Holds(
          NAME,
          Rigour.EXACT,
          1 - norm,
          "A step of " + step + " shortens every difference of states of this field to " + norm
              + " or less.",
          quantities));
    }
    return Optional.empty();
  }

  private static CheckResult certificate(
      Question question,
      double radius,
      double margin,
      double lipschitz,
      List<Quantity> quantities) {
    String numbers = "The gain radius is " + radius + ", the margin in this metric " + margin + ".";
    if (!(margin > question.target())) {
      return new CheckResult.Inconclusive(
          NAME,
          Rigour.EXACT,
          radius < 1
              ? "weights whose margin exceeds " + question.target()
              : "a gain radius below 1, or an argument that uses signs",
          numbers + " The condition ignores signs; its failure shows nothing.",
          quantities);
    }
    if (question.step().isPresent()) {
      double step = question.step().getAsDouble();
      boolean isEuler = question.stepping() == LinearField.Stepping.EULER;
      double limit = isEuler
          ? SmallGain.eulerLimit(margin, lipschitz)
          : SmallGain.rungeKuttaLimit(margin, lipschitz);
      limit *= 1 - 1e-12;
      if (!(step < limit)) {
        String published = !isEuler && step <= SmallGain.publishedRungeKuttaStep(lipschitz)
            ? " The published rule 2.5 / lipschitz allows it, but is no bound on one step."
            : "";
        return new CheckResult.Inconclusive(
            NAME,
            Rigour.EXACT,
            "a step below " + limit,
            "A step of " + step + " is above the proved limit." + published,
            quantities);
      }
      return new CheckResult.Holds(
          NAME, Rigour.EXACT, limit - step, numbers + " The step is safe.", quantities);
    }
    return new CheckResult.Holds(
        NAME, Rigour.EXACT, margin - question.target(), numbers, quantities);
  }

  private static CheckResult violated(String witness, String detail, List<Quantity> quantities) {
    return new CheckResult.Violated(NAME, Rigour.EXACT, witness, detail, quantities);
  }
}
