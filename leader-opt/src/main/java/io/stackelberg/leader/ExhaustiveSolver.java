package io.stackelberg.leader;

import io.stackelberg.game.Context;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Evaluates every commitment of the menu at every context and chooses by a Lagrangian price for the budget
 * or the quality floor.
 *
 * <p>Exact for the restricted game on a finite menu: the policy may draw between two prices, which attains
 * the linear program's value, so the returned bound is tight. The bound is the dual value at the final
 * price; {@code PROVEN_OPTIMAL} is returned only when the policy, evaluated again context by context through
 * the problem's own models, reaches it within the tolerance or rounding. Where nothing on the menu is
 * feasible the fallback plays and counts; where it is not feasible either, neither is the problem.
 * Deterministic, whatever the number of threads: rows are computed per context and reduced in the order of
 * the contexts. The generator is not used.
 *
 * <p>Cost: contexts × menu × actions model calls, three times over (choice, policy and second look), then
 * contexts × menu per price.
 *
 * <p>Source: Everett (1963) [everett1963lagrange] for the multiplier, Kelley (1960) [kelley1960cutting] for
 * its search.
 */
public final class ExhaustiveSolver implements LeaderSolver {
  /** Share of the largest payoff that a mean over contexts may lose to rounding. */
  private static final double ROUNDING = 1e-13;

  /**
   * How the work is done; the answer is the same to the bit.
   *
   * @param threads how many contexts are evaluated at once, at least 1; beyond 1 the follower and outcome
   *     models are called from that many threads
   */
  public record Options(int threads) {
    /** One thread, the caller's. */
    public static final Options DEFAULT = new Options(1);

    public Options {
      Require.atLeast("threads", threads, 1);
    }

    /** The same options with another number of threads. */
    public Options withThreads(int number) {
      return new Options(number);
    }
  }

  private final Options options;

  /** A solver on the caller's thread. */
  public ExhaustiveSolver() {
    this(Options.DEFAULT);
  }

  /** A solver with these options. */
  public ExhaustiveSolver(Options options) {
    this.options = options;
  }

  @Override
  public LeaderSolution solve(LeaderProblem problem, SolveLimits limits, RandomGenerator random) {
    long pairs = (long) problem.contexts().size() * problem.menu().size();
    if (pairs > limits.maxEvaluations()) {
      return LeaderSolution.none(StopReason.EVALUATION_LIMIT, 0);
    }
    Deadline deadline = new Deadline(limits);
    PayoffRows payoffs = new PayoffRows(problem);
    List<Evaluated> evaluated = InOrder.run(
        options.threads(),
        problem.contexts().size(),
        index -> evaluate(problem, payoffs, index, deadline),
        result -> result.stop().isPresent());
    Evaluated last = evaluated.get(evaluated.size() - 1);
    if (last.stop().isPresent()) {
      // Only a row that was evaluated counts: a time limit forbids the last one.
      long rows = evaluated.size() - (last.row().isPresent() ? 0 : 1);
      return LeaderSolution.none(last.stop().get(), rows * problem.menu().size());
    }
    List<PayoffRow> rows =
        evaluated.stream().map(one -> one.row().orElseThrow()).toList();
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (PayoffRow row : rows) {
      for (int index = 0; index < row.quality.length; index++) {
        double reward = PricedChoice.reward(problem.objective(), row, index);
        if (!Double.isNaN(reward)) {
          lowest = Math.min(lowest, reward);
          highest = Math.max(highest, reward);
        }
      }
    }
    double slack = limits.tolerance().relative() * scaleOfUse(problem.objective(), rows);
    PricedChoice choice = new PricedChoice(problem.objective(), rows.toArray(PayoffRow[]::new));
    PricedChoice.Piece[] pieces = choice.enclose(slack);
    if (pieces.length == 0) {
      return LeaderSolution.none(StopReason.INFEASIBLE, pairs);
    }
    PricedChoice.Piece over = pieces[0];
    PricedChoice.Piece within = pieces[1];
    double limit = PricedChoice.limit(problem.objective());
    double share = over.use() > within.use()
        ? Math.min(1, Math.max(0, (limit - within.use()) / (over.use() - within.use())))
        : 1;
    PricedPolicy policy = new PricedPolicy(problem, payoffs, over.price(), within.price(), share);
    double value = share * over.reward() + (1 - share) * within.reward();
    double bound = value;
    if (over.use() > within.use()) {
      double crossing = (over.reward() - within.reward()) / (over.use() - within.use());
      PricedChoice.Piece dual = choice.at(crossing);
      bound = dual.reward() - crossing * (dual.use() - limit);
    }
    double[] recomputed = recompute(problem, policy);
    double tolerance = Math.max(
        limits.tolerance().relative() * (highest - lowest),
        ROUNDING * Math.max(Math.abs(highest), Math.abs(lowest)));
    if (!(Math.abs(recomputed[0] - value) <= tolerance && bound - value <= tolerance)) {
      return LeaderSolution.none(StopReason.NUMERICAL_FAILURE, pairs);
    }
    return new LeaderSolution(
        StopReason.PROVEN_OPTIMAL,
        Optional.of(policy),
        recomputed[0],
        Math.max(bound, recomputed[0]),
        recomputed[1],
        recomputed[2],
        problem.objective() instanceof LeaderObjective.ExpectedUtility
            ? List.of()
            : List.of(over.price(), within.price()),
        pairs);
  }

  /** One context's row, and why the search must end with it; no row where the time was up before it. */
  private record Evaluated(Optional<PayoffRow> row, Optional<StopReason> stop) {}

  private static Evaluated evaluate(
      LeaderProblem problem, PayoffRows payoffs, int contextIndex, Deadline deadline) {
    // The number of evaluations was checked before the first.
    Optional<StopReason> stop = deadline.reached(0);
    if (stop.isPresent()) {
      return new Evaluated(Optional.empty(), stop);
    }
    PayoffRow row = payoffs.at(problem.contexts().get(contextIndex));
    return new Evaluated(
        Optional.of(row),
        PricedChoice.best(problem.objective(), row, 0) < 0
            ? Optional.of(StopReason.INFEASIBLE)
            : Optional.empty());
  }

  private static double scaleOfUse(LeaderObjective objective, List<PayoffRow> rows) {
    double scale = 0;
    for (PayoffRow row : rows) {
      for (int index = 0; index < row.quality.length; index++) {
        double use = Math.abs(PricedChoice.use(objective, row, index));
        scale = use > scale ? use : scale;
      }
    }
    return scale;
  }

  /**
   * Value, quality and cost of the policy, evaluated afresh: what it draws, answered by the follower one
   * commitment at a time.
   */
  private double[] recompute(LeaderProblem problem, LeaderPolicy policy) {
    List<double[]> again = InOrder.run(
        options.threads(),
        problem.contexts().size(),
        index -> secondLook(problem, policy, problem.contexts().get(index)),
        result -> false);
    // Summed in the order of the contexts, whatever the number of threads.
    double[] sums = new double[3];
    for (double[] one : again) {
      for (int measure = 0; measure < sums.length; measure++) {
        sums[measure] += one[measure];
      }
    }
    return Arrays.stream(sums).map(sum -> sum / again.size()).toArray();
  }

  private static double[] secondLook(LeaderProblem problem, LeaderPolicy policy, Context context) {
    double[] sums = new double[3];
    MixedCommitment mixed = policy.commit(context);
    for (int member = 0; member < mixed.support().size(); member++) {
      double probability = mixed.probabilities().get(member);
      PayoffRow.Payoff payoff =
          PayoffRow.payoff(problem, context, mixed.support().get(member));
      sums[0] += probability
          * PricedChoice.reward(
              problem.objective(), payoff.quality(), payoff.cost(), payoff.utility());
      sums[1] += probability * payoff.quality();
      sums[2] += probability * payoff.cost();
    }
    return sums;
  }
}
