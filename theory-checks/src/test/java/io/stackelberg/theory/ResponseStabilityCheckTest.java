package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Regularity;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResponseStabilityCheckTest {
  private static final List<Context> CONTEXTS = List.of(Context.named("x"));

  /** Two actions whose utility difference is slope · c − 2 at temperature ½; states a constant of itself. */
  private record Logit(double slope, double stated) implements FollowerModel, Regularity.Stated {
    @Override
    public ActionSet actions() {
      return ActionSet.named(List.of("a1", "a2"));
    }

    @Override
    public double[] respond(Context context, Commitment commitment) {
      double cost = commitment.coordinates().getOrDefault("cost_incentive", 0.0);
      double first = 1 / (1 + StrictMath.exp(-(slope * cost - 2) / 0.5));
      return new double[] {first, 1 - first};
    }

    @Override
    public Regularity regularity(Context context) {
      return new Regularity.Lipschitz(List.of("cost_incentive"), stated, stated);
    }
  }

  private static double quantity(CheckResult result, String name) {
    return result.quantities().stream()
        .filter(quantity -> quantity.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values()
        .get(0);
  }

  @Test
  void theLogitOfTwoActionsMovesAsKnown() {
    // U(a1) − U(a2) = 4c − 2, T = ½ (theory 2a): between c = 0.4 and 0.6 the response moves by
    // tanh(0.4) =
    // 0.3799489623, a ratio of 1.8997448; the constant is 4 / (4T) = 2.
    List<Commitment> menu =
        List.of(new Announcement(0.5, 0.4), new Announcement(0.5, 0.6), new Directive("a1"));
    CheckResult result = ResponseStabilityCheck.check(CONTEXTS, menu, new Logit(4, 2));
    assertInstanceOf(CheckResult.Holds.class, result);
    assertEquals(1, quantity(result, "pairs"), "a directive is at no distance");
    assertEquals(0.3799489623, quantity(result, "tv_jump"), 1e-10);
    assertEquals(0.3799489623 / 0.2, quantity(result, "tv_menu"), 1e-9);
    assertEquals(2, quantity(result, "tv_stated"));
  }

  @Test
  void aConstantThatAPairExceedsIsRefuted() {
    List<Commitment> menu = List.of(new Announcement(0.5, 0.4), new Announcement(0.5, 0.6));
    CheckResult result = ResponseStabilityCheck.check(CONTEXTS, menu, new Logit(4, 1.8));
    assertInstanceOf(CheckResult.Violated.class, result);
    assertTrue(((CheckResult.Violated) result).witness().contains("differ by 0.3799"));
  }

  @Test
  void directivesAloneHaveNothingToBeStableIn() {
    assertInstanceOf(
        CheckResult.Inconclusive.class,
        ResponseStabilityCheck.check(
            CONTEXTS, List.of(new Directive("a1"), new Directive("a2")), new Logit(4, 2)));
  }

  @Test
  void theMenusConstantNeverExceedsAProvedOne() {
    // 1,000 random slopes and menus: slope / (4T) = slope / 2 is proved; the largest ratio is
    // enumerated again.
    SplittableRandom random = new SplittableRandom(7);
    for (int instance = 0; instance < 1000; instance++) {
      double slope = random.nextDouble(0.1, 20);
      List<Commitment> menu = new ArrayList<>();
      int size = 2 + random.nextInt(5);
      for (int member = 0; member < size; member++) {
        menu.add(new Announcement(0.5, random.nextDouble()));
      }
      Logit follower = new Logit(slope, slope / 2);
      CheckResult result = ResponseStabilityCheck.check(CONTEXTS, menu, follower);
      assertInstanceOf(CheckResult.Holds.class, result, "instance " + instance);
      double steepest = 0;
      for (Commitment one : menu) {
        for (Commitment other : menu) {
          double distance = Math.abs(
              ((Announcement) one).costIncentive() - ((Announcement) other).costIncentive());
          double moved = Math.abs(follower.respond(CONTEXTS.get(0), one)[0]
              - follower.respond(CONTEXTS.get(0), other)[0]);
          steepest = distance > 0 ? Math.max(steepest, moved / distance) : steepest;
        }
      }
      assertEquals(steepest, quantity(result, "tv_menu"), 1e-9 * (1 + steepest));
      assertTrue(steepest <= slope / 2 * (1 + 1e-9), "instance " + instance);
    }
  }
}
