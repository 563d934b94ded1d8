package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeatureShuffleTest {
  private static final ActionSet ACTIONS = ActionSet.named(List.of("weak", "strong"));

  /** Two turns per context; feature i is unique to context i. */
  private static TurnLog log(int contexts) {
    List<Turn> turns = new ArrayList<>();
    for (int index = 0; index < contexts; index++) {
      Context context = new Context(
          "q" + index,
          "s" + index / 3,
          new FeatureSchema(List.of("f"), List.of("c")),
          new double[] {index},
          List.of("kind" + index),
          SessionState.START,
          index % 7 == 0 ? Set.of("other") : Set.of());
      for (int action = 0; action < 2; action++) {
        turns.add(new Turn(
            context,
            Directive.of(ACTIONS.get(action)),
            OptionalDouble.empty(),
            ACTIONS.get(action),
            new Outcome(
                OptionalDouble.of(action), TokenCount.of(index, action), Optional.empty())));
      }
    }
    return new TurnLog(ACTIONS, turns);
  }

  @Test
  void featuresAreKeptAsAMultisetAndTravelTogether() {
    TurnLog log = log(40);
    TurnLog shuffled = FeatureShuffle.of(log, new SplittableRandom(1));
    Map<String, Double> byId = new LinkedHashMap<>();
    for (Turn turn : shuffled.turns()) {
      double feature = turn.context().numeric(0).orElseThrow();
      assertEquals("kind" + (int) feature, turn.context().category(0));
      Double known = byId.putIfAbsent(turn.context().id(), feature);
      assertTrue(known == null || known == feature, "turns of one context differ");
    }
    assertEquals(40, byId.size());
    assertEquals(40, Set.copyOf(byId.values()).size());
    assertTrue(byId.values().stream().allMatch(feature -> feature >= 0 && feature < 40));
  }

  @Test
  void everythingElseStaysWhereItWas() {
    TurnLog log = log(40);
    TurnLog shuffled = FeatureShuffle.of(log, new SplittableRandom(2));
    assertEquals(log.turns().size(), shuffled.turns().size());
    for (int turn = 0; turn < log.turns().size(); turn++) {
      Turn before = log.turns().get(turn);
      Turn after = shuffled.turns().get(turn);
      assertEquals(before.context().id(), after.context().id());
      assertEquals(before.context().session(), after.context().session());
      assertEquals(before.context().unavailableActions(), after.context().unavailableActions());
      assertEquals(before.outcome(), after.outcome());
      assertEquals(before.action(), after.action());
      assertEquals(before.commitment(), after.commitment());
    }
  }

  @Test
  void mostFeaturesMoveAndTheGeneratorDecides() {
    // A uniform permutation of 200 has Poisson(1) fixed points: more than 10 with probability 1e-8.
    TurnLog log = log(200);
    List<Double> first = features(FeatureShuffle.of(log, new SplittableRandom(3)));
    long fixed = java.util.stream.IntStream.range(0, 200)
        .filter(index -> first.get(2 * index) == index)
        .count();
    assertTrue(fixed <= 10, fixed + " contexts kept their features");
    assertEquals(first, features(FeatureShuffle.of(log, new SplittableRandom(3))));
    assertNotEquals(first, features(FeatureShuffle.of(log, new SplittableRandom(4))));
  }

  private static List<Double> features(TurnLog log) {
    return log.turns().stream()
        .map(turn -> turn.context().numeric(0).orElseThrow())
        .toList();
  }
}
