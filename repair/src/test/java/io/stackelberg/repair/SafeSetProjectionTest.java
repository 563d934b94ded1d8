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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeSetProjectionTest {
  private static final double MARGIN = 0.05;
  private static final double DELTA = 0.05;
  private static final int SESSIONS = 40_000;
  private static final Context CONTEXT = Context.named("x");
  private static final Directive BASELINE = new Directive("normal");
  private static final Directive GOOD = new Directive("concise");
  private static final Directive BAD = new Directive("silent");
  private static final LeaderPolicy RAW =
      context -> new MixedCommitment(List.of(GOOD, BAD, BASELINE), List.of(0.5, 0.25, 0.25));

  /** Trials in which every turn under a commitment changes quality by the same amount. */
  private static RepairStrategy.Trials trials(int sessions, Map<Commitment, Double> changes) {
    return policy -> {
      MixedCommitment drawn = policy.commit(CONTEXT);
      List<Commitment> played =
          drawn.support().stream().filter(changes::containsKey).toList();
      double[][] contributions = new double[sessions][played.size()];
      double[][] weights = new double[sessions][played.size()];
      for (int session = 0; session < sessions; session++) {
        for (int index = 0; index < played.size(); index++) {
          double probability = drawn.probability(played.get(index));
          contributions[session][index] = probability * changes.get(played.get(index));
          weights[session][index] = probability;
        }
      }
      return new CalibrationEvidence(played, contributions, weights, 1);
    };
  }

  private static RepairedPolicy repair(
      LowerBound bound, LeaderPolicy raw, Commitment baseline, RepairStrategy.Trials trials) {
    return new SafeSetProjection(SafeSetProjection.Options.DEFAULT.withBound(bound))
        .repair(raw, baseline, trials, MARGIN, DELTA);
  }

  @ParameterizedTest
  @EnumSource
  void aPolicyWithoutLossPassesAsAWhole(LowerBound bound) {
    RepairedPolicy repaired =
        repair(bound, RAW, BASELINE, trials(SESSIONS, Map.of(GOOD, 0.0, BAD, 0.0)));
    assertTrue(repaired.whole().isAdmitted());
    assertSame(RAW, repaired.policy());
    assertEquals(List.of(BASELINE, GOOD, BAD), repaired.safeSet());
    assertFalse(repaired.isFallback());
    assertTrue(repaired.gate().isEmpty());
    assertEquals(bound.id(), repaired.bound());
    assertEquals(bound.rigour(), repaired.rigour());
    assertEquals(-MARGIN, repaired.whole().allowed());
    assertEquals(0.75, repaired.whole().share(), 1e-12);
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheHarmlessCommitmentIsAdmitted(LowerBound bound) {
    // BAD loses 0.4 on a quarter of the turns: the policy loses 0.1, twice the margin.
    RepairedPolicy repaired =
        repair(bound, RAW, BASELINE, trials(SESSIONS, Map.of(GOOD, 0.0, BAD, -0.4)));
    assertFalse(repaired.whole().isAdmitted());
    assertEquals(-0.1, repaired.whole().change(), 1e-9);
    assertTrue(repaired.findings().get(0).isAdmitted());
    assertFalse(repaired.findings().get(1).isAdmitted());
    assertEquals(-MARGIN / 4, repaired.findings().get(1).allowed(), 1e-12);
    assertEquals(List.of(BASELINE, GOOD), repaired.safeSet());
    assertFalse(repaired.isFallback());
    assertTrue(repaired.gate().orElseThrow().isAdmitted());
    MixedCommitment played = repaired.policy().commit(CONTEXT);
    assertEquals(0.5, played.probability(GOOD), 1e-12);
    assertEquals(0.5, played.probability(BASELINE), 1e-12);
    assertEquals(
        "1 of 2 commitments were admitted, every other decision was projected, and the projected"
            + " policy passed on fresh sessions.",
        repaired.explanation());
  }

  @ParameterizedTest
  @EnumSource
  void whereNothingPassesTheBaselineIsLeft(LowerBound bound) {
    RepairedPolicy repaired =
        repair(bound, RAW, BASELINE, trials(SESSIONS, Map.of(GOOD, -0.2, BAD, -0.2)));
    assertTrue(repaired.isFallback());
    assertEquals(List.of(BASELINE), repaired.safeSet());
    assertEquals(MixedCommitment.pure(BASELINE), repaired.policy().commit(CONTEXT));
    assertEquals(
        "The raw policy did not pass on the calibration part, and no commitment could be admitted;"
            + " the baseline is kept.",
        repaired.explanation());
  }

  @ParameterizedTest
  @EnumSource
  void tooFewSessionsAdmitNothing(LowerBound bound) {
    RepairedPolicy few = repair(bound, RAW, BASELINE, trials(19, Map.of(GOOD, 0.5, BAD, 0.5)));
    assertTrue(few.isFallback());
    assertEquals(Double.NEGATIVE_INFINITY, few.whole().lowerBound());
    assertEquals(MixedCommitment.pure(BASELINE), few.policy().commit(CONTEXT));
    assertEquals(
        "The raw policy did not pass on the calibration part, and its 19 sessions are too few to admit"
            + " single commitments; the baseline is kept.",
        few.explanation());
    RepairedPolicy enough = repair(bound, RAW, BASELINE, trials(20, Map.of(GOOD, 0.5, BAD, 0.5)));
    assertTrue(enough.whole().lowerBound() > Double.NEGATIVE_INFINITY);
  }

  @Test
  void hoeffdingIsAsByHand() {
    // The whole changes by 0.5 · 0.2 + 0.25 · (−0.2) = 0.05; values in [−1, 1]: radius
    // 2 √(ln(1/δ') / (2n)) with δ' = δ/2.
    RepairedPolicy repaired =
        repair(LowerBound.HOEFFDING, RAW, BASELINE, trials(800, Map.of(GOOD, 0.2, BAD, -0.2)));
    assertEquals(
        0.05 - 2 * Math.sqrt(Math.log(2 / DELTA) / 1600), repaired.whole().lowerBound(), 1e-12);
  }

  @Test
  void studentIsAsByHand() {
    // 21 sessions of −0.1, 0, 0.1 by turns: mean 0, variance 0.14/20. The t quantile at 0.975 with
    // 20 degrees of freedom is 2.085963.
    double[][] rows = new double[21][];
    Arrays.setAll(rows, session -> new double[] {0.1 * (session % 3 - 1)});
    double[][] weights = new double[21][];
    Arrays.setAll(weights, session -> new double[] {1});
    CalibrationEvidence evidence = new CalibrationEvidence(List.of(GOOD), rows, weights, 1);
    RepairedPolicy repaired = repair(LowerBound.STUDENT, RAW, BASELINE, policy -> evidence);
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
  void aProjectedPolicyHasToPassOnFreshSessions() {
    // ADMITTED does no harm where the raw policy uses it. Projection moves the rest of the
    // decisions
    // there too, where (as the trials of the projected policy show) it loses 0.3: the baseline is
    // kept.
    Announcement baseline = new Announcement(1, 0);
    Announcement admitted = new Announcement(0.5, 0);
    Announcement rejected = new Announcement(0.4, 0);
    LeaderPolicy raw = context -> MixedCommitment.between(admitted, rejected, 0.5);
    RepairStrategy.Trials harmless = trials(SESSIONS, Map.of(admitted, 0.0, rejected, -0.2));
    RepairStrategy.Trials harmful = trials(SESSIONS, Map.of(admitted, -0.3));
    RepairedPolicy kept = repair(LowerBound.STUDENT, raw, baseline, harmless);
    assertEquals(MixedCommitment.pure(admitted), kept.policy().commit(CONTEXT));
    RepairedPolicy refused = repair(
        LowerBound.STUDENT,
        raw,
        baseline,
        policy -> policy == raw ? harmless.play(policy) : harmful.play(policy));
    assertFalse(refused.gate().orElseThrow().isAdmitted());
    assertTrue(refused.isFallback());
    assertEquals(MixedCommitment.pure(baseline), refused.policy().commit(CONTEXT));
  }

  @Test
  void theGateLooksAtSessionsThatDidNotChooseTheSafeSet() {
    // On even sessions GOOD does no harm, on odd ones it loses 0.3: chosen on the former, refused
    // on
    // the latter.
    double[][] rows = new double[2000][];
    Arrays.setAll(rows, session -> new double[] {session % 2 == 0 ? 0 : -0.3});
    double[][] weights = new double[2000][];
    Arrays.setAll(weights, session -> new double[] {1});
    CalibrationEvidence evidence = new CalibrationEvidence(List.of(GOOD), rows, weights, 1);
    RepairedPolicy repaired =
        repair(LowerBound.STUDENT, LeaderPolicy.always(GOOD), BASELINE, policy -> evidence);
    assertTrue(repaired.findings().get(0).isAdmitted());
    assertEquals(-0.3, repaired.gate().orElseThrow().change(), 1e-12);
    assertTrue(repaired.isFallback());
  }

  @Test
  void aCommitmentThatWasNeverTriedGoesToTheBaseline() {
    // A commitment drawn for the first time after calibration has an admitted neighbour, but
    // nothing
    // shows that it may be played there.
    Announcement baseline = new Announcement(1, 0);
    Announcement admitted = new Announcement(0.5, 0);
    Announcement rejected = new Announcement(0.9, 0);
    Announcement unseen = new Announcement(0.45, 0);
    LeaderPolicy raw = context -> context.equals(CONTEXT)
        ? MixedCommitment.between(admitted, rejected, 0.5)
        : MixedCommitment.pure(unseen);
    RepairedPolicy repaired = repair(
        LowerBound.STUDENT, raw, baseline, trials(SESSIONS, Map.of(admitted, 0.0, rejected, -0.2)));
    assertFalse(repaired.isFallback());
    assertEquals(MixedCommitment.pure(baseline), repaired.policy().commit(Context.named("later")));
  }

  @Test
  void whatIsNotFeasibleGoesToTheBaseline() {
    LeaderPolicy raw =
        context -> MixedCommitment.between(GOOD, BAD, GOOD.isFeasible(context) ? 0.5 : 0);
    RepairedPolicy repaired =
        repair(LowerBound.STUDENT, raw, BASELINE, trials(SESSIONS, Map.of(GOOD, 0.0, BAD, -0.2)));
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
    LeaderPolicy raw = LeaderPolicy.always(BASELINE);
    RepairedPolicy repaired = repair(LowerBound.STUDENT, raw, BASELINE, trials(SESSIONS, Map.of()));
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
    Map<Commitment, Double> changes = new LinkedHashMap<>();
    menu.subList(1, 4)
        .forEach(commitment -> changes.put(commitment, random.nextBoolean() ? 0 : -0.4));
    double[] weights = random.doubles(4, 0.1, 1).toArray();
    double sum = Arrays.stream(weights).sum();
    MixedCommitment drawn = new MixedCommitment(
        menu, Arrays.stream(weights).mapToObj(weight -> weight / sum).toList());
    RepairedPolicy repaired =
        repair(LowerBound.HOEFFDING, context -> drawn, menu.get(0), trials(SESSIONS, changes));
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
    RepairStrategy.Trials trials = trials(30, Map.of(GOOD, 0.0));
    assertEquals(
        "margin is 0.0, expected a finite number > 0.",
        assertThrows(
                IllegalArgumentException.class,
                () -> strategy.repair(RAW, BASELINE, trials, 0, DELTA))
            .getMessage());
    assertEquals(
        "delta is 1.0, expected a number in (0, 1).",
        assertThrows(
                IllegalArgumentException.class,
                () -> strategy.repair(RAW, BASELINE, trials, MARGIN, 1))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> SafeSetProjection.Options.DEFAULT.withMinSessions(1));
  }
}
