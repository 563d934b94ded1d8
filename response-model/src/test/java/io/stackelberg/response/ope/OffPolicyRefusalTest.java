package io.stackelberg.response.ope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Outcome;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.ope.OffPolicyResult.Assumption;
import io.stackelberg.response.ope.OffPolicyResult.Estimated;
import io.stackelberg.response.ope.OffPolicyResult.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffPolicyRefusalTest {
  private static final List<OffPolicyEstimator> WEIGHTED = List.of(
      new InversePropensity(),
      new SelfNormalisedInversePropensity(),
      new DoublyRobust(),
      new Switch(),
      new SwitchDoublyRobust());

  private static LoggedDecisions decisions() {
    return LoggedDecisions.of(Bandit.log(10, 2, new Random(4)), Bandit.target(), Reward.quality())
        .withModel(Bandit.model(1));
  }

  private static LoggedDecisions replacing(LoggedDecisions decisions, int position, Turn turn) {
    List<Turn> turns = new ArrayList<>(decisions.log().turns());
    turns.set(position, turn);
    return new LoggedDecisions(
        new TurnLog(Bandit.ARMS, turns),
        decisions.target(),
        decisions.reward(),
        decisions.logging(),
        decisions.model(),
        decisions.largestWeight());
  }

  private static Refused refuse(OffPolicyEstimator method, LoggedDecisions decisions) {
    OffPolicyResult result = method.estimate(decisions);
    assertTrue(result instanceof Refused, result.toString());
    return (Refused) result;
  }

  @Test
  void missingPropensity() {
    Turn turn = Bandit.turn("s3", 1, 0, 2, OptionalDouble.empty(), 1);
    LoggedDecisions decisions = replacing(decisions(), 7, turn);
    for (OffPolicyEstimator method : WEIGHTED) {
      Refused refused = refuse(method, decisions);
      assertEquals(Assumption.OVERLAP, refused.violated());
      assertEquals("s3/1", refused.witness().turn());
      assertEquals("s3", refused.witness().session());
      assertEquals(7, refused.witness().position());
      assertEquals(1, refused.affected());
      assertEquals(20, refused.turns());
      assertTrue(
          refused.summary().contains("VIOLATED(overlap) at 1 of 20 turns"), refused.summary());
    }
    // The direct method needs none; its weights stay unknown. A known logging policy fills the gap.
    Estimated direct = (Estimated) new DirectMethod().estimate(decisions);
    assertEquals(Optional.empty(), direct.weights());
    assertTrue(
        new InversePropensity().estimate(decisions.withLogging(Bandit.logging()))
            instanceof Estimated);
  }

  @Test
  void targetPlaysWhatLoggingNeverDoes() {
    LoggedDecisions all = decisions();
    List<Turn> kept = all.log().turns().stream()
        .filter(turn -> !turn.commitment().equals(Bandit.arm(2)))
        .map(turn -> new Turn(
            turn.context(),
            turn.commitment(),
            OptionalDouble.of(0.5),
            turn.action(),
            turn.outcome()))
        .toList();
    LoggedDecisions decisions = LoggedDecisions.of(
            new TurnLog(Bandit.ARMS, kept),
            context -> Bandit.lottery(0.5, 0.3, 0.2),
            Reward.quality())
        .withModel(Bandit.model(1))
        .withLogging(context -> Bandit.lottery(0.5, 0.5));
    for (OffPolicyEstimator method : WEIGHTED) {
      Refused refused = refuse(method, decisions);
      assertEquals(Assumption.OVERLAP, refused.violated());
      assertEquals(kept.size(), refused.affected());
      assertTrue(refused.needed().contains("share of 0.2"), refused.needed());
      assertTrue(
          refused.witness().detail().contains("target probability 0.2 and logging probability 0"));
    }
    Estimated direct = (Estimated) new DirectMethod().estimate(decisions);
    assertEquals(0.2, direct.weights().orElseThrow().uncoveredShare().orElseThrow(), 1e-12);
  }

  @Test
  void loggedPropensityContradictsTheLoggingPolicy() {
    Turn turn = Bandit.turn("s2", 0, 0, 2, OptionalDouble.of(0.3), 1);
    LoggedDecisions decisions = replacing(decisions(), 4, turn).withLogging(Bandit.logging());
    Refused refused = refuse(new InversePropensity(), decisions);
    assertEquals(Assumption.OVERLAP, refused.violated());
    assertEquals(
        "c was logged with propensity 0.3, the logging policy draws it with probability 0.2",
        refused.witness().detail());
  }

  @Test
  void nothingInCommon() {
    List<Turn> turns = List.of(
        Bandit.turn("s0", 0, 0, 0, OptionalDouble.of(0.5), 1),
        Bandit.turn("s1", 0, 0, 1, OptionalDouble.of(0.5), 1));
    LoggedDecisions decisions = LoggedDecisions.of(
        new TurnLog(Bandit.ARMS, turns), context -> Bandit.lottery(0, 0, 1), Reward.quality());
    Refused refused = refuse(new InversePropensity(), decisions);
    assertEquals(Assumption.OVERLAP, refused.violated());
    assertEquals(2, refused.affected());
  }

  @Test
  void switchNeedsTheWholeLoggingDistribution() {
    LoggedDecisions decisions = decisions();
    for (OffPolicyEstimator method : List.of(new Switch(), new SwitchDoublyRobust())) {
      Refused refused = refuse(method, decisions);
      assertEquals(Assumption.LOGGING_DISTRIBUTION, refused.violated());
      assertEquals(20, refused.affected());
      assertTrue(refused.witness().detail().endsWith("is unknown"), refused.toString());
      assertTrue(method.estimate(decisions.withLogging(Bandit.logging())) instanceof Estimated);
    }
  }

  @Test
  void missingReward() {
    Outcome unjudged = new Outcome(OptionalDouble.empty(), TokenCount.of(5, 5), Optional.empty());
    Turn turn = Bandit.turn("s0", 0, 0, 2, OptionalDouble.of(0.2), unjudged);
    LoggedDecisions decisions = replacing(decisions(), 0, turn).withLogging(Bandit.logging());
    for (OffPolicyEstimator method : WEIGHTED) {
      Refused refused = refuse(method, decisions);
      assertEquals(Assumption.REWARD, refused.violated());
      assertEquals("quality was not measured", refused.witness().detail());
    }
  }

  @Test
  void rewardOutsideItsRange() {
    Turn turn = Bandit.turn("s0", 0, 0, 2, OptionalDouble.of(0.2), 0.9);
    LoggedDecisions decisions = replacing(decisions(), 0, turn);
    LoggedDecisions narrow = LoggedDecisions.of(
        new TurnLog(Bandit.ARMS, decisions.log().turns().subList(0, 1)),
        decisions.target(),
        new Reward("quality", 0, 0.8, Outcome::quality));
    Refused refused = refuse(new InversePropensity(), narrow);
    assertEquals(Assumption.REWARD_RANGE, refused.violated());
    assertTrue(refused.needed().contains("[0.0, 0.8]"), refused.needed());
  }

  @Test
  void weightAboveTheDeclaredLargest() {
    Turn turn = Bandit.turn("s0", 0, 0, 2, OptionalDouble.of(0.2), 1);
    Refused refused =
        refuse(new InversePropensity(), replacing(decisions(), 0, turn).withLargestWeight(3));
    assertEquals(Assumption.LARGEST_WEIGHT, refused.violated());
    assertEquals("s0/0", refused.witness().turn());
  }

  @Test
  void missingModel() {
    LoggedDecisions decisions = LoggedDecisions.of(
            Bandit.log(10, 1, new Random(4)), Bandit.target(), Reward.quality())
        .withLogging(Bandit.logging());
    for (OffPolicyEstimator method :
        List.of(new DirectMethod(), new DoublyRobust(), new Switch(), new SwitchDoublyRobust())) {
      assertEquals(Assumption.REWARD_MODEL, refuse(method, decisions).violated());
    }
    Refused broken =
        refuse(new DirectMethod(), decisions.withModel((context, commitment) -> Double.NaN));
    assertEquals(Assumption.REWARD_MODEL, broken.violated());
    assertEquals(10, broken.affected());
  }
}
