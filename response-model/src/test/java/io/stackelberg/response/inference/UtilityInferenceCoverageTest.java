package io.stackelberg.response.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.log.TurnLog;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Intervals cover planted weights at the stated rate; seeds fixed. */
@Tag("slow")
class UtilityInferenceCoverageTest {
  private static final int REPETITIONS = 1_000;
  private static final double QUALITY = 5;
  private static final double COST = 2;
  private static final double TEMPERATURE = 0.8;

  /**
   * The number of covering intervals is binomial with 1,000 repetitions and probability 0.95, of standard
   * error √(0.95 · 0.05 / 1000) = 0.0069; the share must lie within three of them. A refusal would count as
   * not covering, so that nothing is conditioned on.
   */
  @Test
  void intervalsCoverPlantedWeights() {
    UtilityInference inference = new UtilityInference(
        Choices.TERMS.features(), UtilityInference.Options.DEFAULT.withSimulations(0));
    int[] covered = new int[4];
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      SplittableRandom random = new SplittableRandom(repetition);
      TurnLog log = Choices.log(
          Collections.nCopies(60, Choices.follower(QUALITY, COST, TEMPERATURE)), 5, random);
      if (inference.infer(log, random) instanceof InferredUtility found) {
        covered[0] +=
            found.weight(QualityCostTerms.QUALITY).contains(QUALITY / TEMPERATURE) ? 1 : 0;
        covered[1] += found.weight(QualityCostTerms.COST).contains(COST / TEMPERATURE) ? 1 : 0;
        covered[2] += found
                .ratio(QualityCostTerms.QUALITY, QualityCostTerms.COST)
                .fieller()
                .contains(QUALITY / COST)
            ? 1
            : 0;
        covered[3] +=
            found.temperature(QualityCostTerms.QUALITY).fieller().contains(TEMPERATURE / QUALITY)
                ? 1
                : 0;
      }
    }
    double allowed = 3 * Math.sqrt(0.95 * 0.05 / REPETITIONS);
    for (int target = 0; target < covered.length; target++) {
      assertEquals(0.95, (double) covered[target] / REPETITIONS, allowed, "target " + target);
    }
  }

  /**
   * Uniform choices are refused unless the lower end of a two-sided 95 % interval of the held-out gain is
   * above 0. The gain's expectation is below 0 here, so the chance of that is at most 0.025 up to the
   * normal approximation; of 300 logs at most 300 · 0.025 + 3 √(300 · 0.025 · 0.975) = 15.6 may pass.
   */
  @Test
  void uniformChoicesAreRefused() {
    UtilityInference inference = new UtilityInference(
        Choices.TERMS.features(), UtilityInference.Options.DEFAULT.withSimulations(0));
    int passed = 0;
    for (int repetition = 0; repetition < 300; repetition++) {
      SplittableRandom random = new SplittableRandom(5_000 + repetition);
      TurnLog log = Choices.log(Collections.nCopies(60, Choices.follower(0, 0, 1)), 5, random);
      InferenceResult result = inference.infer(log, random);
      if (result instanceof Refused refused) {
        assertEquals(Refused.Reason.NO_SIGNAL, refused.reason());
      } else {
        passed++;
      }
    }
    assertTrue(passed <= 15, "passed " + passed);
  }

  /** A Monte Carlo p-value at or below 0.05 has probability 0.05: at most 0.05 + 3 √(0.05 · 0.95 / 100). */
  @Test
  void oneSetOfWeightsIsRarelyCalledSeveral() {
    UtilityInference inference = new UtilityInference(
        Choices.TERMS.features(), UtilityInference.Options.DEFAULT.withSimulations(19));
    int rejected = 0;
    int constants = 0;
    for (int repetition = 0; repetition < 100; repetition++) {
      SplittableRandom random = new SplittableRandom(9_000 + repetition);
      TurnLog log = Choices.log(
          Collections.nCopies(60, Choices.follower(QUALITY, COST, TEMPERATURE)), 5, random);
      CoherenceTests tests = ((InferredUtility) inference.infer(log, random)).tests();
      rejected += tests.dispersionP().orElseThrow() <= 0.05 ? 1 : 0;
      constants += tests.actionConstantsP().orElseThrow() <= 0.05 ? 1 : 0;
    }
    double most = 100 * 0.05 + 3 * Math.sqrt(100 * 0.05 * 0.95);
    assertTrue(rejected <= most, "dispersion rejected " + rejected);
    assertTrue(constants <= most, "constants rejected " + constants);
  }

  @Test
  void theTemperatureIsTheCallersToDeclare() {
    SplittableRandom random = new SplittableRandom(3);
    TurnLog log = Choices.log(
        Collections.nCopies(60, Choices.follower(QUALITY, COST, TEMPERATURE)), 5, random);
    InferredUtility found = (InferredUtility)
        new UtilityInference(Choices.TERMS.features(), UtilityInference.Options.DEFAULT)
            .infer(log, random);
    var turn = log.turns().get(0);
    double[] generic = found.follower(Choices.ACTIONS).respond(turn.context(), turn.commitment());
    for (double temperature : List.of(0.1, 1.0, 7.0)) {
      double[] response = Choices.TERMS
          .follower(Choices.ACTIONS, found.weights(), temperature)
          .orElseThrow()
          .respond(turn.context(), turn.commitment());
      for (int action = 0; action < response.length; action++) {
        assertEquals(generic[action], response[action], 1e-12);
      }
    }
  }
}
