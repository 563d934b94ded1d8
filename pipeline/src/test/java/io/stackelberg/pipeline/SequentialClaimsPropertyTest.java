package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.stats.BettingBound;
import io.stackelberg.theory.PairedClaims;
import io.stackelberg.theory.PairedClaims.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequentialClaimsPropertyTest {
  private static final double CAP = 5;
  private static final double DELTA = 0.025;
  private static final PairedClaims.Options OPTIONS = PairedClaims.Options.DEFAULT;

  private static List<Pair> pairs(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Pair> pairs = new ArrayList<>();
    for (int session = 0; session < 120; session++) {
      double base = 0.6 + 0.8 * random.nextDouble();
      double quality = 0.5 + 0.3 * random.nextDouble();
      pairs.add(new Pair(
          base * (0.5 + 0.4 * random.nextDouble()),
          quality,
          base,
          quality + 0.1 * (random.nextDouble() - 0.5)));
    }
    return pairs;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void agreesWithConfidenceSequencesAtEveryPointOfTheGrid(long seed) {
    List<Pair> pairs = pairs(seed);
    SequentialClaims claims = new SequentialClaims(CAP, DELTA, OPTIONS);
    pairs.forEach(claims::add);
    BettingBound.Options betting = new BettingBound.Options(OPTIONS.truncation());
    double below = 2 * DELTA * (1 - OPTIONS.upperShare());
    double above = 2 * DELTA * OPTIONS.upperShare();
    double[] change = pairs.stream()
        .mapToDouble(pair -> (pair.quality() - pair.baselineQuality() + 1) / 2)
        .toArray();
    assertEquals(
        2 * BettingBound.confidenceSequence(change, below, betting).low() - 1,
        claims.qualityChange().lower(),
        1e-12);
    assertEquals(
        2 * BettingBound.confidenceSequence(change, above, betting).high() - 1,
        claims.qualityChange().upper(),
        1e-12);
    // A saving s is rejected from below where the mean of (1 - s) baseline - cost is shown to
    // exceed 0.
    double lower = Double.NEGATIVE_INFINITY;
    for (int step = -100; step < 100; step++) {
      double saving = step / 100.0;
      if (!(BettingBound.confidenceSequence(unit(pairs, saving), below, betting).low()
          > 1 / (2 - saving))) {
        break;
      }
      lower = saving;
    }
    double upper = 1;
    for (int step = 99; step >= -100; step--) {
      double saving = step / 100.0;
      if (!(BettingBound.confidenceSequence(unit(pairs, saving), above, betting).high()
          < 1 / (2 - saving))) {
        break;
      }
      upper = saving;
    }
    assertEquals(lower, claims.saving().lower());
    assertEquals(upper, claims.saving().upper());
    assertTrue(lower > 0 && upper < 1, lower + " to " + upper);
  }

  private static double[] unit(List<Pair> pairs, double saving) {
    return pairs.stream()
        .mapToDouble(
            pair -> (((1 - saving) * pair.baselineCost() - pair.cost()) / CAP + 1) / (2 - saving))
        .toArray();
  }
}
