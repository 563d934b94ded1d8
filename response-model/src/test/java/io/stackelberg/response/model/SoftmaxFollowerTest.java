package io.stackelberg.response.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Regularity;
import io.stackelberg.response.Logs;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SoftmaxFollowerTest {
  private static final List<String> COORDINATES = List.of("cost_incentive", "quality_target");
  private static final Context CONTEXT = Logs.context("q");
  private static final FeatureEncoder NOTHING = new FeatureEncoder(List.of(CONTEXT));

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  private static SoftmaxFollower follower(double[]... weights) {
    List<String> ids = java.util.stream.IntStream.range(0, weights.length)
        .mapToObj(action -> "a" + action)
        .toList();
    int[] outputOf = new int[weights.length];
    List<double[]> rows = new java.util.ArrayList<>();
    for (int action = 0; action < weights.length; action++) {
      outputOf[action] = weights[action] == null ? -1 : rows.size();
      if (weights[action] != null) {
        rows.add(weights[action]);
      }
    }
    return new SoftmaxFollower(
        ActionSet.named(ids),
        new FeatureSpace(NOTHING, COORDINATES),
        outputOf,
        new LinearScores(rows.toArray(double[][]::new)),
        1);
  }

  private static Regularity.Lipschitz regularity(SoftmaxFollower follower) {
    return (Regularity.Lipschitz) follower.regularity(CONTEXT);
  }

  @Test
  void theConstantOfAHandExample() {
    // Weights (3, 4) and (0, 0): the pair differs by 5, so TV is 5/4-Lipschitz; ‖W‖₂ = 5, half of
    // it 5/2.
    Regularity.Lipschitz stated =
        regularity(follower(new double[] {3, 4, 7}, new double[] {0, 0, 0}));
    assertEquals(COORDINATES, stated.coordinates());
    assertEquals(1.25, stated.totalVariation(), 1e-14);
    assertEquals(2.5, stated.euclidean(), 1e-10);
  }

  @Test
  void twoActionsAttainTheConstant() {
    // For two actions P = σ(5 t) along the direction (3, 4)/5; its slope at t = 0 is 5/4. The
    // announcement
    // (0.6 h, 0.8 h) around the point where both are equally likely shows it.
    SoftmaxFollower follower = follower(new double[] {3, 4, -3.5}, new double[] {0, 0, 0});
    Commitment one = new Announcement(0.5 + 0.8e-4, 0.5 + 0.6e-4);
    Commitment other = new Announcement(0.5 - 0.8e-4, 0.5 - 0.6e-4);
    double moved =
        Math.abs(follower.respond(CONTEXT, one)[0] - follower.respond(CONTEXT, other)[0]);
    assertEquals(1.25, moved / Commitment.distance(one, other), 1e-6);
  }

  @Test
  void anActionThatNeverOccursDoesNotCount() {
    assertEquals(
        regularity(follower(new double[] {3, 4, 7}, new double[] {0, 0, 0})),
        regularity(follower(new double[] {3, 4, 7}, null, new double[] {0, 0, 0})));
    assertEquals(
        new Regularity.Lipschitz(COORDINATES, 0, 0), regularity(follower(new double[] {3, 4, 7})));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noSampledSlopeExceedsTheConstants(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] weights = new double[2 + random.nextInt(4)][];
    for (int action = 0; action < weights.length; action++) {
      weights[action] = new double[] {
        10 * random.nextGaussian(), 10 * random.nextGaussian(), random.nextGaussian()
      };
    }
    SoftmaxFollower follower = follower(weights);
    Regularity.Lipschitz stated = regularity(follower);
    double totalVariation = 0;
    double euclidean = 0;
    for (int pair = 0; pair < 1000; pair++) {
      Commitment one = new Announcement(random.nextDouble(), random.nextDouble());
      // Half of the pairs lie close together, where slopes are steepest.
      double near = pair % 2 == 0 ? 1e-3 : 1;
      Commitment other = new Announcement(
          Math.min(1, ((Announcement) one).qualityTarget() + near * random.nextDouble()),
          ((Announcement) one).costIncentive() + near * random.nextDouble());
      double[] from = follower.respond(CONTEXT, one);
      double[] to = follower.respond(CONTEXT, other);
      double sum = 0;
      double squares = 0;
      for (int action = 0; action < from.length; action++) {
        sum += Math.abs(from[action] - to[action]);
        squares += (from[action] - to[action]) * (from[action] - to[action]);
      }
      double distance = Commitment.distance(one, other);
      totalVariation = Math.max(totalVariation, sum / 2 / distance);
      euclidean = Math.max(euclidean, Math.sqrt(squares) / distance);
    }
    assertTrue(totalVariation <= stated.totalVariation() * (1 + 1e-9));
    assertTrue(euclidean <= stated.euclidean() * (1 + 1e-9));
    assertTrue(totalVariation > 0.05 * stated.totalVariation(), "the sample saw no slope");
  }
}
