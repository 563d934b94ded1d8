package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.catalog.AnnouncementGame;
import io.stackelberg.game.catalog.Catalog;
import io.stackelberg.theory.ClaimAudit.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimAuditTest {
  private static final double TOLERANCE = 1e-9;

  @Test
  void equalClaimsHoldWithTheRoomThatIsLeft() {
    CheckResult.Holds holds = assertInstanceOf(
        CheckResult.Holds.class,
        ClaimAudit.compare(
            "audit", List.of(new Claim("one", 1, 1), new Claim("two", 3, 3 + 2e-9)), TOLERANCE));
    // The larger difference is 2e-9 relative to 1 + 3.
    assertEquals(0.5e-9, holds.margin(), 1e-15);
    assertTrue(holds.detail().startsWith("2 claimed numbers recomputed"), holds.detail());
    assertTrue(holds.detail().endsWith("(two)."), holds.detail());
    assertEquals(Rigour.EXACT, holds.rigour());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aPlantedWrongValueIsFound(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Claim> claims = new ArrayList<>();
    for (int index = 0; index < 50; index++) {
      double value = random.nextDouble(-100, 100);
      claims.add(new Claim("claim " + index, value, value));
    }
    assertInstanceOf(CheckResult.Holds.class, ClaimAudit.compare("audit", claims, TOLERANCE));
    int wrong = random.nextInt(50);
    double value = claims.get(wrong).recomputed();
    // Twice what is tolerated, relative to 1 + |value|.
    double claimed = value + 2 * TOLERANCE * (1 + Math.abs(value));
    claims.set(wrong, new Claim("claim " + wrong, claimed, value));
    CheckResult.Violated violated = assertInstanceOf(
        CheckResult.Violated.class, ClaimAudit.compare("audit", claims, TOLERANCE));
    assertEquals(
        "claim " + wrong + " was claimed as " + claimed + ", recomputed " + value,
        violated.witness());
  }

  @Test
  void whatIsNotANumberIsNeverConfirmed() {
    double[][] pairs = {
      {Double.NaN, 1},
      {1, Double.NaN},
      {Double.NaN, Double.NaN},
      {Double.POSITIVE_INFINITY, 1},
      {1, Double.POSITIVE_INFINITY},
      {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}
    };
    for (double[] pair : pairs) {
      assertInstanceOf(
          CheckResult.Violated.class,
          ClaimAudit.compare("audit", List.of(new Claim("x", pair[0], pair[1])), TOLERANCE),
          pair[0] + " against " + pair[1]);
    }
    assertInstanceOf(
        CheckResult.Violated.class,
        ClaimAudit.compare("audit", List.of(new Claim("x", 1, 1)), Double.NaN));
  }

  @Test
  void withoutClaimsNothingIsConfirmed() {
    CheckResult.Inconclusive nothing = assertInstanceOf(
        CheckResult.Inconclusive.class, ClaimAudit.compare("audit", List.of(), TOLERANCE));
    assertEquals("at least one claim", nothing.missing());
  }

  @Test
  void meansAreAsByHand() {
    // Qualities 0.2 and 0.8, 10 and 50 tokens; the lottery draws b with probability 1/4 at x, with
    // certainty at y: quality (0.35 + 0.8)/2, tokens (20 + 50)/2.
    ActionSet actions = ActionSet.named(List.of("a", "b"));
    OutcomeModel outcomes = (context, action) -> new ExpectedOutcome(
        action == 0 ? 0.2 : 0.8,
        OptionalDouble.of(action == 0 ? 10 : 50),
        OptionalDouble.of(action == 0 ? 0.001 : 0.005));
    LeaderPolicy policy = context -> MixedCommitment.between(
        new Directive("a"), new Directive("b"), context.id().equals("x") ? 0.75 : 0);
    List<Context> contexts = List.of(Context.named("x"), Context.named("y"));
    ObedientFollower follower = new ObedientFollower(actions);
    assertEquals(0.575, ClaimAudit.meanQuality(policy, contexts, follower, outcomes), 1e-12);
    assertEquals(
        35, ClaimAudit.meanCost(policy, contexts, follower, outcomes, CostUnit.TOKENS), 1e-12);
    assertEquals(
        0.0035, ClaimAudit.meanCost(policy, contexts, follower, outcomes, CostUnit.USD), 1e-15);
  }

  @Test
  void theMeanEffortOfR1GridIsRecomputed() {
    // One token per unit of effort, so the mean cost is the mean effort.
    AnnouncementGame game = Catalog.r1Grid().game();
    double effort = ClaimAudit.meanCost(
        LeaderPolicy.always(new Announcement(1, 0.2)),
        List.of(game.context()),
        game.follower(),
        game.outcomes(),
        CostUnit.TOKENS);
    assertTrue(Catalog.r1Grid().answer("mean effort at c=0.2").agreesWith(effort), "" + effort);
  }

  @Test
  void anActionThatIsNeverPlayedNeedsNoOutcome() {
    OutcomeModel partial = (context, action) -> {
      if (action == 1) {
        throw new IllegalArgumentException("nothing is known of action 1.");
      }
      return new ExpectedOutcome(0.5, OptionalDouble.of(1), OptionalDouble.empty());
    };
    assertEquals(
        0.5,
        ClaimAudit.meanQuality(
            LeaderPolicy.always(new Directive("a")),
            List.of(Context.named("x")),
            new ObedientFollower(ActionSet.named(List.of("a", "b"))),
            partial));
  }
}
