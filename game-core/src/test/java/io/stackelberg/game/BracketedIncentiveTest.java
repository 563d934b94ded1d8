package io.stackelberg.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BracketedIncentiveTest {
  private static final BracketedIncentive TAX =
      new BracketedIncentive(List.of(100.0, 300.0), List.of(1.0, 2.0, 0.5));

  @Test
  void paysEachBracketAtItsOwnRate() {
    // 100 at 1, 200 at 2, 50 at 0.5.
    assertEquals(525, TAX.payment(350), 1e-12);
    assertEquals(500, TAX.payment(300), 1e-12);
    assertEquals(100, TAX.payment(100), 1e-12);
    assertEquals(60, TAX.payment(60), 1e-12);
    assertEquals(0, TAX.payment(0));
    assertEquals(0, TAX.payment(-40));
    assertEquals(
        List.of(100.0, 200.0, 50.0), BracketedIncentive.tokensPerBracket(TAX.breakpoints(), 350));
  }

  @Test
  void savingMoreNeverPaysLess() {
    SplittableRandom random = new SplittableRandom(3);
    for (int pair = 0; pair < 1000; pair++) {
      double one = 600 * random.nextDouble() - 100;
      double other = 600 * random.nextDouble() - 100;
      double less = TAX.payment(Math.min(one, other));
      assertTrue(less <= TAX.payment(Math.max(one, other)), one + " and " + other);
    }
  }

  @Test
  void shapesAreClaims() {
    assertFalse(TAX.isConvex() || TAX.isConcave());
    BracketedIncentive rising = new BracketedIncentive(List.of(1.0), List.of(1.0, 2.0));
    assertTrue(rising.isConvex() && !rising.isConcave());
    // A convex payment lies below its chord, a concave one above.
    assertTrue(rising.payment(1) <= (rising.payment(0.5) + rising.payment(1.5)) / 2);
    BracketedIncentive falling = new BracketedIncentive(List.of(1.0), List.of(2.0, 1.0));
    assertTrue(falling.isConcave() && !falling.isConvex());
    assertTrue(falling.payment(1) >= (falling.payment(0.5) + falling.payment(1.5)) / 2);
    BracketedIncentive flat = new BracketedIncentive(List.of(1.0), List.of(2.0, 2.0));
    assertTrue(flat.isConcave() && flat.isConvex());
  }

  @Test
  void oneBracketIsTheFlatIncentive() {
    double[] quality = {0.9, 0.8, 0.3};
    double[] cost = {10, 6, 2};
    OutcomeModel outcomes = (context, action) -> new ExpectedOutcome(
        quality[action], OptionalDouble.of(cost[action]), OptionalDouble.empty());
    Context context = Context.named("x");
    FollowerUtility flat = new QualityCostUtility(outcomes, CostUnit.TOKENS, 2, 3, 50);
    FollowerUtility bracketed = new BracketedCostUtility(outcomes, CostUnit.TOKENS, 2, 3, 50, 10);
    BracketedIncentive one = new BracketedIncentive(List.of(), List.of(0.7));
    Announcement announcement = new Announcement(1, 0.7);
    double constant = 3 * 0.7 * 10 / 50;
    for (int action = 0; action < 3; action++) {
      assertEquals(
          flat.of(context, announcement, action) + constant,
          bracketed.of(context, one, action),
          1e-12);
      assertEquals(
          IncentiveForm.SUBSIDY.spend(0.7, 10, cost[action]),
          one.payment(10 - cost[action]),
          1e-12);
    }
    String message = assertThrows(
            IllegalArgumentException.class, () -> bracketed.of(context, announcement, 0))
        .getMessage();
    assertTrue(message.contains("expected a bracketed incentive"), message);
  }

  @Test
  void coordinatesAreTheSlopesOfTheBrackets() {
    assertEquals(
        "{slope_from_0.0=1.0, slope_from_100.0=2.0, slope_from_300.0=0.5}",
        TAX.coordinates().toString());
    BracketedIncentive near = new BracketedIncentive(List.of(100.0, 300.0), List.of(1.0, 2.0, 1.0));
    assertEquals(0.5, Commitment.distance(TAX, near), 1e-12);
    BracketedIncentive other =
        new BracketedIncentive(List.of(100.0, 200.0), List.of(1.0, 2.0, 0.5));
    assertEquals(Double.POSITIVE_INFINITY, Commitment.distance(TAX, other));
  }

  @Test
  void wrongSchedulesAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new BracketedIncentive(List.of(2.0, 1.0), List.of(1.0, 1.0, 1.0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BracketedIncentive(List.of(0.0), List.of(1.0, 1.0)));
    String message = assertThrows(
            IllegalArgumentException.class,
            () -> new BracketedIncentive(List.of(1.0), List.of(1.0)))
        .getMessage();
    assertEquals("number of slopes is 1, expected 2, one per bracket.", message);
    assertThrows(
        IllegalArgumentException.class,
        () -> new BracketedIncentive(List.of(), List.of(Double.NaN)));
    assertThrows(
        IllegalArgumentException.class, () -> new BracketedIncentive(List.of(), List.of(-1.0)));
  }
}
