package io.stackelberg.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitmentTest {
  private static final Directive WEAK = new Directive("weak");
  private static final Directive STRONG = new Directive("strong");

  private static String refusal(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  private static Context without(String... unavailable) {
    return new Context(
        "q1",
        "q1",
        FeatureSchema.EMPTY,
        new double[0],
        List.of(),
        SessionState.START,
        Set.of(unavailable));
  }

  @Test
  void aDirectiveIsFeasibleWhereItsActionIs() {
    assertTrue(WEAK.isFeasible(without("strong")));
    assertFalse(WEAK.isFeasible(without("weak")));
    assertEquals("weak", WEAK.label());
    assertEquals(Map.of("action:weak", 1.0), WEAK.coordinates());
    assertEquals("action is \" \", expected a non-blank text.", refusal(() -> new Directive(" ")));
  }

  @Test
  void distanceIsEuclideanWithinAClassAndInfiniteAcross() {
    // (0.8 − 0.5, 0.6 − 0.2) = (0.3, 0.4)
    assertEquals(
        0.5, Commitment.distance(new Announcement(0.8, 0.6), new Announcement(0.5, 0.2)), 1e-15);
    assertEquals(Double.POSITIVE_INFINITY, Commitment.distance(WEAK, STRONG));
    assertEquals(Double.POSITIVE_INFINITY, Commitment.distance(WEAK, new Announcement(1, 0)));
    assertEquals(0, Commitment.distance(WEAK, new Directive("weak")));
  }

  @Test
  void anAnnouncementStaysInItsRanges() {
    assertEquals(
        "qualityTarget is 1.2, expected a number in [0.0, 1.0].",
        refusal(() -> new Announcement(1.2, 0)));
    assertEquals(
        "costIncentive is NaN, expected a finite number >= 0.",
        refusal(() -> new Announcement(1, Double.NaN)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void aProbabilityOfALotteryIsAboveZeroAndAtMostOne(double probability) {
    String message = refusal(
        () -> new MixedCommitment(List.of(WEAK, STRONG), List.of(probability, 1 - probability)));
    assertEquals(
        "probability is " + probability + ", expected a number in [4.9E-324, 1.000000001].",
        message);
  }

  @Test
  void probabilitiesSumToOne() {
    assertEquals(
        "sum of probabilities is 0.75, expected a number in [0.999999999, 1.000000001].",
        refusal(() -> new MixedCommitment(List.of(WEAK, STRONG), List.of(0.5, 0.25))));
    assertEquals(
        "number of probabilities is 1, expected 2.",
        refusal(() -> new MixedCommitment(List.of(WEAK, STRONG), List.of(1.0))));
    assertEquals(
        "support is empty, expected at least one element.",
        refusal(() -> new MixedCommitment(List.of(), List.of())));
    // A third three times misses 1 by an ulp; that is rounding, not an error.
    new MixedCommitment(
        List.of(WEAK, STRONG, new Announcement(1, 0)), List.of(1.0 / 3, 1.0 / 3, 1.0 / 3));
  }

  @Test
  void betweenLeavesOutWhatIsNeverDrawn() {
    assertEquals(MixedCommitment.pure(WEAK), MixedCommitment.between(WEAK, STRONG, 1));
    assertEquals(MixedCommitment.pure(STRONG), MixedCommitment.between(WEAK, STRONG, 0));
    assertEquals(MixedCommitment.pure(WEAK), MixedCommitment.between(WEAK, WEAK, 0.3));
    MixedCommitment mixed = MixedCommitment.between(WEAK, STRONG, 0.3);
    assertEquals(0.3, mixed.probability(WEAK));
    assertEquals(0.7, mixed.probability(STRONG));
    assertEquals(0, mixed.probability(new Announcement(1, 0)));
    assertEquals(
        "share is NaN, expected a number in [0.0, 1.0].",
        refusal(() -> MixedCommitment.between(WEAK, STRONG, Double.NaN)));
  }

  @Test
  void theInfeasiblePartOfALotteryGoesToTheRestInProportion() {
    Directive other = new Directive("other");
    MixedCommitment mixed =
        new MixedCommitment(List.of(WEAK, STRONG, other), List.of(0.5, 0.3, 0.2));
    assertSame(mixed, mixed.feasibleAt(without(), STRONG));
    MixedCommitment kept = mixed.feasibleAt(without("weak"), STRONG);
    assertEquals(List.of(STRONG, other), kept.support());
    assertEquals(0.6, kept.probability(STRONG), 1e-15); // 0.3 / (0.3 + 0.2)
    assertEquals(0.4, kept.probability(other), 1e-15);
    Announcement fallback = new Announcement(1, 0);
    assertEquals(
        MixedCommitment.pure(fallback),
        mixed.feasibleAt(without("weak", "strong", "other"), fallback));
  }

  @Test
  void aLotteryCopiesWhatItIsGiven() {
    var support = new java.util.ArrayList<Commitment>(List.of(WEAK, STRONG));
    var probabilities = new java.util.ArrayList<>(Arrays.asList(0.5, 0.5));
    MixedCommitment mixed = new MixedCommitment(support, probabilities);
    support.clear();
    probabilities.clear();
    assertEquals(List.of(WEAK, STRONG), mixed.support());
    assertEquals(List.of(0.5, 0.5), mixed.probabilities());
  }
}
