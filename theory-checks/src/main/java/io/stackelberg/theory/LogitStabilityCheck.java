package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * How far logit responses move with the commitment, theory T2(b) and (e), for utilities W l + z that are affine in l.
 *
 * <p>TV(P(l), P(l')) ≤ tanh(D / 4T) with D the span of the changes of utility, hence the response is
 * TV-Lipschitz with max over pairs of actions of ‖w_a − w_b‖ / 4T and ℓ2-Lipschitz with ‖W‖₂ / 2T. Both grow
 * as 1/T: at T = 0 the response jumps wherever the best action changes.
 */
public final class LogitStabilityCheck {
  private static final String NAME = "C05 logit-tv";

  private final double[][] weights;
  private final double[] constants;
  private final double temperature;

  private LogitStabilityCheck(double[][] weights, double[] constants, double temperature) {
    this.weights = weights;
    this.constants = constants;
    this.temperature = temperature;
  }

  /**
   * Checks the bounds at a pair and at sampled pairs, and a claimed Lipschitz constant.
   *
   * @param weights W, one row per action
   * @param constants z, one per action
   * @param temperature T, at least 0; at 0 the follower answers best
   * @param from l
   * @param to l'
   * @param low lower ends of the box to sample
   * @param high upper ends of the box to sample
   * @param claimed claimed Lipschitz constant in total variation
   * @param samples pairs to try, at least 1
   */
  public static CheckResult check(
      double[][] weights,
      double[] constants,
      double temperature,
      double[] from,
      double[] to,
      double[] low,
      double[] high,
      OptionalDouble claimed,
      int samples,
      RandomGenerator random) {
    Vectors.requireMatrix("W", weights, from.length);
    Vectors.requireBox(low, high, from.length);
    Require.nonNegative("temperature", temperature);
    Require.atLeast("samples", samples, 1);
    if (constants.length != weights.length || to.length != from.length) {
      throw Require.unexpected(
          "lengths of z and l'",
          constants.length + ", " + to.length,
          weights.length + ", " + from.length);
    }
    LogitStabilityCheck model = new LogitStabilityCheck(weights, constants, temperature);
    Findings findings = new Findings(NAME);
    double steepest = 0;
    for (double[] one : weights) {
      for (double[] other : weights) {
        steepest = Math.max(steepest, Vectors.distance(one, other));
      }
    }
    if (temperature == 0) {
      return model.jump(findings, low, high, samples, random);
    }
    double lipschitz = steepest / (4 * temperature);
    model.describe(findings, from, to);
    findings
        .add("tv_lipschitz", lipschitz)
        .add("l2_lipschitz", Vectors.spectralNorm(weights) / (2 * temperature));
    double largest = model.ratioToBound(from, to);
    double fastest = 0;
    double[][] fastestPair = {from, to};
    double width = Vectors.distance(low, high);
    for (int sample = 0; sample < samples; sample++) {
      double[] one = Vectors.draw(low, high, random);
      double[] far = Vectors.draw(low, high, random);
      for (double[] other : new double[][] {far, Vectors.between(one, far, 0.01)}) {
        largest = Math.max(largest, model.ratioToBound(one, other));
        double distance = Vectors.distance(one, other);
        double rate = distance > 1e-6 * width ? model.variation(one, other) / distance : 0;
        if (rate > fastest) {
          fastest = rate;
          fastestPair = new double[][] {one, other};
        }
      }
    }
    findings.add("samples", 2.0 * samples).add("largest_ratio", largest);
    String pair = Arrays.toString(fastestPair[0]) + " and " + Arrays.toString(fastestPair[1])
        + " differ by " + fastest + " of total variation per unit of distance";
    if (largest > 1 + 1e-9 || fastest > lipschitz * (1 + 1e-9)) {
      return findings.violated(Rigour.SAMPLED, pair, "A pair moves further than the bound.");
    }
    if (claimed.isPresent() && fastest > claimed.getAsDouble() * (1 + 1e-9)) {
      return findings.violated(
          Rigour.SAMPLED, pair, "A pair exceeds the claimed " + claimed.getAsDouble() + ".");
    }
    if (claimed.isPresent() && claimed.getAsDouble() < lipschitz * (1 - 1e-9)) {
      return findings.inconclusive(
          Rigour.SAMPLED,
          "a pair that moves faster than the claim, or a proof below " + lipschitz,
          "No sampled pair exceeds the claimed " + claimed.getAsDouble() + ".");
    }
    return findings.holds(
        Rigour.EXACT,
        claimed.isPresent() ? Math.max(0, claimed.getAsDouble() - lipschitz) : 0,
        "Responses move by at most " + lipschitz + " of total variation per unit of distance.");
  }

  private double[] utilities(double[] point) {
    return Vectors.affine(weights, point, constants);
  }

  private double variation(double[] one, double[] other) {
    return Responses.totalVariation(
        Responses.logit(utilities(one), temperature),
        Responses.logit(utilities(other), temperature));
  }

  private double bound(double[] one, double[] other) {
    return StrictMath.tanh(Responses.span(utilities(one), utilities(other)) / (4 * temperature));
  }

  private double ratioToBound(double[] one, double[] other) {
    double bound = bound(one, other);
    // Below, probabilities differ by their own rounding.
    return bound < 1e-6 ? 0 : variation(one, other) / bound;
  }

  private void describe(Findings findings, double[] from, double[] to) {
    double[] utilities = utilities(from);
    double[] response = Responses.logit(utilities, temperature);
    int best = 0;
    for (int action = 1; action < utilities.length; action++) {
      best = utilities[action] > utilities[best] ? action : best;
    }
    double second = Double.NEGATIVE_INFINITY;
    double miss = 0;
    for (int action = 0; action < utilities.length; action++) {
      if (action != best) {
        second = Math.max(second, utilities[action]);
        miss += response[action];
      }
    }
    double others = utilities.length - 1;
    double margin = others == 0 ? 0 : utilities[best] - second;
    findings
        .add("response", response)
        .add("tv", variation(from, to))
        .add("tv_bound", bound(from, to))
        .add("follower_loss", Math.max(0, utilities[best] - Vectors.dot(response, utilities)))
        .add("loss_bound", temperature * StrictMath.log(utilities.length))
        .add("miss_probability", miss)
        .add("miss_bound", others * StrictMath.exp(-margin / temperature));
  }

  private int bestAction(double[] point) {
    double[] utilities = utilities(point);
    int best = 0;
    for (int action = 1; action < utilities.length; action++) {
      best = utilities[action] > utilities[best] ? action : best;
    }
    return best;
  }

  /** At T = 0: two points on either side of a change of the best action, as close as bisection gets. */
  private CheckResult jump(
      Findings findings, double[] low, double[] high, int samples, RandomGenerator random) {
    for (int sample = 0; sample < samples; sample++) {
      double[] one = Vectors.draw(low, high, random);
      double[] other = Vectors.draw(low, high, random);
      int answer = bestAction(one);
      if (answer == bestAction(other)) {
        continue;
      }
      for (int halving = 0; halving < 40; halving++) {
        double[] middle = Vectors.between(one, other, 0.5);
        if (bestAction(middle) == answer) {
          one = middle;
        } else {
          other = middle;
        }
      }
      return findings
          .add("distance", Vectors.distance(one, other))
          .violated(
              Rigour.SAMPLED,
              "the best action is " + answer + " at " + Arrays.toString(one) + " and "
                  + bestAction(other) + " at " + Arrays.toString(other),
              "At temperature 0 the response jumps: no Lipschitz constant.");
    }
    return findings
        .add("samples", samples)
        .inconclusive(
            Rigour.SAMPLED,
            "a temperature above 0",
            "At temperature 0 no constant follows; no jump was found within the box.");
  }
}
