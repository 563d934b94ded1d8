package io.stackelberg.response.xgboost;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import io.stackelberg.response.ResponseTable;
import io.stackelberg.response.model.TreeScores;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** One fit by XGBoost: once to count the rounds on held-out rows, once on all rows. */
final class XgBoostTraining {
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final XgBoostResponse.Options options;
  private final ResponseTable table;
  private final int seed;

  /**
   * A fit.
   *
   * @param table with at least two classes
   */
  XgBoostTraining(XgBoostResponse.Options options, ResponseTable table, RandomGenerator random) {
    this.options = options;
    this.table = table;
    seed = random.nextInt(Integer.MAX_VALUE);
  }

  /** Boosts on the rows not held out, then on all rows for the rounds that served those held out best. */
  static TreeScores fit(
      XgBoostResponse.Options options, ResponseTable table, RandomGenerator random) {
    boolean[] held = table.holdOut(options.holdOut(), random);
    XgBoostTraining training = new XgBoostTraining(options, table, random);
    int[] fitted = IntStream.range(0, held.length).filter(row -> !held[row]).toArray();
    int[] judged = IntStream.range(0, held.length).filter(row -> held[row]).toArray();
    int rounds = training.bestRounds(training.trees(fitted, options.rounds()), judged);
    return rounds == 0
        ? training.frequencies()
        : training.trees(IntStream.range(0, held.length).toArray(), rounds).scores(table.columns());
  }

  /** No tree at all. */
  private TreeScores frequencies() {
    int[] none = {};
    return new TreeScores(
        table.columns(),
        Regularity.Side.LESS_THAN,
        table.logFrequencies(1),
        none,
        none,
        new TreeScores.Nodes(none, new double[0], none, none));
  }

  /**
   * The fewest rounds with the least log-loss on some rows.
   *
   * @return 0 if the frequencies of the classes lose no more than any number of rounds
   */
  int bestRounds(XgBoostTrees trees, int[] judged) {
    double[][] scores = new double[judged.length][];
    Arrays.fill(scores, table.logFrequencies(1));
    double least = loss(scores, judged);
    int best = 0;
    Arrays.setAll(scores, index -> trees.base());
    int classes = table.classes();
    for (int round = 1; round * classes <= trees.size(); round++) {
      for (int index = 0; index < judged.length; index++) {
        for (int tree = (round - 1) * classes; tree < round * classes; tree++) {
          trees.add(tree, table.rows()[judged[index]], scores[index]);
        }
      }
      double loss = loss(scores, judged);
      if (loss < least) {
        least = loss;
        best = round;
      }
    }
    return best;
  }

  private double loss(double[][] scores, int[] judged) {
    double sum = 0;
    for (int index = 0; index < judged.length; index++) {
      double[] score = scores[index];
      double most = Arrays.stream(score).max().orElseThrow();
      double total = 0;
      for (double one : score) {
        total += StrictMath.exp(one - most);
      }
      sum += most + StrictMath.log(total) - score[table.labels()[judged[index]]];
    }
    return sum;
  }

  private XgBoostTrees trees(int[] rows, int rounds) {
    try {
      DMatrix data = matrix(rows);
      try {
        Booster booster = boost(data, rounds, 0);
        try {
          return XgBoostTrees.read(booster.toByteArray("json"));
        } finally {
          booster.dispose();
        }
      } finally {
        data.dispose();
      }
    } catch (XGBoostError failed) {
      throw new IllegalStateException("XGBoost failed: " + failed.getMessage(), failed);
    }
  }

  /** Boosts for some rounds from one score for all classes; the caller disposes of the result. */
  Booster boost(DMatrix data, int rounds, float base) throws XGBoostError {
    // Sorted, for the order of a Map.ofEntries differs from run to run.
    Map<String, Object> parameters = new TreeMap<>(Map.ofEntries(
        Map.entry("objective", "multi:softprob"),
        Map.entry("num_class", table.classes()),
        Map.entry("tree_method", "hist"),
        Map.entry("max_bin", 256),
        Map.entry("max_depth", options.depth()),
        Map.entry("eta", options.shrinkage()),
        Map.entry("subsample", options.rowShare()),
        Map.entry("min_child_weight", options.leafWeight()),
        Map.entry("lambda", 1),
        Map.entry("base_score", base),
        Map.entry("seed", seed),
        Map.entry("nthread", 1),
        Map.entry("verbosity", 0)));
    return XGBoost.train(data, parameters, rounds, Map.of(), null, null);
  }

  /** Some rows as XGBoost takes them, with labels; the caller disposes of the result. */
  DMatrix matrix(int[] rows) throws XGBoostError {
    int columns = table.columns();
    long cells = (long) rows.length * columns;
    if (cells > LONGEST_ARRAY) {
      throw Require.unexpected("rows times columns", cells, "at most " + LONGEST_ARRAY);
    }
    float[] values = new float[rows.length * columns];
    float[] labels = new float[rows.length];
    for (int index = 0; index < rows.length; index++) {
      for (int column = 0; column < columns; column++) {
        double value = table.rows()[rows[index]][column];
        values[index * columns + column] = (float) value;
        if (!Float.isFinite((float) value)) {
          throw Require.unexpected("column " + column, value, "within the range of floats");
        }
      }
      labels[index] = table.labels()[rows[index]];
    }
    // Rows are finite, so that none is taken for missing.
    DMatrix data = new DMatrix(values, rows.length, columns, Float.NaN);
    data.setLabel(labels);
    return data;
  }
}
