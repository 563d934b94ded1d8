package io.stackelberg.response.xgboost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.game.Regularity;
import io.stackelberg.response.ResponseTable;
import io.stackelberg.response.model.TreeScores;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Converted trees against XGBoost itself, on fresh rows and on rows that lie on thresholds. */
class XgBoostTreesDifferentialTest {
  private static final int ROUNDS = 40;
  private static final int CLASSES = 3;
  private static final float BASE = 0.3f;
  private static final int QUERIES = 1_000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void convertedTreesPredictWhatXgBoostPredicts(long seed) throws XGBoostError, IOException {
    ResponseTable table = new ResponseTable(Interactions.log(2_000, seed));
    SplittableRandom random = new SplittableRandom(seed);
    XgBoostTraining training =
        new XgBoostTraining(XgBoostResponse.Options.DEFAULT.withDepth(6), table, random);
    DMatrix data = training.matrix(IntStream.range(0, table.rows().length).toArray());
    Booster booster = training.boost(data, ROUNDS, BASE);
    byte[] json = booster.toByteArray("json");
    JsonNode trees = new ObjectMapper().readTree(json).at("/learner/gradient_booster/model/trees");
    assertEquals(ROUNDS * CLASSES, trees.size());
    TreeScores scores = XgBoostTrees.read(json).scores(table.columns());
    assertEquals(Regularity.Side.LESS_THAN, scores.side());

    double[][] rows = rows(table, trees, random);
    DMatrix queries = matrix(rows);
    float[][] margins = booster.predict(queries, true);
    float[][] probabilities = booster.predict(queries);
    float[][] leaves = booster.predictLeaf(queries, 0);
    double[] score = new double[CLASSES];
    for (int query = 0; query < rows.length; query++) {
      scores.score(rows[query], score);
      // The leaves that XGBoost itself names, summed in doubles: the same to the bit.
      double[] sum = new double[CLASSES];
      Arrays.fill(sum, BASE);
      for (int tree = 0; tree < trees.size(); tree++) {
        sum[tree % CLASSES] += (float) trees
            .get(tree)
            .get("split_conditions")
            .get((int) leaves[query][tree])
            .asDouble();
      }
      double total = Arrays.stream(score).map(StrictMath::exp).sum();
      for (int label = 0; label < CLASSES; label++) {
        assertEquals(sum[label], score[label], "row " + Arrays.toString(rows[query]));
        assertEquals(margins[query][label], score[label], 1e-5);
        assertEquals(probabilities[query][label], StrictMath.exp(score[label]) / total, 1e-5);
      }
    }
    queries.dispose();
    booster.dispose();
    data.dispose();
  }

  /** Fresh rows; in half of them one column is a threshold, or one of the doubles where the float changes. */
  private static double[][] rows(ResponseTable table, JsonNode trees, SplittableRandom random) {
    double[][] rows = new double[QUERIES][];
    int onThreshold = 0;
    for (int query = 0; query < QUERIES; query++) {
      rows[query] = table.rows()[random.nextInt(table.rows().length)].clone();
      JsonNode tree = trees.get(random.nextInt(trees.size()));
      int node = random.nextInt(tree.get("left_children").size());
      if (query % 2 == 0 && tree.get("left_children").get(node).asInt() >= 0) {
        float threshold = (float) tree.get("split_conditions").get(node).asDouble();
        double changes = XgBoostTrees.threshold(threshold);
        double[] near = {threshold, changes, Math.nextDown(changes), Math.nextDown(threshold)};
        rows[query][tree.get("split_indices").get(node).asInt()] =
            near[random.nextInt(near.length)];
        onThreshold++;
      }
    }
    assertTrue(onThreshold > QUERIES / 10, onThreshold + " rows on a threshold");
    return rows;
  }

  private static DMatrix matrix(double[][] rows) throws XGBoostError {
    int columns = rows[0].length;
    float[] values = new float[rows.length * columns];
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < columns; column++) {
        values[row * columns + column] = (float) rows[row][column];
      }
    }
    return new DMatrix(values, rows.length, columns, Float.NaN);
  }
}
