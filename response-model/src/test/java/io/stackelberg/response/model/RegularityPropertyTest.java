package io.stackelberg.response.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Regularity;
import io.stackelberg.response.Logs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every stated bound against the largest ratio seen in samples, on 1,000 random models of each class.
 *
 * <p>A sample can only refute. So that it can, each class is also challenged with half of its bound, which
 * must be refuted.
 */
class RegularityPropertyTest {
  private static final int MODELS = 1000;
  private static final List<String> COORDINATES = List.of("cost_incentive", "quality_target");
  private static final FeatureEncoder ENCODER = new FeatureEncoder(
      List.of(Logs.context("a", -1, 0.3), Logs.context("b", 2, -0.4), Logs.context("c", 0, 1)));

  /** A follower at a context, and a box of commitments, each drawn from a seed. */
  private record Case(
      long seed,
      SoftmaxFollower follower,
      Context context,
      List<Double> low,
      List<Double> high,
      RandomGenerator random) {
    Announcement point() {
      double[] at = new double[2];
      Arrays.setAll(
          at, axis -> low.get(axis) + random.nextDouble() * (high.get(axis) - low.get(axis)));
      return new Announcement(at[1], at[0]);
    }

    double[] respond(Commitment commitment) {
      return follower.respond(context, commitment);
    }

    double temperature() {
      return follower.temperature();
    }
  }

  private static Case draw(long seed, Function<RandomGenerator, ScoreModel> model) {
    SplittableRandom random = new SplittableRandom(seed);
    ScoreModel scores = model.apply(random);
    // One action never occurred, and in some contexts the first is not available.
    int[] outputOf = IntStream.rangeClosed(0, scores.outputs())
        .map(action -> action == 1 ? -1 : action - (action > 1 ? 1 : 0))
        .toArray();
    SoftmaxFollower follower = new SoftmaxFollower(
        ActionSet.named(
            IntStream.range(0, outputOf.length).mapToObj(a -> "a" + a).toList()),
        new FeatureSpace(ENCODER, COORDINATES),
        outputOf,
        scores,
        StrictMath.exp(random.nextDouble(-2.5, 1)));
    Context context = Logs.context(
        "q",
        "q",
        new double[] {random.nextGaussian(), random.nextGaussian()},
        List.of(),
        seed % 4 == 0 ? Set.of("a0") : Set.of());
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    double width = StrictMath.pow(10, random.nextDouble(-3, 0));
    for (int axis = 0; axis < 2; axis++) {
      double from = random.nextDouble() * (1 - width);
      low.add(from);
      high.add(seed % 10 == axis ? from : from + width);
    }
    return new Case(seed, follower, context, low, high, random);
  }

  private static double totalVariation(double[] one, double[] other) {
    double sum = 0;
    for (int action = 0; action < one.length; action++) {
      sum += Math.abs(one[action] - other[action]);
    }
    return sum / 2;
  }

  private static double euclidean(double[] one, double[] other) {
    double[] difference = new double[one.length];
    Arrays.setAll(difference, action -> one[action] - other[action]);
    return Math.sqrt(Arrays.stream(difference).map(x -> x * x).sum());
  }

  /** Largest ratios seen, TV first. Points far apart, close together, and along a way through the box. */
  private static double[] largestRatios(Case game) {
    double[] largest = new double[2];
    for (int sample = 0; sample < 12; sample++) {
      Announcement from = game.point();
      Announcement to = game.point();
      // Along a way every piece is challenged, so that a kink between its ends does not hide.
      int pieces = sample % 3 == 0 ? 8 : 1;
      double length = sample % 3 == 1 ? 1e-3 : 1.0 / pieces;
      for (int piece = 0; piece < pieces; piece++) {
        Announcement one = between(from, to, piece * length);
        Announcement other = between(from, to, (piece + 1) * length);
        double distance = Commitment.distance(one, other);
        if (distance > 1e-8) {
          double[] here = game.respond(one);
          double[] there = game.respond(other);
          largest[0] = Math.max(largest[0], totalVariation(here, there) / distance);
          largest[1] = Math.max(largest[1], euclidean(here, there) / distance);
        }
      }
    }
    return largest;
  }

  private static Announcement between(Announcement from, Announcement to, double share) {
    return new Announcement(
        from.qualityTarget() + share * (to.qualityTarget() - from.qualityTarget()),
        from.costIncentive() + share * (to.costIncentive() - from.costIncentive()));
  }

  /** Whether a ratio, whose rounding at distance 1e-8 or more is below 1e-7, refutes a bound. */
  private static boolean refutes(double ratio, double bound) {
    return ratio > bound * (1 + 1e-9) + 1e-7;
  }

  private static void challenge(Function<RandomGenerator, ScoreModel> model, int leastCaught) {
    int caughtTotalVariation = 0;
    int caughtEuclidean = 0;
    for (long seed = 1; seed <= MODELS; seed++) {
      Case game = draw(seed, model);
      Regularity.Lipschitz within = game.follower().within(game.context(), game.low(), game.high());
      Regularity stated = game.follower().regularity(game.context());
      Regularity.Lipschitz everywhere = stated instanceof Regularity.Layers layers
          ? new NetworkBounds(layers).everywhere()
          : (Regularity.Lipschitz) stated;
      assertTrue(within.totalVariation() <= everywhere.totalVariation(), "seed " + seed);
      assertTrue(within.euclidean() <= everywhere.euclidean(), "seed " + seed);
      double[] seen = largestRatios(game);
      String what = "seed " + seed + " saw " + Arrays.toString(seen) + " against " + within;
      assertTrue(!refutes(seen[0], within.totalVariation()), what);
      assertTrue(!refutes(seen[1], within.euclidean()), what);
      caughtTotalVariation += refutes(seen[0], within.totalVariation() / 2) ? 1 : 0;
      caughtEuclidean += refutes(seen[1], within.euclidean() / 2) ? 1 : 0;
    }
    assertTrue(caughtTotalVariation >= leastCaught, "caught " + caughtTotalVariation);
    assertTrue(caughtEuclidean >= leastCaught, "caught " + caughtEuclidean);
  }

  private static ScoreModel linear(RandomGenerator random) {
    return RandomModels.linear(random, 4, 2 + random.nextInt(4));
  }

  private static ScoreModel network(RandomGenerator random) {
    int[] widths = new int[3 + random.nextInt(3)];
    Arrays.setAll(widths, layer -> 2 + random.nextInt(5));
    widths[0] = 4;
    return RandomModels.network(random, widths);
  }

  private static ScoreModel trees(RandomGenerator random) {
    return RandomModels.trees(random, 4, 2 + random.nextInt(3), 1 + random.nextInt(4), 3);
  }

  @Test
  void noSampleExceedsTheConstantsOfLinearScores() {
    challenge(RegularityPropertyTest::linear, 100);
  }

  @Test
  @Tag("slow")
  void noSampleExceedsTheConstantsOfANetwork() {
    challenge(RegularityPropertyTest::network, 100);
  }

  @Test
  void theStatedLayersAreTheModel() {
    for (long seed = 1; seed <= 100; seed++) {
      Case game = draw(seed, RegularityPropertyTest::network);
      Regularity.Layers layers = (Regularity.Layers) game.follower().regularity(game.context());
      Announcement point = game.point();
      List<Double> values = new ArrayList<>(layers.fixed());
      values.addAll(List.of(point.costIncentive(), point.qualityTarget()));
      for (int layer = 0; layer < layers.layers().size(); layer++) {
        List<Double> next = new ArrayList<>();
        for (int unit = 0; unit < layers.layers().get(layer).size(); unit++) {
          double sum = layers.biases().get(layer).get(unit);
          for (int input = 0; input < values.size(); input++) {
            sum += layers.layers().get(layer).get(unit).get(input) * values.get(input);
          }
          next.add(layer == layers.layers().size() - 1 ? sum : Math.max(0, sum));
        }
        values = next;
      }
      double[] response = Arrays.stream(game.respond(point)).filter(p -> p > 0).toArray();
      double[] odds = values.stream()
          .mapToDouble(score -> StrictMath.exp(score / layers.temperature()))
          .toArray();
      double total = Arrays.stream(odds).sum();
      assertArrayEquals(
          Arrays.stream(odds).map(odd -> odd / total).toArray(), response, 1e-13, "seed " + seed);
    }
  }

  @Test
  void scoresOfANetworkStayInTheirRangesAndMoveNoFasterThanTheJacobian() {
    int caught = 0;
    for (long seed = 1; seed <= MODELS; seed++) {
      Case game = draw(seed, RegularityPropertyTest::network);
      ScoreModel scores = game.follower().scores();
      int[] outputs = IntStream.range(0, scores.outputs()).toArray();
      double[] leading = ENCODER.encode(game.context());
      Regularity.Layers layers =
          (Regularity.Layers) scores.regularity(leading, COORDINATES, outputs, game.temperature());
      NetworkBounds bounds = new NetworkBounds(layers);
      NetworkBounds.Local local = bounds.within(game.low(), game.high());
      double largest = 0;
      for (int sample = 0; sample < 10; sample++) {
        double[] here = new double[outputs.length];
        double[] there = new double[outputs.length];
        Announcement one = game.point();
        Announcement other = between(one, game.point(), sample % 2 == 0 ? 1 : 0.01);
        scores.score(game.follower().space().row(game.context(), one), here);
        scores.score(game.follower().space().row(game.context(), other), there);
        for (int output = 0; output < outputs.length; output++) {
          assertTrue(here[output] >= local.low().get(output) - 1e-13, "seed " + seed);
          assertTrue(here[output] <= local.high().get(output) + 1e-13, "seed " + seed);
        }
        double distance = Commitment.distance(one, other);
        if (distance > 1e-8) {
          largest = Math.max(largest, euclidean(here, there) / distance);
        }
      }
      assertTrue(!refutes(largest, local.jacobian()), "seed " + seed);
      assertTrue(!refutes(largest, bounds.normProduct()), "seed " + seed);
      caught += refutes(largest, local.jacobian() / 2) ? 1 : 0;
    }
    assertTrue(caught >= 300, "caught " + caught);
  }

  @Test
  @Tag("slow")
  void noChangeExceedsTheBoundBetweenTwoCommitments() {
    int caught = 0;
    for (long seed = 1; seed <= 3 * MODELS; seed++) {
      long kind = seed % 3;
      Case game = draw(
          seed, random -> kind == 0 ? linear(random) : kind == 1 ? network(random) : trees(random));
      for (int sample = 0; sample < 5; sample++) {
        Announcement one = game.point();
        Announcement other = game.point();
        double bound = game.follower().totalVariationBound(game.context(), one, other);
        double moved = totalVariation(game.respond(one), game.respond(other));
        assertTrue(moved <= bound + 1e-13, "seed " + seed + ": " + moved + " > " + bound);
        caught += moved > bound / 2 + 1e-13 ? 1 : 0;
      }
    }
    assertTrue(caught >= 1000, "caught " + caught);
  }

  @Test
  @Tag("slow")
  void cellsOfTreesAreExact() {
    int constant = 0;
    int caught = 0;
    for (long seed = 1; seed <= MODELS; seed++) {
      Case game = draw(seed, RegularityPropertyTest::trees);
      CellResponses cells = game.follower().cells(game.context(), game.low(), game.high());
      for (int cell = 0; cell < cells.size(); cell++) {
        List<Double> point = cells.representative(cell);
        assertEquals(cell, cells.cellOf(point), "seed " + seed);
        double[] there = game.respond(new Announcement(point.get(1), point.get(0)));
        assertArrayEquals(there, cells.response(cell), 1e-12, "seed " + seed);
        for (int axis = 0; axis < 2; axis++) {
          int part = axis == 0 ? cell / cells.parts(1) : cell % cells.parts(1);
          if (part < cells.parts(axis) - 1) {
            int next = cell + (axis == 0 ? cells.parts(1) : 1);
            double jump = totalVariation(cells.response(cell), cells.response(next));
            assertEquals(jump, cells.jump(cell, axis), 1e-12, "seed " + seed);
          }
        }
      }
      boolean moved = false;
      for (int sample = 0; sample < 20; sample++) {
        Announcement one = sample % 2 == 0 ? game.point() : onThreshold(game, cells);
        Announcement other = game.point();
        List<Double> from = List.of(one.costIncentive(), one.qualityTarget());
        List<Double> to = List.of(other.costIncentive(), other.qualityTarget());
        double[] here = game.respond(one);
        assertArrayEquals(here, cells.response(cells.cellOf(from)), 1e-12, "seed " + seed);
        double change = totalVariation(here, game.respond(other));
        double crossed = cells.jumpsCrossed(from, to);
        assertTrue(change <= crossed + 1e-12, "seed " + seed);
        caught += change > crossed / 2 + 1e-12 ? 1 : 0;
        moved |= change > 0;
      }
      Regularity.Lipschitz within = game.follower().within(game.context(), game.low(), game.high());
      assertEquals(cells.isContinuous() ? 0 : Double.POSITIVE_INFINITY, within.totalVariation());
      assertTrue(!(moved && cells.isContinuous()), "seed " + seed);
      constant += cells.isContinuous() ? 1 : 0;
    }
    assertTrue(constant >= 100 && constant <= MODELS - 100, constant + " without a jump");
    assertTrue(caught >= 1000, "caught " + caught);
  }

  /** A point with one coordinate at a threshold or next to it, where the box holds one. */
  private static Announcement onThreshold(Case game, CellResponses cells) {
    Announcement point = game.point();
    double[] at = {point.costIncentive(), point.qualityTarget()};
    int axis = game.random().nextInt(2);
    List<Double> inside = cells.cells().thresholds().get(axis).stream()
        .filter(t -> t >= game.low().get(axis) && t <= game.high().get(axis))
        .toList();
    if (!inside.isEmpty()) {
      double threshold = inside.get(game.random().nextInt(inside.size()));
      double[] near = {threshold, Math.nextUp(threshold), Math.nextDown(threshold)};
      double chosen = near[game.random().nextInt(3)];
      at[axis] = Math.max(game.low().get(axis), Math.min(game.high().get(axis), chosen));
    }
    return new Announcement(at[1], at[0]);
  }
}
