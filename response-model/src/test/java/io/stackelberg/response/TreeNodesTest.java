package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stackelberg.response.model.TreeScores;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smile.base.cart.Loss;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.regression.RegressionTree;

class TreeNodesTest {
  private static final StructField RESPONSE = new StructField("y", DataTypes.DoubleType);

  /** Columns of very different scale: continuous, tiny, large and negative, whole numbers, 0 or 1. */
  private static double[][] rows(int count, SplittableRandom random) {
    double[][] rows = new double[count][];
    for (int row = 0; row < count; row++) {
      rows[row] = new double[] {
        random.nextGaussian(),
        1e-5 * random.nextDouble(),
        -1e12 * random.nextDouble(),
        random.nextInt(5) - 2,
        random.nextInt(2)
      };
    }
    return rows;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theCopyAgreesWithSmileEverywhere(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = rows(200, random);
    double[] target = new double[rows.length];
    Arrays.setAll(target, row -> rows[row][0] * rows[row][4] + random.nextGaussian());
    DataFrame frame = DataFrame.of(rows, "a", "b", "c", "d", "e");
    RegressionTree tree =
        new RegressionTree(frame, Loss.ls(target), RESPONSE, 6, 32, 2, 5, null, null);
    TreeNodes copied = new TreeNodes();
    int root = copied.add(tree.root(), tree.schema(), 0.5);
    TreeScores scores = copied.scores(5, new double[] {7}, new int[] {root});
    double[] score = new double[1];
    double[][] fresh = rows(500, random);
    for (double[] row : fresh) {
      scores.score(row, score);
      assertEquals(7 + 0.5 * tree.predict(tuple(row, tree)), score[0], 1e-12);
      assertEquals(0.5 * tree.predict(tuple(row, tree)), copied.leaf(root, row), 1e-12);
    }
  }

  private static Tuple tuple(double[] row, RegressionTree tree) {
    return Tuple.of(row.clone(), tree.schema());
  }

  @ParameterizedTest(name = "step at {0}")
  @ValueSource(doubles = {0, 1, -3.25, 1e-3, 1e9, -1e15})
  void aThresholdIsFoundToTheBit(double step) {
    // Two values, one below and one above the step: smile splits at half their sum.
    double gap = Math.max(1, Math.abs(step) / 2);
    double[][] rows = {{step - gap}, {step - gap}, {step + gap}, {step + gap}};
    double threshold = (rows[2][0] + rows[0][0]) / 2;
    double[] target = {-1, -1, 1, 1};
    RegressionTree tree = new RegressionTree(
        DataFrame.of(rows, "x"), Loss.ls(target), RESPONSE, 3, 4, 1, 1, null, null);
    TreeNodes copied = new TreeNodes();
    int root = copied.add(tree.root(), tree.schema(), 1);
    assertEquals(-1, copied.leaf(root, new double[] {threshold}));
    assertEquals(1, copied.leaf(root, new double[] {Math.nextUp(threshold)}));
    assertEquals(-1, tree.predict(tuple(new double[] {threshold}, tree)));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void boostingIsTheSameToTheBitTwice(long seed) {
    double[][] rows = rows(150, new SplittableRandom(seed));
    double[] target = new double[rows.length];
    Arrays.setAll(target, row -> rows[row][3] * rows[row][0]);
    Booster booster = new Booster(BoostedOutcomes.Options.DEFAULT.withTrees(20));
    TreeScores once = booster.fit(rows, target, new SplittableRandom(seed));
    TreeScores twice = booster.fit(rows, target, new SplittableRandom(seed));
    double[] first = new double[1];
    double[] second = new double[1];
    for (double[] row : rows(300, new SplittableRandom(seed + 100))) {
      once.score(row, first);
      twice.score(row, second);
      assertArrayEquals(first, second);
    }
  }
}
