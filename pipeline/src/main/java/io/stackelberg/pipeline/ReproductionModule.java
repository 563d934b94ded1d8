package io.stackelberg.pipeline;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.stackelberg.pipeline.reproduce.CalibrationCalls;
import io.stackelberg.pipeline.reproduce.FleetPrices;
import io.stackelberg.pipeline.reproduce.MisjudgedTemperature;
import io.stackelberg.pipeline.reproduce.Reproduction;
import io.stackelberg.pipeline.reproduce.RiskFrontier;
import io.stackelberg.pipeline.reproduce.SmallGainGames;
import io.stackelberg.pipeline.reproduce.StoppingRules;
import io.stackelberg.pipeline.reproduce.ToolCosts;
import io.stackelberg.pipeline.reproduce.cage.CommonAgencyStudy;
import io.stackelberg.pipeline.reproduce.revision.ContractRevision;

/** Gives every experiment its name for {@code governor reproduce}. */
final class ReproductionModule extends AbstractModule {
  @Override
  protected void configure() {
    MapBinder<String, Reproduction> experiments =
        MapBinder.newMapBinder(binder(), String.class, Reproduction.class);
    experiments.addBinding("cage").to(CommonAgencyStudy.class);
    experiments.addBinding("paper").to(PaperReproduction.class);
    experiments.addBinding("controls").to(NegativeControls.class);
    experiments.addBinding("calibration").to(CalibrationCalls.class);
    experiments.addBinding("fleet").to(FleetPrices.class);
    experiments.addBinding("tool-costs").to(ToolCosts.class);
    experiments.addBinding("temperature").to(MisjudgedTemperature.class);
    experiments.addBinding("session-budgets").to(StoppingRules.class);
    experiments.addBinding("risk-frontier").to(RiskFrontier.class);
    experiments.addBinding("contract-revision").to(ContractRevision.class);
    experiments.addBinding("small-gain").to(SmallGainGames.class);
  }
}
