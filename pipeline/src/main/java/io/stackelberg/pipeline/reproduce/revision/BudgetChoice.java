package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.AssignmentProblem;
import io.stackelberg.leader.AssignmentSolution;
import io.stackelberg.leader.PriceSearch;
import io.stackelberg.leader.PriceVector;
import io.stackelberg.theory.CheckResult;
import io.stackelberg.theory.GuidanceCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The leader's choice of one budget per category, among a menu and saying nothing, within what announcing may cost.
 *
 * <p>Clauses do not share tokens, so that categories fall apart given the price of an announcement: {@link PriceSearch}
 * finds it, and the best choice it names that keeps the limit is taken, or else silence everywhere where that is
 * affordable. Values are exact expectations over the reviser's declared law of success.
 */
final class BudgetChoice {
  /** Tokens of the bare task that goes with every clause, announcement or not. */
  static final long TASK_TOKENS = Clause.tokens("Revise the clause so that its risk falls.");

  /**
   * The game between leader and follower.
   *
   * @param rounds the follower's drafts and verdicts
   * @param guided how it works where a budget was announced
   * @param unguided how it works where nothing was
   * @param toleratedRisk where it is content on its own
   * @param worth what the leader maximises
   */
  record Game(
      RevisionRounds rounds,
      RevisionRounds.Habit guided,
      RevisionRounds.Habit unguided,
      double toleratedRisk,
      LeaderWorth worth) {
    /** What may come of a clause under an announcement or none. */
    List<Luck.Weighted<RevisionRounds.Trace>> play(Clause clause, Optional<RiskBudget> budget) {
      return Luck.outcomes(luck ->
          rounds.run(clause, budget, budget.isPresent() ? guided : unguided, toleratedRisk, luck));
    }

    /** Expected worth of a clause, in the verifier's eyes. */
    double value(Clause clause, Optional<RiskBudget> budget) {
      double value = 0;
      for (Luck.Weighted<RevisionRounds.Trace> outcome : play(clause, budget)) {
        value += outcome.probability()
            * worth.of(
                clause, outcome.value(), outcome.value().riskSeen(), announced(clause, budget));
      }
      return value;
    }
  }

  /**
   * What was chosen.
   *
   * @param budgets one per category; empty where nothing is announced there. No entries at all where no announcement
   *     is affordable
   * @param worth mean worth per clause of the chosen budgets; NaN where none is affordable
   * @param values mean worth per clause of the whole announcement: silence first, then every candidate looked at
   * @param costs tokens per clause of the same
   * @param bound proved upper bound on every announcement's mean worth; −infinity where none is affordable
   * @param dominance that guiding is at least as good as silence
   */
  record Chosen(
      Map<String, Optional<RiskBudget>> budgets,
      double worth,
      List<Double> values,
      List<Double> costs,
      double bound,
      CheckResult dominance) {}

  private final List<String> categories;
  private final List<Optional<RiskBudget>> menu;
  private final double[][] values;
  private final double[][] costs;

  /**
   * Evaluates the menu.
   *
   * @param clauses those the leader may see, at least one
   * @param budgets what may be announced
   */
  BudgetChoice(Game game, List<Clause> clauses, List<RiskBudget> budgets) {
    menu = new ArrayList<>();
    menu.add(Optional.empty());
    budgets.forEach(budget -> menu.add(Optional.of(budget)));
    Map<String, List<Clause>> groups = new TreeMap<>();
    for (Clause clause : clauses) {
      groups
          .computeIfAbsent(clause.question().category(), name -> new ArrayList<>())
          .add(clause);
    }
    categories = List.copyOf(groups.keySet());
    values = new double[categories.size()][menu.size()];
    costs = new double[categories.size()][menu.size()];
    // Scaled so that the mean over categories is the mean over clauses.
    double scale = (double) categories.size() / clauses.size();
    for (int category = 0; category < values.length; category++) {
      for (int option = 0; option < menu.size(); option++) {
        for (Clause clause : groups.get(categories.get(category))) {
          values[category][option] += scale * game.value(clause, menu.get(option));
          costs[category][option] += scale * announced(clause, menu.get(option));
        }
      }
    }
  }

  /** Length of the task with an announcement, or of the bare task; said once per clause. */
  static long announced(Clause clause, Optional<RiskBudget> budget) {
    return TASK_TOKENS
        + budget
            .map(some -> Clause.tokens(some.announcement(clause.question().category())))
            .orElse(0L);
  }

  /**
   * Chooses.
   *
   * @param limit tokens per clause that task and announcement may cost in the mean
   */
  Chosen choose(double limit) {
    int options = menu.size();
    double[] reward = new double[categories.size() * options];
    double[] use = new double[reward.length];
    for (int category = 0; category < values.length; category++) {
      System.arraycopy(values[category], 0, reward, category * options, options);
      System.arraycopy(costs[category], 0, use, category * options, options);
    }
    AssignmentSolution solution = new PriceSearch()
        .solve(
            new AssignmentProblem(
                categories.size(), options, reward, new double[][] {use}, new double[] {limit}),
            SolveLimits.DEFAULT);
    List<int[]> candidates = new ArrayList<>();
    candidates.add(new int[categories.size()]);
    solution.prices().forEach(price -> candidates.add(argmax(price)));
    List<Double> worths = new ArrayList<>();
    List<Double> spent = new ArrayList<>();
    int best = -1;
    for (int candidate = 0; candidate < candidates.size(); candidate++) {
      worths.add(mean(values, candidates.get(candidate)));
      spent.add(mean(costs, candidates.get(candidate)));
      if (spent.get(candidate) <= limit && (best < 0 || worths.get(candidate) > worths.get(best))) {
        best = candidate;
      }
    }
    Map<String, Optional<RiskBudget>> chosen = new LinkedHashMap<>();
    for (int category = 0; best >= 0 && category < categories.size(); category++) {
      chosen.put(categories.get(category), menu.get(candidates.get(best)[category]));
    }
    return new Chosen(
        chosen,
        best < 0 ? Double.NaN : worths.get(best),
        worths,
        spent,
        solution.prices().isEmpty() ? Double.NEGATIVE_INFINITY : solution.bound(),
        GuidanceCheck.check(
            worths.stream().mapToDouble(value -> value).toArray(),
            spent.stream().mapToDouble(value -> value).toArray(),
            limit,
            0));
  }

  /** Tokens per clause that the dearest announcement costs: a limit that excludes nothing. */
  double dearest() {
    return Arrays.stream(costs)
        .mapToDouble(ofCategory -> Arrays.stream(ofCategory).max().orElseThrow())
        .max()
        .orElseThrow();
  }

  /** The categories, in order. */
  List<String> categories() {
    return categories;
  }

  /** Guidance dominance within one category, every item of the menu being affordable. */
  CheckResult dominance(int category) {
    return GuidanceCheck.check(values[category], costs[category], Double.MAX_VALUE, 0);
  }

  /** The one item of the menu that is best if announced for every category; empty where silence is. */
  Optional<RiskBudget> uniform() {
    int best = 0;
    for (int option = 1; option < menu.size(); option++) {
      best = mean(values, everywhere(option)) > mean(values, everywhere(best)) ? option : best;
    }
    return menu.get(best);
  }

  /** Guidance dominance where one budget must be announced everywhere and silence costs more than the limit. */
  CheckResult compulsory() {
    double limit = dearest();
    double[] worths = new double[menu.size()];
    double[] prices = new double[menu.size()];
    for (int option = 0; option < worths.length; option++) {
      worths[option] = mean(values, everywhere(option));
      prices[option] = option == 0 ? limit + 1 : mean(costs, everywhere(option));
    }
    return GuidanceCheck.check(worths, prices, limit, 0);
  }

  /** What the best announcement in one category adds to the mean worth of all clauses, at least 0. */
  double gain(int category) {
    return (Arrays.stream(values[category]).max().orElseThrow() - values[category][0])
        / categories.size();
  }

  private int[] everywhere(int option) {
    int[] choice = new int[categories.size()];
    Arrays.fill(choice, option);
    return choice;
  }

  private int[] argmax(PriceVector price) {
    int[] choice = new int[categories.size()];
    for (int category = 0; category < choice.length; category++) {
      for (int option = 1; option < menu.size(); option++) {
        if (net(price, category, option) > net(price, category, choice[category])) {
          choice[category] = option;
        }
      }
    }
    return choice;
  }

  private double net(PriceVector price, int category, int option) {
    return price.rewardWeight() * values[category][option]
        - price.prices().get(0) * costs[category][option];
  }

  private static double mean(double[][] of, int[] choice) {
    double sum = 0;
    for (int category = 0; category < choice.length; category++) {
      sum += of[category][choice[category]];
    }
    return sum / choice.length;
  }
}
