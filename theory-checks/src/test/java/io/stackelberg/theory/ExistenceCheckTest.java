package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.catalog.AnnouncementGame;
import io.stackelberg.game.catalog.Catalog;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExistenceCheckTest {
  private static final ActionSet TWO = ActionSet.named(List.of("a", "b"));
  private static final List<Commitment> MENU =
      List.of(new Announcement(0.5, 0), new Announcement(1, 0));

  private static Context context(String id, String... unavailable) {
    return new Context(
        id,
        id,
        FeatureSchema.EMPTY,
        new double[0],
        List.of(),
        SessionState.START,
        Set.of(unavailable));
  }

  /** A follower that answers every commitment with these numbers. */
  private static FollowerModel answering(double... response) {
    return new FollowerModel() {
      @Override
      public ActionSet actions() {
        return TWO;
      }

      @Override
      public double[] respond(Context context, Commitment commitment) {
        return response.clone();
      }
    };
  }

  private static CheckResult check(FollowerModel follower, double... values) {
    return ExistenceCheck.check(
        List.of(context("x"), context("y")), MENU, follower, (context, action) -> values[action]);
  }

  private static void assertWitness(CheckResult result, String witness) {
    CheckResult.Violated violated = assertInstanceOf(CheckResult.Violated.class, result);
    assertTrue(violated.witness().contains(witness), violated.witness());
    assertEquals(Rigour.EXACT, violated.rigour());
  }

  @Test
  void holdsOnR1Grid() {
    AnnouncementGame game = Catalog.r1Grid().game();
    List<Commitment> menu =
        List.of(new Announcement(1, 0), new Announcement(1, 0.2), new Announcement(1, 1));
    CheckResult.Holds holds = assertInstanceOf(
        CheckResult.Holds.class,
        ExistenceCheck.check(
            List.of(game.context()),
            menu,
            game.follower(),
            (context, action) -> game.outcomes().expect(context, action).quality()));
    assertEquals(Rigour.EXACT, holds.rigour());
    assertTrue(holds.margin() > 0 && holds.margin() <= 1e-9, "" + holds.margin());
    assertEquals(
        "A maximum is attained at each of 1 contexts: 3 commitments, 3 actions, 3 finite values.",
        holds.detail());
  }

  @Test
  void infeasibleCommitmentsAreNotCounted() {
    List<Commitment> directives = List.of(new Directive("a"), new Directive("b"));
    CheckResult.Holds holds = assertInstanceOf(
        CheckResult.Holds.class,
        ExistenceCheck.check(
            List.of(context("x"), context("y", "b")),
            directives,
            new ObedientFollower(TWO),
            (context, action) -> 1.0));
    assertTrue(holds.detail().contains("3 finite values"), holds.detail());
  }

  @Test
  void anEmptyGameHasNoMaximum() {
    assertWitness(
        ExistenceCheck.check(List.of(), MENU, answering(1, 0), (context, action) -> 0.0),
        "0 contexts, 2 commitments");
    assertWitness(
        ExistenceCheck.check(
            List.of(context("x")), List.of(), answering(1, 0), (context, action) -> 0.0),
        "1 contexts, 0 commitments");
  }

  @Test
  void aContextWithoutFeasibleCommitmentIsTheWitness() {
    assertWitness(
        ExistenceCheck.check(
            List.of(context("x"), context("stuck", "a", "b")),
            List.of(new Directive("a"), new Directive("b")),
            new ObedientFollower(TWO),
            (context, action) -> 0.0),
        "Context[stuck");
  }

  @Test
  void whatIsNotADistributionIsTheWitness() {
    assertWitness(check(answering(0.5, 0.4), 1, 1), "probabilities sum to 0.9");
    assertWitness(check(answering(1.5, -0.5), 1, 1), "P(1) = -0.5 at Context[x");
    assertWitness(check(answering(Double.NaN, 1), 1, 1), "P(0) = NaN");
    assertWitness(check(answering(1), 1, 1), "1 probabilities for 2 actions");
    assertWitness(check(answering(0.5, 0.25, 0.25), 1, 1), "3 probabilities for 2 actions");
  }

  @Test
  void anUnavailableActionThatIsPlayedIsTheWitness() {
    assertWitness(
        ExistenceCheck.check(
            List.of(context("x", "b")), MENU, answering(0.5, 0.5), (context, action) -> 0.0),
        "P(1) = 0.5");
  }

  @Test
  void aValueThatIsNotFiniteIsTheWitness() {
    assertWitness(check(answering(0.5, 0.5), 1, Double.NaN), "value NaN");
    assertWitness(check(answering(0.5, 0.5), 1, Double.NEGATIVE_INFINITY), "under q=0.5,c=0.0");
    // An action that is never played may have no value.
    assertInstanceOf(CheckResult.Holds.class, check(answering(1, 0), 1, Double.NaN));
  }
}
