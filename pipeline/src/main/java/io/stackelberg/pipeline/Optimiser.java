package io.stackelberg.pipeline;

import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.LeaderSolution;
import io.stackelberg.leader.LeaderSolver;
import io.stackelberg.pipeline.io.StudyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The optimize stage: solves the leader's problem, finds the best random mixtures it has to beat, and keeps
 * the contextual policy only if it beats them out of sample.
 */
final class Optimiser {
  private final Workspace work;
  private final LeaderSolver solver;
  private final List<Play> constants;
  private final MixtureFrontier frontier;

  Optimiser(Workspace work, LeaderSolver solver) {
    this.work = work;
    this.solver = solver;
    constants = work.plays(work.arena().menu().stream().map(work::constant).toList(), Part.FIT);
    frontier = frontierOf(constants);
  }

  /** The study's problem on a surrogate; its objective is relative to what the baseline yields there. */
  LeaderProblem problem(Surrogate surrogate) {
    return problem(surrogate.contexts(), surrogate.follower(), surrogate.outcomes());
  }

  /** The study's policy against models of follower and outcomes; empty where none is feasible. */
  Optional<LeaderPolicy> policy(
      List<Context> contexts, FollowerModel follower, OutcomeModel outcomes) {
    return solver
        .solve(
            problem(contexts, follower, outcomes),
            SolveLimits.DEFAULT,
            work.seeds().generator("solver"))
        .policy();
  }

  private LeaderProblem problem(
      List<Context> contexts, FollowerModel follower, OutcomeModel outcomes) {
    LeaderProblem free = new LeaderProblem(
        contexts,
        work.arena().menu(),
        work.arena().baseline(),
        follower,
        new RememberedOutcomes(outcomes, contexts, work.arena().actions().size()),
        work.arena().unit(),
        new LeaderObjective.CostAboveFloor(0));
    int baseline = work.arena().actions().indexOf(work.arena().baseline().action());
    double quality = 0;
    double cost = 0;
    for (Context context : contexts) {
      var expected = free.outcomes().expect(context, baseline);
      quality += expected.quality() / contexts.size();
      cost += expected.cost(work.arena().unit()) / contexts.size();
    }
    return free.withObjective(objective(quality, cost));
  }

  /** The study's objective, relative to what the baseline yields. */
  private LeaderObjective objective(double baselineQuality, double baselineCost) {
    StudyConfig.Leader wish = work.config().leader();
    return wish.objective().equals("cost-above-floor")
        ? new LeaderObjective.CostAboveFloor(
            Math.min(1, Math.max(0, baselineQuality - wish.slack())))
        : new LeaderObjective.QualityWithinBudget(baselineCost * wish.budget());
  }

  /** The frontier of the menu's constant commitments, given their plays in the menu's order. */
  private MixtureFrontier frontierOf(List<Play> plays) {
    List<MixtureFrontier.Point> points = new ArrayList<>();
    for (int index = 0; index < plays.size(); index++) {
      Play play = plays.get(index);
      points.add(new MixtureFrontier.Point(
          work.arena().menu().get(index), Play.mean(play.cost()), Play.mean(play.quality())));
    }
    return new MixtureFrontier(points, work.arena().baseline());
  }

  /** Solves the study's objective and the five budgets on a surrogate. */
  Solved solve(Surrogate surrogate) {
    LeaderProblem problem = problem(surrogate);
    LeaderSolution solution =
        solver.solve(problem, SolveLimits.DEFAULT, work.seeds().generator("solver"));
    LeaderPolicy policy =
        solution.policy().orElseGet(() -> frontier.policy(mixtureFor(problem.objective())));
    return new Solved(solution, policy, budgetPolicies(problem));
  }

  /**
   * Solves on every surrogate, takes the simplest one that no other's gain exceeds by a standard error, and
   * decides whether its contextual policy earned its place.
   *
   * @param surrogates the simplest first, with one follower
   */
  Leader optimise(List<Surrogate> surrogates) {
    List<Solved> solved = surrogates.stream().map(this::solve).toList();
    List<MeanEstimate> gates = new ArrayList<>();
    int best = 0;
    for (int index = 0; index < solved.size(); index++) {
      gates.add(
          gate(solved.get(index).atBudgets(), surrogates.get(index).outcomes().folds()));
      MeanEstimate own = gates.get(index);
      best = own.mean() > gates.get(best).mean() + own.standardError() ? index : best;
    }
    LeaderObjective objective = problem(surrogates.get(best)).objective();
    Play baseline = constants.get(work.arena().menu().indexOf(work.arena().baseline()));
    LeaderPolicy mixture = frontier.policy(
        mixtureFor(objective(Play.mean(baseline.quality()), Play.mean(baseline.cost()))));
    MeanEstimate gate = gates.get(best);
    boolean open = gate.mean() > work.config().signal().threshold() * gate.standardError();
    List<LeaderPolicy> mixtures = new ArrayList<>();
    for (double fraction : Study.FRACTIONS) {
      mixtures.add(frontier.policy(frontier.within(target(frontier, fraction))));
    }
    Solved chosen = solved.get(best);
    return new Leader(
        surrogates.get(best),
        objective,
        chosen.solution(),
        gate,
        gates,
        open,
        open ? chosen.policy() : mixture,
        mixture,
        open ? chosen.atBudgets() : mixtures);
  }

  private MixtureFrontier.Mixture mixtureFor(LeaderObjective objective) {
    if (objective instanceof LeaderObjective.CostAboveFloor floor) {
      return frontier.above(floor.meanQuality());
    }
    return frontier.within(((LeaderObjective.QualityWithinBudget) objective).meanCost());
  }

  private static double target(MixtureFrontier frontier, double fraction) {
    return frontier.cheapest() + fraction * (frontier.dearest() - frontier.cheapest());
  }

  /** The contextual policy for each of the five budgets; the mixture where a budget cannot be met. */
  private List<LeaderPolicy> budgetPolicies(LeaderProblem problem) {
    List<Callable<LeaderPolicy>> solves = new ArrayList<>();
    for (double fraction : Study.FRACTIONS) {
      double budget = target(frontier, fraction);
      solves.add(() -> solver
          .solve(
              problem.withObjective(new LeaderObjective.QualityWithinBudget(budget)),
              SolveLimits.DEFAULT,
              work.seeds().generator("solver", "budget", "" + fraction))
          .policy()
          .orElseGet(() -> frontier.policy(frontier.within(budget))));
    }
    return work.tasks().inOrder(solves);
  }

  /**
   * Gain over the mixture on the fitting part, out of sample on both sides: each fold's contexts are decided
   * by models fitted without them, and are held against the frontier of the other folds at the cost that the
   * policy had within the fold.
   */
  private MeanEstimate gate(List<LeaderPolicy> atBudgets, Map<String, Integer> folds) {
    List<Play> policies = work.plays(atBudgets, Part.FIT);
    List<Callable<double[]>> parts = new ArrayList<>();
    List<Integer> clusters = new ArrayList<>();
    for (int fold = 0; fold < work.config().outcomeModel().folds(); fold++) {
      int held = fold;
      List<Play> inside = policies.stream()
          .map(play -> play.where(session -> folds.get(session) == held))
          .toList();
      for (int cluster : inside.get(0).clusters()) {
        clusters.add(cluster * work.config().outcomeModel().folds() + held);
      }
      parts.add(() -> {
        MixtureFrontier others = frontierOf(constants.stream()
            .map(play -> play.where(session -> folds.get(session) != held))
            .toList());
        List<Play> members = new ArrayList<>();
        for (MixtureFrontier.Point member : others.hull()) {
          members.add(constants
              .get(work.arena().menu().indexOf(member.commitment()))
              .where(session -> folds.get(session) == held));
        }
        return EqualCost.meanDifferences(compare(inside, others, members));
      });
    }
    List<Double> differences = new ArrayList<>();
    for (double[] part : work.tasks().inOrder(parts)) {
      for (double difference : part) {
        differences.add(difference);
      }
    }
    return ClusteredMeans.mean(
        differences.stream().mapToDouble(Double::doubleValue).toArray(),
        clusters.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Plays for the five budgets, each held against the mixture at its own cost. */
  List<EqualCost.Point> equalCost(List<Play> plays, Part part) {
    List<LeaderPolicy> members = new ArrayList<>();
    for (int index = 0; index < frontier.hull().size(); index++) {
      members.add(frontier.member(index));
    }
    return compare(plays, frontier, work.plays(members, part));
  }

  private static List<EqualCost.Point> compare(
      List<Play> plays, MixtureFrontier frontier, List<Play> members) {
    EqualCost comparison = new EqualCost(frontier, members);
    List<EqualCost.Point> points = new ArrayList<>();
    for (int index = 0; index < Study.FRACTIONS.length; index++) {
      double fraction = Study.FRACTIONS[index];
      points.add(comparison.compare(fraction, target(frontier, fraction), plays.get(index)));
    }
    return points;
  }
}
