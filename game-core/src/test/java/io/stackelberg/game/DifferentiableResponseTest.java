package io.stackelberg.game;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DifferentiableResponseTest {
  private static final Context CONTEXT = Context.named("x");
  private static final ActionSet ACTIONS = ActionSet.named(List.of("lean", "rich"));
  private static final OutcomeModel OUTCOMES = (context, action) -> new ExpectedOutcome(
      action == 0 ? 0.5 : 0.9, OptionalDouble.of(action == 0 ? 1 : 3), OptionalDouble.empty());
  private static final QualityCostUtility UTILITY =
      new QualityCostUtility(OUTCOMES, CostUnit.TOKENS, 10, 1, 1);

  @Test
  void aQuantalFollowerHasTheSlopesOfItsLogit() {
    // At q = 0.7: U_rich − U_lean = 10 (0.7 − 0.5) − 2 (1 + c), slopes −2 in c and 10 in q. At c =
    // 0 the
    // difference is 0, so P = 1/2 and dP_rich = P(1 − P) slope / T = slope / 8 for T = 2.
    QuantalFollower follower = new QuantalFollower(ACTIONS, UTILITY, 2);
    double[] probabilities = new double[2];
    double[][] derivatives = new double[2][2];
    Smoothness smoothness = follower
        .differentiable()
        .orElseThrow()
        .differentiate(CONTEXT, new Announcement(0.7, 0), probabilities, derivatives);
    assertEquals(Smoothness.REGULAR, smoothness);
    assertArrayEquals(new double[] {0.5, 0.5}, probabilities, 1e-15);
    assertArrayEquals(new double[] {0.25, -1.25}, derivatives[0], 1e-15);
    assertArrayEquals(new double[] {-0.25, 1.25}, derivatives[1], 1e-15);
  }

  @Test
  void aTargetAtAnActionsQualityIsAKink() {
    DifferentiableResponse follower =
        new QuantalFollower(ACTIONS, UTILITY, 2).differentiable().orElseThrow();
    assertEquals(
        Smoothness.ACTIVE_SET_CHANGE,
        follower.differentiate(CONTEXT, new Announcement(0.9, 0), new double[2], new double[2][2]));
    assertThrows(
        IllegalArgumentException.class,
        () -> follower.differentiate(
            CONTEXT, new Directive("lean"), new double[2], new double[2][2]));
  }

  @Test
  void aUtilityWithoutSlopesHasNone() {
    assertEquals(
        Optional.empty(),
        new QuantalFollower(ACTIONS, (context, commitment, action) -> action, 1).differentiable());
  }
}
