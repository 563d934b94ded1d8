package io.stackelberg.response.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.Regularity;
import io.stackelberg.response.Logs;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Constants, ranges, cells and jumps of models small enough to be worked out by hand. */
class RegularityKnownAnswersTest {
  private static final List<String> COORDINATES = List.of("cost_incentive", "quality_target");
  private static final Context CONTEXT = Logs.context("q");
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static SoftmaxFollower follower(ScoreModel scores, double temperature) {
    int[] outputOf = IntStream.range(0, scores.outputs()).toArray();
    return follower(scores, outputOf, temperature);
  }

  private static SoftmaxFollower follower(ScoreModel scores, int[] outputOf, double temperature) {
    return new SoftmaxFollower(
        ActionSet.named(
            IntStream.range(0, outputOf.length).mapToObj(a -> "a" + a).toList()),
        new FeatureSpace(new FeatureEncoder(List.of(CONTEXT)), COORDINATES),
        outputOf,
        scores,
        temperature);
  }

  private static Regularity.Lipschitz stated(SoftmaxFollower follower, Context context) {
    return (Regularity.Lipschitz) follower.regularity(context);
  }

  @Test
  void aLogitOfTwoActionsOnOneCoordinate() {
    // U(a1) − U(a2) = 4c − 2 at T = 0.5: between c = 0.4 and 0.6 the utility difference moves by
    // 0.8, so
    // the bound is tanh(0.8 / 2) = σ(0.8) − σ(−0.8), which the response attains. Lipschitz: 4 / (4
    // · 0.5).
    SoftmaxFollower follower =
        follower(new LinearScores(new double[][] {{4, 0, -2}, {0, 0, 0}}), 0.5);
    Announcement one = new Announcement(0.5, 0.4);
    Announcement other = new Announcement(0.5, 0.6);
    double bound = follower.totalVariationBound(CONTEXT, one, other);
    assertEquals(0.3799489623, bound, 1e-10);
    assertEquals(StrictMath.tanh(0.4), bound, 1e-15);
    double moved = follower.respond(CONTEXT, other)[0] - follower.respond(CONTEXT, one)[0];
    assertEquals(bound, moved, 1e-15);
    assertEquals(2, stated(follower, CONTEXT).totalVariation(), 1e-9);
    assertEquals(0, follower.totalVariationBound(CONTEXT, one, one));
  }

  @Test
  void threeActionsOnTwoCoordinates() {
    // W = [[1, −2], [0, 0], [−1, 3]]: the first and last row differ by (2, −5), norm √29. WᵀW =
    // [[2, −5],
    // [−5, 13]] has the largest eigenvalue (15 + √221) / 2.
    double[][] weights = {{1, -2, 0.3}, {0, 0, 0}, {-1, 3, 0.1}};
    Regularity.Lipschitz stated = stated(follower(new LinearScores(weights), 1), CONTEXT);
    assertEquals(1.3462912018, stated.totalVariation(), 1e-10);
    assertEquals(Math.sqrt(29) / 4, stated.totalVariation(), 1e-9);
    assertTrue(stated.totalVariation() >= Math.sqrt(29) / 4);
    assertEquals(1.9321642254, stated.euclidean(), 1e-9);
    assertEquals(Math.sqrt((15 + Math.sqrt(221)) / 2) / 2, stated.euclidean(), 1e-11);
    // A network without hidden layers is the same model, and may use that the changes sum to 0.
    SoftmaxFollower network = follower(new NetworkScores(new double[][][] {weights}), 1);
    Regularity.Lipschitz within = network.within(CONTEXT, List.of(0.0, 0.0), List.of(1.0, 1.0));
    assertEquals(Math.sqrt(29) / 4, within.totalVariation(), 1e-9);
    assertEquals(Math.sqrt(58) / 4, within.euclidean(), 1e-9);
    NetworkBounds bounds = new NetworkBounds((Regularity.Layers) network.regularity(CONTEXT));
    assertEquals(1.9321642254, bounds.everywhere().euclidean(), 1e-9);
    // A fixed coordinate does not move: only the 1 and −1 of the first column count.
    assertEquals(
        0.5, network.within(CONTEXT, List.of(0.0, 0.5), List.of(1.0, 0.5)).totalVariation(), 1e-9);
  }

  @Test
  void theAbsoluteDifferenceAsANetwork() {
    // ReLU(l1 − l2) + ReLU(l2 − l1) = |l1 − l2|: gradient ±(1, −1), norm √2. The rows of the first
    // layer
    // are opposite, so its norm is 2, the second's √2. On [0, 1]² each hidden sum lies in [−1, 1].
    Regularity.Layers layers = new Regularity.Layers(
        COORDINATES,
        List.of(List.of(List.of(1.0, -1.0), List.of(-1.0, 1.0)), List.of(List.of(1.0, 1.0))),
        List.of(List.of(0.0, 0.0), List.of(0.0)));
    NetworkBounds bounds = new NetworkBounds(layers);
    assertEquals(2.8284271247, bounds.normProduct(), 1e-10);
    assertEquals(2 * Math.sqrt(2), bounds.normProduct(), 1e-9);
    NetworkBounds.Local local = bounds.within(List.of(0.0, 0.0), List.of(1.0, 1.0));
    assertEquals(1.4142135624, local.jacobian(), 1e-10);
    assertTrue(local.jacobian() >= Math.sqrt(2));
    assertEquals(0, local.low().get(0), 1e-9);
    assertEquals(2, local.high().get(0), 1e-9);
    assertTrue(local.high().get(0) >= 2);
    // Where l1 > l2 throughout, one unit is on and one off.
    NetworkBounds.Local oneSide = bounds.within(List.of(0.6, 0.0), List.of(1.0, 0.5));
    assertEquals(Math.sqrt(2), oneSide.jacobian(), 1e-9);
    assertEquals(0.1, oneSide.low().get(0), 1e-9);
    assertEquals(1, oneSide.high().get(0), 1e-9);
    // A softmax of one score is constant.
    assertEquals(new Regularity.Lipschitz(COORDINATES, 0, 0), local.response());
  }

  private static TreeScores stumps(Regularity.Side side, boolean ofTheFirst) {
    int leaf = TreeScores.LEAF;
    double[] second = ofTheFirst ? new double[] {0, -0.5} : new double[] {7, 7};
    return new TreeScores(
        2,
        side,
        new double[] {0, 0},
        new int[] {0, 3},
        new int[] {0, ofTheFirst ? 0 : 1},
        new TreeScores.Nodes(
            new int[] {0, leaf, leaf, 0, leaf, leaf},
            new double[] {0.3, 0, 1, 0.6, second[0], second[1]},
            new int[] {1, 0, 0, 4, 0, 0},
            new int[] {2, 0, 0, 5, 0, 0}));
  }

  @ParameterizedTest
  @EnumSource(Regularity.Side.class)
  void twoStumpsHaveThreeCells(Regularity.Side side) {
    // t = 0.3: 0 → 1 and t = 0.6: 0 → −0.5 give scores 0 | 1 | 0.5 of the first action; the other
    // has 0.
    TreeScores scores = stumps(side, true);
    SoftmaxFollower follower = follower(scores, 1);
    CellResponses cells = follower.cells(CONTEXT, List.of(0.0, 0.0), List.of(1.0, 1.0));
    assertEquals(List.of(List.of(0.3, 0.6), List.of()), cells.cells().thresholds());
    assertEquals(3, cells.size());
    double[] expected = {0, 1, 0.5};
    double[] values = new double[2];
    for (int cell = 0; cell < 3; cell++) {
      double c = cells.representative(cell).get(0);
      scores.score(new double[] {c, cells.representative(cell).get(1)}, values);
      assertEquals(expected[cell], values[0]);
      assertEquals(sigma(expected[cell]), cells.response(cell)[0], 1e-15);
      assertEquals(cell, cells.cellOf(cells.representative(cell)));
    }
    // Jumps 1 and −0.5 of the score; of the response σ(1) − σ(0) and σ(1) − σ(0.5).
    assertEquals(sigma(1) - 0.5, cells.jump(0, 0), 1e-15);
    assertEquals(sigma(1) - sigma(0.5), cells.jump(1, 0), 1e-15);
    assertEquals(sigma(1) - 0.5, cells.largestJump(), 1e-15);
    assertThrows(IllegalArgumentException.class, () -> cells.jump(2, 0));
    assertThrows(IllegalArgumentException.class, () -> cells.jump(0, 1));
    double both = 2 * sigma(1) - 0.5 - sigma(0.5);
    assertEquals(both, cells.jumpsCrossed(List.of(0.9, 0.1), List.of(0.1, 0.4)), 1e-15);
    assertEquals(0, cells.jumpsCrossed(List.of(0.4, 0.1), List.of(0.5, 0.4)));
    boolean ownsUpper = side == Regularity.Side.LESS_OR_EQUAL;
    assertEquals(ownsUpper ? 0 : 1, cells.cellOf(List.of(0.3, 0.5)));
    assertEquals(1, cells.cellOf(List.of(Math.nextUp(0.3), 0.5)));
    assertEquals(0, cells.cellOf(List.of(Math.nextDown(0.3), 0.5)));
    assertFalse(cells.isContinuous());
  }

  private static double sigma(double score) {
    return 1 / (1 + StrictMath.exp(-score));
  }

  @ParameterizedTest
  @EnumSource(Regularity.Side.class)
  void treesHaveAConstantOnlyWithinACell(Regularity.Side side) {
    SoftmaxFollower follower = follower(stumps(side, true), 1);
    boolean ownsUpper = side == Regularity.Side.LESS_OR_EQUAL;
    assertEquals(0, constant(follower, 0.35, 0.55));
    assertEquals(INFINITY, constant(follower, 0.25, 0.35));
    // A box that ends in a threshold holds a jump only where the threshold belongs to the other
    // cell.
    assertEquals(ownsUpper ? INFINITY : 0, constant(follower, 0.3, 0.5));
    assertEquals(ownsUpper ? 0 : INFINITY, constant(follower, 0.4, 0.6));
    assertEquals(0, constant(follower, 0.3, 0.3));
    // The second stump has two equal leaves: a threshold without a jump.
    SoftmaxFollower flat = follower(stumps(side, false), 1);
    assertEquals(0, constant(flat, 0.5, 0.9));
    assertEquals(INFINITY, constant(flat, 0.2, 0.9));
    CellResponses everywhere =
        follower.cells(CONTEXT, List.of(-INFINITY, -INFINITY), List.of(INFINITY, INFINITY));
    assertEquals(3, everywhere.size());
    assertEquals(sigma(1) - 0.5, everywhere.jump(0, 0), 1e-15);
    assertEquals(0, everywhere.cellOf(List.of(-1e9, 0.0)));
    assertEquals(2, everywhere.cellOf(List.of(1e9, 0.0)));
  }

  private static double constant(SoftmaxFollower follower, double low, double high) {
    return follower.within(CONTEXT, List.of(low, 0.0), List.of(high, 1.0)).totalVariation();
  }

  @Test
  void aJumpThatTheSoftmaxHidesIsStillAJump() {
    // At T = 1e-3 scores 2 and 3 against 0 give probability 1 to the last bit; the jump is not 0.
    TreeScores scores = new TreeScores(
        2,
        Regularity.Side.LESS_THAN,
        new double[] {2, 0},
        new int[] {0},
        new int[] {0},
        new TreeScores.Nodes(
            new int[] {0, TreeScores.LEAF, TreeScores.LEAF},
            new double[] {0.5, 0, 1},
            new int[] {1, 0, 0},
            new int[] {2, 0, 0}));
    CellResponses cells =
        follower(scores, 1e-3).cells(CONTEXT, List.of(0.0, 0.0), List.of(1.0, 1.0));
    assertEquals(cells.response(0)[0], cells.response(1)[0]);
    assertEquals(Double.MIN_VALUE, cells.jump(0, 0));
    assertFalse(cells.isContinuous());
  }

  @Test
  void actionsThatCannotBeTakenDoNotCount() {
    double[][] weights = {{1, -2, 0.3}, {0, 0, 0}, {-1, 3, 0.1}};
    Context without = Logs.context("q", "q", new double[0], List.of(), Set.of("a2"));
    for (ScoreModel scores :
        List.of(new LinearScores(weights), new NetworkScores(new double[][][] {weights}))) {
      // Without a2 the pair (1, −2), (0, 0) is left; unseen a3 never counts.
      SoftmaxFollower follower = follower(scores, new int[] {0, 1, 2, -1}, 1);
      Regularity.Lipschitz left = follower.within(without, List.of(0.0, 0.0), List.of(1.0, 1.0));
      assertEquals(Math.sqrt(5) / 4, left.totalVariation(), 1e-9);
    }
    Context nothing = Logs.context("q", "q", new double[0], List.of(), Set.of("a0", "a1", "a2"));
    SoftmaxFollower follower = follower(new LinearScores(weights), new int[] {0, 1, 2, -1}, 1);
    assertThrows(IllegalArgumentException.class, () -> follower.regularity(nothing));
    SoftmaxFollower alone = follower(stumps(Regularity.Side.LESS_THAN, true), new int[] {0, -1}, 1);
    assertEquals(0, constant(alone, 0, 1), "one action is taken whatever its score");
  }

  @Test
  void theTemperatureDividesEveryConstant() {
    double[][] weights = {{1, -2, 0.3}, {0, 0, 0}, {-1, 3, 0.1}};
    Regularity.Lipschitz warm = stated(follower(new LinearScores(weights), 1), CONTEXT);
    Regularity.Lipschitz cold = stated(follower(new LinearScores(weights), 0.125), CONTEXT);
    assertEquals(8 * warm.totalVariation(), cold.totalVariation(), 1e-12);
    assertEquals(8 * warm.euclidean(), cold.euclidean(), 1e-12);
    // Where dividing overflows there is no finite constant, and none is claimed.
    Regularity.Lipschitz frozen =
        stated(follower(new LinearScores(weights), Double.MIN_VALUE), CONTEXT);
    assertEquals(INFINITY, frozen.totalVariation());
  }

  @Test
  void wrongBoxesAreRefused() {
    SoftmaxFollower network =
        follower(new NetworkScores(new double[][][] {{{1, 2, 0}, {0, 0, 0}}}), 1);
    assertThrows(
        IllegalArgumentException.class, () -> network.within(CONTEXT, List.of(0.0), List.of(1.0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> network.within(CONTEXT, List.of(0.0, 1.0), List.of(1.0, 0.0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> network.within(CONTEXT, List.of(0.0, Double.NaN), List.of(1.0, 1.0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> network.within(CONTEXT, List.of(0.0, 0.0), List.of(INFINITY, 1.0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> network.cells(CONTEXT, List.of(0.0, 0.0), List.of(1.0, 1.0)));
  }
}
