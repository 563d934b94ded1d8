package io.stackelberg.leader.baseline;

import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.ResourceVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Rules of thumb on a session's state: thresholds, limits on turns, budget levels, relative effort. */
public final class SessionRules {
  private static final double[] QUANTILES = {0.25, 0.5, 0.75};
  private static final double[] LEVELS = {0.7, 0.3, 0.1};
  private static final double[] FRACTIONS = {0.5, 0.6, 0.7, 0.8, 0.9, 1};

  private SessionRules() {}

  /**
   * A cheaper action from the start, or once the history or the turn passes a threshold; thresholds and action
   * are the cheapest combination that stayed within the slack in practice.
   */
  public static Baseline staticThreshold() {
    return new Described(
        "directs a cheaper action from the start or once the history or the turn passes a threshold; thresholds (quartiles of"
            + " the log) and action tuned on practice",
        (practice, random) -> {
          Rehearsal rehearsal = new Rehearsal(practice, random);
          ActionLadder ladder = ActionLadder.played(practice, rehearsal);
          Set<Double> histories =
              thresholds(practice, context -> context.state().historyTokens());
          Set<Double> turns = thresholds(practice, context -> context.state().turn());
          Set<Directive> cheaper = new LinkedHashSet<>(ladder.steps(4));
          cheaper.add(ladder.neighbour().directive());
          List<LeaderPolicy> candidates = new ArrayList<>();
          for (Directive directive : cheaper) {
            candidates.add(ladder.always(directive));
            for (double history : histories) {
              for (double turn : turns) {
                candidates.add(ladder.where(
                    context -> context.state().historyTokens() > history
                        || context.state().turn() > turn,
                    directive,
                    practice.reference()));
              }
            }
          }
          return rehearsal.cheapest(candidates);
        });
  }

  /** Quartiles over the log's contexts, and no threshold at all. */
  private static Set<Double> thresholds(Practice practice, ToDoubleFunction<Context> state) {
    double[] sorted =
        ActionLadder.contexts(practice).stream().mapToDouble(state).sorted().toArray();
    Set<Double> thresholds = new LinkedHashSet<>();
    for (double quantile : QUANTILES) {
      thresholds.add(quantile(sorted, quantile));
    }
    thresholds.add(Double.POSITIVE_INFINITY);
    return thresholds;
  }

  private static double quantile(double[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, Math.min(sorted.length - 1, rank))];
  }

  /**
   * The reference up to a percentile of the turns of a session in the log, the cheapest action after it.
   *
   * <p>Where all sessions are equally long, the percentile is that of a turn's position, for a limit at the
   * common length would never bind. Source: Gao and Peng (2025) [gao2025more]; there the agent is stopped.
   *
   * @param percent in 1 … 99
   */
  public static Baseline fixedTurn(int percent) {
    Require.inRange("percent", percent, 1, 99);
    return new Described(
        "directs the reference up to the " + percent
            + "th percentile of turns per session (of turn positions"
            + " where sessions are equally long), then the cheapest action: sessions cannot be stopped here",
        (practice, random) -> {
          ActionLadder ladder = ActionLadder.predicted(practice);
          double limit = turnLimit(practice, percent / 100.0);
          return ladder.where(
              context -> context.state().turn() < limit,
              practice.reference(),
              ladder.cheapest().directive());
        });
  }

  /**
   * The first quartile of turns at the reference; beyond it the reference only while the session's mean quality
   * is below the floor, and up to the third quartile; else the cheapest action.
   *
   * <p>Source: Gao and Peng (2025) [gao2025more], dynamic turns; demand is read off the quality so far, for the
   * agent does not ask for turns here.
   */
  public static Baseline dynamicTurn() {
    return new Described(
        "as fixed-turn-p25, extended up to the 75th percentile while the session's mean quality is below the"
            + " reference's less the slack; sessions of unknown quality are not extended",
        (practice, random) -> {
          ActionLadder ladder = ActionLadder.predicted(practice);
          double early = turnLimit(practice, 0.25);
          double late = turnLimit(practice, 0.75);
          Rehearsal rehearsal = new Rehearsal(practice, random);
          double floor = rehearsal.floor(rehearsal.share(1));
          return ladder.where(
              context -> context.state().turn() < early
                  || context.state().turn() < late
                      && context.state().meanQuality().orElse(1) < floor,
              practice.reference(),
              ladder.cheapest().directive());
        });
  }

  private static double turnLimit(Practice practice, double share) {
    Map<String, Double> lengths = new LinkedHashMap<>();
    for (Context context : ActionLadder.contexts(practice)) {
      lengths.merge(context.session(), context.state().turn() + 1.0, Math::max);
    }
    double[] sorted = lengths.values().stream().mapToDouble(x -> x).sorted().toArray();
    double longest = sorted[sorted.length - 1];
    return sorted[0] == longest
        ? Math.max(1, StrictMath.ceil(share * longest))
        : quantile(sorted, share);
  }

  /**
   * Four rungs by what is left of the budget: at least 70, 30, 10 per cent, and critical.
   *
   * <p>Source: Liu et al. (2025) [liu2025budget], where the four levels are told to the agent; here each directs
   * an action. Where no budget is armed, what is left is counted against the 95th percentile of history tokens.
   */
  public static Baseline budgetTracker() {
    return new Described(
        "directs one of four actions, from the reference to the cheapest, as the budget left falls below 70, 30"
            + " and 10 per cent; without an armed budget the history counts against its 95th percentile",
        (practice, random) -> {
          ActionLadder ladder = ActionLadder.played(practice, new Rehearsal(practice, random));
          List<Directive> steps = ladder.steps(LEVELS.length + 1);
          List<Context> contexts = ActionLadder.contexts(practice);
          double budget = contexts.stream()
              .mapToDouble(context -> context.state().tokensLeft().orElse(0))
              .max()
              .orElse(0);
          double history = quantile(
              contexts.stream()
                  .mapToDouble(context -> context.state().historyTokens())
                  .sorted()
                  .toArray(),
              0.95);
          return Arms.of(practice).policy(context -> {
            double left = left(context, budget, history);
            int level = 0;
            while (level < LEVELS.length && left < LEVELS[level]) {
              level++;
            }
            return steps.get(level);
          });
        });
  }

  private static double left(Context context, double budget, double history) {
    OptionalLong tokens = context.state().tokensLeft();
    if (tokens.isPresent()) {
      return budget > 0 ? tokens.getAsLong() / budget : 0;
    }
    return history > 0 ? 1 - context.state().historyTokens() / history : 1;
  }

  /**
   * The most effort within a fraction of the usual one at the context; the fraction is the cheapest that stayed
   * within the slack in practice.
   *
   * <p>Source: Kleinman et al. (2025) [kleinman2025learning], effort relative to the present mean. A policy without a
   * memory takes the reference's predicted cost for that mean. Actions that differ from the reference in
   * verbosity alone are used where there are any, else all.
   */
  public static Baseline relativeEffort() {
    return new Described(
        "directs the dearest verbosity whose predicted cost is within a fraction of the reference's at the"
            + " context, which stands for the running mean; fraction tuned on practice",
        (practice, random) -> {
          ActionLadder ladder = ActionLadder.predicted(practice);
          List<ActionLadder.Rung> levels = levels(practice, ladder);
          List<LeaderPolicy> candidates = new ArrayList<>();
          Arrays.stream(FRACTIONS)
              .forEach(fraction -> candidates.add(Arms.of(practice)
                  .policy(context -> within(practice, ladder, levels, fraction, context))));
          return new Rehearsal(practice, random).cheapest(candidates);
        });
  }

  private static List<ActionLadder.Rung> levels(Practice practice, ActionLadder ladder) {
    ResourceAction reference = action(practice, ladder.reference());
    List<ActionLadder.Rung> levels = ladder.rungs().stream()
        .filter(rung -> differsInVerbosity(action(practice, rung), reference))
        .toList();
    return levels.size() > 1 ? levels : ladder.rungs();
  }

  private static ResourceAction action(Practice practice, ActionLadder.Rung rung) {
    return practice.executor().actions().get(rung.action());
  }

  private static boolean differsInVerbosity(ResourceAction one, ResourceAction other) {
    return one instanceof ResourceVector first
        && other instanceof ResourceVector second
        && first.contextRetention() == second.contextRetention()
        && first.toolBudget() == second.toolBudget();
  }

  private static Directive within(
      Practice practice,
      ActionLadder ladder,
      List<ActionLadder.Rung> levels,
      double fraction,
      Context context) {
    if (!practice.reference().isFeasible(context)) {
      return practice.reference();
    }
    double limit =
        fraction * ActionLadder.cost(practice, context, ladder.reference().action());
    Directive chosen = practice.reference();
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (ActionLadder.Rung rung : levels) {
      if (rung.directive().isFeasible(context)) {
        double cost = ActionLadder.cost(practice, context, rung.action());
        // Where nothing is within the limit, the cheapest comes nearest to it.
        boolean isBetter = cost <= limit ? cost > most : most < 0 && cost < least;
        chosen = isBetter ? rung.directive() : chosen;
        most = cost <= limit ? Math.max(most, cost) : most;
        least = Math.min(least, cost);
      }
    }
    return chosen;
  }
}
