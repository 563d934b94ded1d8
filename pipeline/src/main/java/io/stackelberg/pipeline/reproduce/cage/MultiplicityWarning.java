package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.agency.AgencyEquilibria;
import io.stackelberg.leader.agency.AgencyEquilibria.Multiplicity;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.leader.agency.IndividualRationality;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium.Method;
import io.stackelberg.leader.agency.RegularisedWelfare;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.pipeline.reproduce.Reproduction.Setting;
import java.util.Arrays;
import java.util.List;

/** A game of three principals and four tokens with three equilibria: why nobody may say "the" equilibrium. */
final class MultiplicityWarning {
  private static final double RARE = 1.74e-4;
  private static final CommonAgency GAME =
      new CommonAgency(new double[] {1 - 3 * RARE, RARE, RARE, RARE}, 1, new double[][] {
        {0, -20, 3, 3}, {0, 3, -20, 3}, {0, 3, 3, -20}
      });

  private final Setting setting;
  private final Findings findings;

  MultiplicityWarning(Setting setting, Findings findings) {
    this.setting = setting;
    this.findings = findings;
  }

  void run() {
    LimitedLiabilityEquilibrium solver = new LimitedLiabilityEquilibrium();
    AgencyEquilibria all =
        solver.solve(GAME, SolveLimits.DEFAULT, setting.seeds().generator("warning"));
    var table = findings.table(
        "warning",
        "Three principals, four tokens, one game: its equilibria under limited liability (LL), and the one policy"
            + " each that the other two variants (IR, REG) have",
        "solution",
        "probability of token 0",
        "threshold of each principal",
        "payoff of each principal",
        "index");
    all.found().stream()
        .sorted((one, other) -> Double.compare(one.threshold(0), other.threshold(0)))
        .forEach(each -> table.row(
            "LL, found by search",
            each.probability(0),
            each.threshold(0),
            each.payoff(0),
            each.index().isPresent() ? each.index().getAsInt() : Double.NaN));
    AgencyEquilibrium high = from(solver, 3);
    AgencyEquilibrium low = from(solver, -5);
    for (AgencyEquilibrium each : List.of(high, low)) {
      table.row(
          each == high ? "LL, best replies from (3, 3, 3)" : "LL, best replies from (-5, -5, -5)",
          each.probability(0),
          each.threshold(0),
          each.payoff(0),
          each.index().isPresent() ? each.index().getAsInt() : Double.NaN);
    }
    table.row("IR", IndividualRationality.policy(GAME)[0], Double.NaN, Double.NaN, Double.NaN);
    table.row("REG", RegularisedWelfare.of(GAME).policy()[0], Double.NaN, Double.NaN, Double.NaN);
    boolean differ = Math.abs(high.probability(0) - low.probability(0)) > 0.01;
    findings.state(
        "Warning: with three or more principals under limited liability several equilibria can exist, and where an"
            + " algorithm ends depends on where it starts.",
        all.multiplicity() == Multiplicity.SEVERAL && differ ? Standing.HOLDS : Standing.FAILS,
        all.found().size() + " equilibria found in a game of three principals, index sum "
            + (all.indexSum().isPresent() ? all.indexSum().getAsInt() : "unknown")
            + " (it is 1 over all); best replies end at probability " + high.probability(0) + " or "
            + low.probability(0) + " of token 0.");
  }

  private static AgencyEquilibrium from(LimitedLiabilityEquilibrium solver, double start) {
    double[] thresholds = new double[GAME.principals()];
    Arrays.fill(thresholds, start);
    return solver.solveFrom(GAME, thresholds, Method.GAUSS_SEIDEL, SolveLimits.DEFAULT);
  }
}
