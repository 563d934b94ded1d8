package io.stackelberg.response.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.Smoothness;
import io.stackelberg.response.Logs;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives of the learned softmax against differences of its own probabilities. */
class SoftmaxDerivativeTest {
  private static final List<String> COORDINATES = List.of("cost_incentive", "quality_target");
  private static final Context CONTEXT = Logs.context("q");

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithRichardsonDifferences(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int outputs = 3 + random.nextInt(4);
    ScoreModel scores = seed % 2 == 0
        ? RandomModels.linear(random, 2, outputs)
        : RandomModels.network(random, 2, 5, 4, outputs);
    // The second action never occurred.
    int[] outputOf = IntStream.range(0, outputs + 1)
        .map(action -> action == 1 ? -1 : action - (action > 1 ? 1 : 0))
        .toArray();
    SoftmaxFollower follower = new SoftmaxFollower(
        ActionSet.named(
            IntStream.range(0, outputOf.length).mapToObj(a -> "a" + a).toList()),
        new FeatureSpace(new FeatureEncoder(List.of(CONTEXT)), COORDINATES),
        outputOf,
        scores,
        0.7);
    double c = 0.2 + 0.6 * random.nextDouble();
    double q = 0.2 + 0.6 * random.nextDouble();
    double[] probabilities = new double[outputOf.length];
    double[][] derivatives = new double[outputOf.length][2];
    assertEquals(
        Smoothness.REGULAR,
        follower.differentiate(CONTEXT, new Announcement(q, c), probabilities, derivatives));
    assertArrayEquals(follower.respond(CONTEXT, new Announcement(q, c)), probabilities, 0);
    for (int coordinate = 0; coordinate < 2; coordinate++) {
      double[] wide = central(follower, q, c, coordinate, 2e-3);
      double[] narrow = central(follower, q, c, coordinate, 1e-3);
      double sum = 0;
      for (int action = 0; action < outputOf.length; action++) {
        assertEquals(
            (4 * narrow[action] - wide[action]) / 3, derivatives[action][coordinate], 1e-8);
        sum += derivatives[action][coordinate];
      }
      assertEquals(0, sum, 1e-14);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> follower.differentiate(CONTEXT, new Directive("a0"), probabilities, derivatives));
  }

  private static double[] central(
      SoftmaxFollower follower, double q, double c, int coordinate, double step) {
    double dc = coordinate == 0 ? step : 0;
    double dq = step - dc;
    double[] up = follower.respond(CONTEXT, new Announcement(q + dq, c + dc));
    double[] down = follower.respond(CONTEXT, new Announcement(q - dq, c - dc));
    for (int action = 0; action < up.length; action++) {
      up[action] = (up[action] - down[action]) / (2 * step);
    }
    return up;
  }
}
