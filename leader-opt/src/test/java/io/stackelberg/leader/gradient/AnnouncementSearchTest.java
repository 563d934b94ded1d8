package io.stackelberg.leader.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.IncentiveForm;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QualityCostUtility;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.ShortfallUtility;
import io.stackelberg.game.Smoothness;
import io.stackelberg.game.catalog.AnnouncementGame;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Three actions, a follower that dislikes cost, two contexts with other qualities. */
class AnnouncementSearchTest {
  private static final Context HARD = Context.named("hard");
  private static final Context EASY = Context.named("easy");
  private static final ActionSet ACTIONS = ActionSet.named(List.of("lean", "even", "rich"));
  private static final OutcomeModel OUTCOMES = (context, action) -> new ExpectedOutcome(
      new double[][] {{0.5, 0.7, 0.9}, {0.8, 0.85, 0.95}}[context.equals(HARD) ? 0 : 1][action],
      OptionalDouble.of(new double[] {1, 2, 4}[action]),
      OptionalDouble.empty());
  private static final QuantalFollower FOLLOWER = new QuantalFollower(
      ACTIONS, new QualityCostUtility(OUTCOMES, CostUnit.TOKENS, 10, 0.3, 1), 0.2);
  private static final ShortfallUtility LEADER =
      new ShortfallUtility(0.8, 20, 1, 0.5, IncentiveForm.PENALTY, 0);

  private static AnnouncementSearch search(AscentMethod method) {
    return new AnnouncementSearch(
        FOLLOWER.differentiable().orElseThrow(),
        OUTCOMES,
        CostUnit.TOKENS,
        LEADER,
        CommitmentRegion.box(new double[2], new double[] {2, 1}),
        method);
  }

  @Test
  void noGridPointBeatsWhatIsFound() {
    for (AscentMethod method : List.of(new ProjectedGradient(), new Adam())) {
      List<AnnouncementSearch.Found> found =
          search(method).solve(List.of(HARD, EASY), SolveLimits.DEFAULT, new SplittableRandom(2));
      assertEquals(List.of(HARD, EASY), found.stream().map(one -> one.context()).toList());
      for (AnnouncementSearch.Found one : found) {
        AnnouncementGame game = new AnnouncementGame(one.context(), FOLLOWER, OUTCOMES, LEADER);
        assertEquals(
            game.value(one.announcement().orElseThrow()), one.ascent().valueOrThrow(), 1e-12);
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= 100; i++) {
          for (int j = 0; j <= 100; j++) {
            best = Math.max(best, game.value(new Announcement(i / 100.0, j / 50.0)));
          }
        }
        assertTrue(
            one.ascent().valueOrThrow() >= best - 1e-9,
            method + " at " + one.context() + ": " + one.ascent() + " below " + best);
      }
    }
  }

  @Test
  void theLimitHoldsForAllContextsTogether() {
    List<AnnouncementSearch.Found> found = search(new Adam())
        .solve(
            List.of(HARD, EASY),
            SolveLimits.DEFAULT.withMaxEvaluations(20),
            new SplittableRandom(2));
    assertEquals(20, found.get(0).ascent().evaluations());
    assertEquals(StopReason.EVALUATION_LIMIT, found.get(1).ascent().stopReason());
    assertTrue(found.get(1).announcement().isEmpty());
  }

  @Test
  void aKinkIsReported() {
    // The target equals a quality at (c, 0.7): the follower's utility bends there.
    ValueGradient at = new ResponseValue(
            HARD,
            FOLLOWER.differentiable().orElseThrow(),
            OUTCOMES,
            CostUnit.TOKENS,
            LEADER,
            CommitmentRegion.box(new double[2], new double[] {2, 1}))
        .evaluate(new double[] {0.5, 0.7});
    assertEquals(Smoothness.ACTIVE_SET_CHANGE, at.smoothness());
  }
}
