package io.stackelberg.pipeline.io;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.LimitedLiabilityCheck;
import io.stackelberg.theory.LinearField;
import io.stackelberg.theory.RegularisedWelfareCheck;
import io.stackelberg.theory.SmallGain;
import io.stackelberg.theory.SmallGainCheck;
import io.stackelberg.theory.TruthfulAgencyCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Reads the input of the checks of several leaders: common agency (C14, C15) and small gain (C16). */
final class AgencyChecks {
  private AgencyChecks() {}

  static Map<String, CheckRunner> runners() {
    return Map.of(
        "C14", guarded(AgencyChecks::limitedLiability),
        "C15", guarded(AgencyChecks::truthfulOrRegularised),
        "C16", guarded(AgencyChecks::smallGain));
  }

  /** What the types of the game refuse is the input's fault. */
  private static CheckRunner guarded(CheckRunner runner) {
    return input -> {
      try {
        return runner.run(input);
      } catch (IllegalArgumentException refusal) {
        throw input.refused(refusal);
      }
    };
  }

  private static CheckResult limitedLiability(ObjectFields input) {
    CommonAgency game = game(input);
    RandomGenerator random = random(input);
    if (input.has("policy")) {
      return LimitedLiabilityCheck.policy(game, policy(input, game));
    }
    if (input.has("payments")) {
      return LimitedLiabilityCheck.payments(game, payments(input, game), random);
    }
    if (input.has("thresholds")) {
      double[] thresholds = vector(input, "thresholds", game.principals());
      double[][] payments = new double[game.principals()][];
      for (int j = 0; j < payments.length; j++) {
        double threshold = thresholds[j];
        payments[j] = Arrays.stream(game.values(j))
            .map(value -> Math.max(value - threshold, 0))
            .toArray();
      }
      return LimitedLiabilityCheck.payments(game, payments, random);
    }
    return choice(input, "claim", "equilibrium", "unique").equals("unique")
        ? LimitedLiabilityCheck.unique(game, random)
        : LimitedLiabilityCheck.check(game, random);
  }

  private static CheckResult truthfulOrRegularised(ObjectFields input) {
    if (!input.has("variant")) {
      throw input.unexpected("variant", input.node("variant"), "IR or REG");
    }
    CommonAgency game = game(input);
    boolean isRegularised = choice(input, "variant", "IR", "REG").equals("REG");
    boolean isClaim = choice(input, "claim", "policy", "equilibrium").equals("equilibrium");
    if (isRegularised && isClaim) {
      return RegularisedWelfareCheck.asEquilibrium(game);
    }
    RandomGenerator random = random(input);
    if (!input.has("policy")) {
      return isRegularised
          ? RegularisedWelfareCheck.check(game, random)
          : TruthfulAgencyCheck.check(game, random);
    }
    double[] policy = policy(input, game);
    return isRegularised
        ? RegularisedWelfareCheck.check(game, policy, random)
        : TruthfulAgencyCheck.check(game, policy, random);
  }

  private static CheckResult smallGain(ObjectFields input) {
    SmallGainCheck.Question question = SmallGainCheck.Question.DEFAULT;
    SmallGain gain;
    if (input.has("field")) {
      LinearField field = new LinearField(input.matrix("field"));
      question = question.withField(field);
      gain = input.has("mu") ? gain(input) : field.bounds();
      if (field.players() != gain.players()) {
        throw input.unexpected(
            "field", input.node("field"), gain.players() + " rows as mu has entries");
      }
    } else {
      gain = gain(input);
    }
    if (input.has("weights")) {
      List<Double> weights =
          Arrays.stream(vector(input, "weights", gain.players())).boxed().toList();
      question = question.withWeights(weights);
    }
    if (input.has("target")) {
      double target = input.number("target");
      if (!(target >= 0)) {
        throw input.unexpected("target", input.node("target"), "a number >= 0");
      }
      question = question.withTarget(target);
    }
    if (input.has("step")) {
      double step = input.number("step");
      if (!(step > 0)) {
        throw input.unexpected("step", input.node("step"), "a number > 0");
      }
      boolean isEuler = choice(input, "method", "euler", "runge-kutta").equals("euler");
      question = question.withStep(
          isEuler ? LinearField.Stepping.EULER : LinearField.Stepping.RUNGE_KUTTA, step);
    }
    return SmallGainCheck.check(gain, question);
  }

  private static SmallGain gain(ObjectFields input) {
    double[] strength = input.vector("mu");
    return new SmallGain(
        strength, input.matrix("coupling"), input.has("own") ? input.vector("own") : strength);
  }

  /** The game, each principal's values multiplied by its weight. */
  private static CommonAgency game(ObjectFields input) {
    double[][] values = input.matrix("values");
    if (input.has("weights")) {
      double[] weights = vector(input, "weights", values.length);
      for (int j = 0; j < values.length; j++) {
        for (int outcome = 0; outcome < values[j].length; outcome++) {
          values[j][outcome] *= weights[j];
        }
      }
    }
    return new CommonAgency(input.vector("reference"), input.number("temperature"), values);
  }

  private static double[] policy(ObjectFields input, CommonAgency game) {
    double[] policy = vector(input, "policy", game.outcomes());
    double sum = 0;
    for (double probability : policy) {
      if (!(probability > 0)) {
        throw input.unexpected("policy", input.node("policy"), "probabilities above 0");
      }
      sum += probability;
    }
    if (!(Math.abs(sum - 1) <= 1e-9)) {
      throw input.unexpected("policy", input.node("policy"), "probabilities that sum to 1");
    }
    return policy;
  }

  private static double[][] payments(ObjectFields input, CommonAgency game) {
    double[][] payments = input.matrix("payments");
    boolean fits = payments.length == game.principals();
    for (double[] row : payments) {
      fits &= row.length == game.outcomes() && Arrays.stream(row).allMatch(paid -> paid >= 0);
    }
    if (!fits) {
      throw input.unexpected(
          "payments",
          input.node("payments"),
          game.principals() + " rows of " + game.outcomes() + " numbers >= 0");
    }
    return payments;
  }

  private static double[] vector(ObjectFields input, String field, int length) {
    double[] vector = input.vector(field);
    if (vector.length != length) {
      throw input.unexpected(field, input.node(field), length + " numbers");
    }
    return vector;
  }

  /** One of two words, the first where the field is absent. */
  private static String choice(ObjectFields input, String field, String first, String second) {
    String word = input.has(field) ? input.node(field).asText("") : first;
    if (!word.equals(first) && !word.equals(second)) {
      throw input.unexpected(field, input.node(field), first + " or " + second);
    }
    return word;
  }

  private static RandomGenerator random(ObjectFields input) {
    if (!input.node("seed").canConvertToLong() || !input.node("seed").isIntegralNumber()) {
      throw input.unexpected("seed", input.node("seed"), "a whole number");
    }
    return new SplittableRandom(input.node("seed").longValue());
  }
}
