package io.stackelberg.response.xgboost;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import io.stackelberg.response.model.TreeScores;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The trees of a model that XGBoost saved as JSON, with thresholds that compare doubles as XGBoost compares
 * floats.
 *
 * <p>All numbers are read as the floats they are.
 */
final class XgBoostTrees {
  private static final ObjectReader JSON = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
      .build()
      .readerFor(Saved.class);

  private final double[] base;
  private final TreeScores.Nodes nodes;
  private final int[] roots;
  private final int[] classes;

  private record Saved(Learner learner) {}

  private record Learner(
      @JsonProperty("learner_model_param") Start start,
      @JsonProperty("gradient_booster") Gradient gradient) {}

  /** Numbers in texts; the base is one number for all classes or, in brackets, one for each. */
  private record Start(
      @JsonProperty("base_score") String base,
      @JsonProperty("num_class") int classes) {}

  private record Gradient(Model model) {}

  private record Model(
      List<Tree> trees, @JsonProperty("tree_info") int[] classes) {}

  /** A leaf has no children, and its value where an inner node has its threshold. */
  private record Tree(
      @JsonProperty("left_children") int[] left,
      @JsonProperty("right_children") int[] right,
      @JsonProperty("split_indices") int[] column,
      @JsonProperty("split_conditions") float[] value) {}

  private XgBoostTrees(Learner learner) {
    base = base(learner.start());
    Model model = learner.gradient().model();
    int size = model.trees().stream().mapToInt(tree -> tree.value().length).sum();
    nodes = new TreeScores.Nodes(new int[size], new double[size], new int[size], new int[size]);
    roots = new int[model.trees().size()];
    classes = model.classes();
    int first = 0;
    for (int index = 0; index < roots.length; index++) {
      Tree tree = model.trees().get(index);
      roots[index] = first;
      for (int node = 0; node < tree.value().length; node++) {
        boolean isLeaf = tree.left()[node] < 0;
        nodes.column()[first + node] = isLeaf ? TreeScores.LEAF : tree.column()[node];
        nodes.value()[first + node] = isLeaf ? tree.value()[node] : threshold(tree.value()[node]);
        nodes.left()[first + node] = first + tree.left()[node];
        nodes.right()[first + node] = first + tree.right()[node];
      }
      first += tree.value().length;
    }
  }

  private static double[] base(Start start) {
    String[] numbers = start.base().replaceAll("[\\[\\]]", "").split(",");
    if (numbers.length != 1 && numbers.length != start.classes()) {
      throw Require.unexpected("base_score", start.base(), "1 or " + start.classes() + " numbers");
    }
    double[] base = new double[start.classes()];
    Arrays.setAll(base, label -> Float.parseFloat(numbers[Math.min(label, numbers.length - 1)]));
    return base;
  }

  /**
   * Reads a model of an objective whose scores start at {@code base_score} itself, as softmax does.
   *
   * @throws IllegalStateException if the model is not in the format of XGBoost 2
   */
  static XgBoostTrees read(byte[] json) {
    try {
      return new XgBoostTrees(JSON.<Saved>readValue(json).learner());
    } catch (IOException unreadable) {
      throw new IllegalStateException(
          "XGBoost's model is not in the known format: " + unreadable.getMessage(), unreadable);
    }
  }

  /**
   * The smallest double that becomes at least {@code threshold} when rounded to a float, so that {@code x <
   * t} on doubles decides as {@code (float) x < threshold}.
   *
   * @param threshold finite
   */
  static double threshold(float threshold) {
    // Below the least float, rounding to −infinity starts half way to −2^128.
    double below = threshold == -Float.MAX_VALUE ? -0x1p128 : Math.nextDown(threshold);
    // Exact: neighbouring floats and their middle fit a double.
    double middle = (below + threshold) / 2;
    // Ties round to the float whose last bit is 0.
    boolean tieRoundsUp = (Float.floatToIntBits(threshold) & 1) == 0;
    return tieRoundsUp ? middle : Math.nextUp(middle);
  }

  /** Score of each class before any tree; a copy. */
  double[] base() {
    return base.clone();
  }

  /** Number of trees, over all classes. */
  int size() {
    return roots.length;
  }

  /** Adds what a tree says of a row to the score of the tree's class. */
  void add(int tree, double[] row, double[] scores) {
    int node = roots[tree];
    while (nodes.column()[node] != TreeScores.LEAF) {
      node = row[nodes.column()[node]] < nodes.value()[node]
          ? nodes.left()[node]
          : nodes.right()[node];
    }
    scores[classes[tree]] += nodes.value()[node];
  }

  /**
   * The trees as scores, summed in doubles in their order.
   *
   * @param inputs number of columns of a row
   */
  TreeScores scores(int inputs) {
    return new TreeScores(
        inputs, Regularity.Side.LESS_THAN, base(), roots.clone(), classes.clone(), nodes);
  }
}
