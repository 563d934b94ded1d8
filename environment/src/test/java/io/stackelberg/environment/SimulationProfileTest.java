package io.stackelberg.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.SimulationCoefficient.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationProfileTest {
  @TempDir
  private Path folder;

  @Test
  void sixProfilesAreShipped() {
    assertEquals(
        List.of("paper-like", "easy", "no-headroom", "adversarial", "shifted", "heavy-tail"),
        SimulationProfile.names());
    for (String name : SimulationProfile.names()) {
      assertEquals(name, SimulationProfile.named(name).name());
    }
  }

  @Test
  void unknownNameListsTheKnownOnes() {
    var error =
        assertThrows(IllegalArgumentException.class, () -> SimulationProfile.named("paperlike"));
    assertEquals(
        "profile is \"paperlike\", expected one of [paper-like, easy, no-headroom, adversarial,"
            + " shifted, heavy-tail].",
        error.getMessage());
  }

  @Test
  void everyCoefficientIsListedWithItsSource() {
    var coefficients = SimulationProfile.named("paper-like").coefficients();
    // 3 sessions, 4 tasks, 5 kinds of 8, 5 tokens, 9 quality, 3 judge, 10 follower, 2 prices, 7
    // shift
    assertEquals(3 + 4 + 40 + 5 + 9 + 3 + 10 + 2 + 7, coefficients.size());
    assertEquals(
        new SimulationCoefficient(0.543, Source.ALPACA_EVAL_FIT, "108 / 199"),
        coefficients.get("tokens.concise_factor"));
    for (Source source : Source.values()) {
      assertTrue(
          coefficients.values().stream().anyMatch(entry -> entry.source() == source), source.id());
    }
  }

  /** Derived coefficients, recomputed from the published numbers that their notes name. */
  @Test
  void fitsFollowFromThePublishedNumbers() {
    SimulationProfile profile = SimulationProfile.named("paper-like");
    assertEquals(108 / 199.0, profile.tokens().conciseFactor().value(), 5e-4);
    assertEquals(264 / 199.0, profile.tokens().verboseFactor().value(), 5e-4);
    assertEquals(0.188 / Math.sqrt(2), profile.judge().noiseSd().value(), 5e-4);
    double concise = logit(0.15770);
    double normal = logit(0.19301);
    double verbose = logit(0.22001);
    assertEquals(verbose - concise, profile.kinds().chat().verbosityNeed().value(), 5e-3);
    // S(1/2) = 1 - (1/2)^saturation is the share of the step that normal verbosity makes.
    double share = (normal - concise) / (verbose - concise);
    assertEquals(
        -Math.log(1 - share) / Math.log(2), profile.quality().saturation().value(), 1e-3);
    // Two models with P(correct | d) = 1/(1 + exp(slope d - intercept)): means .638 and .857, both
    // .566.
    double slope = profile.quality().difficultySlope().value();
    double weak = interceptFor(0.638, slope);
    double strong = profile.kinds().analysis().intercept().value();
    assertEquals(0.857, normalMean(d -> sigmoid(strong - slope * d)), 5e-4);
    assertEquals(
        0.638 + 0.857 - 0.929,
        normalMean(d -> sigmoid(weak - slope * d) * sigmoid(strong - slope * d)),
        5e-4);
    double fact = profile.kinds().fact().intercept().value();
    assertEquals(0.806, normalMean(d -> sigmoid(fact - slope * d)), 5e-4);
  }

  @Test
  void realSideAppliesTheShiftOnce() {
    SimulationProfile shifted = SimulationProfile.named("shifted");
    SimulationProfile real = shifted.real();
    assertEquals(0.08, real.follower().temperature().value(), 1e-12);
    assertEquals(
        1.25 * shifted.kinds().code().baseOutputTokens().value(),
        real.kinds().code().baseOutputTokens().value(),
        1e-9);
    assertEquals(1.8 - 0.4, real.kinds().code().intercept().value(), 1e-12);
    assertEquals(0.15, real.tasks().newKindShare().value(), 1e-12);
    assertEquals(real.coefficients(), real.real().coefficients());
    SimulationProfile plain = SimulationProfile.named("paper-like");
    assertEquals(plain.kinds(), plain.real().kinds());
    assertEquals(plain.follower(), plain.real().follower());
  }

  @Test
  void userProfileExtendsAShippedOne() throws IOException {
    SimulationProfile mine = load("""
        version: 1
        name: mine
        purpose: A colder follower and no prices.
        extends: easy
        overrides:
          follower:
            temperature: {value: 0.01, source: assumed}
          prices: null
        """);
    assertEquals("mine", mine.name());
    assertEquals(0.01, mine.follower().temperature().value());
    assertTrue(mine.prices().isEmpty());
    assertEquals(SimulationProfile.named("easy").kinds(), mine.kinds());
  }

  @Test
  void unknownKeysAreErrors() {
    assertEquals(
        "key is \"judge.noise\", expected one of [length_bias, blindness, noise_sd].",
        message("judge: {noise: {value: 1, source: assumed}}"));
    assertEquals(
        "key is \"judge.noise_sd.valeu\", expected one of [value, note, source].",
        message("judge: {noise_sd: {value: 0.1, valeu: 1, source: assumed}}"));
    assertTrue(message("jugde: {}").startsWith("key is \"jugde\", expected one of [sessions,"));
    var error = assertThrows(
        IllegalArgumentException.class,
        () -> load("version: 1\nname: x\npurpose: y\nextend: easy\n"));
    assertEquals(
        "key is \"extend\", expected one of [version, name, purpose, extends, overrides].",
        error.getMessage());
  }

  @Test
  void badValuesAreErrors() {
    assertEquals(
        "sessions.intra_class_correlation is 1.5, expected a number in [0.0, 1.0].",
        message("sessions: {intra_class_correlation: {value: 1.5, source: assumed}}"));
    assertEquals(
        "tokens.cap_tokens is 0.5, expected a whole number >= 1.",
        message("tokens: {cap_tokens: {value: 0.5, source: assumed}}"));
    assertEquals(
        "sum of kinds.*.share is 0.8, expected a number in [0.999999999, 1.000000001].",
        message("kinds: {fact: {share: {value: 0.1, source: assumed}}}"));
    assertTrue(
        message("judge: {noise_sd: {value: 0.1}}")
            .startsWith(
                "judge.noise_sd.source is not a coefficient, expected a mapping with a number as"
                    + " value and a source out of [paper, AlpacaEval fit, RouteLLM fit, assumed].\nMaybe: "));
    assertTrue(message("judge: {noise_sd: {value: 0.1, source: guessed}}")
        .startsWith("judge.noise_sd.source is not a coefficient"));
    assertTrue(message("judge: {noise_sd: 0.1}").startsWith("judge.noise_sd is not a coefficient"));
    assertEquals(
        "judge.noise_sd is missing, expected a coefficient or a mapping of them.",
        message("judge: {noise_sd: null}"));
    assertTrue(message("judge: {noise_sd: {value: 0.1, source: assumed}}\n  judge: {}")
        .contains("Duplicate"));
  }

  private String message(String overrides) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> load(
                "version: 1\nname: bad\npurpose: For a test.\nextends: paper-like\noverrides:\n  "
                    + overrides + "\n"))
        .getMessage();
  }

  private SimulationProfile load(String yaml) throws IOException {
    return SimulationProfile.load(Files.writeString(folder.resolve("mine.yaml"), yaml));
  }

  private static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }

  private static double sigmoid(double value) {
    return 1 / (1 + Math.exp(-value));
  }

  private static double interceptFor(double mean, double slope) {
    double low = -10;
    double high = 10;
    for (int step = 0; step < 60; step++) {
      double middle = (low + high) / 2;
      if (normalMean(d -> sigmoid(middle - slope * d)) < mean) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Mean over a standard normal by the trapezoid rule on [-9, 9]. */
  private static double normalMean(DoubleUnaryOperator function) {
    double sum = 0;
    for (int step = -900; step <= 900; step++) {
      double d = step / 100.0;
      sum += function.applyAsDouble(d) * Math.exp(-d * d / 2) / 100;
    }
    return sum / Math.sqrt(2 * Math.PI);
  }
}
