package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.response.model.TreeScores;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smile.base.cart.OrdinalNode;
import smile.base.cart.RegressionNode;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.data.type.StructType;
import smile.data.vector.DoubleVector;
import smile.regression.RegressionTree;

class BoostedTreesResponseTest {
  private static final StructType ONE = new StructType(new StructField("x", DataTypes.DoubleType));

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0,
        -0.0,
        1,
        -1,
        0.1,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        1e300,
        -1e-300,
        Double.MAX_VALUE
      })
  void thresholdsAreFoundToTheLastBit(double threshold) {
    RegressionNode leaf = new RegressionNode(1, 0, 0, 0);
    // 0 and −0 are equal to a comparison; the largest double that goes left of either is 0.
    assertEquals(
        threshold == 0 ? 0.0 : threshold,
        TreeNodes.threshold(new OrdinalNode(0, threshold, 0, 0, leaf, leaf), ONE));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void convertedTreesPredictWhatSmilePredicts(long seed) {
    // Deep trees of few distinct values: more nodes than the arrays first hold, values on
    // thresholds.
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[4_000][3];
    double[] target = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      rows[row][0] = random.nextInt(9) / 8.0;
      rows[row][1] = 2 * random.nextDouble() - 1;
      rows[row][2] = random.nextInt(3) - 1;
      target[row] = rows[row][0] * rows[row][1] + random.nextDouble();
    }
    DataFrame predictors = DataFrame.of(rows, "a", "b", "c");
    RegressionTree smile = RegressionTree.fit(
        Formula.lhs("y"), predictors.merge(DoubleVector.of("y", target)), 20, 2_000, 1);
    TreeNodes nodes = new TreeNodes();
    int root = nodes.add(smile.root(), predictors.schema(), 0.3);
    assertTrue(smile.root().leaves() > 1_024, smile.root().leaves() + " leaves");
    TreeScores scores = nodes.scores(3, new double[] {0.5}, new int[] {root});
    double[] score = new double[1];
    for (int query = 0; query < 4_000; query++) {
      double[] row = {
        random.nextInt(17) / 16.0, 2 * random.nextDouble() - 1, random.nextInt(5) / 2.0 - 1
      };
      double expected = 0.3 * smile.predict(Tuple.of(row, predictors.schema()));
      assertEquals(expected, nodes.leaf(root, row), 1e-12);
      scores.score(row, score);
      assertEquals(0.5 + expected, score[0], 1e-12);
    }
  }

  @Test
  void noiseLeavesTheFrequencies() {
    // The action is independent of everything: boosting may not lose more than a percent against
    // the truth.
    SplittableRandom random = new SplittableRandom(3);
    var log = Planted.LINEAR.log(2_000, 4);
    var turns = log.turns().stream()
        .map(turn -> Logs.turn(
            turn.context(), turn.commitment(), Planted.ACTIONS, random.nextInt(3), turn.outcome()))
        .toList();
    var model = new BoostedTreesResponse(BoostedTreesResponse.Options.DEFAULT)
        .fit(new io.stackelberg.game.log.TurnLog(Planted.ACTIONS, turns), new SplittableRandom(1));
    double loss = 0;
    for (var turn : log.turns()) {
      for (double probability : model.respond(turn.context(), turn.commitment())) {
        loss -= StrictMath.log(probability) / 3 / 2_000;
      }
    }
    assertTrue(loss < 1.01 * StrictMath.log(3), "log-loss " + loss);
  }
}
