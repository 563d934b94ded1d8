package io.stackelberg.leader.baseline;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Require;
import io.stackelberg.game.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The actions from cheap to dear, with what each yields on average: predicted, or played.
 *
 * <p>Cost of a prediction: actions × contexts, of which at most {@link #CONTEXTS} are taken, evenly spaced.
 */
final class ActionLadder {
  private static final int CONTEXTS = 1000;

  /** An action with what it yields on average. */
  record Rung(Directive directive, int action, double quality, double cost) {}

  private final Practice practice;
  private final Arms arms;
  private final List<Rung> rungs;

  private ActionLadder(Practice practice, List<Rung> rungs) {
    this.practice = practice;
    this.arms = Arms.of(practice);
    this.rungs = rungs.stream().sorted(Comparator.comparingDouble(Rung::cost)).toList();
  }

  /** By the outcome model's means over the log's contexts. */
  static ActionLadder predicted(Practice practice) {
    List<Context> contexts = contexts(practice);
    ActionSet actions = actions(practice);
    double stride = Math.max(1, contexts.size() / (double) CONTEXTS);
    List<Rung> rungs = new ArrayList<>();
    for (int action = 0; action < actions.size(); action++) {
      double[] sums = new double[3];
      for (double at = 0; at < contexts.size(); at += stride) {
        Context context = contexts.get((int) at);
        if (context.isAvailable(actions.get(action))) {
          sums[0]++;
          sums[1] += practice.outcomes().expect(context, action).quality();
          sums[2] += cost(practice, context, action);
        }
      }
      if (sums[0] > 0) {
        rungs.add(new Rung(
            Directive.of(actions.get(action)), action, sums[1] / sums[0], sums[2] / sums[0]));
      }
    }
    return new ActionLadder(practice, rungs);
  }

  /** By playing each action throughout, on half of the turns that are left; the reference where unavailable. */
  static ActionLadder played(Practice practice, Rehearsal rehearsal) {
    ActionSet actions = actions(practice);
    int share = rehearsal.share(2 * actions.size());
    List<Rung> rungs = new ArrayList<>();
    for (int action = 0; action < actions.size(); action++) {
      Directive directive = Directive.of(actions.get(action));
      Rehearsal.Score score =
          rehearsal.score(Arms.of(practice).policy(context -> directive), share);
      rungs.add(new Rung(directive, action, score.quality(), score.cost()));
    }
    return new ActionLadder(practice, rungs);
  }

  private static ActionSet actions(Practice practice) {
    ActionSet actions = practice.executor().actions();
    if (!actions.contains(practice.reference().action())) {
      throw Require.unexpected("reference", practice.reference().action(), "one of " + actions);
    }
    return actions;
  }

  /** The log's contexts, each once, in order. */
  static List<Context> contexts(Practice practice) {
    Map<String, Context> byId = new LinkedHashMap<>();
    for (Turn turn : practice.log().turns()) {
      byId.putIfAbsent(turn.context().id(), turn.context());
    }
    return List.copyOf(Require.nonEmpty("turns of the practice log", byId.values()));
  }

  /** Predicted cost of an action, which must be known. */
  static double cost(Practice practice, Context context, int action) {
    ExpectedOutcome expected = practice.outcomes().expect(context, action);
    return (practice.unit() == CostUnit.TOKENS ? expected.tokens() : expected.money())
        .orElseThrow(() -> Require.unexpected(
            "expected cost in " + practice.unit().id(), "unknown", "a number at " + context));
  }

  /** All actions that are available somewhere, cheapest first. */
  List<Rung> rungs() {
    return rungs;
  }

  /** The cheapest action. */
  Rung cheapest() {
    return rungs.get(0);
  }

  /** The reference. */
  Rung reference() {
    return rung(practice.reference());
  }

  private Rung rung(Directive directive) {
    return rungs.stream()
        .filter(rung -> rung.directive().equals(directive))
        .findFirst()
        .orElseThrow(
            () -> Require.unexpected("reference", directive.label(), "available at some context"));
  }

  /** Actions for which no other is both no dearer and better, up to the reference's cost, cheapest first. */
  List<Rung> efficient() {
    List<Rung> kept = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (Rung rung : rungs) {
      if (rung.quality() > best && rung.cost() <= reference().cost()) {
        kept.add(rung);
        best = rung.quality();
      }
    }
    return kept;
  }

  /**
   * The cheaper action that saves most per quality lost against the reference: its neighbour on the hull. One
   * that loses nothing comes first, the cheapest of these; the reference where nothing is cheaper.
   */
  Rung neighbour() {
    Rung reference = reference();
    Rung best = reference;
    double bestRate = 0;
    for (Rung rung : rungs) {
      double saved = reference.cost() - rung.cost();
      double lost = reference.quality() - rung.quality();
      double rate = saved <= 0 ? 0 : lost <= 0 ? Double.POSITIVE_INFINITY : saved / lost;
      if (rate > bestRate) {
        best = rung;
        bestRate = rate;
      }
    }
    return best;
  }

  /** The reference, the efficient actions nearest to equal steps of cost below it, and the cheapest last. */
  List<Directive> steps(int count) {
    List<Rung> efficient = efficient();
    double top = reference().cost();
    double bottom = cheapest().cost();
    List<Directive> steps = new ArrayList<>(List.of(practice.reference()));
    for (int step = 1; step < count; step++) {
      double wanted = top - (top - bottom) * step / (count - 1);
      steps.add(efficient.stream()
          .min(Comparator.comparingDouble(rung -> Math.abs(rung.cost() - wanted)))
          .orElseThrow()
          .directive());
    }
    return steps;
  }

  /** The policy that directs one action where the condition holds, another elsewhere. */
  LeaderPolicy where(Predicate<Context> condition, Directive then, Directive otherwise) {
    return arms.policy(context -> condition.test(context) ? then : otherwise);
  }

  /** The policy that directs the same action wherever it is available. */
  LeaderPolicy always(Directive directive) {
    return arms.policy(context -> directive);
  }

  /** The policy that directs the first available action of a list. */
  LeaderPolicy firstOf(List<Rung> order) {
    return context -> MixedCommitment.pure(order.stream()
        .map(Rung::directive)
        .filter(directive -> directive.isFeasible(context))
        .findFirst()
        .orElseThrow(() -> Require.unexpected(
            "unavailable actions", context.unavailableActions(), "one action left at " + context)));
  }
}
