package io.stackelberg.response.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.Logs;
import io.stackelberg.response.inference.Refused.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UtilityInferenceTest {
  private static final UtilityInference.Options OPTIONS =
      UtilityInference.Options.DEFAULT.withSimulations(0);
  private static final Announcement ANNOUNCED = new Announcement(1, 0);

  private static UtilityInference inference(UtilityFeature... features) {
    return new UtilityInference(List.of(features), OPTIONS);
  }

  private static InferenceResult infer(TurnLog log, UtilityFeature... features) {
    return inference(features).infer(log, new SplittableRandom(1));
  }

  private static TurnLog planted(long seed) {
    return Choices.log(
        Collections.nCopies(60, Choices.follower(5, 2, 0.8)), 5, new SplittableRandom(seed));
  }

  private static final UtilityFeature IS_A =
      new UtilityFeature("is a", (context, commitment, action) -> action == 0 ? 1 : 0);
  private static final UtilityFeature IS_B =
      new UtilityFeature("is b", (context, commitment, action) -> action == 1 ? 1 : 0);

  /** {@code counts[action]} sessions of one turn each, in which all three actions were offered. */
  private static TurnLog counts(int... counts) {
    List<Turn> turns = new ArrayList<>();
    for (int action = 0; action < counts.length; action++) {
      for (int count = 0; count < counts[action]; count++) {
        String id = action + "-" + count;
        turns.add(
            Choices.turn(Choices.context(id, id, new double[0], Set.of()), ANNOUNCED, action));
      }
    }
    return new TurnLog(Choices.ACTIONS, turns);
  }

  /**
   * With a constant per action the likelihood is that of a multinomial: β_a = ln(n_a / n_c). One turn per
   * session, so that the sandwich is G/(G−1) times the multinomial's delta method, 1/n_a + 1/n_c.
   */
  @Test
  void constantsReproduceLogOdds() {
    InferredUtility found = (InferredUtility) infer(counts(90, 30, 10), IS_A, IS_B);
    assertEquals(Math.log(9), found.weights().get(0), 1e-9);
    assertEquals(Math.log(3), found.weights().get(1), 1e-9);
    double factor = 130 / 129.0;
    assertEquals(factor * (1 / 90.0 + 1 / 10.0), found.covariance().get(0).get(0), 1e-9);
    assertEquals(factor * (1 / 30.0 + 1 / 10.0), found.covariance().get(1).get(1), 1e-9);
    assertEquals(factor / 10.0, found.covariance().get(0).get(1), 1e-9);
    assertEquals(Math.log(9) / Math.log(3), found.ratio("is a", "is b").estimate(), 1e-9);
    assertEquals(1 / Math.log(9), found.temperature("is a").estimate(), 1e-9);
    assertTrue(found.tests().actionConstantsP().isEmpty(), "the constants are the terms");
  }

  @Test
  void orderAndAffineChangesOfTermsDoNotMatter() {
    TurnLog log = planted(2);
    InferredUtility one =
        (InferredUtility) infer(log, Choices.TERMS.features().toArray(UtilityFeature[]::new));
    List<Turn> reversed = new ArrayList<>(log.turns());
    Collections.reverse(reversed);
    UtilityFeature quality = Choices.TERMS.features().get(0);
    UtilityFeature cost = Choices.TERMS.features().get(1);
    InferredUtility other = (InferredUtility) infer(
        new TurnLog(Choices.ACTIONS, reversed),
        new UtilityFeature("cost", cost.value()),
        new UtilityFeature(
            "quality",
            (context, commitment, action) -> 1e6 * quality.value().of(context, commitment, action)
                + 3 * context.numeric(0).orElseThrow()));
    assertEquals(one.weight("cost").low(), other.weight("cost").low(), 1e-8);
    assertEquals(one.weight("quality").high(), 1e6 * other.weight("quality").high(), 1e-7);
    assertEquals(
        one.ratio("quality", "cost").fieller().high(),
        1e6 * other.ratio("quality", "cost").fieller().high(),
        1e-6);
    assertEquals(
        one.tests().overUniform().estimate(), other.tests().overUniform().estimate(), 1e-9);
  }

  @Test
  void testsOfAPlantedFollowerPassAndWhatWasNotTestedIsAssumed() {
    InferredUtility found = (InferredUtility)
        new UtilityInference(Choices.TERMS.features(), OPTIONS.withSimulations(99))
            .infer(planted(3), new SplittableRandom(1));
    assertTrue(found.tests().overUniform().low() > 0);
    assertTrue(found.tests().overFrequency().low() > 0);
    assertTrue(found.tests().dispersionP().orElseThrow() > 0.05);
    assertTrue(found.tests().transitivity().isEmpty());
    assertTrue(found.assumptions().stream().anyMatch(text -> text.startsWith("transitivity")));
    assertTrue(found.tests().shareExplained() > 0.2 && found.tests().shareExplained() < 1);
  }

  @Test
  void likingForAnActionIsNoticed() {
    SplittableRandom random = new SplittableRandom(4);
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : planted(4).turns()) {
      turns.add(
          random.nextDouble() < 0.3
              ? Choices.turn(turn.context(), (Announcement) turn.commitment(), 2)
              : turn);
    }
    InferredUtility found = (InferredUtility) infer(
        new TurnLog(Choices.ACTIONS, turns),
        Choices.TERMS.features().toArray(UtilityFeature[]::new));
    assertTrue(found.tests().actionConstantsP().orElseThrow() < 1e-3);
  }

  @Test
  void directedTurnsAndSingleOptionsAreLeftOutAndCounted() {
    TurnLog log = planted(5);
    List<Turn> more = new ArrayList<>(log.turns());
    Context context = log.turns().get(0).context();
    more.add(Logs.turn(
        context, Directive.of(Choices.ACTIONS.get(1)), Choices.ACTIONS, 1, Logs.outcome(0.5, 1)));
    more.add(Choices.turn(
        Choices.context("alone", "s1", new double[0], Set.of("a", "b")), ANNOUNCED, 2));
    UtilityFeature[] features = Choices.TERMS.features().toArray(UtilityFeature[]::new);
    InferredUtility before = (InferredUtility) infer(log, features);
    InferredUtility after = (InferredUtility) infer(new TurnLog(Choices.ACTIONS, more), features);
    assertEquals(2, after.leftOut());
    assertEquals(before.estimates(), after.estimates());
  }

  @Test
  void separationIsRefusedWithItsDirection() {
    TurnLog log = planted(6);
    List<Turn> best = new ArrayList<>();
    for (Turn turn : log.turns()) {
      int action = 0;
      for (int other = 1; other < 3; other++) {
        action = turn.context().numeric(other).orElseThrow()
                > turn.context().numeric(action).orElseThrow()
            ? other
            : action;
      }
      best.add(Choices.turn(turn.context(), (Announcement) turn.commitment(), action));
    }
    UtilityFeature quality = new UtilityFeature(
        "plain quality",
        (context, commitment, action) -> context.numeric(action).orElseThrow());
    Refused refused = (Refused) infer(
        new TurnLog(Choices.ACTIONS, best), quality, Choices.TERMS.features().get(1));
    assertEquals(Reason.SEPARATED, refused.reason());
    assertTrue(refused.explanation().contains("plain quality"), refused.explanation());
    assertTrue(refused.evidence().get("plain quality") > 0);
  }

  /** Action b is never taken: its constant runs to minus infinity while that of a stays finite. */
  @Test
  void quasiSeparationIsRefused() {
    Refused refused = (Refused) infer(counts(60, 0, 40), IS_A, IS_B);
    assertEquals(Reason.SEPARATED, refused.reason());
    assertEquals(Set.of("is b"), refused.evidence().keySet());
    assertTrue(refused.evidence().get("is b") < 0);
  }

  @Test
  void termsWithoutVariationAreNamed() {
    UtilityFeature constant = new UtilityFeature(
        "target", (context, commitment, action) -> ((Announcement) commitment).qualityTarget());
    Refused refused = (Refused) infer(planted(7), Choices.TERMS.features().get(0), constant);
    assertEquals(Reason.NO_VARIATION, refused.reason());
    assertEquals("menus whose actions differ in target", refused.needed());
  }

  @Test
  void termsThatMoveTogetherAreNamed() {
    UtilityFeature isC =
        new UtilityFeature("is c", (context, commitment, action) -> action == 2 ? 1 : 0);
    Refused refused =
        (Refused) infer(planted(8), IS_A, IS_B, isC, Choices.TERMS.features().get(0));
    assertEquals(Reason.COLLINEAR, refused.reason());
    assertEquals(Set.of("is a", "is b", "is c"), refused.evidence().keySet());
  }

  @Test
  void fewSessionsAreRefused() {
    Refused refused = (Refused) infer(counts(8, 6, 5), IS_A, IS_B);
    assertEquals(Reason.TOO_FEW_SESSIONS, refused.reason());
    assertEquals(Map.of("sessions", 19.0, "turns left out", 0.0), refused.evidence());
  }

  @Test
  void negativeWeightsHaveNoQualityCostFollower() {
    assertTrue(Choices.TERMS.follower(Choices.ACTIONS, List.of(1.0, -1.0), 1).isEmpty());
    assertThrows(
        IllegalArgumentException.class,
        () -> Choices.TERMS.follower(Choices.ACTIONS, List.of(1.0), 1));
    assertThrows(IllegalArgumentException.class, () -> inference(IS_A, IS_A));
  }

  /** Choices from pairs in four situations, ten of each pair: the first of the pair with probability p. */
  private static TurnLog pairs(double ab, double bc, double ca, RandomGenerator random) {
    double[] probabilities = {ab, bc, ca};
    List<Turn> turns = new ArrayList<>();
    for (int session = 0; session < 40; session++) {
      for (int turn = 0; turn < 3; turn++) {
        int first = turn;
        int second = (turn + 1) % 3;
        String missing = Choices.ACTIONS.get((turn + 2) % 3).id();
        Context context =
            Choices.context("task" + session % 4, "s" + session, new double[0], Set.of(missing));
        boolean won = random.nextDouble() < probabilities[turn];
        turns.add(Choices.turn(context, ANNOUNCED, won ? first : second));
      }
    }
    return new TurnLog(Choices.ACTIONS, turns);
  }

  @Test
  void cyclicChoicesAreRefused() {
    SplittableRandom random = new SplittableRandom(9);
    Refused refused =
        (Refused) new UtilityInference(List.of(IS_A, IS_B), OPTIONS.withSimulations(199))
            .infer(pairs(0.9, 0.9, 0.9, random), random);
    assertEquals(Reason.INTRANSITIVE, refused.reason());
    assertEquals(4, refused.evidence().get("triples"));
    assertEquals(4, refused.evidence().get("intransitive triples"));
    assertEquals(4, refused.evidence().get("broken triangle inequalities"));
    assertEquals(1.0 / 200, refused.evidence().get("p-value"));
  }

  /** A logit follower with constants 2, 1, 0: transitive, and its pairs say so. */
  @Test
  void transitiveChoicesPass() {
    SplittableRandom random = new SplittableRandom(10);
    InferredUtility found =
        (InferredUtility) new UtilityInference(List.of(IS_A, IS_B), OPTIONS.withSimulations(99))
            .infer(pairs(0.731, 0.731, 0.119, random), random);
    assertEquals(4, found.tests().transitivity().orElseThrow().triples());
    assertTrue(found.tests().transitivity().get().pValue().orElseThrow() > 0.05);
  }

  /**
   * Weak stochastic transitivity at its worst: a over b and b over c always, c against a at 1/2. A p-value
   * at or below 0.05 may occur 0.05 of the time: of 100 logs at most 5 + 3 √(100 · 0.05 · 0.95) = 11.5.
   */
  @Test
  void transitiveChoicesAtTheEdgeAreRarelyCalledCircles() {
    int rejected = 0;
    for (int seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ChoiceTable table = ChoiceTable.of(pairs(1, 1, 0.5, random), List.of(IS_A, IS_B));
      rejected +=
          Transitivity.of(table, 99, random).orElseThrow().pValue().orElseThrow() <= 0.05 ? 1 : 0;
    }
    assertTrue(rejected <= 11, "rejected " + rejected);
  }

  /** One circle of three pairs, each 3 to 1: the cheapest break is 2 (3 ln(3/2) + ln(1/2)) = 1.0465. */
  @Test
  void nearestRankingBreaksTheWeakestPair() {
    Ranking nearest = Ranking.nearest(new double[][] {{0, 30, 1}, {10, 0, 30}, {3, 10, 0}});
    assertEquals(2 * (3 * Math.log(1.5) + Math.log(0.5)), nearest.deviance(), 1e-12);
    assertEquals(
        List.of(0, 1, 2), java.util.Arrays.stream(nearest.position()).boxed().toList());
  }
}
