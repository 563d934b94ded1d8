package io.stackelberg.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.SessionState;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeSetProjectionTest {
  private static final double MARGIN = 0.05;
  private static final double DELTA = 0.05;
  private static final int SESSIONS = 20_000;
  private static final Context CONTEXT = Context.named("x");
  private static final Directive BASELINE = new Directive("normal");
  private static final Directive GOOD = new Directive("concise");
  private static final Directive BAD = new Directive("silent");
  private static final LeaderPolicy RAW =
      context -> new MixedCommitment(List.of(GOOD, BAD, BASELINE), List.of(0.5, 0.25, 0.25));

  /** Evidence in which every session shows the same; shares of 0.3 each. */
  private static CalibrationEvidence constant(
      List<Commitment> commitments, int sessions, double... contributions) {
    double[][] rows = new double[sessions][];
    Arrays.setAll(rows, session -> contributions);
    double[] shares = new double[contributions.length];
    Arrays.fill(shares, 0.3);
    return new CalibrationEvidence(commitments, rows, shares, 1);
  }

  private static RepairedPolicy repair(
      LowerBound bound, LeaderPolicy raw, Commitment baseline, CalibrationEvidence evidence) {
    return new SafeSetProjection(SafeSetProjection.Options.DEFAULT.withBound(bound))
        .repair(raw, baseline, evidence, MARGIN, DELTA);
  }

  @ParameterizedTest
  @EnumSource
  void aPolicyWithoutLossPassesAsAWhole(LowerBound bound) {
    RepairedPolicy repaired =
        repair(bound, RAW, BASELINE, constant(List.of(GOOD, BAD), SESSIONS, 0, 0));
    assertTrue(repaired.whole().isAdmitted());
    assertSame(RAW, repaired.policy());
    assertEquals(List.of(BASELINE, GOOD, BAD), repaired.safeSet());
    assertFalse(repaired.isFallback());
    assertTrue(repaired.isCovered());
    assertEquals(bound.id(), repaired.bound());
    assertEquals(bound.rigour(), repaired.rigour());
    assertEquals(-MARGIN, repaired.whole().allowed());
    assertEquals(0.6, repaired.whole().share(), 1e-12);
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheHarmlessCommitmentIsAdmitted(LowerBound bound) {
    // As a whole the policy loses 0.1, above the margin of 0.05; all of it comes from BAD.
    RepairedPolicy repaired =
        repair(bound, RAW, BASELINE, constant(List.of(GOOD, BAD), SESSIONS, 0, -0.1));
    assertFalse(repaired.whole().isAdmitted());
    assertEquals(-0.1, repaired.whole().change(), 1e-9);
    assertTrue(repaired.findings().get(0).isAdmitted());
    assertFalse(repaired.findings().get(1).isAdmitted());
    assertEquals(-MARGIN / 2, repaired.findings().get(1).allowed());
    assertEquals(List.of(BASELINE, GOOD), repaired.safeSet());
    assertFalse(repaired.isFallback());
    assertTrue(repaired.isCovered());
    MixedCommitment played = repaired.policy().commit(CONTEXT);
    assertEquals(0.5, played.probability(GOOD), 1e-12);
    assertEquals(0.5, played.probability(BASELINE), 1e-12);
    assertEquals(
        "1 of 2 commitments were admitted; every other decision was projected.",
        repaired.explanation());
  }

  @ParameterizedTest
  @EnumSource
  void whereNothingPassesTheBaselineIsLeft(LowerBound bound) {
    RepairedPolicy repaired =
        repair(bound, RAW, BASELINE, constant(List.of(GOOD, BAD), SESSIONS, -0.1, -0.1));
    assertTrue(repaired.isFallback());
    assertEquals(List.of(BASELINE), repaired.safeSet());
    assertEquals(MixedCommitment.pure(BASELINE), repaired.policy().commit(CONTEXT));
    assertTrue(repaired.isCovered());
    assertEquals(
        "No commitment could be shown to cost at most its share of the margin; the baseline is kept.",
        repaired.explanation());
  }

  @ParameterizedTest
  @EnumSource
  void tooFewSessionsAdmitNothing(LowerBound bound) {
    RepairedPolicy few = repair(bound, RAW, BASELINE, constant(List.of(GOOD, BAD), 19, 0.5, 0.5));
    assertTrue(few.isFallback());
    assertEquals(Double.NEGATIVE_INFINITY, few.whole().lowerBound());
    assertEquals(MixedCommitment.pure(BASELINE), few.policy().commit(CONTEXT));
    assertEquals(
        "Only 19 calibration sessions, fewer than 20: nothing can be admitted, the baseline is kept.",
        few.explanation());
    RepairedPolicy enough =
        repair(bound, RAW, BASELINE, constant(List.of(GOOD, BAD), 20, 0.5, 0.5));
    assertTrue(enough.whole().lowerBound() > Double.NEGATIVE_INFINITY);
  }

  @Test
  void hoeffdingIsAsByHand() {
    // Values in [−1, 1]: radius 2 √(ln(1/δ') / (2n)); δ' is δ/2 for the whole, δ/4 for each of two.
    RepairedPolicy repaired =
        repair(LowerBound.HOEFFDING, RAW, BASELINE, constant(List.of(GOOD, BAD), 800, 0.1, -0.05));
    assertEquals(
        0.05 - 2 * Math.sqrt(Math.log(2 / DELTA) / 1600), repaired.whole().lowerBound(), 1e-12);
    assertEquals(
        0.1 - 2 * Math.sqrt(Math.log(4 / DELTA) / 1600),
        repaired.findings().get(0).lowerBound(),
        1e-12);
  }

  @Test
  void studentIsAsByHand() {
    // 21 sessions of −0.1, 0, 0.1 by turns: mean 0, variance 0.14/20. The t quantile at 0.975 with
    // 20 degrees of freedom is 2.085963.
    double[][] rows = new double[21][];
    Arrays.setAll(rows, session -> new double[] {0.1 * (session % 3 - 1)});
    RepairedPolicy repaired = repair(
        LowerBound.STUDENT,
        RAW,
        BASELINE,
        new CalibrationEvidence(List.of(GOOD), rows, new double[] {1}, 1));
    assertEquals(0, repaired.whole().change(), 1e-12);
    assertEquals(-2.085963 * Math.sqrt(0.14 / 20 / 21), repaired.whole().lowerBound(), 1e-6);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void studentAssumesMostAndHoeffdingLeast(long seed) {
    // 1000 values of standard deviation 0.05 in a range of width 2: at δ' = 0.025 the radii are
    // about 1.96 · 0.05/√1000 = 0.0031 for t and 2 √(ln 40/2000) = 0.0859 for Hoeffding. Betting
    // adapts to the variance without assuming a law.
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[1000];
    Arrays.setAll(values, index -> random.nextGaussian(0, 0.05));
    double student = LowerBound.STUDENT.of(values, 1, 0.025);
    double betting = LowerBound.BETTING.of(values, 1, 0.025);
    double hoeffding = LowerBound.HOEFFDING.of(values, 1, 0.025);
    assertTrue(hoeffding < betting, hoeffding + " and " + betting);
    assertTrue(betting < student, betting + " and " + student);
    for (LowerBound bound : LowerBound.values()) {
      double tighter = bound.of(values, 1, 0.1);
      assertTrue(tighter > bound.of(values, 1, 0.01), bound + " at a smaller error probability");
    }
  }

  @Test
  void whereAnAnnouncementMovesToAnAdmittedNeighbourItIsNotCovered() {
    Announcement baseline = new Announcement(1, 0);
    Announcement admitted = new Announcement(0.5, 0);
    Announcement rejected = new Announcement(0.4, 0);
    LeaderPolicy raw = LeaderPolicy.always(rejected);
    RepairedPolicy moved = repair(
        LowerBound.STUDENT,
        raw,
        baseline,
        constant(List.of(admitted, rejected), SESSIONS, 0, -0.1));
    assertEquals(MixedCommitment.pure(admitted), moved.policy().commit(CONTEXT));
    assertFalse(moved.isCovered());
    // The other way round the rejected one lies nearer to the baseline.
    Announcement near = new Announcement(0.9, 0);
    RepairedPolicy home = repair(
        LowerBound.STUDENT,
        LeaderPolicy.always(near),
        baseline,
        constant(List.of(admitted, near), SESSIONS, 0, -0.1));
    assertEquals(MixedCommitment.pure(baseline), home.policy().commit(CONTEXT));
    assertTrue(home.isCovered());
  }

  @Test
  void aCommitmentThatWasNeverTriedGoesToTheBaseline() {
    // The evidence speaks about two commitments; a third, drawn for the first time after
    // calibration, has an admitted neighbour, but nothing shows that it may be played there.
    Announcement baseline = new Announcement(1, 0);
    Announcement admitted = new Announcement(0.5, 0);
    Announcement rejected = new Announcement(0.9, 0);
    RepairedPolicy repaired = repair(
        LowerBound.STUDENT,
        LeaderPolicy.always(new Announcement(0.45, 0)),
        baseline,
        constant(List.of(admitted, rejected), SESSIONS, 0, -0.1));
    assertTrue(repaired.isCovered());
    assertEquals(MixedCommitment.pure(baseline), repaired.policy().commit(CONTEXT));
  }

  @Test
  void whatIsNotFeasibleGoesToTheBaseline() {
    LeaderPolicy raw =
        context -> MixedCommitment.between(GOOD, BAD, GOOD.isFeasible(context) ? 0.5 : 0);
    RepairedPolicy repaired =
        repair(LowerBound.STUDENT, raw, BASELINE, constant(List.of(GOOD, BAD), SESSIONS, 0, -0.1));
    Context without = new Context(
        "y",
        "y",
        FeatureSchema.EMPTY,
        new double[0],
        List.of(),
        SessionState.START,
        Set.of(GOOD.action()));
    assertEquals(MixedCommitment.pure(BASELINE), repaired.policy().commit(without));
  }

  @Test
  void aPolicyThatNeverLeavesTheBaselineNeedsNoRepair() {
    CalibrationEvidence nothing = constant(List.of(), SESSIONS);
    LeaderPolicy raw = LeaderPolicy.always(BASELINE);
    RepairedPolicy repaired = repair(LowerBound.STUDENT, raw, BASELINE, nothing);
    assertSame(raw, repaired.policy());
    assertFalse(repaired.isFallback());
    assertEquals(
        "The raw policy never leaves the baseline; there was nothing to repair.",
        repaired.explanation());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theRepairedPolicyIsALotteryOverTheSafeSet(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Commitment> menu = List.of(
        new Announcement(1, 0),
        new Announcement(0.75, 0.25),
        new Announcement(0.5, 0.5),
        new Announcement(0.25, 0.75));
    double[] loss = new double[3];
    Arrays.setAll(loss, index -> random.nextBoolean() ? 0 : -0.1);
    double[] weights = random.doubles(4, 0.1, 1).toArray();
    double sum = Arrays.stream(weights).sum();
    MixedCommitment drawn = new MixedCommitment(
        menu, Arrays.stream(weights).mapToObj(weight -> weight / sum).toList());
    RepairedPolicy repaired = repair(
        LowerBound.HOEFFDING,
        context -> drawn,
        menu.get(0),
        constant(menu.subList(1, 4), SESSIONS, loss));
    MixedCommitment played = repaired.policy().commit(CONTEXT);
    assertTrue(repaired.safeSet().containsAll(played.support()), played.toString());
    assertEquals(played.support().size(), Set.copyOf(played.support()).size());
    double total =
        played.probabilities().stream().mapToDouble(Double::doubleValue).sum();
    assertEquals(1, total, 1e-9);
    for (Commitment member : repaired.safeSet()) {
      assertTrue(played.probability(member) >= drawn.probability(member) - 1e-12);
    }
  }

  @Test
  void badArgumentsAreRefused() {
    SafeSetProjection strategy = new SafeSetProjection(SafeSetProjection.Options.DEFAULT);
    CalibrationEvidence evidence = constant(List.of(GOOD), 30, 0);
    assertEquals(
        "margin is 0.0, expected a finite number > 0.",
        assertThrows(
                IllegalArgumentException.class,
                () -> strategy.repair(RAW, BASELINE, evidence, 0, DELTA))
            .getMessage());
    assertEquals(
        "delta is 1.0, expected a number in (0, 1).",
        assertThrows(
                IllegalArgumentException.class,
                () -> strategy.repair(RAW, BASELINE, evidence, MARGIN, 1))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> SafeSetProjection.Options.DEFAULT.withMinSessions(1));
  }
}
