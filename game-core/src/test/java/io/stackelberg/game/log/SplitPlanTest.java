package io.stackelberg.game.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.NamedAction;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.SplitPlan.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitPlanTest {
  private static Map<Part, Integer> counts(SplitPlan plan, int sessions) {
    Map<Part, Integer> counts = new EnumMap<>(Part.class);
    IntStream.range(0, sessions)
        .forEach(session -> counts.merge(plan.part("s" + session), 1, Integer::sum));
    return counts;
  }

  @Test
  void partsOfKnownIdsNeverChange() {
    // Pinned: the top 53 bits of SHA-256("\0" + id) as a fraction are 0.0725, 0.7546 and 0.6930,
    // computed
    // outside of Java. A change here would silently move evaluation data into fitting.
    assertEquals(Part.FIT, SplitPlan.DEFAULT.part("ae-0123456789"));
    assertEquals(Part.EVALUATE, SplitPlan.DEFAULT.part("session-7"));
    assertEquals(Part.CALIBRATE, SplitPlan.DEFAULT.part("question-5"));
  }

  @Test
  void sharesAreMetWithinTheBinomialBound() {
    // Counts are binomial if the hash is uniform: |share − p| ≤ 5 √(p (1 − p) / n) except with
    // probability
    // 6e-7 per part. The ids are fixed, so this cannot flicker.
    int n = 20_000;
    SplitPlan plan = new SplitPlan(0.5, 0.2, 0.3, "salt");
    Map<Part, Integer> counts = counts(plan, n);
    double[] shares = {0.5, 0.2, 0.3};
    for (Part part : Part.values()) {
      double p = shares[part.ordinal()];
      assertEquals(p, counts.get(part) / (double) n, 5 * Math.sqrt(p * (1 - p) / n));
    }
  }

  @Test
  void anotherSaltIsAnotherSplit() {
    SplitPlan other = new SplitPlan(0.5, 0.2, 0.3, "other");
    long same = IntStream.range(0, 2000)
        .filter(session -> other.part("s" + session) == SplitPlan.DEFAULT.part("s" + session))
        .count();
    // Independent splits agree with probability 0.25 + 0.04 + 0.09 = 0.38; 5 standard deviations
    // are 0.054.
    assertEquals(0.38, same / 2000.0, 0.054);
  }

  @Test
  void withoutEvaluationKeepsTheRatioOfTheOthers() {
    SplitPlan plan = SplitPlan.DEFAULT.withoutEvaluation();
    assertEquals(0.5 / 0.7, plan.fit(), 1e-15);
    assertEquals(0.2 / 0.7, plan.calibrate(), 1e-15);
    assertEquals(0, plan.evaluate());
    Map<Part, Integer> counts = counts(plan, 5000);
    assertEquals(Set.of(Part.FIT, Part.CALIBRATE), counts.keySet());
    assertEquals(
        "split.fit + split.calibrate is 0.0, expected a finite number > 0.",
        assertThrows(
                IllegalArgumentException.class,
                () -> new SplitPlan(0, 0, 1, "").withoutEvaluation())
            .getMessage());
  }

  @Test
  void aZeroShareIsAnEmptyPart() {
    assertEquals(
        Set.of(Part.CALIBRATE), counts(new SplitPlan(0, 1, 0, ""), 1000).keySet());
  }

  @Test
  void sharesAreChecked() {
    assertEquals(
        "sum of split shares is 0.75, expected a number in [0.999999999, 1.000000001].",
        assertThrows(IllegalArgumentException.class, () -> new SplitPlan(0.5, 0.25, 0, ""))
            .getMessage());
    assertEquals(
        "split.calibrate is NaN, expected a number in [0.0, 1.0].",
        assertThrows(IllegalArgumentException.class, () -> new SplitPlan(0.5, Double.NaN, 0.5, ""))
            .getMessage());
  }

  @Test
  void aLogIsSplitIntoDisjointSessionsAndLosesNothing() {
    ActionSet actions = ActionSet.named(List.of("a"));
    List<Turn> turns = new ArrayList<>();
    for (int turn = 0; turn < 300; turn++) {
      Context context = new Context(
          "q" + turn,
          "s" + turn % 100,
          FeatureSchema.EMPTY,
          new double[0],
          List.of(),
          SessionState.START,
          Set.of());
      turns.add(new Turn(
          context,
          new Directive("a"),
          OptionalDouble.empty(),
          new NamedAction("a"),
          new Outcome(OptionalDouble.of(1), TokenCount.UNKNOWN, Optional.empty())));
    }
    TurnLog log = new TurnLog(actions, turns);
    assertEquals(100, log.sessions().size());
    Set<Turn> seen = new HashSet<>();
    Set<String> sessions = new HashSet<>();
    for (Part part : Part.values()) {
      TurnLog split = log.split(SplitPlan.DEFAULT, part);
      for (String session : split.sessions()) {
        assertTrue(sessions.add(session), session);
      }
      seen.addAll(split.turns());
    }
    assertEquals(new HashSet<>(turns), seen);
    assertEquals(log.sessions(), new HashSet<>(sessions));
  }

  @Test
  void aLogHoldsOnlyKnownActions() {
    Turn turn = new Turn(
        Context.named("q1"),
        new Directive("b"),
        OptionalDouble.empty(),
        new NamedAction("b"),
        new Outcome(OptionalDouble.empty(), TokenCount.UNKNOWN, Optional.empty()));
    assertEquals(
        "action is \"b\", expected one of ActionSet[a].",
        assertThrows(
                IllegalArgumentException.class,
                () -> new TurnLog(ActionSet.named(List.of("a")), List.of(turn)))
            .getMessage());
  }
}
