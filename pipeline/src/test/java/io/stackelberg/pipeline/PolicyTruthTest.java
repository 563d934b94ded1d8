package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.Directive;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTruthTest {
  private static StudyConfig config() {
    return StudyConfigReader.read(
        "{version: 1, experiment: truth, baseline: c1.0-normal-t1, environment:"
            + " {sessions: {fit: 2, calibrate: 2, evaluate: 400}}}",
        "test",
        List.of());
  }

  @Test
  void theBaselineChangesNothing() {
    PolicyTruth truth = new PolicyTruth(config(), SimulationProfile.named("paper-like"), 50, 3L);
    PolicyTruth.Value value = truth.of(LeaderPolicy.always(new Directive("c1.0-normal-t1")));
    assertEquals(new PolicyTruth.Value(0, 0, 0, 0), value);
  }

  @Test
  void agreesWithWhatIsPlayed() {
    StudyConfig config = config();
    SimulationProfile profile = SimulationProfile.named("adversarial");
    LeaderPolicy policy = LeaderPolicy.always(new Directive("c0.75-verbose-t1"));
    PolicyTruth.Value value = new PolicyTruth(config, profile, 400, 11L).of(policy);
    SimulatedArena arena = SimulatedArenaFactory.arena(config, profile);
    Play play = arena.play(policy, Part.EVALUATE);
    Play baseline = arena.play(LeaderPolicy.always(arena.baseline()), Part.EVALUATE);
    MeanEstimate saving = ClusteredMeans.saving(baseline.cost(), play.cost(), play.clusters());
    double[] change = play.quality().clone();
    for (int turn = 0; turn < change.length; turn++) {
      change[turn] -= baseline.quality()[turn];
    }
    MeanEstimate quality = ClusteredMeans.mean(change, play.clusters());
    // Independent sessions: five standard errors of the difference fail once in two million.
    assertEquals(
        saving.mean(), value.saving(), 5 * Math.hypot(saving.standardError(), value.savingError()));
    assertEquals(
        quality.mean(),
        value.change(),
        5 * Math.hypot(quality.standardError(), value.changeError()));
    assertTrue(value.changeError() > 0 && value.changeError() < quality.standardError());
  }
}
