package io.stackelberg.pipeline.reproduce;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.NamedAction;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.ExhaustiveSolver;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderProblem;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The step-size task: an agent looks for the coarsest grid on which an explicit heat-equation solver is accurate
 * enough, and pays for its words and for the simulations it runs.
 *
 * <p>u_t = u_xx on [0, 1] with u = sin(πx) at first and 0 at both ends; the exact answer e^(−π²t) sin(πx) tells the
 * error. A simulation on n cells costs n × steps cell updates (the analytic cost), and each guess costs words. Three
 * strategies reach the same answer by different mixtures of guesses and simulations; which one is cheapest depends
 * on the task and on the price of a cell update. The cost unit is money, words and tools together. The task
 * and its costs are this project's own.
 */
public final class ToolCosts implements Reproduction {
  private static final double FINAL_TIME = 0.1;
  private static final int LARGEST = 128;
  private static final int WORDS_PER_CALL = 120;
  private static final int WORDS_TO_THINK = 900;
  private static final double USD_PER_WORD = 1e-5;
  private static final List<String> STRATEGIES = List.of("scan", "bisect", "think-then-check");
  private static final FeatureSchema FEATURES =
      new FeatureSchema(List.of("log_tolerance"), List.of());

  @Override
  public String summary() {
    return "guess or simulate: words and tool runs in one cost, on a heat equation";
  }

  /** What one strategy did on one task. */
  private record Effort(int answer, int calls, long updates, int words) {
    double usd(double usdPerUpdate) {
      return words * USD_PER_WORD + updates * usdPerUpdate;
    }
  }

  @Override
  public Findings run(Setting setting) {
    int tasks = setting.isBrief() ? 40 : 400;
    double[] errors = errors();
    SplittableRandom random = setting.seeds().generator("tasks");
    double[] tolerances = new double[2 * tasks];
    Effort[][] efforts = new Effort[tolerances.length][];
    boolean sameAnswer = true;
    for (int task = 0; task < tolerances.length; task++) {
      tolerances[task] = StrictMath.pow(10, random.nextDouble(-3.6, -1.2));
      efforts[task] = new Effort[] {
        scan(errors, tolerances[task]),
        bisect(errors, tolerances[task]),
        think(errors, tolerances[task])
      };
      for (Effort effort : efforts[task]) {
        sameAnswer &= effort.answer() == efforts[task][0].answer();
      }
    }
    Findings findings = new Findings(
        "tool-costs",
        "Words and tools in one cost",
        "When should an agent think and when should it simulate, if both are paid from one purse?",
        "A numerical task with an exact answer (T0) and scripted strategies: costs are counted, not modelled; the"
            + " words per step are declared (" + WORDS_PER_CALL + " per call, " + WORDS_TO_THINK
            + " to think) and no language model was called.");
    var table = findings.table(
        "costs",
        "Mean unified cost per task in US dollars on tasks not used for learning, by price of a million cell"
            + " updates; the last columns are the governed policy's share of each strategy",
        "usd per 1e6 updates",
        "scan",
        "bisect",
        "think-then-check",
        "governed",
        "oracle",
        "share scan",
        "share bisect",
        "share think");
    double[] prices = {0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3};
    double[][] curves = new double[5][prices.length];
    double[] axis = new double[prices.length];
    boolean never = true;
    double bestSaving = 0;
    for (int index = 0; index < prices.length; index++) {
      double usdPerUpdate = prices[index] / 1e6;
      int[] choice = govern(tolerances, efforts, tasks, usdPerUpdate, setting);
      double[] cost = new double[5];
      double[] shares = new double[3];
      for (int task = tasks; task < 2 * tasks; task++) {
        double least = Double.POSITIVE_INFINITY;
        for (int strategy = 0; strategy < 3; strategy++) {
          double usd = efforts[task][strategy].usd(usdPerUpdate);
          cost[strategy] += usd / tasks;
          least = Math.min(least, usd);
        }
        cost[3] += efforts[task][choice[task - tasks]].usd(usdPerUpdate) / tasks;
        cost[4] += least / tasks;
        shares[choice[task - tasks]] += 1.0 / tasks;
      }
      double bestFixed = Math.min(cost[0], Math.min(cost[1], cost[2]));
      never &= cost[3] <= bestFixed * 1.02;
      bestSaving = Math.max(bestSaving, 1 - cost[3] / bestFixed);
      axis[index] = StrictMath.log10(Math.max(prices[index], 3e-4));
      for (int curve = 0; curve < 5; curve++) {
        curves[curve][index] = StrictMath.log10(cost[curve]);
      }
      table.row(
          prices[index] == 0 ? "free" : prices[index] + "",
          cost[0],
          cost[1],
          cost[2],
          cost[3],
          cost[4],
          shares[0],
          shares[1],
          shares[2]);
    }
    var tools = findings.table(
        "tools",
        "What the strategies do, means over all tasks",
        "strategy",
        "calls",
        "cell updates",
        "words");
    for (int strategy = 0; strategy < 3; strategy++) {
      double[] means = new double[3];
      for (Effort[] task : efforts) {
        means[0] += (double) task[strategy].calls() / efforts.length;
        means[1] += (double) task[strategy].updates() / efforts.length;
        means[2] += (double) task[strategy].words() / efforts.length;
      }
      tools.row(STRATEGIES.get(strategy), means);
    }
    var figure = findings.curves(
        "costs",
        "Unified cost against the price of tools",
        "With cheap tools many runs are the best; as they grow dear thinking first wins; the governed policy"
            + " follows the lower edge.",
        "log10 of US dollars per million cell updates (leftmost: free)",
        "log10 of mean US dollars per task");
    for (int curve = 0; curve < 5; curve++) {
      figure.line(
          curve < 3 ? STRATEGIES.get(curve) : curve == 3 ? "governed" : "oracle",
          axis,
          curves[curve]);
    }
    findings.state(
        "All strategies give the same answer, the coarsest grid that is accurate enough.",
        sameAnswer ? Standing.HOLDS : Standing.FAILS,
        "Compared on " + efforts.length + " tasks.");
    findings.state(
        "The governed policy costs no more than the best fixed strategy at any price, up to 2 %.",
        never ? Standing.HOLDS : Standing.FAILS,
        "Largest saving over the best fixed strategy at a price: " + 100 * bestSaving + " %.");
    return findings;
  }

  /** Strategy for each later task: costs are predicted by tasks of alike tolerance, then the leader directs. */
  private static int[] govern(
      double[] tolerances, Effort[][] efforts, int tasks, double usdPerUpdate, Setting setting) {
    ActionSet actions = new ActionSet(STRATEGIES.stream().map(NamedAction::new).toList());
    List<Context> contexts = new ArrayList<>();
    for (int task = tasks; task < 2 * tasks; task++) {
      contexts.add(new Context(
          "task-" + task,
          "task-" + task,
          FEATURES,
          new double[] {StrictMath.log10(tolerances[task])},
          List.of(),
          SessionState.START,
          Set.of()));
    }
    LeaderProblem problem = new LeaderProblem(
        contexts,
        STRATEGIES.stream()
            .map(Directive::new)
            .map(io.stackelberg.game.Commitment.class::cast)
            .toList(),
        new Directive("scan"),
        new ObedientFollower(actions),
        (context, action) -> new ExpectedOutcome(
            1,
            OptionalDouble.empty(),
            OptionalDouble.of(nearby(
                context.numeric(0).orElseThrow(),
                action,
                tolerances,
                efforts,
                tasks,
                usdPerUpdate))),
        CostUnit.USD,
        new LeaderObjective.CostAboveFloor(0));
    var policy = new ExhaustiveSolver()
        .solve(problem, SolveLimits.DEFAULT, setting.seeds().generator("solver"))
        .policyOrThrow();
    int[] choice = new int[tasks];
    for (int task = 0; task < tasks; task++) {
      choice[task] =
          STRATEGIES.indexOf(policy.commit(contexts.get(task)).support().get(0).label());
    }
    return choice;
  }

  /** Mean cost of a strategy over the nine learning tasks of nearest tolerance. */
  private static double nearby(
      double logTolerance,
      int strategy,
      double[] tolerances,
      Effort[][] efforts,
      int tasks,
      double usdPerUpdate) {
    double[] distances = new double[tasks];
    for (int task = 0; task < tasks; task++) {
      distances[task] = Math.abs(StrictMath.log10(tolerances[task]) - logTolerance);
    }
    double[] sorted = distances.clone();
    java.util.Arrays.sort(sorted);
    double radius = sorted[Math.min(8, tasks - 1)];
    double sum = 0;
    int count = 0;
    for (int task = 0; task < tasks; task++) {
      if (distances[task] <= radius) {
        sum += efforts[task][strategy].usd(usdPerUpdate);
        count++;
      }
    }
    return sum / count;
  }

  /** Largest error at the final time on n cells, for n from 2 to {@link #LARGEST}; decreasing in n. */
  private static double[] errors() {
    double[] errors = new double[LARGEST + 1];
    for (int cells = 2; cells <= LARGEST; cells++) {
      double width = 1.0 / cells;
      int steps = steps(cells);
      double ratio = FINAL_TIME / steps / (width * width);
      double[] u = new double[cells + 1];
      for (int i = 0; i <= cells; i++) {
        u[i] = StrictMath.sin(Math.PI * i * width);
      }
      for (int step = 0; step < steps; step++) {
        double left = 0;
        for (int i = 1; i < cells; i++) {
          double here = u[i];
          u[i] = here + ratio * (u[i + 1] - 2 * here + left);
          left = here;
        }
      }
      double decay = StrictMath.exp(-Math.PI * Math.PI * FINAL_TIME);
      for (int i = 0; i <= cells; i++) {
        errors[cells] = Math.max(
            errors[cells], Math.abs(u[i] - decay * StrictMath.sin(Math.PI * i * width)) / decay);
      }
    }
    return errors;
  }

  /** Steps that keep the explicit scheme stable: a time step of at most 0.4 width². */
  private static int steps(int cells) {
    return (int) Math.ceil(FINAL_TIME * cells * cells / 0.4);
  }

  private static long updates(int cells) {
    return (long) cells * steps(cells);
  }

  private static boolean isAccurate(double[] errors, double tolerance, int cells) {
    // The coarsest grid from which on every finer one is accurate too.
    for (int finer = cells; finer <= LARGEST; finer++) {
      if (errors[finer] > tolerance) {
        return false;
      }
    }
    return true;
  }

  /** Tries one grid after another from the coarsest; cheap runs, many of them. */
  private static Effort scan(double[] errors, double tolerance) {
    int calls = 0;
    long updates = 0;
    for (int cells = 2; cells <= LARGEST; cells++) {
      calls++;
      updates += updates(cells);
      if (isAccurate(errors, tolerance, cells)) {
        return new Effort(cells, calls, updates, calls * WORDS_PER_CALL);
      }
    }
    return new Effort(LARGEST, calls, updates, calls * WORDS_PER_CALL);
  }

  /** Halves the range of grids; few runs, some of them fine. */
  private static Effort bisect(double[] errors, double tolerance) {
    int low = 1;
    int high = LARGEST;
    int calls = 0;
    long updates = 0;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      calls++;
      updates += updates(middle);
      if (isAccurate(errors, tolerance, middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return new Effort(high, calls, updates, calls * WORDS_PER_CALL);
  }

  /** Works out from the order of the scheme where the answer must lie, then checks around it. */
  private static Effort think(double[] errors, double tolerance) {
    // The error falls as width²: one coarse run gives the constant.
    int probe = 8;
    int calls = 1;
    long updates = updates(probe);
    int guess = (int) Math.ceil(probe * StrictMath.sqrt(errors[probe] / tolerance));
    int cells = Math.max(2, Math.min(LARGEST, guess));
    boolean wasAccurate = isAccurate(errors, tolerance, cells);
    calls++;
    updates += updates(cells);
    while (true) {
      int next = wasAccurate ? cells - 1 : cells + 1;
      if (next < 2 || next > LARGEST) {
        break;
      }
      calls++;
      updates += updates(next);
      boolean isAccurate = isAccurate(errors, tolerance, next);
      if (isAccurate != wasAccurate) {
        cells = isAccurate ? next : cells;
        break;
      }
      cells = next;
    }
    return new Effort(cells, calls, updates, WORDS_TO_THINK + calls * WORDS_PER_CALL);
  }
}
