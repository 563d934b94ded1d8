package io.stackelberg.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.ObedientFollower;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ReplayExecutorTest {
  private static final ActionSet ACTIONS = ActionSet.named(List.of("weak", "strong"));
  private static final ObedientFollower OBEDIENT = new ObedientFollower(ACTIONS);
  private static final Directive WEAK = new Directive("weak");
  private static final Directive STRONG = new Directive("strong");

  private static Context context(String id, String session, String... unavailable) {
    return new Context(
        id,
        session,
        FeatureSchema.EMPTY,
        new double[0],
        List.of(),
        SessionState.START,
        Set.of(unavailable));
  }

  private static Outcome outcome(double quality, long tokens) {
    return new Outcome(OptionalDouble.of(quality), TokenCount.of(tokens, 0), Optional.empty());
  }

  /** Weak has quality 0 and strong 1; tokens tell the context. */
  private static Recording recording(String id, String session, long tokens) {
    return new Recording(
        context(id, session),
        List.of(List.of(outcome(0, tokens)), List.of(outcome(1, 10 * tokens))));
  }

  private static String refusal(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @Test
  void outcomesAreLookedUpExactly() {
    ReplayExecutor executor =
        new ReplayExecutor(List.of(recording("q1", "s1", 3), recording("q2", "s2", 4)), OBEDIENT);
    SplittableRandom random = new SplittableRandom(1);
    for (Context context : executor.contexts()) {
      long tokens = context.id().equals("q1") ? 3 : 4;
      assertEquals(List.of(outcome(0, tokens)), executor.outcomes(context, 0));
      assertEquals(List.of(outcome(1, 10 * tokens)), executor.outcomes(context, 1));
      Turn turn = executor.execute(context, STRONG, random);
      assertEquals("strong", turn.action().id());
      assertEquals(outcome(1, 10 * tokens), turn.outcome());
      assertSame(context, turn.context());
      assertEquals(OptionalDouble.empty(), turn.commitmentPropensity());
    }
  }

  @Test
  void availabilityMustMatchWhatWasRecorded() {
    assertEquals(
        "availability of \"strong\" at q1 is true, expected false, as recorded.",
        refusal(() -> new ReplayExecutor(
            List.of(new Recording(context("q1", "s1"), List.of(List.of(outcome(0, 1)), List.of()))),
            OBEDIENT)));
    assertEquals(
        "availability of \"weak\" at q1 is false, expected true, as recorded.",
        refusal(() -> new ReplayExecutor(
            List.of(new Recording(
                context("q1", "s1", "weak"),
                List.of(List.of(outcome(0, 1)), List.of(outcome(0, 1))))),
            OBEDIENT)));
    ReplayExecutor executor = new ReplayExecutor(
        List.of(new Recording(
            context("q1", "s1", "strong"), List.of(List.of(outcome(0, 1)), List.of()))),
        OBEDIENT);
    Context only = executor.contexts().get(0);
    assertEquals(List.of(), executor.outcomes(only, 1));
    assertEquals(
        "action is strong, expected an action available at Context[q1, session s1, turn 0].",
        refusal(() -> executor.execute(only, STRONG, new SplittableRandom(1))));
  }

  @Test
  void contextIdsAreDistinctAndEveryActionHasAList() {
    assertEquals(
        "context id is \"q1\" twice, expected distinct ids.",
        refusal(() -> new ReplayExecutor(
            List.of(recording("q1", "s1", 1), recording("q1", "s2", 2)), OBEDIENT)));
    assertEquals(
        "number of actions recorded for q1 is 1, expected 2.",
        refusal(() -> new ReplayExecutor(
            List.of(new Recording(context("q1", "s1"), List.of(List.of(outcome(0, 1))))),
            OBEDIENT)));
    assertEquals(
        "recordings is empty, expected at least one element.",
        refusal(() -> new ReplayExecutor(List.of(), OBEDIENT)));
    assertEquals(
        "outcomes of q1 is empty, expected at least one element.",
        refusal(() -> new Recording(context("q1", "s1"), List.of())));
  }

  @Test
  void replicatesAreDrawnUniformly() {
    List<Outcome> replicates = new ArrayList<>();
    for (int replicate = 0; replicate < 5; replicate++) {
      replicates.add(outcome(replicate / 4.0, replicate));
    }
    ReplayExecutor executor = new ReplayExecutor(
        List.of(new Recording(context("q1", "s1"), List.of(replicates, List.of(outcome(1, 1))))),
        OBEDIENT);
    Context context = executor.contexts().get(0);
    assertEquals(replicates, executor.outcomes(context, 0));
    int draws = 20_000;
    int[] counts = new int[5];
    SplittableRandom random = new SplittableRandom(11);
    for (int draw = 0; draw < draws; draw++) {
      Outcome outcome = executor.execute(context, WEAK, random).outcome();
      counts[(int) outcome.tokens().total().orElseThrow()]++;
    }
    // Each count is binomial(20,000, 1/5): standard deviation √(20000 · 0.16) = 56.6. Five of them
    // bound all
    // five counts except with probability 5 · 6e-7, and the seed is fixed.
    for (int count : counts) {
      assertEquals(draws / 5.0, count, 5 * 56.6);
    }
  }

  @Test
  void theReplicateIsDrawnIndependentlyOfTheAction() {
    List<Outcome> replicates = new ArrayList<>();
    for (int replicate = 0; replicate < 5; replicate++) {
      replicates.add(outcome(0, replicate));
    }
    ReplayExecutor executor = new ReplayExecutor(
            List.of(new Recording(context("q1", "s1"), List.of(replicates, replicates))), OBEDIENT)
        .withFollower(new QuantalFollower(ACTIONS, (context, commitment, action) -> 0, 1));
    Context context = executor.contexts().get(0);
    int[][] counts = new int[2][5];
    SplittableRandom random = new SplittableRandom(13);
    for (int draw = 0; draw < 20_000; draw++) {
      Turn turn = executor.execute(context, new Announcement(0.5, 0), random);
      int replicate = (int) turn.outcome().tokens().total().orElseThrow();
      counts[ACTIONS.indexOf(turn.action().id())][replicate]++;
    }
    // Ten cells of probability 1/10 each: standard deviation √(20000 · 0.09) = 42.4, five of them.
    for (int[] action : counts) {
      for (int count : action) {
        assertEquals(2000, count, 5 * 42.4);
      }
    }
  }

  @Test
  void theFollowersProbabilitiesDecideAndZeroIsNeverDrawn() {
    // Utilities log 1 and log 3 at temperature 1: probabilities 1/4 and 3/4.
    ReplayExecutor executor = new ReplayExecutor(List.of(recording("q1", "s1", 1)), OBEDIENT)
        .withFollower(new QuantalFollower(
            ACTIONS, (context, commitment, action) -> Math.log(1 + 2 * action), 1));
    Context context = executor.contexts().get(0);
    SplittableRandom random = new SplittableRandom(3);
    int strong = 0;
    for (int draw = 0; draw < 20_000; draw++) {
      Turn turn = executor.execute(context, new Announcement(0.5, 0), random);
      strong += turn.action().id().equals("strong") ? 1 : 0;
      assertEquals("weak", executor.execute(context, WEAK, random).action().id());
    }
    // √(20000 · 3/16) = 61.2, five of them.
    assertEquals(15_000, strong, 5 * 61.2);
  }

  @Test
  void equalStreamsGiveEqualTurnsAndDrawsAreTwoPerTurn() {
    ReplayExecutor executor = new ReplayExecutor(List.of(recording("q1", "s1", 1)), OBEDIENT);
    Context context = executor.contexts().get(0);
    SplittableRandom one = new SplittableRandom(5);
    SplittableRandom other = new SplittableRandom(5);
    assertEquals(executor.execute(context, WEAK, one), executor.execute(context, WEAK, other));
    // A policy that draws another action leaves the same luck to the turns after it.
    executor.execute(context, WEAK, one);
    executor.execute(context, STRONG, other);
    assertEquals(one.nextLong(), other.nextLong());
  }

  @Test
  void sessionsAndTheirContextsComeInFileOrder() {
    ReplayExecutor executor = new ReplayExecutor(
        List.of(
            recording("q9", "s2", 1),
            recording("q1", "s1", 1),
            recording("q5", "s2", 1),
            recording("q3", "s2", 1)),
        OBEDIENT);
    assertEquals(List.of("s2", "s1"), executor.sessions());
    assertEquals(
        List.of("q9", "q1", "q5", "q3"),
        executor.contexts().stream().map(Context::id).toList());
    List<String> visited = new ArrayList<>();
    Optional<Context> at = Optional.of(executor.open("s2"));
    while (at.isPresent()) {
      visited.add(at.get().id());
      at = executor.next(executor.execute(at.get(), WEAK, new SplittableRandom(1)));
    }
    assertEquals(List.of("q9", "q5", "q3"), visited);
    assertEquals(
        Optional.empty(),
        executor.next(executor.execute(executor.open("s1"), WEAK, new SplittableRandom(1))));
  }

  @Test
  void whatWasNeverRecordedIsRefused() {
    ReplayExecutor executor = new ReplayExecutor(List.of(recording("q1", "s1", 1)), OBEDIENT);
    assertEquals(
        "session is \"s7\", expected a recorded session.", refusal(() -> executor.open("s7")));
    assertEquals(
        "context is \"q7\", expected a recorded context.",
        refusal(() -> executor.outcomes(context("q7", "s1"), 0)));
    assertEquals(
        "commitment is q=0.5,c=0.0, expected a directive, for the follower obeys.",
        refusal(() -> executor.execute(
            executor.open("s1"), new Announcement(0.5, 0), new SplittableRandom(1))));
  }

  @Test
  void anotherFollowerLeavesTheFirstExecutorAsItWas() {
    ReplayExecutor executor = new ReplayExecutor(List.of(recording("q1", "s1", 1)), OBEDIENT);
    ReplayExecutor other =
        executor.withFollower(new QuantalFollower(ACTIONS, (context, commitment, action) -> 0, 1));
    assertEquals(OBEDIENT, executor.follower());
    assertNotEquals(executor.follower(), other.follower());
    assertEquals(executor.contexts(), other.contexts());
    assertSame(
        executor.outcomes(executor.contexts().get(0), 0).get(0),
        other.outcomes(other.contexts().get(0), 0).get(0));
  }
}
