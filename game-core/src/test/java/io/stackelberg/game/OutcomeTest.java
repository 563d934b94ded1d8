package io.stackelberg.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class OutcomeTest {
  private static String refusal(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @Test
  void whatWasNotMeasuredIsNotZero() {
    TokenCount half =
        new TokenCount(OptionalLong.of(5), OptionalLong.empty(), OptionalLong.empty());
    assertEquals(OptionalLong.empty(), half.total());
    Outcome outcome = new Outcome(OptionalDouble.empty(), half, Optional.empty());
    assertEquals(OptionalDouble.empty(), CostUnit.TOKENS.of(outcome));
    assertEquals(OptionalDouble.empty(), CostUnit.USD.of(outcome));
  }

  @Test
  void costIsCountedInTheStudysUnit() {
    Outcome outcome = new Outcome(
        OptionalDouble.of(1),
        TokenCount.of(120, 30),
        Optional.of(Money.usd(new BigDecimal("0.0042"))));
    assertEquals(150, CostUnit.TOKENS.of(outcome).orElseThrow());
    assertEquals(0.0042, CostUnit.USD.of(outcome).orElseThrow());
    Outcome euros = new Outcome(
        OptionalDouble.of(1), TokenCount.UNKNOWN, Optional.of(new Money(BigDecimal.ONE, "EUR")));
    assertEquals(OptionalDouble.empty(), CostUnit.USD.of(euros));
  }

  @Test
  void impossibleOutcomesAreRefused() {
    assertEquals(
        "quality is 1.7, expected a number in [0.0, 1.0].",
        refusal(() -> new Outcome(OptionalDouble.of(1.7), TokenCount.UNKNOWN, Optional.empty())));
    assertEquals(
        "token count is -1, expected a whole number >= 0.", refusal(() -> TokenCount.of(-1, 1)));
    assertEquals(
        "cachedInput is 6, expected at most input = 5.",
        refusal(() -> new TokenCount(OptionalLong.of(5), OptionalLong.of(1), OptionalLong.of(6))));
    assertEquals(
        "amount is -0.1, expected a number >= 0.",
        refusal(() -> Money.usd(new BigDecimal("-0.1"))));
    assertEquals(
        "expected quality is NaN, expected a finite number.",
        refusal(
            () -> new ExpectedOutcome(Double.NaN, OptionalDouble.empty(), OptionalDouble.empty())));
  }

  @Test
  void aTurnTakesAnAvailableActionWithAPossiblePropensity() {
    Context context = new Context(
        "q1", "q1", FeatureSchema.EMPTY, new double[0], List.of(), SessionState.START, Set.of("b"));
    Outcome outcome = new Outcome(OptionalDouble.of(1), TokenCount.UNKNOWN, Optional.empty());
    assertEquals(
        "action is \"b\", expected an action available at Context[q1, session q1, turn 0].",
        refusal(() -> new Turn(
            context, new Directive("b"), OptionalDouble.empty(), new NamedAction("b"), outcome)));
    for (double propensity : new double[] {0, 1.5, Double.NaN}) {
      assertEquals(
          "commitmentPropensity is " + propensity + ", expected a number in [4.9E-324, 1.0].",
          refusal(() -> new Turn(
              context,
              new Directive("a"),
              OptionalDouble.of(propensity),
              new NamedAction("a"),
              outcome)));
    }
  }

  @Test
  void anActionSetKeepsItsOrderAndDistinctIds() {
    ActionSet grid = ActionSet.grid(List.of(0.5, 1.0), List.of(Verbosity.CONCISE), List.of(0, 3));
    assertEquals(
        List.of("c0.5-concise-t0", "c0.5-concise-t3", "c1.0-concise-t0", "c1.0-concise-t3"),
        grid.actions().stream().map(ResourceAction::id).toList());
    assertEquals(2, grid.indexOf("c1.0-concise-t0"));
    assertEquals(
        "action is \"a\" twice, expected distinct ids.",
        refusal(() -> ActionSet.named(List.of("a", "a"))));
  }
}
