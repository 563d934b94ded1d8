package io.stackelberg.pipeline;

import io.stackelberg.environment.SimulationShift;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.repair.BootstrapRepair;
import io.stackelberg.repair.GatedRepair;
import io.stackelberg.repair.LowerBound;
import io.stackelberg.repair.NoRepair;
import io.stackelberg.repair.RepairChain;
import io.stackelberg.repair.RepairStrategy;
import io.stackelberg.repair.RepairedPolicy;
import io.stackelberg.repair.SafeSetProjection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often repaired and unrepaired policies lose more quality than the margin, over simulated studies in which the
 * real system differs from the surrogate; every loss is known exactly ({@link RepairTrial}).
 *
 * @param studies studies per shift, at least 1
 * @param logged sessions of the surrogate that a policy is learned from
 * @param calibrated sessions of the real system that it is repaired on
 * @param margin loss of mean quality that is tolerated, above 0
 * @param delta probability of repair's claim to fail, in (0, 1)
 * @param seed of everything
 */
record RepairStudy(
    int studies, int logged, int calibrated, double margin, double delta, long seed) {
  RepairStudy {
    Require.atLeast("studies", studies, 1);
    Require.atLeast("logged", logged, 1);
    Require.atLeast("calibrated", calibrated, 2);
    Require.positive("margin", margin);
    Require.inOpenUnitInterval("delta", delta);
  }

  /**
   * One strategy under one shift.
   *
   * @param shift name of the shift
   * @param strategy name of the strategy
   * @param violations studies whose deployed policy loses more than the margin
   * @param fallbacks studies that deployed the baseline alone
   * @param change mean true change of quality of the deployed policies
   * @param saving mean true saving of tokens of the deployed policies, as a share
   */
  record Row(
      String shift, String strategy, int violations, int fallbacks, double change, double saving) {}

  /** The shifts, by name. */
  static Map<String, SimulationShift> shifts() {
    Map<String, SimulationShift> shifts = new LinkedHashMap<>();
    shifts.put("none", shift(1, 1, 0, 0));
    shifts.put("temperature x4", shift(4, 1, 0, 0));
    shifts.put("base tokens x2.5", shift(1, 2.5, 0, 0));
    shifts.put("quality intercept -1", shift(1, 1, -1, 0));
    shifts.put("new task kind, half", shift(1, 1, 0, 0.5));
    shifts.put("all together", shift(4, 2.5, -1, 0.5));
    return shifts;
  }

  private static SimulationShift shift(
      double temperature, double baseTokens, double intercept, double newKind) {
    return new SimulationShift(
        RepairTrial.assumed(temperature),
        RepairTrial.assumed(baseTokens),
        RepairTrial.assumed(intercept),
        RepairTrial.assumed(1),
        RepairTrial.assumed(1),
        RepairTrial.assumed(1),
        RepairTrial.assumed(newKind));
  }

  /** The strategies, by the names of study files; finite-sample bounds but for the t-test. */
  static Map<String, RepairStrategy> strategies() {
    RepairStrategy projection =
        new SafeSetProjection(SafeSetProjection.Options.DEFAULT.withBound(LowerBound.BETTING));
    Map<String, RepairStrategy> strategies = new LinkedHashMap<>();
    strategies.put("none", new NoRepair());
    strategies.put("safe-set-projection", projection);
    strategies.put("hcpi", GatedRepair.highConfidence(20));
    strategies.put("spibb", new BootstrapRepair(LowerBound.BETTING, 20));
    strategies.put("non-inferiority", GatedRepair.nonInferiority(20));
    strategies.put("chain", new RepairChain(List.of(projection, GatedRepair.highConfidence(20))));
    return strategies;
  }

  /** All rows: shifts in order, strategies within. */
  List<Row> run() {
    List<Row> rows = new ArrayList<>();
    shifts().forEach((name, shift) -> rows.addAll(run(name, shift)));
    return rows;
  }

  /** The rows of one shift. */
  List<Row> run(String name, SimulationShift shift) {
    SeedSplitter seeds = new SeedSplitter(seed).task(name);
    RepairTrial trial = new RepairTrial(shift, seed);
    Map<String, RepairStrategy> strategies = strategies();
    Map<String, double[]> sums = new LinkedHashMap<>();
    strategies.keySet().forEach(strategy -> sums.put(strategy, new double[4]));
    for (int study = 0; study < studies; study++) {
      SeedSplitter own = seeds.task("study", "" + study);
      LeaderPolicy raw = trial.learn(logged, margin, own.generator("learn"));
      SeedSplitter calibration = own.task("calibrate");
      strategies.forEach((strategy, repair) -> {
        RepairedPolicy repaired = repair.repair(
            raw,
            RepairTrial.baseline(),
            policy -> trial.evidence(policy, calibrated, calibration),
            margin,
            delta);
        double[] truth = trial.truth(repaired.policy());
        double[] sum = sums.get(strategy);
        sum[0] += truth[0] < -margin ? 1 : 0;
        sum[1] += repaired.isFallback() ? 1 : 0;
        sum[2] += truth[0] / studies;
        sum[3] += truth[1] / studies;
      });
    }
    List<Row> rows = new ArrayList<>();
    sums.forEach((strategy, sum) ->
        rows.add(new Row(name, strategy, (int) sum[0], (int) sum[1], sum[2], sum[3])));
    return rows;
  }
}
