package io.stackelberg.pipeline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Turn;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.leader.LeaderSolution;
import io.stackelberg.leader.LeaderSolver;
import io.stackelberg.leader.PricedPolicy;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.PolicySupport;
import io.stackelberg.pipeline.io.SavedPolicy;
import io.stackelberg.repair.SafeSet;
import io.stackelberg.response.model.SavedModel;
import io.stackelberg.response.ope.InversePropensity;
import io.stackelberg.response.ope.LoggedDecisions;
import io.stackelberg.response.ope.OffPolicyEstimator;
import io.stackelberg.response.ope.OffPolicyResult;
import io.stackelberg.response.ope.Reward;
import io.stackelberg.response.ope.ValueInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Solves the leader's problem over the contexts of a log.
 *
 * @param data what the policy is made from
 * @param wish what is asked for
 */
record PolicyOptimiser(GovernableLog data, Wish wish) {
  /** Name of the solver that looks at mixtures of constant commitments alone. */
  static final String MIXTURE = "mixture";

  /** Factor on the largest cost seen, which makes the declared cap on the cost of a turn. */
  private static final double CAP_FACTOR = 1.25;

  /** Error probability of all lower bounds of a safe set together. */
  private static final double SAFE_DELTA = 0.05;

  /**
   * What is asked for.
   *
   * @param slack quality below that of the log that is allowed
   * @param budget mean cost as a fraction of that of the log; empty for least cost above the floor
   * @param conservative label of the conservative commitment; the most often logged where empty
   * @param minTurns turns a commitment needs to be on the menu
   * @param minQuality lower bound on mean quality that a safe commitment needs; no safe set where empty
   */
  record Wish(
      CostUnit unit,
      double slack,
      OptionalDouble budget,
      Optional<String> conservative,
      int minTurns,
      OptionalDouble minQuality,
      long seed) {}

  /**
   * What came out.
   *
   * @param predicted what the model expects of the policy on the log; empty where there is no model
   * @param logged what it expects of the log's own commitments
   * @param needs what would make more possible; empty where the problem was solved
   */
  record Made(
      SavedPolicy.Rule rule,
      List<Commitment> menu,
      Commitment conservative,
      OptionalDouble costCap,
      Optional<SafeSet> safeSet,
      Optional<Means> predicted,
      Optional<Means> logged,
      List<String> needs,
      List<String> notes) {}

  /** Mean quality and cost of a turn. */
  record Means(double quality, double cost) {}

  /** Support that the policy will carry. */
  PolicySupport support() {
    return PolicySupport.of(contexts());
  }

  private List<Context> contexts() {
    return data.log().turns().stream().map(Turn::context).toList();
  }

  /** A policy that leaves everything as it is. */
  Made statusQuo(List<String> needs) {
    Commitment conservative = conservative();
    return new Made(
        new SavedPolicy.Mixture(MixedCommitment.pure(conservative)),
        List.of(conservative),
        conservative,
        costCap(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        needs,
        List.of());
  }

  /** Commitments tried often enough in turns of known quality and cost, in order of first appearance. */
  List<Commitment> menu() {
    Map<Commitment, Integer> counts = new LinkedHashMap<>();
    for (Turn turn : data.log().turns()) {
      boolean isJudged = turn.outcome().quality().isPresent()
          && turn.outcome().tokens().total().isPresent();
      counts.merge(turn.commitment(), isJudged ? 1 : 0, Integer::sum);
    }
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= wish.minTurns())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * Solves.
   *
   * @param model with outcomes, and with a follower where the log is announced
   * @param solver an exact one; empty for the best mixture of constants
   */
  Made solve(SavedModel model, Optional<LeaderSolver> solver) {
    OutcomeModel outcomes = model.outcomes().orElseThrow();
    FollowerModel follower = data.isAnnounced()
        ? model.follower().orElseThrow()
        : new ObedientFollower(data.log().actions());
    Commitment conservative = conservative();
    List<Commitment> menu = menu();
    LeaderProblem free = new LeaderProblem(
        contexts(),
        menu,
        conservative,
        follower,
        outcomes,
        wish.unit(),
        new LeaderObjective.CostAboveFloor(0));
    Means logged = means(free, logged(menu));
    LeaderProblem problem = free.withObjective(objective(logged));
    SavedPolicy.Rule rule;
    LeaderPolicy policy;
    List<String> notes = new ArrayList<>();
    if (solver.isPresent()) {
      LeaderSolution solution = solver
          .get()
          .solve(problem, SolveLimits.DEFAULT, new SeedSplitter(wish.seed()).generator("solver"));
      if (solution.policy().isEmpty()) {
        return statusQuo(List.of("the solver stopped with " + solution.stopReason()
            + ": no policy on the menu reaches " + problem.objective()
            + " by the model; allow more with --slack or --budget"));
      }
      if (!(solution.policy().get() instanceof PricedPolicy priced)) {
        throw InputException.invalid(
            "--solver is one whose policy has no file form, expected " + "enumerate or mixture.");
      }
      rule = new SavedPolicy.Priced(
          problem.objective(), priced.lowPrice(), priced.highPrice(), priced.lowShare());
      policy = priced;
      notes.add("solver: " + solution.stopReason());
    } else {
      MixedCommitment lottery = mixture(problem);
      rule = new SavedPolicy.Mixture(lottery);
      policy = context -> lottery.feasibleAt(context, conservative);
    }
    return new Made(
        rule,
        menu,
        conservative,
        costCap(),
        safeSet(menu, conservative, notes),
        Optional.of(means(free, policy)),
        Optional.of(logged),
        List.of(),
        notes);
  }

  private LeaderObjective objective(Means logged) {
    return wish.budget().isPresent()
        ? new LeaderObjective.QualityWithinBudget(logged.cost() * wish.budget().getAsDouble())
        : new LeaderObjective.CostAboveFloor(
            Math.max(0, Math.min(1, logged.quality() - wish.slack())));
  }

  private MixedCommitment mixture(LeaderProblem problem) {
    List<MixtureFrontier.Point> points = new ArrayList<>();
    for (Commitment commitment : problem.menu()) {
      Means means = means(
          problem,
          context -> MixedCommitment.pure(commitment).feasibleAt(context, problem.fallback()));
      points.add(new MixtureFrontier.Point(commitment, means.cost(), means.quality()));
    }
    MixtureFrontier frontier =
        new MixtureFrontier(points, new Directive(problem.fallback().label()));
    MixtureFrontier.Mixture mixture =
        problem.objective() instanceof LeaderObjective.QualityWithinBudget budget
            ? frontier.within(budget.meanCost())
            : frontier.above(((LeaderObjective.CostAboveFloor) problem.objective()).meanQuality());
    Commitment first = frontier.hull().get(mixture.index()).commitment();
    return mixture.share() == 0
        ? MixedCommitment.pure(first)
        : MixedCommitment.between(
            frontier.hull().get(mixture.index() + 1).commitment(), first, mixture.share());
  }

  /** What the log did at each of its contexts, where that is on the menu. */
  private List<Optional<Commitment>> logged(List<Commitment> menu) {
    return data.log().turns().stream()
        .map(turn -> Optional.of(turn.commitment()).filter(menu::contains))
        .toList();
  }

  private Means means(LeaderProblem problem, List<Optional<Commitment>> logged) {
    double quality = 0;
    double cost = 0;
    int turns = 0;
    for (int turn = 0; turn < logged.size(); turn++) {
      if (logged.get(turn).isPresent()) {
        Means one =
            expected(problem, problem.contexts().get(turn), logged.get(turn).get());
        quality += one.quality();
        cost += one.cost();
        turns++;
      }
    }
    return new Means(quality / turns, cost / turns);
  }

  private static Means means(LeaderProblem problem, LeaderPolicy policy) {
    double quality = 0;
    double cost = 0;
    for (Context context : problem.contexts()) {
      MixedCommitment lottery = policy.commit(context);
      for (int member = 0; member < lottery.support().size(); member++) {
        Means one = expected(problem, context, lottery.support().get(member));
        quality += lottery.probabilities().get(member) * one.quality();
        cost += lottery.probabilities().get(member) * one.cost();
      }
    }
    return new Means(
        quality / problem.contexts().size(), cost / problem.contexts().size());
  }

  private static Means expected(LeaderProblem problem, Context context, Commitment commitment) {
    double[] response = problem.follower().respond(context, commitment);
    double quality = 0;
    double cost = 0;
    for (int action = 0; action < response.length; action++) {
      if (response[action] > 0) {
        ExpectedOutcome outcome = problem.outcomes().expect(context, action);
        quality += response[action] * outcome.quality();
        cost += response[action] * outcome.cost(problem.unit());
      }
    }
    return new Means(quality, cost);
  }

  /** The commitment of last resort. */
  Commitment conservative() {
    Map<Commitment, Integer> counts = data.counts();
    if (wish.conservative().isEmpty()) {
      return counts.entrySet().stream()
          .max(Comparator.<Map.Entry<Commitment, Integer>>comparingInt(Map.Entry::getValue))
          .orElseThrow()
          .getKey();
    }
    return counts.keySet().stream()
        .filter(commitment -> commitment.label().equals(wish.conservative().get()))
        .findFirst()
        .orElseThrow(() -> InputException.invalid("--conservative is \""
            + wish.conservative().get() + "\", expected one of "
            + counts.keySet().stream().map(Commitment::label).toList() + "."));
  }

  private OptionalDouble costCap() {
    OptionalDouble largest = data.log().turns().stream()
        .map(turn -> wish.unit().of(turn.outcome()))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .max();
    return largest.isPresent() && largest.getAsDouble() > 0
        ? OptionalDouble.of(CAP_FACTOR * largest.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Commitments whose quality, taken everywhere, has a finite-sample lower bound at the wanted one. */
  private Optional<SafeSet> safeSet(
      List<Commitment> menu, Commitment conservative, List<String> notes) {
    if (wish.minQuality().isEmpty()) {
      return Optional.empty();
    }
    double delta = SAFE_DELTA / menu.size();
    InversePropensity estimator =
        new InversePropensity(OffPolicyEstimator.Options.DEFAULT.withConfidence(1 - 2 * delta));
    List<Commitment> members = new ArrayList<>(List.of(conservative));
    List<Double> bounds = new ArrayList<>();
    for (Commitment commitment : menu) {
      OffPolicyResult result = estimator.estimate(
          LoggedDecisions.of(data.log(), LeaderPolicy.always(commitment), Reward.quality()));
      if (result instanceof OffPolicyResult.Refused refused) {
        notes.add("safe set: " + refused.summary());
      }
      double lower = result instanceof OffPolicyResult.Estimated estimated
          ? estimated
              .interval(ValueInterval.Bound.NON_NEGATIVE_BETTING)
              .map(ValueInterval::low)
              .orElse(0.0)
          : 0;
      if (commitment.equals(conservative)) {
        bounds.add(0, lower);
      } else if (lower >= wish.minQuality().getAsDouble()) {
        members.add(commitment);
        bounds.add(lower);
      }
    }
    notes.add("safe set: " + members.stream().map(Commitment::label).toList() + " of " + menu.size()
        + " commitments, mean quality at least " + wish.minQuality().getAsDouble()
        + " at confidence " + (1 - SAFE_DELTA) + " together; the first is the conservative one");
    return Optional.of(new SafeSet(members, bounds));
  }
}
