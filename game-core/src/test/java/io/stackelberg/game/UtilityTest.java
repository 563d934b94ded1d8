package io.stackelberg.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class UtilityTest {
  private static final double REQUIRED = 0.8;
  private static final ShortfallUtility LEADER =
      new ShortfallUtility(REQUIRED, 100, 0.1, 2, IncentiveForm.SUBSIDY, 50);

  @Test
  void shortfallTokensAndIncentivesEnterOnceWithAMinus() {
    // −100 (0.8 − 0.6) − 0.1 · 30 − 2 · 0.5 · (50 − 30) = −20 − 3 − 20
    assertEquals(-43, LEADER.of(0.5, 0.6, 30), 1e-12);
    // Quality above the requirement earns nothing, tokens above the reference are not subsidised.
    assertEquals(-6, LEADER.of(0.5, 0.9, 60), 1e-12);
    ShortfallUtility penalty =
        new ShortfallUtility(REQUIRED, 100, 0.1, 2, IncentiveForm.PENALTY, 50);
    assertEquals(-23, penalty.of(0.5, 0.6, 30), 1e-12);
  }

  @Test
  void announcingLessDoesNotRemoveTheShortfall() {
    // Theory C24. A follower answers a target of 0.3 with quality 0.3 at 10 tokens and one of 0.8
    // with 0.8 at
    // 40 tokens. With a shortfall against the announced target, (q − quality)_+ is 0 both times and
    // the low
    // target wins by its 30 tokens; against the required quality 0.8 it loses 100 · 0.5.
    Announcement low = new Announcement(0.3, 0);
    Announcement high = new Announcement(0.8, 0);
    double gamedLow = -100 * Math.max(0, low.qualityTarget() - 0.3) - 0.1 * 10;
    double gamedHigh = -100 * Math.max(0, high.qualityTarget() - 0.8) - 0.1 * 40;
    assertTrue(gamedLow > gamedHigh);
    assertEquals(-51, LEADER.of(low.costIncentive(), 0.3, 10), 1e-12);
    assertEquals(-4, LEADER.of(high.costIncentive(), 0.8, 40), 1e-12);
  }

  @Test
  void theLeadersUtilityCannotSeeTheAnnouncedTarget() {
    assertEquals(
        List.of(
            "requiredQuality",
            "shortfallWeight",
            "tokenWeight",
            "incentiveWeight",
            "incentiveForm",
            "referenceTokens"),
        Arrays.stream(ShortfallUtility.class.getRecordComponents())
            .map(component -> component.getName())
            .toList());
    assertTrue(Arrays.stream(ShortfallUtility.class.getMethods())
        .flatMap(method -> Arrays.stream(method.getParameterTypes()))
        .noneMatch(Commitment.class::isAssignableFrom));
  }

  @Test
  void weightsAreChecked() {
    assertEquals(
        "requiredQuality is NaN, expected a number in [0.0, 1.0].",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ShortfallUtility(Double.NaN, 1, 1, 1, IncentiveForm.SUBSIDY, 1))
            .getMessage());
    assertEquals(
        "tokenWeight is -1.0, expected a finite number >= 0.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ShortfallUtility(1, 1, -1, 1, IncentiveForm.SUBSIDY, 1))
            .getMessage());
  }

  @Test
  void theFollowerWeighsQualityUpToTheTargetAgainstDearerCost() {
    OutcomeModel outcomes = (context, action) ->
        new ExpectedOutcome(0.9, OptionalDouble.of(200), OptionalDouble.empty());
    QualityCostUtility follower = new QualityCostUtility(outcomes, CostUnit.TOKENS, 1, 0.1, 400);
    // min(0.9, 0.6) − 0.1 · 1.5 · 200 / 400
    assertEquals(0.525, follower.of(Context.named("q1"), new Announcement(0.6, 0.5), 0), 1e-12);
    // min(0.9, 1) − 0.1 · 200 / 400
    assertEquals(0.85, follower.of(Context.named("q1"), new Announcement(1, 0), 0), 1e-12);
    assertEquals(
        "commitment is a, expected an announcement.",
        assertThrows(
                IllegalArgumentException.class,
                () -> follower.of(Context.named("q1"), new Directive("a"), 0))
            .getMessage());
    QualityCostUtility inMoney = new QualityCostUtility(outcomes, CostUnit.USD, 1, 0.1, 400);
    assertEquals(
        "expected cost in usd is unknown.",
        assertThrows(
                IllegalStateException.class,
                () -> inMoney.of(Context.named("q1"), new Announcement(1, 0), 0))
            .getMessage());
  }
}
