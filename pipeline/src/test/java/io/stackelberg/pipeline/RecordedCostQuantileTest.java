package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stackelberg.game.CostUnit;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.response.CostQuantile;
import io.stackelberg.response.CostQuantile.Scope;
import io.stackelberg.response.RegressionOutcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Upper cost quantiles on recorded data: fitted on the fitting part, calibrated on the calibration part,
 * counted on the evaluation part. Skipped where the data is absent; the shares are published with the test.
 */
@Tag("slow")
class RecordedCostQuantileTest {
  private static final Path HOME = Path.of(System.getProperty("governor.home"));
  private static final double LEVEL = 0.9;

  /**
   * Held-out coverage, all actions together.
   *
   * @param pairs pairs of an evaluation session and an action that have a bound
   * @param covered share of them whose turns all cost at most the bound
   * @param calibration least number of calibration sessions of an action
   * @param sessions evaluation sessions
   */
  record Coverage(int pairs, double covered, int calibration, int sessions) {}

  static Coverage coverage(String study) throws IOException {
    Path file = HOME.resolve("examples/studies/" + study + ".yaml");
    StudyConfig config = StudyConfigReader.read(Files.readString(file), study, List.of());
    try (Tasks tasks = new Tasks(1)) {
      Arena arena = new ReplayArenaFactory().open(config, List.of(HOME), tasks).arena();
      OutcomeModel model = new RegressionOutcomes(RegressionOutcomes.Options.DEFAULT)
          .fit(arena.log(Part.FIT), new SplittableRandom(1))
          .model();
      CostUnit unit = arena.unit();
      CostQuantile bound = CostQuantile.calibrate(
          model, arena.log(Part.CALIBRATE), unit, Scope.SESSION, new SplittableRandom(2));
      TurnLog held = arena.log(Part.EVALUATE);
      Map<String, Boolean> pairs = new LinkedHashMap<>();
      for (Turn turn : held.turns()) {
        int action = held.actions().indexOf(turn.action().id());
        OptionalDouble upper = bound.upper(turn.context(), action, LEVEL);
        if (upper.isPresent()) {
          boolean below = unit.of(turn.outcome()).orElseThrow() <= upper.getAsDouble();
          pairs.merge(turn.context().session() + " " + action, below, Boolean::logicalAnd);
        }
      }
      int calibration = Integer.MAX_VALUE;
      for (int action = 0; action < held.actions().size(); action++) {
        calibration = Math.min(calibration, bound.sessions(action));
      }
      double covered =
          pairs.values().stream().mapToInt(below -> below ? 1 : 0).average().orElse(Double.NaN);
      return new Coverage(pairs.size(), covered, calibration, held.sessions().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"attempts", "context", "hotpotqa", "routing", "verbosity"})
  void newSessionsAreCoveredAtTheLevel(String study, TestReporter reporter) throws IOException {
    Path data = HOME.resolve("../shared/data").normalize();
    assumeTrue(Files.isDirectory(data), () -> "the recorded data is not at " + data);
    Coverage coverage = coverage(study);
    reporter.publishEntry(study, coverage.toString());
    // For one action the count of n calibration and m evaluation sessions has variance at most
    // 0.9 · 0.1 (1/n + 1/m) about the level or above; a mean over actions has no more. Three
    // deviations.
    double deviation =
        Math.sqrt(LEVEL * (1 - LEVEL) * (1.0 / coverage.calibration() + 1.0 / coverage.sessions()));
    assertTrue(coverage.covered() >= LEVEL - 3 * deviation, coverage.toString());
  }
}
