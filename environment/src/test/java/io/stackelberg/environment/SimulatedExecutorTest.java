package io.stackelberg.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.NamedAction;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.run.SeedSplitter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedExecutorTest {
  private static final SimulationProfile PAPER_LIKE = SimulationProfile.named("paper-like");
  private static final Directive CONSERVATIVE = new Directive(SimulatedPlay.CONSERVATIVE);

  @Test
  void sessionsAreNamedByPrefixAndNumber() {
    assertEquals(List.of("fit-0001", "fit-0002"), new SimulatedSessions("fit", 2, 1).ids());
    assertEquals("fit-12345", new SimulatedSessions("fit", 12345, 1).ids().get(12344));
  }

  @Test
  void firstContextKnowsNothingOfAnyAnswer() {
    SimulatedExecutor executor = SimulatedPlay.executor(PAPER_LIKE, 1, 1);
    Context context = executor.open("test-0001");
    assertEquals("test-0001/0", context.id());
    assertEquals(
        List.of("turn", "turns_left", "history_tokens", "user_chars", "last_quality"),
        context.schema().numeric());
    assertEquals(List.of("task_kind"), context.schema().categorical());
    assertEquals(OptionalDouble.of(0), context.numeric(0));
    assertEquals(OptionalDouble.of(10), context.numeric(1));
    assertEquals(OptionalDouble.of(150), context.numeric(2));
    assertTrue(context.numeric(4).isEmpty());
    assertTrue(context.state().meanQuality().isEmpty());
  }

  @Test
  void sessionsLastTheirTurnsAndCarryTheRunningQuality() {
    SimulatedExecutor executor = SimulatedPlay.executor(PAPER_LIKE, 3, 2);
    List<Turn> turns = SimulatedPlay.turns(executor, CONSERVATIVE, 4);
    assertEquals(30, turns.size());
    double sum = 0;
    for (int turn = 0; turn < 10; turn++) {
      Context context = turns.get(turn).context();
      assertEquals(turn, context.state().turn());
      if (turn > 0) {
        assertEquals(sum / turn, context.state().meanQuality().orElseThrow(), 1e-12);
        assertEquals(
            turns.get(turn - 1).outcome().quality().orElseThrow(),
            context.numeric(4).orElseThrow(),
            0);
      }
      sum += turns.get(turn).outcome().quality().orElseThrow();
    }
    assertTrue(executor.next(turns.get(9)).isEmpty());
  }

  @Test
  void moneyIsTokensTimesPrice() {
    SimulatedExecutor executor = SimulatedPlay.executor(PAPER_LIKE, 1, 2);
    for (Turn turn : SimulatedPlay.turns(executor, CONSERVATIVE, 4)) {
      long input = turn.outcome().tokens().input().orElseThrow();
      long output = turn.outcome().tokens().output().orElseThrow();
      assertEquals(
          0,
          BigDecimal.valueOf(input + 2 * output)
              .movePointLeft(6)
              .compareTo(turn.outcome().money().orElseThrow().amount()));
      assertEquals("USD", turn.outcome().money().orElseThrow().currency());
    }
  }

  @Test
  void withoutPricesMoneyIsUnknownNotZero() {
    SimulationProfile free = new SimulationProfile(
        "free",
        "No prices.",
        PAPER_LIKE.sessions(),
        PAPER_LIKE.tasks(),
        PAPER_LIKE.kinds(),
        PAPER_LIKE.tokens(),
        PAPER_LIKE.quality(),
        PAPER_LIKE.judge(),
        PAPER_LIKE.follower(),
        Optional.empty(),
        PAPER_LIKE.shift());
    SimulatedExecutor executor = SimulatedPlay.executor(free, 1, 2);
    Context context = executor.open("test-0001");
    Turn turn = executor.execute(context, CONSERVATIVE, new SeedSplitter(1).generator("t"));
    assertTrue(turn.outcome().money().isEmpty());
    assertTrue(executor.truth().expect(context, 0).money().isEmpty());
  }

  /** Whatever the commitment, a turn takes the same draws, so what follows in the stream is equal. */
  @Test
  void everyTurnTakesTheSameDraws() {
    SimulatedExecutor executor = SimulatedPlay.executor(PAPER_LIKE, 1, 2);
    Context context = executor.open("test-0001");
    var announced = new SeedSplitter(9).generator("luck");
    var directed = new SeedSplitter(9).generator("luck");
    var previewed = new SeedSplitter(9).generator("luck");
    var counted = new SeedSplitter(9).generator("luck");
    executor.execute(context, new Announcement(0.7, 0.1), announced);
    executor.execute(context, CONSERVATIVE, directed);
    executor.preview(context, SimulatedPlay.ACTIONS.get(5), previewed);
    for (int draw = 0; draw < 3; draw++) {
      counted.nextDouble();
    }
    long next = counted.nextLong();
    assertEquals(next, announced.nextLong());
    assertEquals(next, directed.nextLong());
    assertEquals(next, previewed.nextLong());
  }

  @Test
  void aLongerListOfSessionsKeepsTheFirstOnes() {
    SimulatedExecutor few = SimulatedPlay.executor(PAPER_LIKE, 2, 6);
    SimulatedExecutor many = SimulatedPlay.executor(PAPER_LIKE, 50, 6);
    assertEquals(
        SimulatedPlay.turns(few, CONSERVATIVE, 1).stream().map(Turn::outcome).toList(),
        SimulatedPlay.turns(many, CONSERVATIVE, 1).stream()
            .map(Turn::outcome)
            .limit(20)
            .toList());
    SimulatedExecutor other = SimulatedPlay.executor(PAPER_LIKE, 2, 7);
    assertFalse(few.open("test-0001").numeric(3).equals(other.open("test-0001").numeric(3))
        && few.open("test-0002").numeric(3).equals(other.open("test-0002").numeric(3)));
  }

  @Test
  void shuffledFeaturesDoNotReachTheLaws() {
    SimulatedExecutor executor = SimulatedPlay.executor(PAPER_LIKE, 2, 6);
    Context context = executor.open("test-0001");
    Context shuffled = context.withFeaturesOf(executor.open("test-0002"));
    assertEquals(executor.truth().expect(context, 7), executor.truth().expect(shuffled, 7));
  }

  @Test
  void wrongCallsAreRefused() {
    SimulatedExecutor executor = SimulatedPlay.executor(PAPER_LIKE, 2, 1);
    assertMessage(
        "session is \"fit-0001\", expected one of test-0001 to test-0002.",
        () -> executor.open("fit-0001"));
    assertMessage(
        "action is \"big\", expected a resource vector.",
        () -> new SimulatedExecutor(
            PAPER_LIKE, ActionSet.named(List.of("big")), new SimulatedSessions("test", 1, 1), 1));
    assertMessage(
        "count is 0, expected a whole number >= 1.", () -> new SimulatedSessions("test", 0, 1));
    assertMessage(
        "turns is 0, expected a whole number >= 1.", () -> new SimulatedSessions("test", 1, 0));
    assertMessage(
        "prefix is \" \", expected a non-blank text.", () -> new SimulatedSessions(" ", 1, 1));
    Context first = executor.open("test-0001");
    Context late = new Context(
        "test-0001/10",
        "test-0001",
        first.schema(),
        new double[] {10, 0, 150, 100, 0.5},
        List.of("code"),
        new SessionState(10, 150, OptionalLong.empty(), OptionalDouble.empty()),
        Set.of());
    assertMessage(
        "turn is 10, expected a turn before 10 of test-0001.",
        () -> executor.execute(late, CONSERVATIVE, new SeedSplitter(1).generator("t")));
    assertTrue(assertThrows(
            IllegalArgumentException.class,
            () ->
                executor.preview(first, new NamedAction("big"), new SeedSplitter(1).generator("t")))
        .getMessage()
        .startsWith("action is \"big\", expected one of [c0.25-concise-t0, "));
    Turn foreign = new Turn(
        first,
        CONSERVATIVE,
        OptionalDouble.empty(),
        SimulatedPlay.ACTIONS.get(0),
        new Outcome(OptionalDouble.of(1), TokenCount.UNKNOWN, Optional.empty()));
    assertMessage(
        "output tokens is unknown, expected a turn of this executor.",
        () -> executor.next(foreign));
  }

  private static void assertMessage(String expected, Runnable call) {
    assertEquals(
        expected, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
