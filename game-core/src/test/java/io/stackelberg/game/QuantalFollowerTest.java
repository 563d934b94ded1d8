package io.stackelberg.game;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuantalFollowerTest {
  private static final ActionSet ACTIONS = ActionSet.named(List.of("a", "b", "c"));
  private static final Announcement ANY = new Announcement(0.5, 0.2);
  private static final FollowerUtility LOG_INDEX =
      (context, commitment, action) -> Math.log(action + 1);

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
  void probabilitiesAreProportionalToExpUtilityOverTemperature() {
    // exp(log 1), exp(log 2), exp(log 3) = 1, 2, 3; at temperature 1/2 their squares 1, 4, 9.
    assertArrayEquals(
        new double[] {1 / 6.0, 2 / 6.0, 3 / 6.0},
        new QuantalFollower(ACTIONS, LOG_INDEX, 1).respond(without(), ANY),
        1e-15);
    assertArrayEquals(
        new double[] {1 / 14.0, 4 / 14.0, 9 / 14.0},
        new QuantalFollower(ACTIONS, LOG_INDEX, 0.5).respond(without(), ANY),
        1e-15);
  }

  @Test
  void theScalarGameOnThreeActionsHasItsPublishedResponse() {
    // U_F = a − a²/2 − c a on {0, 1/2, 1}, T = 0.1, c = 0.2: utilities 0, 0.275, 0.3, so the
    // weights are
    // 1, e^2.75 = 15.642632, e^3 = 20.085537 and their sum 36.728169.
    double[] levels = {0, 0.5, 1};
    FollowerUtility utility = (context, commitment, action) -> {
      double level = levels[action];
      double incentive = ((Announcement) commitment).costIncentive();
      return level - level * level / 2 - incentive * level;
    };
    assertArrayEquals(
        new double[] {0.0272270585, 0.4259028531, 0.5468700884},
        new QuantalFollower(ACTIONS, utility, 0.1).respond(without(), ANY),
        1e-10);
  }

  @Test
  void unavailableActionsGetNothing() {
    assertArrayEquals(
        new double[] {0.25, 0, 0.75},
        new QuantalFollower(ACTIONS, LOG_INDEX, 1).respond(without("b"), ANY),
        1e-15);
    assertEquals(
        "best utility is -Infinity, expected a finite number.",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new QuantalFollower(ACTIONS, LOG_INDEX, 1).respond(without("a", "b", "c"), ANY))
            .getMessage());
  }

  @Test
  void extremeTemperaturesGiveABestResponseAndAUniformDraw() {
    assertArrayEquals(
        new double[] {0, 0, 1},
        new QuantalFollower(ACTIONS, LOG_INDEX, 1e-6).respond(without(), ANY),
        0);
    assertArrayEquals(
        new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0},
        new QuantalFollower(ACTIONS, LOG_INDEX, 1e9).respond(without(), ANY),
        1e-9);
  }

  @Test
  void hugeUtilitiesDoNotOverflow() {
    FollowerUtility huge = (context, commitment, action) -> 1e6 + Math.log(action + 1);
    // 1e6 + log k keeps about 10 decimals of log k.
    assertArrayEquals(
        new double[] {1 / 6.0, 2 / 6.0, 3 / 6.0},
        new QuantalFollower(ACTIONS, huge, 1).respond(without(), ANY),
        1e-9);
  }

  @Test
  void aDirectiveIsObeyed() {
    QuantalFollower follower = new QuantalFollower(ACTIONS, LOG_INDEX, 1);
    assertArrayEquals(new double[] {1, 0, 0}, follower.respond(without(), new Directive("a")), 0);
    assertEquals(
        "action is a, expected an action available at Context[q1, session q1, turn 0].",
        assertThrows(
                IllegalArgumentException.class,
                () -> follower.respond(without("a"), new Directive("a")))
            .getMessage());
    assertEquals(
        "action is \"d\", expected one of [a, b, c].",
        assertThrows(
                IllegalArgumentException.class,
                () -> follower.respond(without(), new Directive("d")))
            .getMessage());
  }

  @Test
  void anObedientFollowerAnswersNothingElse() {
    assertEquals(
        "commitment is q=0.5,c=0.2, expected a directive, for the follower obeys.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ObedientFollower(ACTIONS).respond(without(), ANY))
            .getMessage());
  }

  @Test
  void temperatureIsAboveZero() {
    for (double temperature : new double[] {0, -1, Double.NaN}) {
      assertEquals(
          "temperature is " + temperature + ", expected a finite number > 0.",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new QuantalFollower(ACTIONS, LOG_INDEX, temperature))
              .getMessage());
    }
  }
}
