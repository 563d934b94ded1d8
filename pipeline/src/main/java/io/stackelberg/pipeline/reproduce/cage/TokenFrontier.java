package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.leader.agency.IndividualRationality;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each rule's next token is worth to all principals together, against how far it leaves the reference: exact
 * expectations at fixed steps, no sampling of tokens.
 */
final class TokenFrontier {
  private static final double[] SCALES = {0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4};
  private static final int[] DRAWS = {1, 2, 4, 8, 16, 32, 64};

  private final TokenSetting tokens;
  private final Findings findings;
  private final Gains gains;
  private final List<CommonAgency> base = new ArrayList<>();
  private final List<double[]> references;
  private long compared;
  private double largestExcess = Double.NEGATIVE_INFINITY;

  /** A rule's mean divergence and worth at its settings, one after the other. */
  private record Curve(double[] divergence, double[] worth) {}

  TokenFrontier(TokenSetting tokens, List<double[]> references, Findings findings, Gains gains) {
    this.tokens = tokens;
    this.references = references;
    this.findings = findings;
    this.gains = gains;
    TokenGame game = tokens.game(TokenSetting.BASE);
    references.forEach(reference -> base.add(game.over(reference)));
  }

  void run() {
    Map<String, Curve> curves = new LinkedHashMap<>();
    curves.put("linear mixing of logits = IR", curve(game -> TokenRule.mixing(1)));
    curves.put("LL equilibrium", curve(game -> TokenRule.limitedLiability(game)));
    curves.put("REG", curve(game -> TokenRule::regularised));
    for (int principal = 0; principal < TokenSetting.BASE.length; principal++) {
      int only = principal;
      curves.put(
          TokenObjectives.NAMES.get(principal) + " alone",
          curve(game -> TokenRule.alone(game, only)));
    }
    curves.put("best of k drawn tokens", bestOf());
    var figure = findings.curves(
        "tokens-frontier",
        "Worth of a token against distance from the reference",
        "The higher at equal divergence, the better. Linear mixing with the same weights is the upper hull by"
            + " construction; the distance below it is what separate payments cost.",
        "mean divergence from the reference, nats per token",
        "mean value per token to all principals at base weights");
    var table = findings.table(
        "tokens-frontier",
        "The same points: all weights times a scale, or k tokens drawn",
        "rule and setting",
        "divergence, nats",
        "value per token");
    curves.forEach((name, curve) -> {
      figure.line(name, curve.divergence(), curve.worth());
      for (int at = 0; at < curve.worth().length; at++) {
        String setting = name.startsWith("best of") ? "k = " + DRAWS[at] : "× " + SCALES[at];
        table.row(name + ", " + setting, curve.divergence()[at], curve.worth()[at]);
      }
    });
    findings.state(
        "At no step and no setting does any rule lie above the linear mixing of logits with the same weights: the"
            + " equilibrium under limited liability pays for its separate hands.",
        largestExcess <= 1e-9 ? Standing.HOLDS : Standing.FAILS,
        compared
            + " comparisons of s × value − divergence with its maximum, s over the scales; largest excess "
            + largestExcess + ".");
    againstOne(curves);
    mixingIsTruthful();
  }

  private void againstOne(Map<String, Curve> curves) {
    int unit = Arrays.binarySearch(SCALES, 1);
    double best = curves.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(" alone"))
        .mapToDouble(entry -> entry.getValue().worth()[unit])
        .max()
        .orElseThrow();
    double all = curves.get("LL equilibrium").worth()[unit];
    findings.state(
        "At base weights a token of the equilibrium under limited liability is worth more to all together than one"
            + " of the best single objective.",
        all > best ? Standing.HOLDS : Standing.FAILS,
        "Exact mean over " + base.size() + " steps: " + all + " against " + best + ".");
  }

  /** Which rule at which game. */
  private interface Choice {
    TokenRule of(TokenGame game);
  }

  private Curve curve(Choice choice) {
    double[] divergence = new double[SCALES.length];
    double[] worth = new double[SCALES.length];
    for (int at = 0; at < SCALES.length; at++) {
      TokenGame game = tokens.game(TokenSetting.weights(SCALES[at]));
      TokenRule rule = choice.of(game);
      for (int step = 0; step < references.size(); step++) {
        double[] policy = rule.policy(game.over(references.get(step)));
        add(step, policy, divergence, worth, at);
      }
    }
    return new Curve(divergence, worth);
  }

  private Curve bestOf() {
    double[] divergence = new double[DRAWS.length];
    double[] worth = new double[DRAWS.length];
    for (int at = 0; at < DRAWS.length; at++) {
      for (int step = 0; step < references.size(); step++) {
        add(step, TokenRule.bestOf(DRAWS[at]).policy(base.get(step)), divergence, worth, at);
      }
    }
    return new Curve(divergence, worth);
  }

  private void add(int step, double[] policy, double[] divergence, double[] worth, int at) {
    CommonAgency game = base.get(step);
    double nats = game.divergenceCost(policy);
    double value = nats + ResourceStudy.joint(game, policy);
    divergence[at] += nats / references.size();
    worth[at] += value / references.size();
    for (double scale : SCALES) {
      largestExcess = Math.max(largestExcess, scale * value - nats - highest(game, scale));
      compared++;
    }
  }

  /** max over policies of scale × value − divergence, in closed form. */
  private static double highest(CommonAgency game, double scale) {
    double[] total = game.totalValues();
    double peak = Double.NEGATIVE_INFINITY;
    for (double value : total) {
      peak = Math.max(peak, scale * value);
    }
    double sum = 0;
    for (int outcome = 0; outcome < total.length; outcome++) {
      sum += game.reference(outcome) * StrictMath.exp(scale * total[outcome] - peak);
    }
    return peak + StrictMath.log(sum);
  }

  /** Two identities that hold by theory: IR is linear mixing, and LL is REG where one principal is alone. */
  private void mixingIsTruthful() {
    double mixing = 0;
    double single = 0;
    long games = 0;
    TokenGame game = tokens.game(TokenSetting.BASE);
    for (CommonAgency step : base) {
      mixing = Math.max(
          mixing,
          distance(IndividualRationality.policy(step), TokenRule.mixing(1).policy(step)));
      for (int principal = 0; principal < step.principals(); principal++) {
        CommonAgency alone = new CommonAgency(
            step.reference(), step.temperature(), new double[][] {step.values(principal)});
        double[] equilibrium = gains.count(game.alone(step, principal)).policy();
        single = Math.max(single, distance(equilibrium, TokenRule.regularised(alone)));
        games++;
      }
    }
    findings.state(
        "IR is the linear mixing of logits; LL and REG agree where there is one principal.",
        mixing <= 1e-9 && single <= 1e-9 ? Standing.HOLDS : Standing.FAILS,
        "Largest total variation " + mixing + " over " + base.size() + " steps, and " + single
            + " over " + games + " games of one principal.");
  }

  private static double distance(double[] one, double[] other) {
    double sum = 0;
    for (int outcome = 0; outcome < one.length; outcome++) {
      sum += Math.abs(one[outcome] - other[outcome]);
    }
    return sum / 2;
  }
}
