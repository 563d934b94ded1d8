package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.theory.PairedClaims.Bounds;
import io.stackelberg.theory.PairedClaims.Options;
import io.stackelberg.theory.PairedClaims.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairedClaimsTest {
  private static final double MARGIN = 0.05;
  private static final double DELTA = 0.05;

  /** Sessions whose quality changes by {@code mean} ± {@code spread}, and whose cost halves or not. */
  private static List<Pair> sessions(
      SplittableRandom random, int count, double mean, double spread, double saving) {
    List<Pair> pairs = new ArrayList<>();
    for (int session = 0; session < count; session++) {
      double change = mean + (random.nextBoolean() ? spread : -spread);
      double baseline = 100 * (random.nextBoolean() ? 0.5 : 1.5);
      // Cost (1 − saving) of the baseline's on average, with noise of its own.
      double cost = (1 - saving) * baseline * (random.nextBoolean() ? 0.6 : 1.4);
      pairs.add(new Pair(cost, 0.5 + change, baseline, 0.5));
    }
    return pairs;
  }

  private static Bounds quality(List<Pair> pairs, double delta) {
    return PairedClaims.qualityChange(pairs, MARGIN, delta, Options.DEFAULT);
  }

  private static Bounds saving(List<Pair> pairs, double delta) {
    return PairedClaims.saving(pairs, 500, 0, delta, Options.DEFAULT);
  }

  @Test
  void halfTheCostAndTheSameQualityAreFound() {
    List<Pair> pairs = sessions(new SplittableRandom(1), 400, 0, 0.1, 0.5);
    Bounds quality = quality(pairs, DELTA);
    assertTrue(quality.lower() > -MARGIN && quality.lower() < 0 && quality.upper() > 0);
    assertTrue(quality.sessionsNeeded().isEmpty());
    Bounds saving = saving(pairs, DELTA);
    assertTrue(saving.lower() > 0.2 && saving.lower() < 0.5, saving.toString());
    assertTrue(saving.upper() > 0.5, saving.toString());
    assertTrue(saving.asymptoticLower() > saving.lower());
  }

  @Test
  void withoutCostTheSavingIsTheWholeAndNothingIsTheOpposite() {
    List<Pair> free = new ArrayList<>();
    for (int session = 0; session < 500; session++) {
      free.add(new Pair(0, 1, 100, 1));
    }
    Bounds bounds = saving(free, DELTA);
    assertEquals(1, bounds.estimate());
    assertEquals(1, bounds.upper());
    assertTrue(bounds.lower() > 0.8 && bounds.lower() <= 0.99, bounds.toString());
    // One session tells nothing: no bet of 0.9 of the capital reaches 1/δ.
    Bounds one = saving(free.subList(0, 1), DELTA);
    assertEquals(Double.NEGATIVE_INFINITY, one.lower());
    assertEquals(1, one.upper());
    assertTrue(one.sessionsNeeded().isEmpty());
  }

  @Test
  void tooFewSessionsSayHowManyWouldDo() {
    List<Pair> pairs = new ArrayList<>();
    for (int session = 0; session < 40; session++) {
      pairs.add(new Pair(1, session % 2 == 0 ? 0.3 : 0.7, 1, 0.5));
    }
    Bounds few = quality(pairs, DELTA);
    assertTrue(few.lower() <= -MARGIN);
    long needed = few.sessionsNeeded().orElseThrow();
    assertTrue(needed > 40);
    // The estimate shows: with three times as many, of the law of the observed spread, it is
    // established.
    List<Pair> many = sessions(new SplittableRandom(3), (int) (3 * needed), 0, 0.2, 0.5);
    assertTrue(quality(many, DELTA).lower() > -MARGIN, "needed " + needed);
    // A loss beyond the margin needs no more sessions.
    List<Pair> loss = sessions(new SplittableRandom(4), 40, -0.1, 0.01, 0.5);
    assertTrue(quality(loss, DELTA).sessionsNeeded().isEmpty());
  }

  @Test
  void aCostAboveTheDeclaredCapIsRefused() {
    List<Pair> pairs = List.of(new Pair(501, 1, 100, 1));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> saving(pairs, DELTA));
    assertTrue(refused.getMessage().startsWith("cost is 501.0"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void boundsWidenAsDeltaFalls(int seed) {
    List<Pair> pairs = sessions(new SplittableRandom(seed), 60, 0, 0.1, 0.4);
    Bounds before = quality(pairs, 0.2);
    Bounds beforeSaving = saving(pairs, 0.2);
    for (double delta : new double[] {0.1, 0.05, 0.01, 0.001}) {
      Bounds now = quality(pairs, delta);
      Bounds nowSaving = saving(pairs, delta);
      assertTrue(now.lower() <= before.lower() && now.upper() >= before.upper());
      assertTrue(nowSaving.lower() <= beforeSaving.lower());
      assertTrue(nowSaving.upper() >= beforeSaving.upper());
      before = now;
      beforeSaving = nowSaving;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void theUnitOfCostChangesNothing(int seed) {
    List<Pair> pairs = sessions(new SplittableRandom(seed), 80, 0, 0.1, 0.4);
    List<Pair> thousandths = pairs.stream()
        .map(pair -> new Pair(
            pair.cost() / 1024, pair.quality(), pair.baselineCost() / 1024, pair.baselineQuality()))
        .toList();
    Bounds scaled = PairedClaims.saving(thousandths, 500.0 / 1024, 0, DELTA, Options.DEFAULT);
    assertEquals(saving(pairs, DELTA), scaled);
  }

  @Test
  @Tag("slow")
  void aLossExactlyAtTheMarginIsRarelyCertifiedAndNoLossOften() {
    int repetitions = 1000;
    int wrong = 0;
    int right = 0;
    SplittableRandom random = new SplittableRandom(5);
    for (int repetition = 0; repetition < repetitions; repetition++) {
      if (quality(sessions(random, 100, -MARGIN, 0.2, 0), DELTA).lower() > -MARGIN) {
        wrong++;
      }
      if (quality(sessions(random, 100, 0.02, 0.1, 0), DELTA).lower() > -MARGIN) {
        right++;
      }
    }
    assertRare(wrong, repetitions);
    assertTrue(right > repetitions / 2, right + " of " + repetitions);
  }

  @Test
  @Tag("slow")
  void noSavingIsRarelyCertifiedAsOneAndHalfOften() {
    int repetitions = 200;
    int wrong = 0;
    int right = 0;
    SplittableRandom random = new SplittableRandom(6);
    for (int repetition = 0; repetition < repetitions; repetition++) {
      // 0.1 lies on the grid, where the chain of tests errs most.
      if (saving(sessions(random, 60, 0, 0, 0.1), DELTA).lower() >= 0.1) {
        wrong++;
      }
      if (saving(sessions(random, 60, 0, 0, 0.5), DELTA).lower() > 0) {
        right++;
      }
    }
    assertRare(wrong, repetitions);
    assertTrue(right > repetitions / 2, right + " of " + repetitions);
  }

  /** At most 5 % and three standard deviations of a binomial count. */
  private static void assertRare(int wrong, int repetitions) {
    double limit = DELTA * repetitions + 3 * Math.sqrt(repetitions * DELTA * (1 - DELTA));
    assertTrue(wrong <= limit, wrong + " of " + repetitions + ", at most " + limit);
  }
}
