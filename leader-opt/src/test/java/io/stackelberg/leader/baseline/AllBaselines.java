package io.stackelberg.leader.baseline;

import io.stackelberg.leader.ExhaustiveSolver;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every baseline that plays a menu of directives, by name. */
final class AllBaselines {
  private AllBaselines() {}

  static Map<String, Baseline> byName() {
    Map<String, Baseline> all = new LinkedHashMap<>();
    all.put("conservative", FixedChoices.conservative());
    all.put("cheapest", FixedChoices.cheapest());
    all.put("dearest", FixedChoices.dearest());
    all.put("random", FixedChoices.random());
    all.put("best-static", FixedChoices.bestStatic());
    all.put("static-threshold", SessionRules.staticThreshold());
    all.put("fixed-turn", SessionRules.fixedTurn(50));
    all.put("dynamic-turn", SessionRules.dynamicTurn());
    all.put("budget-tracker", SessionRules.budgetTracker());
    all.put("relative-effort", SessionRules.relativeEffort());
    all.put("router-threshold", Routers.routerThreshold());
    all.put("cascade", Routers.cascade());
    all.put("conformal-gate", Routers.conformalGate(Routers.GateOptions.DEFAULT));
    all.put("linucb", Bandits.linUcb());
    all.put("thompson", Bandits.thompson());
    all.put("squarecb", Bandits.squareCb());
    all.put("eps-greedy", Bandits.epsilonGreedy());
    all.put("ucb1", Bandits.ucb1());
    all.put("ppo", PolicyGradients.ppo());
    all.put("lagrangian", PolicyGradients.lagrangian());
    all.put("offline-ipw", OfflineLearners.inversePropensity());
    all.put("offline-dr", OfflineLearners.doublyRobust());
    all.put("behaviour-cloning", OfflineLearners.behaviourCloning());
    all.put("pacing-dp", PacingPlan.pacing());
    return all;
  }

  /** The ablations, which need announcements. */
  static Map<String, Baseline> ablations() {
    return Map.of(
        "no-incentive", LeaderAblations.noIncentive(new ExhaustiveSolver()),
        "no-quality-target", LeaderAblations.noQualityTarget(new ExhaustiveSolver()));
  }
}
