package io.stackelberg.pipeline;

import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.LeaderSolution;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.ClaimAudit;
import io.stackelberg.theory.ClaimAudit.Claim;
import io.stackelberg.theory.ExistenceCheck;
import io.stackelberg.theory.PairedSample;
import java.util.ArrayList;
import java.util.List;

/** Hands the claims of a study to the checks of module {@code theory-checks}. */
final class Audit {
  private static final double TOLERANCE = 1e-9;

  private Audit() {}

  /** Checks existence, the solver's values and every row that can be recomputed. */
  static List<CheckResult> check(
      Arena arena, Surrogate surrogate, Leader leader, Scoreboard board, LeaderProblem problem) {
    List<CheckResult> checks = new ArrayList<>();
    checks.add(ExistenceCheck.check(
        surrogate.contexts(),
        arena.menu(),
        surrogate.follower(),
        (context, action) -> surrogate.outcomes().expect(context, action).quality()));
    checks.add(solution(problem, leader.solution()));
    arena.truth().ifPresent(truth -> checks.add(rows(arena, truth, board)));
    checks.add(statistics(board));
    return checks;
  }

  private static CheckResult solution(LeaderProblem problem, LeaderSolution solution) {
    List<Claim> claims = new ArrayList<>();
    solution.policy().ifPresent(policy -> {
      claims.add(new Claim(
          "surrogate quality of the leader's policy",
          solution.meanQuality(),
          ClaimAudit.meanQuality(
              policy, problem.contexts(), problem.follower(), problem.outcomes())));
      claims.add(new Claim(
          "surrogate cost of the leader's policy",
          solution.meanCost(),
          ClaimAudit.meanCost(
              policy, problem.contexts(), problem.follower(), problem.outcomes(), problem.unit())));
    });
    return ClaimAudit.compare("audit of the leader's values", claims, TOLERANCE);
  }

  private static CheckResult rows(Arena arena, Arena.Truth truth, Scoreboard board) {
    List<Claim> claims = new ArrayList<>();
    double baselineCost = Play.mean(board.baseline().cost());
    for (PolicyRow row : board.rows()) {
      LeaderPolicy policy = board.policies().get(row.name());
      if (policy == null) {
        continue;
      }
      List<Context> contexts = row.play().contexts();
      double cost =
          ClaimAudit.meanCost(policy, contexts, truth.follower(), truth.outcomes(), arena.unit());
      claims.add(new Claim(
          row.name() + " mean cost, over the baseline's",
          Play.mean(row.play().cost()) / baselineCost,
          cost / baselineCost));
      claims.add(new Claim(
          row.name() + " mean quality",
          Play.mean(row.play().quality()),
          ClaimAudit.meanQuality(policy, contexts, truth.follower(), truth.outcomes())));
      if (row.play().turns() == arena.contexts(Part.EVALUATE).size()) {
        claims.add(new Claim(row.name() + " saving", row.saving().mean(), 1 - cost / baselineCost));
      }
    }
    return ClaimAudit.compare("audit of the policy rows", claims, TOLERANCE);
  }

  /** Every statistic of every row, from the turns; and every gain at equal cost, from its two qualities. */
  private static CheckResult statistics(Scoreboard board) {
    List<Claim> claims = new ArrayList<>();
    for (PolicyRow row : board.rows()) {
      Play play = row.play();
      int[] paired = board.baseline().positionsOf(play);
      PairedSample sample = new PairedSample(
          play.cost(),
          play.quality(),
          Play.at(board.baseline().cost(), paired),
          Play.at(board.baseline().quality(), paired),
          play.clusters());
      String name = row.name();
      claims.add(
          new Claim(name + " mean quality", Play.mean(play.quality()), sample.meanQuality()));
      claims.add(new Claim(name + " saving", row.saving().mean(), 1 - sample.costRatio()));
      claims.add(
          new Claim(name + " quality change", row.qualityChange().mean(), sample.qualityChange()));
      if (row.saving().degreesOfFreedom() > 0) {
        claims.add(new Claim(
            name + " error of the saving", row.saving().standardError(), sample.costRatioError()));
        claims.add(new Claim(
            name + " error of the quality change",
            row.qualityChange().standardError(),
            sample.qualityChangeError()));
      }
      claims.add(new Claim(
          name + " non-inferiority p",
          row.nonInferiority().p(),
          sample.nonInferiorityP(row.nonInferiority().margin())));
      claims.add(new Claim(name + " Welch p of cost", row.welchCost().p(), sample.welchCostP()));
      claims.add(
          new Claim(name + " Welch p of quality", row.welchQuality().p(), sample.welchQualityP()));
    }
    for (EqualCost.Point point : board.atEqualCost()) {
      if (point.mixtureCost() == point.cost()
          || Math.abs(point.mixtureCost() / point.cost() - 1) < TOLERANCE) {
        claims.add(new Claim(
            "gain at equal cost, fraction " + point.fraction(),
            point.gain().mean(),
            point.policyQuality() - point.mixtureQuality()));
      }
    }
    return ClaimAudit.compare("audit of the statistics", claims, TOLERANCE);
  }
}
