package io.stackelberg.pipeline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.LeaderSolution;
import io.stackelberg.leader.LeaderSolver;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.repair.RepairStrategy;
import io.stackelberg.repair.RepairedPolicy;
import io.stackelberg.response.OutcomeEstimator;
import io.stackelberg.response.OutcomeFit;
import io.stackelberg.response.ResponseEstimator;
import io.stackelberg.theory.CheckResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The main job: learn how the follower answers, optimise the leader against it, repair the policy, score it
 * beside its rivals, and check what was claimed.
 *
 * <p>{@link #run} is the picture in {@code docs/architecture.md}, line by line.
 */
final class Study {
  /** Where, between the cheapest and the dearest constant commitment, policies are compared. */
  static final double[] FRACTIONS = {0.1, 0.3, 0.5, 0.7, 0.9};

  /** Names of the stages, as shown by progress. */
  static final String[] STAGES = {"logs", "response", "optimize", "repair", "evaluate", "check"};

  /** Expected share of each stage in the whole time. */
  static final double[] SHARES = {0.1, 0.3, 0.25, 0.05, 0.25, 0.05};

  private final StudyConfig config;
  private final Arena arena;
  private final ResponseEstimator responseEstimator;
  private final OutcomeEstimator outcomeEstimator;
  private final LeaderSolver solver;
  private final RepairStrategy repairStrategy;
  private final SeedSplitter seeds;
  private final Tasks tasks;
  private final Progress progress;

  Study(
      StudyConfig config,
      Arena arena,
      ResponseEstimator responseEstimator,
      OutcomeEstimator outcomeEstimator,
      LeaderSolver solver,
      RepairStrategy repairStrategy,
      Tasks tasks,
      Progress progress) {
    this.config = config;
    this.arena = arena;
    this.responseEstimator = responseEstimator;
    this.outcomeEstimator = outcomeEstimator;
    this.solver = solver;
    this.repairStrategy = repairStrategy;
    this.seeds = new SeedSplitter(config.seed());
    this.tasks = tasks;
    this.progress = progress;
  }

  /** Runs every stage; the same seed gives the same result, whatever the number of threads. */
  StudyResult run() {
    progress.next("");
    TurnLog log = arena.log(Part.FIT);
    progress.next(log.turns().size() + " turns, " + log.sessions().size() + " sessions");
    Surrogate surrogate = learn(log, "models");
    Surrogate shuffled = learn(shuffleFeatures(log), "shuffled models");
    progress.next(surrogate.response().isPresent() ? "follower learned" : "follower obeys");
    List<Play> constants = plays(arena.menu().stream().map(this::constant).toList(), Part.FIT);
    MixtureFrontier frontier = frontier(constants);
    Leader leader = optimise(surrogate, frontier, constants);
    Solved control = solve(shuffled, frontier);
    progress.next(leader.solution().stopReason() + gateNote(leader));
    RepairedPolicy repaired = repair(leader.policy());
    progress.next(repaired.explanation());
    Scoreboard board = evaluate(leader, repaired, control, frontier);
    progress.next(board.rows().size() + " policies, " + board.baseline().turns() + " turns each");
    List<CheckResult> checks = Audit.check(arena, surrogate, leader, board, problem(surrogate));
    progress.finish(checks.stream().filter(CheckResult.Holds.class::isInstance).count() + " of "
        + checks.size() + " hold");
    return new StudyResult(config, arena, surrogate, leader, repaired, board, checks);
  }

  // --- response ---------------------------------------------------------------------------------

  /**
   * What was learned from the fitting part.
   *
   * @param contexts contexts of the fitting part
   * @param follower learned, or known where the follower obeys
   * @param response held-out score of a learned follower
   * @param outcomes cross-fitted outcome model
   * @param table both models, worked out at the fitting contexts
   * @param fit skills of the outcome regressions
   */
  record Surrogate(
      List<Context> contexts,
      FollowerModel follower,
      Optional<ResponseScore> response,
      CrossFittedOutcomes outcomes,
      Tabulated table,
      OutcomeFit fit) {}

  private Surrogate learn(TurnLog log, String task) {
    SeedSplitter own = seeds.task(task);
    OutcomeFit fit = outcomeEstimator.fit(log, own.generator("outcomes"));
    CrossFittedOutcomes outcomes = CrossFittedOutcomes.fit(
        log,
        fit.model(),
        outcomeEstimator,
        config.outcomeModel().folds(),
        own.task("cross-fitting"),
        tasks);
    Map<String, Context> byId = new LinkedHashMap<>();
    log.turns().forEach(turn -> byId.putIfAbsent(turn.context().id(), turn.context()));
    List<Context> contexts = List.copyOf(byId.values());
    FollowerModel follower = arena
        .knownFollower()
        .orElseGet(() -> responseEstimator.fit(log, own.generator("response")));
    Optional<ResponseScore> score = arena.knownFollower().isPresent()
        ? Optional.empty()
        : Optional.of(ResponseScore.of(follower, log, arena.log(Part.CALIBRATE)));
    return new Surrogate(
        contexts,
        follower,
        score,
        outcomes,
        new Tabulated(follower, outcomes, contexts, arena.menu(), tasks),
        fit);
  }

  /** The same log with the features of its contexts permuted: what is learned from it is noise. */
  private TurnLog shuffleFeatures(TurnLog log) {
    return FeatureShuffle.of(log, seeds.generator("feature shuffle"));
  }

  // --- optimize ---------------------------------------------------------------------------------

  /**
   * What the solver made of a surrogate.
   *
   * @param solution its answer to the study's objective
   * @param policy the contextual policy of that answer; the mixture where there is none
   * @param atBudgets contextual policies for the five budgets
   */
  record Solved(LeaderSolution solution, LeaderPolicy policy, List<LeaderPolicy> atBudgets) {}

  /**
   * The leader's part.
   *
   * @param objective the study's objective, in numbers
   * @param solution the solver's answer to it
   * @param gate the cross-validated gain over the mixture
   * @param isGateOpen whether the contextual policy is used at all
   * @param policy the learned policy: the solver's, or the mixture when the gate is closed
   * @param mixture the best mixture for the study's objective
   * @param atBudgets policies for the five budgets
   */
  record Leader(
      LeaderObjective objective,
      LeaderSolution solution,
      MeanEstimate gate,
      boolean isGateOpen,
      LeaderPolicy policy,
      LeaderPolicy mixture,
      List<LeaderPolicy> atBudgets) {}

  private LeaderProblem problem(Surrogate surrogate) {
    LeaderProblem free = new LeaderProblem(
        surrogate.contexts(),
        arena.menu(),
        arena.baseline(),
        surrogate.table(),
        surrogate.table(),
        arena.unit(),
        new LeaderObjective.CostAboveFloor(0));
    int baseline = arena.actions().indexOf(arena.baseline().action());
    double quality = 0;
    double cost = 0;
    for (Context context : surrogate.contexts()) {
      var expected = surrogate.outcomes().expect(context, baseline);
      quality += expected.quality() / surrogate.contexts().size();
      cost += expected.cost(arena.unit()) / surrogate.contexts().size();
    }
    return free.withObjective(objective(quality, cost));
  }

  /** The study's objective, relative to what the baseline yields. */
  private LeaderObjective objective(double baselineQuality, double baselineCost) {
    StudyConfig.Leader wish = config.leader();
    return wish.objective().equals("cost-above-floor")
        ? new LeaderObjective.CostAboveFloor(
            Math.min(1, Math.max(0, baselineQuality - wish.slack())))
        : new LeaderObjective.QualityWithinBudget(baselineCost * wish.budget());
  }

  /** The policy that commits to the same wherever it can. */
  private LeaderPolicy constant(Commitment commitment) {
    return context ->
        MixedCommitment.pure(commitment.isFeasible(context) ? commitment : arena.baseline());
  }

  /** The frontier of the menu's constant commitments, given their plays in the menu's order. */
  private MixtureFrontier frontier(List<Play> constants) {
    List<MixtureFrontier.Point> points = new ArrayList<>();
    for (int index = 0; index < constants.size(); index++) {
      Play play = constants.get(index);
      points.add(new MixtureFrontier.Point(
          arena.menu().get(index), Play.mean(play.cost()), Play.mean(play.quality())));
    }
    return new MixtureFrontier(points, arena.baseline());
  }

  private Solved solve(Surrogate surrogate, MixtureFrontier frontier) {
    LeaderProblem problem = problem(surrogate);
    LeaderSolution solution = solver.solve(problem, SolveLimits.DEFAULT, seeds.generator("solver"));
    LeaderPolicy policy = solution
        .policy()
        .orElseGet(() -> frontier.policy(mixtureFor(problem.objective(), frontier)));
    return new Solved(solution, policy, budgetPolicies(problem, frontier));
  }

  private Leader optimise(Surrogate surrogate, MixtureFrontier frontier, List<Play> constants) {
    Solved solved = solve(surrogate, frontier);
    LeaderObjective objective = problem(surrogate).objective();
    Play baseline = constants.get(arena.menu().indexOf(arena.baseline()));
    LeaderPolicy mixture = frontier.policy(
        mixtureFor(objective(Play.mean(baseline.quality()), Play.mean(baseline.cost())), frontier));
    MeanEstimate gate = gate(solved.atBudgets(), constants, surrogate.outcomes().folds());
    double threshold = config.signal().threshold();
    boolean open = gate.mean() > threshold * gate.standardError();
    if (open) {
      return new Leader(
          objective, solved.solution(), gate, true, solved.policy(), mixture, solved.atBudgets());
    }
    List<LeaderPolicy> mixtures = new ArrayList<>();
    for (double fraction : FRACTIONS) {
      mixtures.add(frontier.policy(frontier.within(target(frontier, fraction))));
    }
    return new Leader(objective, solved.solution(), gate, false, mixture, mixture, mixtures);
  }

  private static MixtureFrontier.Mixture mixtureFor(
      LeaderObjective objective, MixtureFrontier frontier) {
    if (objective instanceof LeaderObjective.CostAboveFloor floor) {
      return frontier.above(floor.meanQuality());
    }
    return frontier.within(((LeaderObjective.QualityWithinBudget) objective).meanCost());
  }

  private static double target(MixtureFrontier frontier, double fraction) {
    return frontier.cheapest() + fraction * (frontier.dearest() - frontier.cheapest());
  }

  /** The contextual policy for each of the five budgets; the mixture where a budget cannot be met. */
  private List<LeaderPolicy> budgetPolicies(LeaderProblem problem, MixtureFrontier frontier) {
    List<Callable<LeaderPolicy>> solves = new ArrayList<>();
    for (double fraction : FRACTIONS) {
      double budget = target(frontier, fraction);
      solves.add(() -> solver
          .solve(
              problem.withObjective(new LeaderObjective.QualityWithinBudget(budget)),
              SolveLimits.DEFAULT,
              seeds.generator("solver", "budget", "" + fraction))
          .policy()
          .orElseGet(() -> frontier.policy(frontier.within(budget))));
    }
    return tasks.inOrder(solves);
  }

  /**
   * Gain over the mixture on the fitting part, out of sample on both sides: each fold's contexts are decided
   * by models fitted without them, and are held against the frontier of the other folds at the cost that the
   * policy had within the fold.
   */
  private MeanEstimate gate(
      List<LeaderPolicy> atBudgets, List<Play> constants, Map<String, Integer> folds) {
    List<Play> policies = plays(atBudgets, Part.FIT);
    List<Callable<double[]>> parts = new ArrayList<>();
    List<Integer> clusters = new ArrayList<>();
    for (int fold = 0; fold < config.outcomeModel().folds(); fold++) {
      int held = fold;
      List<Play> inside = policies.stream()
          .map(play -> play.where(session -> folds.get(session) == held))
          .toList();
      for (int cluster : inside.get(0).clusters()) {
        clusters.add(cluster * config.outcomeModel().folds() + held);
      }
      parts.add(() -> {
        MixtureFrontier others = frontier(constants.stream()
            .map(play -> play.where(session -> folds.get(session) != held))
            .toList());
        List<Play> members = new ArrayList<>();
        for (MixtureFrontier.Point member : others.hull()) {
          members.add(constants
              .get(arena.menu().indexOf(member.commitment()))
              .where(session -> folds.get(session) == held));
        }
        return EqualCost.meanDifferences(compare(inside, others, members));
      });
    }
    List<Double> differences = new ArrayList<>();
    for (double[] part : tasks.inOrder(parts)) {
      for (double difference : part) {
        differences.add(difference);
      }
    }
    return ClusteredMeans.mean(
        differences.stream().mapToDouble(Double::doubleValue).toArray(),
        clusters.stream().mapToInt(Integer::intValue).toArray());
  }

  private List<EqualCost.Point> equalCost(List<Play> plays, MixtureFrontier frontier, Part part) {
    List<LeaderPolicy> members = new ArrayList<>();
    for (int index = 0; index < frontier.hull().size(); index++) {
      members.add(frontier.member(index));
    }
    return compare(plays, frontier, plays(members, part));
  }

  private static List<EqualCost.Point> compare(
      List<Play> plays, MixtureFrontier frontier, List<Play> members) {
    EqualCost comparison = new EqualCost(frontier, members);
    List<EqualCost.Point> points = new ArrayList<>();
    for (int index = 0; index < FRACTIONS.length; index++) {
      double fraction = FRACTIONS[index];
      points.add(comparison.compare(fraction, target(frontier, fraction), plays.get(index)));
    }
    return points;
  }

  private List<Play> plays(List<LeaderPolicy> policies, Part part) {
    List<Callable<Play>> plays = new ArrayList<>();
    policies.forEach(policy -> plays.add(() -> arena.play(policy, part)));
    return tasks.inOrder(plays);
  }

  private String gateNote(Leader leader) {
    return leader.isGateOpen() ? "" : ", no use found for the features: the mixture plays";
  }

  // --- repair -----------------------------------------------------------------------------------

  private RepairedPolicy repair(LeaderPolicy policy) {
    Play baseline = arena.play(LeaderPolicy.always(arena.baseline()), Part.CALIBRATE);
    return repairStrategy.repair(
        policy,
        arena.baseline(),
        tried -> Evidence.collect(arena.play(tried, Part.CALIBRATE), baseline, arena.baseline()),
        config.evaluation().tests().margin(),
        StudyResult.delta(config));
  }

  // --- evaluate ---------------------------------------------------------------------------------

  /**
   * All policies on the evaluation part.
   *
   * @param baseline the baseline's play
   * @param policies the deployable policies by name
   * @param rows one row per policy, oracles last
   * @param atEqualCost the learned policy at the five budgets
   * @param gain its mean gain over the mixture
   * @param contrast the signal rule
   */
  record Scoreboard(
      Play baseline,
      Map<String, LeaderPolicy> policies,
      List<PolicyRow> rows,
      List<EqualCost.Point> atEqualCost,
      MeanEstimate gain,
      Contrast contrast) {}

  private Scoreboard evaluate(
      Leader leader, RepairedPolicy repaired, Solved control, MixtureFrontier frontier) {
    Map<String, LeaderPolicy> policies = new LinkedHashMap<>();
    Map<String, String> notes = new LinkedHashMap<>();
    for (var action : arena.actions().actions()) {
      policies.put("fixed:" + action.id(), LeaderPolicy.always(Directive.of(action)));
    }
    policies.put("mixture", leader.mixture());
    notes.put(
        "mixture", "best random mixture for the study's objective, chosen on the fitting part");
    policies.put("random", random());
    notes.put("random", "draws uniformly from the leader's menu");
    policies.put("learned", leader.policy());
    notes.put(
        "learned",
        leader.isGateOpen()
            ? "raw policy, before repair"
            : "no use for the features in cross-validation: this is the mixture");
    policies.put("repaired", repaired.policy());
    notes.put("repaired", repaired.explanation());
    policies.put("shuffled", control.policy());
    notes.put("shuffled", "control: the same learner and solver on permuted features");

    List<String> names = List.copyOf(policies.keySet());
    List<Play> plays = plays(List.copyOf(policies.values()), Part.EVALUATE);
    Play baseline = plays.get(names.indexOf("fixed:" + arena.baseline().action()));
    List<Callable<PolicyRow>> rows = new ArrayList<>();
    for (int index = 0; index < plays.size(); index++) {
      if (plays.get(index).turns() > 0) {
        String name = names.get(index);
        Optional<String> note = Optional.ofNullable(notes.get(name));
        rows.add(row(name, plays.get(index), baseline, false, note));
      }
    }
    for (Arena.NamedPlay oracle : arena.oracles(Part.EVALUATE)) {
      rows.add(row(oracle.name(), oracle.play(), baseline, true, Optional.of(oracle.note())));
    }
    List<EqualCost.Point> learned =
        equalCost(plays(leader.atBudgets(), Part.EVALUATE), frontier, Part.EVALUATE);
    List<EqualCost.Point> shuffled =
        equalCost(plays(control.atBudgets(), Part.EVALUATE), frontier, Part.EVALUATE);
    MeanEstimate gain = EqualCost.mean(learned, baseline.clusters());
    return new Scoreboard(
        baseline,
        policies,
        tasks.inOrder(rows),
        learned,
        gain,
        new Contrast(
            gain,
            EqualCost.meanExcess(learned, shuffled, baseline.clusters()),
            1 - config.evaluation().tests().alpha()));
  }

  private Callable<PolicyRow> row(
      String name, Play play, Play baseline, boolean optimistic, Optional<String> note) {
    StudyConfig.Tests tests = config.evaluation().tests();
    return () ->
        PolicyRow.of(name, play, baseline, tests.margin(), tests.alpha(), optimistic, note);
  }

  private LeaderPolicy random() {
    double share = 1.0 / arena.menu().size();
    MixedCommitment uniform = new MixedCommitment(
        arena.menu(), arena.menu().stream().map(any -> share).toList());
    return context -> uniform.feasibleAt(context, arena.baseline());
  }
}
