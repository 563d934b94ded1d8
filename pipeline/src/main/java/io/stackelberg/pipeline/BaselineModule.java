package io.stackelberg.pipeline;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.ProvidesIntoMap;
import com.google.inject.multibindings.StringMapKey;
import io.stackelberg.leader.LeaderSolver;
import io.stackelberg.leader.baseline.Bandits;
import io.stackelberg.leader.baseline.Baseline;
import io.stackelberg.leader.baseline.FixedChoices;
import io.stackelberg.leader.baseline.LeaderAblations;
import io.stackelberg.leader.baseline.OfflineLearners;
import io.stackelberg.leader.baseline.PacingPlan;
import io.stackelberg.leader.baseline.PolicyGradients;
import io.stackelberg.leader.baseline.Routers;
import io.stackelberg.leader.baseline.SessionRules;
import io.stackelberg.pipeline.io.StudyConfig;
import java.util.Map;

/** Gives every baseline its name for {@code evaluation.baselines}. */
final class BaselineModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder<String, Baseline> baselines =
        MapBinder.newMapBinder(binder(), String.class, Baseline.class);
    baselines.addBinding("conservative").toInstance(FixedChoices.conservative());
    baselines.addBinding("cheapest").toInstance(FixedChoices.cheapest());
    baselines.addBinding("dearest").toInstance(FixedChoices.dearest());
    baselines.addBinding("random").toInstance(FixedChoices.random());
    baselines.addBinding("best-static").toInstance(FixedChoices.bestStatic());
    baselines.addBinding("static-threshold").toInstance(SessionRules.staticThreshold());
    baselines.addBinding("fixed-turn-p25").toInstance(SessionRules.fixedTurn(25));
    baselines.addBinding("fixed-turn-p50").toInstance(SessionRules.fixedTurn(50));
    baselines.addBinding("fixed-turn-p75").toInstance(SessionRules.fixedTurn(75));
    baselines.addBinding("dynamic-turn").toInstance(SessionRules.dynamicTurn());
    baselines.addBinding("budget-tracker").toInstance(SessionRules.budgetTracker());
    baselines.addBinding("relative-effort").toInstance(SessionRules.relativeEffort());
    baselines.addBinding("router-threshold").toInstance(Routers.routerThreshold());
    baselines.addBinding("cascade").toInstance(Routers.cascade());
    baselines
        .addBinding("conformal-gate")
        .toInstance(Routers.conformalGate(Routers.GateOptions.DEFAULT));
    baselines.addBinding("linucb").toInstance(Bandits.linUcb());
    baselines.addBinding("thompson").toInstance(Bandits.thompson());
    baselines.addBinding("squarecb").toInstance(Bandits.squareCb());
    baselines.addBinding("eps-greedy").toInstance(Bandits.epsilonGreedy());
    baselines.addBinding("ucb1").toInstance(Bandits.ucb1());
    baselines.addBinding("ppo").toInstance(PolicyGradients.ppo());
    baselines.addBinding("lagrangian").toInstance(PolicyGradients.lagrangian());
    baselines.addBinding("offline-ipw").toInstance(OfflineLearners.inversePropensity());
    baselines.addBinding("offline-dr").toInstance(OfflineLearners.doublyRobust());
    baselines.addBinding("behaviour-cloning").toInstance(OfflineLearners.behaviourCloning());
    baselines.addBinding("pacing-dp").toInstance(PacingPlan.pacing());
  }

  @ProvidesIntoMap
  @StringMapKey("no-incentive")
  Baseline noIncentive(StudyConfig study, Map<String, LeaderSolver> solvers) {
    return LeaderAblations.noIncentive(solvers.get(study.solver().name()));
  }

  @ProvidesIntoMap
  @StringMapKey("no-quality-target")
  Baseline noQualityTarget(StudyConfig study, Map<String, LeaderSolver> solvers) {
    return LeaderAblations.noQualityTarget(solvers.get(study.solver().name()));
  }
}
