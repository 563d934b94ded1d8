package io.stackelberg.leader;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Require;
import io.stackelberg.game.catalog.SessionGame;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Backward induction over what is left of a session's budget.
 *
 * <p>{@link #plan} takes the budget as hard: a commitment is feasible when every action the follower may
 * answer with fits, in the worst case, into what is left; the response is never made to fit by
 * renormalising it. Where nothing is feasible the session ends and is worth 0 from there on, so a leader
 * whose rewards are negative may be better off with less budget. {@link #planInExpectation} lets the budget
 * bind in expectation only: the turns decouple at a price of a token, and a draw between the optima at two
 * prices attains the dual value.
 *
 * <p>Budgets may be counted in units of several tokens, rounded down, with each use rounded up: such a plan
 * never exceeds the budget, and where responses do not depend on what is left its value is a lower bound.
 *
 * <p>Cost: horizon · (budget / unit) · menu · actions. Source: Bellman (1957) [bellman1957dynamic]; for the
 * price Everett (1963) [everett1963lagrange].
 */
public final class SessionPlanner {
  /**
   * How budgets are counted.
   *
   * @param tokensPerUnit tokens of one unit, at least 1
   */
  public record Options(int tokensPerUnit) {
    /** Single tokens: exact. */
    public static final Options DEFAULT = new Options(1);

    public Options {
      Require.atLeast("tokensPerUnit", tokensPerUnit, 1);
    }

    /** The same options with another unit. */
    public Options withTokensPerUnit(int tokens) {
      return new Options(tokens);
    }
  }

  private static final double ROUNDING = 1e-12;

  private final int unit;

  /** A planner with these options. */
  public SessionPlanner(Options options) {
    this.unit = options.tokensPerUnit();
  }

  /** Plans a session whose budget must never be exceeded. */
  public SessionPlan plan(SessionProblem problem, SolveLimits limits) {
    int most = problem.budget() / unit;
    double needed = (double) problem.horizon() * (most + 1) * problem.menu().size();
    if (needed > limits.maxEvaluations()) {
      return SessionPlan.none(StopReason.EVALUATION_LIMIT, unit);
    }
    Deadline deadline = new Deadline(limits);
    List<List<Double>> values = new ArrayList<>();
    List<List<Optional<Commitment>>> choices = new ArrayList<>();
    double[] next = new double[most + 1];
    double scale = 0;
    for (int turn = problem.horizon(); turn >= 1; turn--) {
      double[] current = new double[most + 1];
      List<Optional<Commitment>> row = new ArrayList<>();
      for (int left = 0; left <= most; left++) {
        if (deadline.reached(0).isPresent()) {
          return SessionPlan.none(StopReason.TIME_LIMIT, unit);
        }
        double best = Double.NEGATIVE_INFINITY;
        Optional<Commitment> choice = Optional.empty();
        for (Commitment commitment : problem.menu()) {
          double value = value(problem, turn, left, commitment, next);
          scale = Double.isNaN(value) ? scale : Math.max(scale, Math.abs(value));
          // Ties go to the earlier commitment of the menu; NaN is infeasible.
          if (value > best + limits.tolerance().relative() * scale
              || choice.isEmpty() && !Double.isNaN(value)) {
            choice = Optional.of(commitment);
            best = value;
          }
        }
        current[left] = choice.isEmpty() ? 0 : best;
        row.add(choice);
      }
      values.add(0, Arrays.stream(current).boxed().toList());
      choices.add(0, row);
      next = current;
    }
    double value = next[most];
    double again = followForward(problem, choices);
    double allowed = problem.horizon()
        * (limits.tolerance().relative() + ROUNDING)
        * Math.max(scale, Math.abs(value));
    if (!(Math.abs(again - value) <= allowed)) {
      return SessionPlan.none(StopReason.NUMERICAL_FAILURE, unit);
    }
    return new SessionPlan(
        unit == 1 ? StopReason.PROVEN_OPTIMAL : StopReason.CONVERGED,
        value,
        unit == 1 ? value + allowed : Double.POSITIVE_INFINITY,
        unit,
        values,
        choices,
        (long) needed);
  }

  private Context context(SessionProblem problem, int turn, int left) {
    return problem.contexts().at(turn, OptionalLong.of((long) left * unit));
  }

  private int units(int tokens) {
    return (int) (((long) tokens + unit - 1) / unit);
  }

  /** E[reward + V'] of a commitment at a state; NaN where it is infeasible. */
  private double value(
      SessionProblem problem, int turn, int left, Commitment commitment, double[] next) {
    Context context = context(problem, turn, left);
    if (!commitment.isFeasible(context)) {
      return Double.NaN;
    }
    double[] response = problem.follower().respond(context, commitment);
    double sum = 0;
    for (int index = 0; index < response.length; index++) {
      SessionGame.Action action = problem.actions().get(index);
      if (response[index] > 0) {
        if (units(action.worstCaseTokens()) > left) {
          return Double.NaN;
        }
        double value = Require.finite("reward", problem.reward().of(turn, commitment, index));
        for (int outcome = 0; outcome < action.tokens().size(); outcome++) {
          value += action.probabilities().get(outcome)
              * next[left - units(action.tokens().get(outcome))];
        }
        sum += response[index] * value;
      }
    }
    return sum;
  }

  /** Expected sum of rewards along the plan: the distribution of what is left, turn by turn. */
  private double followForward(SessionProblem problem, List<List<Optional<Commitment>>> choices) {
    double[] mass = new double[choices.get(0).size()];
    mass[mass.length - 1] = 1;
    double sum = 0;
    for (int turn = 1; turn <= problem.horizon(); turn++) {
      double[] later = new double[mass.length];
      for (int left = 0; left < mass.length; left++) {
        Optional<Commitment> choice = choices.get(turn - 1).get(left);
        if (mass[left] > 0 && choice.isPresent()) {
          double[] response =
              problem.follower().respond(context(problem, turn, left), choice.get());
          for (int index = 0; index < response.length; index++) {
            SessionGame.Action action = problem.actions().get(index);
            double reached = mass[left] * response[index];
            if (reached > 0) {
              sum += reached * problem.reward().of(turn, choice.get(), index);
              for (int outcome = 0; outcome < action.tokens().size(); outcome++) {
                later[left - units(action.tokens().get(outcome))] +=
                    reached * action.probabilities().get(outcome);
              }
            }
          }
        }
      }
      mass = later;
    }
    return sum;
  }

  /**
   * Plans a session that may use its budget in expectation: E Σ tokens ≤ budget.
   *
   * <p>No budget is shown to the follower. The session ends before the first turn in which nothing on the
   * menu is feasible. Units play no part.
   */
  public ExpectedSessionPlan planInExpectation(SessionProblem problem, SolveLimits limits) {
    long needed = (long) problem.horizon() * problem.menu().size();
    if (needed > limits.maxEvaluations()) {
      return ExpectedSessionPlan.none(StopReason.EVALUATION_LIMIT, 0);
    }
    List<PayoffRow> rows = new ArrayList<>();
    double largest = 0;
    for (int turn = 1; turn <= problem.horizon(); turn++) {
      PayoffRow row = row(problem, turn);
      boolean isPlayable = false;
      for (int index = 0; index < row.quality.length; index++) {
        if (!Double.isNaN(row.quality[index])) {
          isPlayable = true;
          largest = Math.max(largest, Math.abs(row.quality[index]));
        }
      }
      if (!isPlayable) {
        break;
      }
      rows.add(row);
    }
    if (rows.isEmpty()) {
      return new ExpectedSessionPlan(
          StopReason.PROVEN_OPTIMAL, 0, 0, 0, 0, 1, List.of(), List.of(), needed);
    }
    int turns = rows.size();
    double limit = (double) problem.budget() / turns;
    LeaderObjective objective = new LeaderObjective.QualityWithinBudget(limit);
    PricedChoice choice = new PricedChoice(objective, rows.toArray(PayoffRow[]::new));
    PricedChoice.Piece[] pieces = choice.enclose(limits.tolerance().relative() * limit);
    if (pieces.length == 0) {
      return ExpectedSessionPlan.none(StopReason.INFEASIBLE, needed);
    }
    PricedChoice.Piece over = pieces[0];
    PricedChoice.Piece within = pieces[1];
    boolean binds = over.use() > within.use();
    double share =
        binds ? Math.min(1, Math.max(0, (limit - within.use()) / (over.use() - within.use()))) : 1;
    double price = binds ? (over.reward() - within.reward()) / (over.use() - within.use()) : 0;
    PricedChoice.Piece dual = choice.at(price);
    double bound = turns * (dual.reward() - price * (dual.use() - limit));
    List<Commitment> dearer = commitments(problem, objective, rows, over.price());
    List<Commitment> cheaper = commitments(problem, objective, rows, within.price());
    double[] one = follow(problem, dearer);
    double[] other = follow(problem, cheaper);
    double value = share * one[0] + (1 - share) * other[0];
    double tokens = share * one[1] + (1 - share) * other[1];
    double relative = limits.tolerance().relative() + ROUNDING;
    double allowed = turns * relative * largest + price * relative * problem.budget();
    boolean isProved = bound - value <= allowed && tokens <= problem.budget() * (1 + relative);
    return new ExpectedSessionPlan(
        isProved ? StopReason.PROVEN_OPTIMAL : StopReason.NUMERICAL_FAILURE,
        value,
        isProved ? Math.max(bound, value) : Double.POSITIVE_INFINITY,
        tokens,
        price,
        share,
        dearer,
        cheaper,
        needed);
  }

  private static PayoffRow row(SessionProblem problem, int turn) {
    double[] rewards = new double[problem.menu().size()];
    double[] tokens = new double[rewards.length];
    for (int index = 0; index < rewards.length; index++) {
      double[] means = means(problem, turn, problem.menu().get(index));
      rewards[index] = means[0];
      tokens[index] = means[1];
    }
    return new PayoffRow(rewards, tokens);
  }

  /** Expected reward and tokens of a commitment; NaN where it is infeasible. */
  private static double[] means(SessionProblem problem, int turn, Commitment commitment) {
    Context context = problem.contexts().at(turn, OptionalLong.empty());
    if (!commitment.isFeasible(context)) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double[] response = problem.follower().respond(context, commitment);
    double[] means = new double[2];
    for (int action = 0; action < response.length; action++) {
      if (response[action] > 0) {
        double reward = problem.reward().of(turn, commitment, action);
        means[0] += response[action] * Require.finite("reward", reward);
        means[1] += response[action] * problem.expectedTokens(action);
      }
    }
    return means;
  }

  private static List<Commitment> commitments(
      SessionProblem problem, LeaderObjective objective, List<PayoffRow> rows, double price) {
    return rows.stream()
        .map(row -> problem.menu().get(PricedChoice.best(objective, row, price)))
        .toList();
  }

  private static double[] follow(SessionProblem problem, List<Commitment> plan) {
    double[] sums = new double[2];
    for (int turn = 1; turn <= plan.size(); turn++) {
      double[] means = means(problem, turn, plan.get(turn - 1));
      sums[0] += means[0];
      sums[1] += means[1];
    }
    return sums;
  }
}
