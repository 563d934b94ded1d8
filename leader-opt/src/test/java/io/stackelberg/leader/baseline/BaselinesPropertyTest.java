package io.stackelberg.leader.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every baseline owes, whatever it does. */
class BaselinesPropertyTest {
  static Stream<String> names() {
    return AllBaselines.byName().keySet().stream();
  }

  static Stream<String> players() {
    return Stream.of(
        "best-static",
        "static-threshold",
        "dynamic-turn",
        "budget-tracker",
        "relative-effort",
        "router-threshold",
        "cascade",
        "conformal-gate",
        "linucb",
        "thompson",
        "squarecb",
        "eps-greedy",
        "ucb1",
        "ppo",
        "lagrangian",
        "pacing-dp");
  }

  private static final TinyWorld.Law LAW = x -> new double[] {0.8 - 0.5 * x, 0.7, 0.8};

  @ParameterizedTest
  @MethodSource("names")
  void isFeasibleEverywhereWithinItsTurnsAndTheSameForTheSameSeed(String name) {
    Baseline baseline = AllBaselines.byName().get(name);
    assertFalse(baseline.summary().isBlank());
    for (long budget : new long[] {0, 900}) {
      TinyWorld world = new TinyWorld(LAW, 4, budget, true, 0.1);
      Practice practice = world.practice(world.log(1, 1, 1), 0.05, 900);
      int before = world.played();
      LeaderPolicy policy = baseline.train(practice, new SplittableRandom(3));
      int played = world.played() - before;
      assertTrue(played <= 900, name + " played " + played);
      LeaderPolicy again = baseline.train(practice, new SplittableRandom(3));
      assertEquals(2 * played, world.played() - before);
      int closed = 0;
      for (Turn turn : practice.log().turns()) {
        var drawn = policy.commit(turn.context());
        assertEquals(drawn, again.commit(turn.context()));
        for (var member : drawn.support()) {
          assertTrue(member.isFeasible(turn.context()), name + " at " + turn.context());
          assertTrue(practice.menu().contains(member), member.label());
        }
        closed += turn.context().unavailableActions().size();
      }
      assertTrue(closed > 20, "contexts with a missing action: " + closed);
      assertEquals(2 * played, world.played() - before, "a trained policy does not play");
    }
  }

  @ParameterizedTest
  @MethodSource("players")
  void refusesPracticeWithoutTurns(String name) {
    TinyWorld world = TinyWorld.split();
    Practice practice = world.practice(world.log(1, 1, 1), 0.05, 0);
    var refused = assertThrows(
        IllegalArgumentException.class,
        () -> AllBaselines.byName().get(name).train(practice, new SplittableRandom(3)));
    assertTrue(
        refused.getMessage().startsWith("maxTurns is 0, of which 0 are left, expected at least"),
        refused.getMessage());
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesAnEmptyLogOrDoesNotNeedOne(String name) {
    TinyWorld world = TinyWorld.split();
    Practice practice = world.practice(new TurnLog(world.actions(), List.of()), 0.05, 900);
    Baseline baseline = AllBaselines.byName().get(name);
    if (List.of("conservative", "random").contains(name)) {
      LeaderPolicy policy = baseline.train(practice, new SplittableRandom(3));
      assertTrue(policy.commit(world.open("s0")).support().contains(practice.reference()));
      return;
    }
    var refused = assertThrows(
        IllegalArgumentException.class, () -> baseline.train(practice, new SplittableRandom(3)));
    assertEquals(
        "turns of the practice log is empty, expected at least one element.", refused.getMessage());
  }
}
