package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.FeatureEncoder;
import io.stackelberg.response.model.FeatureSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smile.classification.LogisticRegression;

class MultinomialLogitTest {
  private static final ActionSet THREE = ActionSet.named(List.of("a", "b", "c"));
  private static final ActionSet TWO = ActionSet.named(List.of("a", "b"));
  private static final MultinomialLogit LOGIT =
      new MultinomialLogit(MultinomialLogit.Options.DEFAULT);

  /** Scores of the planted follower: linear in the feature and both coordinates. */
  private static double[] planted(ActionSet actions, double x, Announcement announced) {
    double[] response = new double[actions.size()];
    double sum = 0;
    for (int action = 0; action < response.length; action++) {
      double level = action / 2.0;
      response[action] =
          Math.exp(level * (x + 3 * announced.qualityTarget() - 4 * announced.costIncentive() - 1));
      sum += response[action];
    }
    for (int action = 0; action < response.length; action++) {
      response[action] /= sum;
    }
    return response;
  }

  private static int draw(double[] probabilities, SplittableRandom random) {
    double left = random.nextDouble();
    int action = 0;
    while (action < probabilities.length - 1 && left >= probabilities[action]) {
      left -= probabilities[action++];
    }
    return action;
  }

  private static TurnLog log(ActionSet actions, int turns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Turn> log = new ArrayList<>();
    for (int turn = 0; turn < turns; turn++) {
      double x = 2 * random.nextDouble() - 1;
      Announcement announced = new Announcement(random.nextDouble(), random.nextDouble());
      log.add(Logs.turn(
          Logs.context("q" + turn, x),
          announced,
          actions,
          draw(planted(actions, x, announced), random),
          Logs.outcome(0.5, 10)));
    }
    return new TurnLog(actions, log);
  }

  private static FollowerModel fit(TurnLog log) {
    return LOGIT.fit(log, new SplittableRandom(1));
  }

  private static double[][] rows(TurnLog log) {
    FeatureSpace space = new FeatureSpace(
        new FeatureEncoder(log.turns().stream().map(Turn::context).toList()),
        List.of("cost_incentive", "quality_target"));
    return log.turns().stream()
        .map(turn -> space.row(turn.context(), turn.commitment()))
        .toArray(double[][]::new);
  }

  private static int[] labels(TurnLog log) {
    return log.turns().stream()
        .mapToInt(turn -> log.actions().indexOf(turn.action().id()))
        .toArray();
  }

  @Test
  void threeActionsEqualSmilesOwnPrediction() {
    TurnLog log = log(THREE, 500, 1);
    FollowerModel follower = fit(log);
    double[][] rows = rows(log);
    int[] labels = labels(log);
    LogisticRegression smile = new ForkJoinPool(1)
        .submit(
            () -> (LogisticRegression) LogisticRegression.multinomial(rows, labels, 1, 1e-9, 500))
        .join();
    for (int row = 0; row < rows.length; row++) {
      double[] expected = new double[3];
      smile.predict(rows[row], expected);
      Turn turn = log.turns().get(row);
      // Same objective; both stop within some 1e-6 of its least weights.
      assertArrayEquals(expected, follower.respond(turn.context(), turn.commitment()), 1e-6);
    }
  }

  @Test
  void twoActionsEqualSmilesOwnPredictionInTheSameOrder() {
    TurnLog log = log(TWO, 500, 2);
    FollowerModel follower = fit(log);
    double[][] rows = rows(log);
    int[] labels = labels(log);
    LogisticRegression smile = new ForkJoinPool(1)
        .submit(() -> (LogisticRegression) LogisticRegression.binomial(rows, labels, 1, 1e-9, 500))
        .join();
    for (int row = 0; row < rows.length; row++) {
      double[] expected = new double[2];
      smile.predict(rows[row], expected);
      Turn turn = log.turns().get(row);
      // Same objective; both stop within some 1e-6 of its least weights.
      assertArrayEquals(expected, follower.respond(turn.context(), turn.commitment()), 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void theFittedWeightsSatisfyTheFirstOrderCondition(int count) {
    // At the optimum of Σ log-likelihood − penalty/2 |slopes|² the intercepts are free, so the mean
    // predicted
    // probability of every action equals its observed frequency (to the fit's gradient tolerance).
    TurnLog log = log(count == 2 ? TWO : THREE, 800, 3);
    FollowerModel follower = fit(log);
    double[] excess = new double[count];
    for (Turn turn : log.turns()) {
      double[] response = follower.respond(turn.context(), turn.commitment());
      for (int action = 0; action < count; action++) {
        excess[action] += response[action] / 800;
      }
      excess[log.actions().indexOf(turn.action().id())] -= 1 / 800.0;
    }
    assertArrayEquals(new double[count], excess, 1e-6);
  }

  @Test
  void twoActionsHaveTheRightSign() {
    // "b" is taken exactly when the target is high: 50 times at 0.9, never at 0.1. With the
    // intercept at the
    // middle the score is ±0.4 w, and 100 log σ(0.4 w) − w²/2 is largest where w = 40 σ(−0.4 w).
    double slope = 0;
    for (double step = 8; step > 1e-12; step /= 2) {
      double next = slope + step;
      slope = next < 40 / (1 + Math.exp(0.4 * next)) ? next : slope;
    }
    double expected = 1 / (1 + Math.exp(-0.4 * slope));
    List<Turn> turns = new ArrayList<>();
    for (int turn = 0; turn < 100; turn++) {
      double target = turn % 2 == 0 ? 0.1 : 0.9;
      turns.add(Logs.turn(
          Logs.context("q" + turn, 0.5),
          new Announcement(target, 0),
          TWO,
          turn % 2,
          Logs.outcome(1, 1)));
    }
    FollowerModel follower = fit(new TurnLog(TWO, turns));
    Context context = Logs.context("q", 0.5);
    assertEquals(expected, follower.respond(context, new Announcement(0.9, 0))[1], 1e-4);
    assertEquals(1 - expected, follower.respond(context, new Announcement(0.1, 0))[1], 1e-4);
    assertTrue(expected > 0.8);
  }

  @Test
  @Tag("slow")
  void aPlantedSoftmaxFollowerIsRecoveredFasterThanOneOverRootOfTenTurns() {
    // The maximum likelihood error falls as 1/√n: from 300 to 30,000 turns by 10. A factor of 3 is
    // demanded
    // of the mean over 3 logs, and an error below 0.015 at the larger size (8 weights: √(8 / 30000)
    // = 0.016
    // bounds the root mean square of the score's error, and total variation is at most half of it).
    double small = 0;
    double large = 0;
    for (long seed = 1; seed <= 3; seed++) {
      small += totalVariation(fit(log(THREE, 300, seed))) / 3;
      large += totalVariation(fit(log(THREE, 30_000, 100 + seed))) / 3;
    }
    assertTrue(large < small / 3, small + " to " + large);
    assertTrue(large < 0.015, "error " + large);
  }

  private static double totalVariation(FollowerModel follower) {
    double sum = 0;
    int points = 0;
    for (double x = -1; x <= 1; x += 0.25) {
      for (double target = 0; target <= 1; target += 0.25) {
        for (double incentive = 0; incentive <= 1; incentive += 0.25) {
          Announcement announced = new Announcement(target, incentive);
          double[] real = planted(THREE, x, announced);
          double[] learned = follower.respond(Logs.context("q", x), announced);
          for (int action = 0; action < real.length; action++) {
            sum += Math.abs(real[action] - learned[action]) / 2;
          }
          points++;
        }
      }
    }
    return sum / points;
  }

  @Test
  void oneActionIsTakenWithCertainty() {
    List<Turn> turns = new ArrayList<>();
    for (int turn = 0; turn < 10; turn++) {
      turns.add(Logs.turn(
          Logs.context("q" + turn, turn),
          new Announcement(turn / 10.0, 0),
          THREE,
          1,
          Logs.outcome(1, 1)));
    }
    FollowerModel follower = fit(new TurnLog(THREE, turns));
    assertArrayEquals(
        new double[] {0, 1, 0},
        follower.respond(Logs.context("q", 3), new Announcement(0.5, 0.5)),
        0);
  }

  @Test
  void anActionThatNeverOccursGetsNothingAndTheOthersKeepTheirOrder() {
    TurnLog two = log(TWO, 400, 5);
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : two.turns()) {
      // "a" stays, "b" becomes "c": the middle action is never seen.
      int action = turn.action().id().equals("a") ? 0 : 2;
      turns.add(Logs.turn(turn.context(), turn.commitment(), THREE, action, turn.outcome()));
    }
    FollowerModel follower = fit(new TurnLog(THREE, turns));
    FollowerModel reference = fit(two);
    Context context = Logs.context("q", 0.3);
    Announcement announced = new Announcement(0.7, 0.2);
    double[] expected = reference.respond(context, announced);
    assertArrayEquals(
        new double[] {expected[0], 0, expected[1]}, follower.respond(context, announced), 0);
  }

  @Test
  void unavailableActionsGetNothing() {
    FollowerModel follower = fit(log(THREE, 300, 6));
    Announcement announced = new Announcement(0.5, 0.5);
    double[] all = follower.respond(Logs.context("q", 0.2), announced);
    double[] without = follower.respond(
        Logs.context("q", "q", new double[] {0.2}, List.of(), Set.of("b")), announced);
    assertArrayEquals(
        new double[] {all[0] / (all[0] + all[2]), 0, all[2] / (all[0] + all[2])}, without, 1e-15);
    Context none = Logs.context("q", "q", new double[] {0.2}, List.of(), Set.of("a", "b", "c"));
    assertEquals(
        "available actions at Context[q, session q, turn 0] is none that occurs in the data,"
            + " expected at least one.",
        assertThrows(IllegalArgumentException.class, () -> follower.respond(none, announced))
            .getMessage());
  }

  @Test
  void directivesAreObeyedAndTeachNothing() {
    TurnLog log = log(THREE, 200, 7);
    List<Turn> turns = new ArrayList<>(log.turns());
    for (int turn = 0; turn < 200; turn++) {
      turns.add(Logs.turn(Logs.context("d" + turn, 50), THREE, 2, Logs.outcome(1, 1)));
    }
    FollowerModel follower = fit(new TurnLog(THREE, turns));
    Context context = Logs.context("q", 0.1);
    Commitment announced = new Announcement(0.4, 0.4);
    assertArrayEquals(
        fit(log).respond(context, announced), follower.respond(context, announced), 0);
    assertArrayEquals(new double[] {0, 1, 0}, follower.respond(context, new Directive("b")), 0);
    assertEquals(
        "turns with a commitment other than a directive is empty, expected at least one element.",
        assertThrows(
                IllegalArgumentException.class,
                () -> fit(new TurnLog(THREE, turns.subList(200, 400))))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  @Tag("slow")
  void theFitIsTheSameToTheBitInPoolsOfAnyParallelism(int count) {
    // Ten blocks of rows: a sum over blocks in the order of their completion would differ.
    TurnLog log = log(count == 2 ? TWO : THREE, 40_000, 8);
    FollowerModel caller = fit(log);
    List<FollowerModel> others = List.of(
        new ForkJoinPool(1).submit(() -> fit(log)).join(),
        new ForkJoinPool(4).submit(() -> fit(log)).join(),
        ForkJoinPool.commonPool().submit(() -> fit(log)).join());
    for (Turn turn : log.turns().subList(0, 200)) {
      double[] expected = caller.respond(turn.context(), turn.commitment());
      for (FollowerModel other : others) {
        assertArrayEquals(expected, other.respond(turn.context(), turn.commitment()));
      }
    }
  }

  @Test
  void penaltyIsChecked() {
    assertEquals(
        "penalty is NaN, expected a finite number >= 0.",
        assertThrows(
                IllegalArgumentException.class,
                () -> MultinomialLogit.Options.DEFAULT.withPenalty(Double.NaN))
            .getMessage());
  }
}
