package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every estimator of the response must survive, by name. */
class ResponseEstimatorTest {
  private static final Announcement HALF = new Announcement(0.5, 0.5);

  static Map<String, ResponseEstimator> estimators() {
    Map<String, ResponseEstimator> estimators = new LinkedHashMap<>();
    estimators.put("frequency", new FrequencyResponse(FrequencyResponse.Options.DEFAULT));
    estimators.put("logit", new MultinomialLogit(MultinomialLogit.Options.DEFAULT));
    estimators.put("trees", new BoostedTreesResponse(BoostedTreesResponse.Options.DEFAULT));
    estimators.put("network", new NetworkResponse(NetworkResponse.Options.DEFAULT));
    return estimators;
  }

  private static FollowerModel fit(String name, TurnLog log) {
    return estimators().get(name).fit(log, new SplittableRandom(7));
  }

  private static void requireDistribution(double[] response) {
    assertEquals(1, Arrays.stream(response).sum(), 1e-12);
    for (double probability : response) {
      assertTrue(probability >= 0, Arrays.toString(response));
    }
  }

  private static TurnLog log(List<Context> contexts, int... actions) {
    List<Turn> turns = new ArrayList<>();
    for (int turn = 0; turn < contexts.size(); turn++) {
      turns.add(Logs.turn(
          contexts.get(turn),
          new Announcement(turn % 5 / 4.0, turn % 3 / 2.0),
          Planted.ACTIONS,
          actions[turn % actions.length],
          Logs.outcome(1, 1)));
    }
    return new TurnLog(Planted.ACTIONS, turns);
  }

  private static List<Context> contexts(int count, double[] features, List<String> categories) {
    List<Context> contexts = new ArrayList<>();
    for (int turn = 0; turn < count; turn++) {
      contexts.add(Logs.context("q" + turn, "s" + turn / 2, features, categories, Set.of()));
    }
    return contexts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"frequency", "logit", "trees", "network"})
  void theSameSeedGivesTheSameBitsInPoolsOfAnyParallelism(String name) {
    TurnLog log = Planted.INTERACTING.log(6_000, 1);
    FollowerModel caller = fit(name, log);
    List<FollowerModel> others = List.of(
        new ForkJoinPool(1).submit(() -> fit(name, log)).join(),
        new ForkJoinPool(4).submit(() -> fit(name, log)).join());
    for (Turn turn : log.turns().subList(0, 300)) {
      double[] expected = caller.respond(turn.context(), turn.commitment());
      for (FollowerModel other : others) {
        assertArrayEquals(expected, other.respond(turn.context(), turn.commitment()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"frequency", "logit", "trees", "network"})
  void twentyTurnsGiveEverySeenActionSomethingEverywhere(String name) {
    FollowerModel model = fit(name, Planted.LINEAR.log(20, 3));
    for (double level = 0; level <= 1; level += 0.25) {
      double[] response = model.respond(
          Logs.context("q", "s", new double[] {4 * level - 2, 3}, List.of(), Set.of()),
          new Announcement(level, 1 - level));
      requireDistribution(response);
      for (double probability : response) {
        assertTrue(probability > 0, Arrays.toString(response));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"frequency", "logit", "trees", "network"})
  void twoTurnsOfOneSessionAreEnough(String name) {
    Context one = Logs.context("q0", "s", new double[] {0}, List.of(), Set.of());
    Context two = Logs.context("q1", "s", new double[] {1}, List.of(), Set.of());
    double[] response = fit(name, log(List.of(one, two), 0, 2)).respond(one, HALF);
    requireDistribution(response);
    assertTrue(response[0] > 0 && response[1] == 0 && response[2] > 0, Arrays.toString(response));
  }

  @ParameterizedTest
  @ValueSource(strings = {"frequency", "logit", "trees", "network"})
  void oneActionIsTakenWithCertainty(String name) {
    List<Context> contexts = contexts(10, new double[] {1}, List.of());
    assertArrayEquals(
        new double[] {0, 1, 0}, fit(name, log(contexts, 1)).respond(contexts.get(0), HALF), 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"frequency", "logit", "trees", "network"})
  void anUnseenActionGetsNothingAndADirectiveIsObeyed(String name) {
    List<Context> contexts = contexts(60, new double[] {1}, List.of());
    FollowerModel model = fit(name, log(contexts, 0, 2));
    double[] response = model.respond(contexts.get(0), HALF);
    requireDistribution(response);
    assertEquals(0, response[1]);
    assertArrayEquals(
        new double[] {0, 1, 0}, model.respond(contexts.get(0), new Directive("b")), 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"frequency", "logit", "trees", "network"})
  void directivesTeachNothing(String name) {
    TurnLog log = Planted.LINEAR.log(200, 4);
    List<Turn> turns = new ArrayList<>(log.turns());
    for (int turn = 0; turn < 300; turn++) {
      Context context =
          Logs.context("d" + turn, "d" + turn, new double[] {90, 90}, List.of(), Set.of());
      turns.add(Logs.turn(context, Planted.ACTIONS, 2, Logs.outcome(1, 1)));
    }
    FollowerModel with = fit(name, new TurnLog(Planted.ACTIONS, turns));
    FollowerModel without = fit(name, log);
    Turn turn = log.turns().get(0);
    assertArrayEquals(without.respond(turn.context(), HALF), with.respond(turn.context(), HALF), 0);
    assertEquals(
        "turns with a commitment other than a directive is empty, expected at least one element.",
        assertThrows(
                IllegalArgumentException.class,
                () -> fit(name, new TurnLog(Planted.ACTIONS, turns.subList(200, 500))))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"frequency", "logit", "trees", "network"})
  void constantUnknownAndUnseenFeaturesAreAnswered(String name) {
    double nan = Double.NaN;
    List<Context> contexts = contexts(80, new double[] {7, nan}, List.of("code"));
    FollowerModel model = fit(name, log(contexts, 0, 1, 2, 0));
    double[] usual = model.respond(contexts.get(0), HALF);
    requireDistribution(usual);
    // An unseen value of a constant feature says nothing.
    assertArrayEquals(
        usual,
        model.respond(
            Logs.context("q", "s", new double[] {-1e9, nan}, List.of("code"), Set.of()), HALF),
        0);
    requireDistribution(model.respond(
        Logs.context("q", "s", new double[] {7, 1e300}, List.of("poem"), Set.of()), HALF));
  }

  @ParameterizedTest
  @ValueSource(strings = {"frequency", "logit", "trees", "network"})
  void aRareActionKeepsItsFrequency(String name) {
    // "c" is taken 4 times in 4,000 turns, whatever the features. Within [1/10, 10] of 1 in 1,000
    // on average
    // is far from both 0 and 1/3.
    SplittableRandom random = new SplittableRandom(5);
    List<Turn> turns = new ArrayList<>();
    for (int turn = 0; turn < 4_000; turn++) {
      turns.add(Logs.turn(
          Logs.context("q" + turn, 2 * random.nextDouble() - 1),
          new Announcement(random.nextDouble(), random.nextDouble()),
          Planted.ACTIONS,
          turn % 1_000 == 17 ? 2 : turn % 2,
          Logs.outcome(1, 1)));
    }
    FollowerModel model = fit(name, new TurnLog(Planted.ACTIONS, turns));
    double mean = 0;
    for (Turn turn : turns) {
      double probability = model.respond(turn.context(), turn.commitment())[2];
      assertTrue(probability > 0);
      mean += probability / turns.size();
    }
    assertTrue(mean > 1e-4 && mean < 1e-2, "mean probability " + mean);
  }

  @Test
  void frequenciesAreSmoothedCounts() {
    // 3 times "a", once "b", never "c": (3 + 1) / (4 + 2) and (1 + 1) / (4 + 2); unsmoothed 3/4 and
    // 1/4.
    List<Context> contexts = contexts(4, new double[] {1}, List.of());
    TurnLog log = log(contexts, 0, 1, 0, 0);
    assertArrayEquals(
        new double[] {2 / 3.0, 1 / 3.0, 0},
        fit("frequency", log).respond(contexts.get(0), HALF),
        1e-15);
    FollowerModel plain = new FrequencyResponse(FrequencyResponse.Options.DEFAULT.withSmoothing(0))
        .fit(log, new SplittableRandom(1));
    assertArrayEquals(new double[] {0.75, 0.25, 0}, plain.respond(contexts.get(0), HALF), 1e-15);
  }

  @Test
  void optionsRefuseWhatIsNotANumber() {
    for (Runnable wrong : List.<Runnable>of(
        () -> FrequencyResponse.Options.DEFAULT.withSmoothing(Double.NaN),
        () -> BoostedTreesResponse.Options.DEFAULT.withShrinkage(Double.NaN),
        () -> BoostedTreesResponse.Options.DEFAULT.withRidge(Double.NaN),
        () -> BoostedTreesResponse.Options.DEFAULT.withSubsample(Double.NaN),
        () -> BoostedTreesResponse.Options.DEFAULT.withHoldOut(Double.NaN),
        () -> NetworkResponse.Options.DEFAULT.withLearningRate(Double.NaN),
        () -> NetworkResponse.Options.DEFAULT.withWeightDecay(Double.NaN),
        () -> NetworkResponse.Options.DEFAULT.withHoldOut(Double.NaN))) {
      String message = assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
      assertTrue(message.contains(" is NaN, expected "), message);
    }
  }

  @Test
  void anUnavailableActionGetsNothingFromAnyEstimator() {
    TurnLog log = Planted.LINEAR.log(100, 9);
    for (String name : estimators().keySet()) {
      double[] response = fit(name, log)
          .respond(Logs.context("q", "s", new double[] {0, 0}, List.of(), Set.of("b")), HALF);
      requireDistribution(response);
      assertEquals(0, response[1], name);
    }
  }
}
