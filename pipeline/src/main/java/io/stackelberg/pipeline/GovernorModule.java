package io.stackelberg.pipeline;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.ProvidesIntoMap;
import com.google.inject.multibindings.StringMapKey;
import io.stackelberg.leader.ExhaustiveSolver;
import io.stackelberg.leader.LeaderSolver;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.repair.BootstrapRepair;
import io.stackelberg.repair.GatedRepair;
import io.stackelberg.repair.LowerBound;
import io.stackelberg.repair.NoRepair;
import io.stackelberg.repair.RepairChain;
import io.stackelberg.repair.RepairStrategy;
import io.stackelberg.repair.SafeSetProjection;
import io.stackelberg.response.BoostedOutcomes;
import io.stackelberg.response.BoostedTreesResponse;
import io.stackelberg.response.FrequencyResponse;
import io.stackelberg.response.MultinomialLogit;
import io.stackelberg.response.NetworkResponse;
import io.stackelberg.response.OutcomeEstimator;
import io.stackelberg.response.RegressionOutcomes;
import io.stackelberg.response.ResponseEstimator;
import io.stackelberg.response.SelectedOutcomes;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives every implementation its name in a study file: one map binder per contract, one binding per
 * implementation.
 */
final class GovernorModule extends AbstractModule {
  private final StudyConfig config;

  GovernorModule(StudyConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    bind(StudyConfig.class).toInstance(config);
    MapBinder.newMapBinder(binder(), String.class, ArenaFactory.class);
    MapBinder.newMapBinder(binder(), String.class, ResponseEstimator.class);
    MapBinder.newMapBinder(binder(), String.class, OutcomeEstimator.class);
    MapBinder.newMapBinder(binder(), String.class, LeaderSolver.class);
    MapBinder.newMapBinder(binder(), String.class, RepairStrategy.class);
  }

  @ProvidesIntoMap
  @StringMapKey("replay")
  ArenaFactory replay() {
    return new ReplayArenaFactory();
  }

  @ProvidesIntoMap
  @StringMapKey("simulated")
  ArenaFactory simulated() {
    return new SimulatedArenaFactory();
  }

  @ProvidesIntoMap
  @StringMapKey("multinomial-logit")
  ResponseEstimator multinomialLogit(StudyConfig study) {
    return new MultinomialLogit(MultinomialLogit.Options.DEFAULT
        .withPenalty(study.responseModel().penalty())
        .withTexts(ReplayArenaFactory.texts(study)));
  }

  @ProvidesIntoMap
  @StringMapKey(Learner.SIMPLE)
  OutcomeEstimator byAction(StudyConfig study) {
    return new RegressionOutcomes(RegressionOutcomes.Options.DEFAULT
        .withFolds(study.outcomeModel().folds())
        .withTexts(ReplayArenaFactory.texts(study))
        .withLink(RegressionOutcomes.QualityLink.BY_ACTION));
  }

  @ProvidesIntoMap
  @StringMapKey("ridge")
  OutcomeEstimator ridge(StudyConfig study) {
    return new RegressionOutcomes(RegressionOutcomes.Options.DEFAULT
        .withFolds(study.outcomeModel().folds())
        .withTexts(ReplayArenaFactory.texts(study)));
  }

  @ProvidesIntoMap
  @StringMapKey("logistic")
  OutcomeEstimator logistic(StudyConfig study) {
    return new RegressionOutcomes(RegressionOutcomes.Options.DEFAULT
        .withFolds(study.outcomeModel().folds())
        .withTexts(ReplayArenaFactory.texts(study))
        .withLink(RegressionOutcomes.QualityLink.LOGISTIC));
  }

  @ProvidesIntoMap
  @StringMapKey("trees")
  OutcomeEstimator trees(StudyConfig study) {
    return new BoostedOutcomes(
        BoostedOutcomes.Options.DEFAULT.withTexts(ReplayArenaFactory.texts(study)));
  }

  @ProvidesIntoMap
  @StringMapKey("selected")
  OutcomeEstimator selected(StudyConfig study) {
    return new SelectedOutcomes(
        List.of(ridge(study), logistic(study), trees(study)),
        study.outcomeModel().folds());
  }

  @ProvidesIntoMap
  @StringMapKey("frequency")
  ResponseEstimator frequency() {
    return new FrequencyResponse(FrequencyResponse.Options.DEFAULT);
  }

  @ProvidesIntoMap
  @StringMapKey("boosted-trees")
  ResponseEstimator boostedTrees() {
    return new BoostedTreesResponse(BoostedTreesResponse.Options.DEFAULT);
  }

  @ProvidesIntoMap
  @StringMapKey("network")
  ResponseEstimator network() {
    return new NetworkResponse(NetworkResponse.Options.DEFAULT);
  }

  @ProvidesIntoMap
  @StringMapKey("enumerate")
  LeaderSolver enumerate() {
    return new ExhaustiveSolver();
  }

  @ProvidesIntoMap
  @StringMapKey("safe-set-projection")
  RepairStrategy safeSetProjection(StudyConfig study) {
    return new SafeSetProjection(SafeSetProjection.Options.DEFAULT
        .withBound(bound(study))
        .withMinSessions(study.repair().safeSet().minSessions()));
  }

  @ProvidesIntoMap
  @StringMapKey("hcpi")
  RepairStrategy highConfidence(StudyConfig study) {
    return GatedRepair.highConfidence(study.repair().safeSet().minSessions());
  }

  @ProvidesIntoMap
  @StringMapKey("non-inferiority")
  RepairStrategy nonInferiority(StudyConfig study) {
    return GatedRepair.nonInferiority(study.repair().safeSet().minSessions());
  }

  @ProvidesIntoMap
  @StringMapKey("spibb")
  RepairStrategy bootstrap(StudyConfig study) {
    return new BootstrapRepair(bound(study), study.repair().safeSet().minSessions());
  }

  @ProvidesIntoMap
  @StringMapKey("none")
  RepairStrategy noRepair() {
    return new NoRepair();
  }

  @ProvidesIntoMap
  @StringMapKey("chain")
  RepairStrategy chain(StudyConfig study) {
    Map<String, RepairStrategy> steps = Map.of(
        "safe-set-projection", safeSetProjection(study),
        "hcpi", highConfidence(study),
        "non-inferiority", nonInferiority(study),
        "spibb", bootstrap(study),
        "none", noRepair());
    List<String> names = study.repair().steps();
    return names.isEmpty()
        ? noRepair()
        : new RepairChain(names.stream().map(steps::get).toList());
  }

  private static LowerBound bound(StudyConfig study) {
    return LowerBound.valueOf(study.repair().safeSet().bound().toUpperCase(Locale.ROOT));
  }
}
