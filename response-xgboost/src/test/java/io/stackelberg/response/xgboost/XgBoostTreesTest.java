package io.stackelberg.response.xgboost;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.response.model.TreeScores;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Models written by hand in XGBoost's format. */
class XgBoostTreesTest {
  /** For class 0 a split of column 1 at 0.5, for class 1 a leaf; unknown fields are passed over. */
  private static final String MODEL = """
      {"learner": {
        "learner_model_param": {"base_score": "%s", "num_class": "2", "num_feature": "2"},
        "gradient_booster": {"name": "gbtree", "model": {
          "trees": [
            {"left_children": [1, -1, -1], "right_children": [2, -1, -1],
             "split_indices": [1, 0, 0], "split_conditions": [5E-1, -1E-1, 25E-2]},
            {"left_children": [-1], "right_children": [-1],
             "split_indices": [0], "split_conditions": [4E0]}],
          "tree_info": [0, 1]}}},
       "version": [2, 1, 4]}
      """;

  private static XgBoostTrees read(String json) {
    return XgBoostTrees.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static double[] scores(String base, double... row) {
    TreeScores model = read(MODEL.formatted(base)).scores(2);
    double[] scores = new double[2];
    model.score(row, scores);
    return scores;
  }

  @Test
  void belowTheThresholdGoesLeft() {
    assertArrayEquals(new double[] {-0.1f, 4}, scores("0E0", 9, 0.49));
    assertArrayEquals(new double[] {0.25, 4}, scores("0E0", 9, 0.5));
    // Becomes the float 0.5.
    assertArrayEquals(new double[] {0.25, 4}, scores("0E0", 9, Math.nextDown(0.5)));
  }

  @Test
  void oneBaseIsThatOfEveryClass() {
    assertArrayEquals(new double[] {0.75, 4.5}, scores("5E-1", 9, 1));
    assertArrayEquals(new double[] {0.75, 4.5}, scores("[5E-1]", 9, 1));
  }

  @Test
  void aBaseForEachClassIsRead() {
    assertArrayEquals(new double[] {1.25, 2}, scores("[1E0,-2E0]", 9, 1));
  }

  @Test
  void refusesAnotherNumberOfBases() {
    assertTrue(assertThrows(IllegalArgumentException.class, () -> scores("[1E0,2E0,3E0]", 9, 1))
        .getMessage()
        .contains("expected 1 or 2 numbers"));
  }

  @Test
  void refusesAnotherFormat() {
    for (String json : new String[] {"{", "{}", MODEL.replace("split_indices", "indices")}) {
      assertTrue(assertThrows(IllegalStateException.class, () -> read(json))
          .getMessage()
          .startsWith("XGBoost's model is not in the known format"));
    }
  }
}
