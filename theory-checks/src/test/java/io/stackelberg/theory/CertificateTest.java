package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.stats.DeltaLedger;
import io.stackelberg.theory.Certificate.Assumption;
import io.stackelberg.theory.Certificate.Claim;
import io.stackelberg.theory.Certificate.Conclusion;
import io.stackelberg.theory.Certificate.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdict rule of theory section 0 and the invariants of 4.7. */
class CertificateTest {
  private static final AssumptionStatus PROVED = new AssumptionStatus.Proved();
  private static final AssumptionStatus ASSUMED = new AssumptionStatus.Assumed();
  private static final Scope SCOPE = new Scope("contexts", "policies", "window", "model");

  /** From the strongest to the weakest. */
  private static final List<AssumptionStatus> STATUSES = List.of(
      PROVED,
      new AssumptionStatus.Estimated(0.001),
      ASSUMED,
      new AssumptionStatus.EstimatedAsymptotic(),
      new AssumptionStatus.Unknown(),
      new AssumptionStatus.Violated("a case"));

  static java.util.stream.IntStream seeds() {
    return java.util.stream.IntStream.range(0, 200);
  }

  private static Conclusion between(double lower, double upper) {
    return new Conclusion("change of quality", "quality per turn", -0.05, lower, upper);
  }

  private static Certificate certificate(
      Conclusion conclusion, List<AssumptionStatus> statuses, double declared) {
    List<Assumption> assumptions = new ArrayList<>();
    for (int index = 0; index < statuses.size(); index++) {
      String id =
          index < Certificate.REQUIRED.size() ? Certificate.REQUIRED.get(index) : "B" + index;
      assumptions.add(new Assumption(id, "text", statuses.get(index), "evidence"));
    }
    return new Certificate(
        new Claim("quality", "It is no worse."),
        conclusion,
        SCOPE,
        assumptions,
        List.of(),
        DeltaLedger.of(declared).spend("interval", 0.025),
        List.of());
  }

  private static Verdict verdict(Conclusion conclusion, AssumptionStatus sixth) {
    return certificate(conclusion, List.of(PROVED, PROVED, PROVED, PROVED, PROVED, sixth), 0.05)
        .verdict();
  }

  @Test
  void theVerdictOfEachStatusIsThatOfTheSpecification() {
    Conclusion shown = between(-0.04, 0.03);
    assertEquals(Verdict.CERTIFIED, verdict(shown, PROVED));
    assertEquals(Verdict.CERTIFIED, verdict(shown, new AssumptionStatus.Estimated(0.02)));
    assertEquals(Verdict.CONDITIONAL, verdict(shown, ASSUMED));
    assertEquals(Verdict.CONDITIONAL, verdict(shown, new AssumptionStatus.EstimatedAsymptotic()));
    assertEquals(Verdict.INCONCLUSIVE, verdict(shown, new AssumptionStatus.Unknown()));
    assertEquals(Verdict.INCONCLUSIVE, verdict(shown, new AssumptionStatus.Violated("turn 7")));
  }

  @Test
  void anIntervalThatCrossesTheMarginIsInconclusiveAndOneBeyondItRefutes() {
    assertEquals(Verdict.INCONCLUSIVE, verdict(between(-0.06, 0.03), PROVED));
    assertEquals(Verdict.INCONCLUSIVE, verdict(between(-0.05, 0.03), PROVED));
    assertEquals(Verdict.REFUTED, verdict(between(-0.2, -0.05), PROVED));
    assertEquals(
        Verdict.INCONCLUSIVE, verdict(Conclusion.unknown("change", "quality", -0.05), PROVED));
    assertThrows(IllegalArgumentException.class, () -> between(Double.NaN, 0));
    assertThrows(IllegalArgumentException.class, () -> between(1, 0));
  }

  @Test
  void aQuantityClaimedToBeAtMostIsReadTheOtherWay() {
    List<Double> lowers = List.of(0.0, 0.0, 0.06);
    List<Double> uppers = List.of(0.05, 0.06, 0.07);
    List<Verdict> expected = List.of(Verdict.CERTIFIED, Verdict.INCONCLUSIVE, Verdict.REFUTED);
    for (int index = 0; index < 3; index++) {
      Conclusion regret = new Conclusion(
          "regret",
          "quality per turn",
          0.05,
          lowers.get(index),
          uppers.get(index),
          Certificate.Sense.AT_MOST);
      assertEquals(expected.get(index), verdict(regret, PROVED));
      assertEquals(Verdict.INCONCLUSIVE, verdict(regret.withoutBounds(), PROVED));
    }
  }

  @Test
  void moreErrorThanDeclaredIsRefused() {
    AssumptionStatus estimated = new AssumptionStatus.Estimated(0.01);
    List<AssumptionStatus> three = List.of(estimated, estimated, PROVED, PROVED, PROVED, ASSUMED);
    assertEquals(0.955, certificate(between(0, 1), three, 0.05).confidence(), 1e-12);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> certificate(between(0, 1), three, 0.04));
    assertTrue(refused.getMessage().contains("expected at most the declared 0.04"));
    assertTrue(refused.getMessage().contains("assumption A2"), refused.getMessage());
  }

  @Test
  void anAssumptionLeftOutOrGivenTwiceIsRefused() {
    IllegalArgumentException refused = assertThrows(
        IllegalArgumentException.class,
        () -> certificate(between(0, 1), List.of(PROVED, PROVED, PROVED, PROVED), 0.05));
    assertTrue(refused.getMessage().startsWith("assumptions [A5, A7] are missing"));
    Assumption twice = new Assumption("A1", "text", PROVED, "evidence");
    assertThrows(
        IllegalArgumentException.class,
        () -> new Certificate(
            new Claim("id", "text"),
            between(0, 1),
            SCOPE,
            List.of(twice, twice),
            List.of(),
            DeltaLedger.of(0.05),
            List.of()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void weakeningAnAssumptionOrWideningTheIntervalNeverImprovesTheVerdict(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<AssumptionStatus> statuses = new ArrayList<>();
    for (int index = 0; index < 6 + random.nextInt(3); index++) {
      statuses.add(STATUSES.get(random.nextInt(STATUSES.size())));
    }
    double lower = random.nextDouble(-0.2, 0.2);
    double upper = lower + random.nextDouble(0, 0.2);
    Verdict before = certificate(between(lower, upper), statuses, 0.05).verdict();
    int weakened = random.nextInt(statuses.size());
    int rank = STATUSES.indexOf(statuses.get(weakened));
    List<AssumptionStatus> weaker = new ArrayList<>(statuses);
    weaker.set(weakened, STATUSES.get(rank + random.nextInt(STATUSES.size() - rank)));
    Verdict after = certificate(between(lower, upper), weaker, 0.05).verdict();
    assertTrue(after.compareTo(before) <= 0, statuses + " -> " + weaker);
    Verdict wider =
        certificate(between(lower - 0.1, upper + 0.1), statuses, 0.05).verdict();
    assertTrue(
        wider == Verdict.INCONCLUSIVE || wider == before,
        "a wider interval says the same or nothing");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void orderOfTheAssumptionsChangesNothing(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<AssumptionStatus> statuses = new ArrayList<>();
    for (int index = 0; index < 6; index++) {
      statuses.add(STATUSES.get(random.nextInt(STATUSES.size())));
    }
    Conclusion conclusion = between(-0.04, 0.1);
    Certificate one = certificate(conclusion, statuses, 0.05);
    Collections.shuffle(statuses, new Random(seed));
    Certificate other = certificate(conclusion, statuses, 0.05);
    assertEquals(one.verdict(), other.verdict());
    assertEquals(one.confidence(), other.confidence(), 1e-15);
  }
}
