package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.agency.AgencyEquilibria;
import io.stackelberg.leader.agency.AgencyEquilibria.Multiplicity;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.leader.agency.IndividualRationality;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium;
import io.stackelberg.leader.agency.RegularisedWelfare;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.pipeline.reproduce.Reproduction.Setting;
import io.stackelberg.pipeline.reproduce.cage.ResourceObjectives.Scene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Quality, cost, latency and safety as principals over resource actions: three games side by side, and sliders. */
final class ResourceStudy {
  private static final double[] BASE = {24, 6, 6, 6};
  private static final double[] SLIDER = {0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6};

  private final Setting setting;
  private final Findings findings;
  private final List<Scene> scenes;
  private final Gains gains = new Gains();
  private final LimitedLiabilityEquilibrium solver = new LimitedLiabilityEquilibrium();
  private final int[] multiplicity = new int[Multiplicity.values().length];

  ResourceStudy(Setting setting, Findings findings) {
    this.setting = setting;
    this.findings = findings;
    this.scenes = ResourceObjectives.scenes(
        setting.isBrief() ? 1 : 10, setting.isBrief() ? 2 : 10, setting.seeds().task("resources"));
  }

  void run() {
    sideBySide();
    sliders();
    setting.progress().accept("cage: " + scenes.size() + " turns over resource actions");
    gains.state(findings, "four objectives over resource actions, every position of the sliders");
    findings.state(
        "Over resource actions the equilibrium that was computed is the only one, at every turn and position.",
        multiplicity[Multiplicity.SEVERAL.ordinal()] + multiplicity[Multiplicity.UNKNOWN.ordinal()]
                == 0
            ? Standing.HOLDS
            : multiplicity[Multiplicity.SEVERAL.ordinal()] > 0 ? Standing.FAILS : Standing.OPEN,
        counts(multiplicity));
  }

  /** In words: how many games have one equilibrium, several, or an unknown number. */
  static String counts(int[] multiplicity) {
    return "Proved unique: " + multiplicity[Multiplicity.UNIQUE.ordinal()]
        + "; several found or shown to exist: "
        + multiplicity[Multiplicity.SEVERAL.ordinal()] + "; one found and no proof: "
        + multiplicity[Multiplicity.UNKNOWN.ordinal()] + ".";
  }

  private AgencyEquilibrium solve(CommonAgency game, String... task) {
    AgencyEquilibria found =
        solver.solve(game, SolveLimits.DEFAULT, setting.seeds().generator(task));
    multiplicity[found.multiplicity().ordinal()]++;
    return gains.count(
        found.found().isEmpty() ? found.closest().orElseThrow() : found.found().get(0));
  }

  private void sideBySide() {
    List<String> names = List.of(
        "unpaid follower",
        "LL: equilibrium, payments of at least 0",
        "IR: equilibrium, payments of any sign",
        "REG: joint welfare, no equilibrium");
    double[][] sums = new double[names.size()][6];
    for (int index = 0; index < scenes.size(); index++) {
      Scene scene = scenes.get(index);
      CommonAgency game = scene.game(BASE);
      AgencyEquilibrium found = solve(game, "base", index + "");
      RegularisedWelfare welfare = RegularisedWelfare.of(game);
      double[][] policies = {
        game.reference(), found.policy(), IndividualRationality.policy(game), welfare.policy()
      };
      for (int rule = 0; rule < policies.length; rule++) {
        double[] expected = scene.expect(policies[rule]);
        for (int column = 0; column < expected.length; column++) {
          sums[rule][column] += expected[column];
        }
        sums[rule][4] += joint(game, policies[rule]);
        sums[rule][5] += rule == 1 ? paid(game, found) : Double.NaN;
      }
    }
    var table = findings.table(
        "resources",
        "Means over " + scenes.size() + " turns at weights " + Arrays.toString(BASE)
            + " (quality; per 2,000 tokens; per 10 s; per 0.1 of risk), in temperatures of the agent. The last"
            + " column is known where payments are: IR fixes them only up to a division, REG has none.",
        "policy",
        "quality",
        "tokens",
        "latency, s",
        "risk",
        "joint value − divergence",
        "expected payments");
    for (int rule = 0; rule < names.size(); rule++) {
      table.row(
          names.get(rule),
          Arrays.stream(sums[rule]).map(sum -> sum / scenes.size()).toArray());
    }
  }

  /** Σ_j E value_j − temperature × divergence from the reference. */
  static double joint(CommonAgency game, double[] policy) {
    double[] total = game.totalValues();
    double sum = -game.divergenceCost(policy);
    for (int outcome = 0; outcome < policy.length; outcome++) {
      sum += policy[outcome] * total[outcome];
    }
    return sum;
  }

  /** Expected total payment. */
  static double paid(CommonAgency game, AgencyEquilibrium found) {
    double sum = 0;
    for (int outcome = 0; outcome < game.outcomes(); outcome++) {
      for (int principal = 0; principal < game.principals(); principal++) {
        sum += found.probability(outcome) * found.payment(principal, outcome);
      }
    }
    return sum;
  }

  /** Each principal's weight from nothing to six times its base, the others at theirs. */
  private void sliders() {
    var curves = findings.curves(
        "sliders",
        "Sliders: quality against tokens",
        "Each curve moves one principal's weight from 0 to 6 times its base, the others fixed, and joins the"
            + " equilibria under limited liability. A weight too small to pay leaves the point where it is.",
        "expected tokens per turn",
        "expected quality");
    List<String> headings = new ArrayList<>(ResourceObjectives.NAMES);
    headings.addAll(List.of("paid by it", "paid by all"));
    var table = findings.table(
        "slider-positions",
        "Expected quality, tokens, seconds and risk at each position of each slider, and expected payments",
        "slider",
        headings.toArray(String[]::new));
    for (int principal = 0; principal < BASE.length; principal++) {
      double[] tokens = new double[SLIDER.length];
      double[] quality = new double[SLIDER.length];
      String name = ResourceObjectives.NAMES.get(principal);
      for (int position = 0; position < SLIDER.length; position++) {
        double[] weights = BASE.clone();
        weights[principal] *= SLIDER[position];
        double[] sums = new double[6];
        for (int index = 0; index < scenes.size(); index++) {
          Scene scene = scenes.get(index);
          CommonAgency game = scene.game(weights);
          AgencyEquilibrium found = solve(game, name, position + "", index + "");
          double[] expected = scene.expect(found.policy());
          for (int column = 0; column < expected.length; column++) {
            sums[column] += expected[column] / scenes.size();
          }
          for (int action = 0; action < game.outcomes(); action++) {
            sums[4] += found.probability(action) * found.payment(principal, action) / scenes.size();
          }
          sums[5] += paid(game, found) / scenes.size();
        }
        tokens[position] = sums[1];
        quality[position] = sums[0];
        table.row(name + " × " + SLIDER[position], sums);
      }
      curves.line(name, tokens, quality);
    }
  }
}
