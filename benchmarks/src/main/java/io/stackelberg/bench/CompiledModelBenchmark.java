package io.stackelberg.bench;

import io.stackelberg.response.SmileForest;
import io.stackelberg.response.model.GridScores;
import io.stackelberg.response.model.LinearScores;
import io.stackelberg.response.model.NetworkScores;
import io.stackelberg.response.model.ScoreModel;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import smile.base.cart.Loss;
import smile.classification.LogisticRegression;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.vector.DoubleVector;
import smile.data.vector.IntVector;

/**
 * One context of 20 features, evaluated over a whole grid. The baseline asks smile's own model row by row; its
 * network has the weights of ours.
 * Trees of classes, logistic and network: probabilities of 27 actions under 25 commitments of 2 coordinates;
 * trees of actions: one prediction for each of 27 actions of 3 coordinates under each of the commitments.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CompiledModelBenchmark {
  /** Contexts that are evaluated in turn. */
  static final int CONTEXTS = 64;

  private static final int FEATURES = 20;
  private static final int ACTIONS = 27;
  private static final double SHRINKAGE = 0.1;

  /** Which model. */
  @Param({"trees-of-classes", "trees-of-actions", "logistic", "network"})
  public String model;

  /** Trees, of each class where there are classes. */
  @Param({"100"})
  public int trees;

  private double[][] grid;
  private double[][] contexts;
  private ScoreModel scores;
  private GridScores compiled;
  private RowModel library;
  private double[] values;
  private double[] probabilities;
  private int next;

  /** Probabilities, or the one prediction, of a row. */
  @FunctionalInterface
  private interface RowModel {
    void predict(double[] row, double[] probabilities);
  }

  /** Draws data with interactions, fits, and compiles for the grid. */
  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(20260622L);
    grid = grid();
    int columns = FEATURES + grid[0].length;
    double[][] rows = new double[2000][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = random.doubles(columns).toArray();
    }
    fit(rows);
    contexts = new double[CONTEXTS][];
    Arrays.setAll(contexts, context -> random.doubles(FEATURES).toArray());
    compiled = scores.outputs() == 1 ? scores.over(grid) : scores.softmaxOver(grid, 1);
    values = new double[grid.length * scores.outputs()];
    probabilities = new double[values.length];
  }

  /** Fits the model to rows of 20 features and the trailing columns. */
  void fit(double[][] rows) {
    SplittableRandom random = new SplittableRandom(11L);
    int[] classes = new int[rows.length];
    double[] target = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      double[] x = rows[row];
      target[row] = 9 * x[0] + 6 * x[1] * x[FEATURES] + 6 * x[FEATURES + 1] + 3 * x[2] * x[3];
      double noisy = target[row] + 2 * random.nextGaussian();
      classes[row] = row < ACTIONS ? row : Math.min(ACTIONS - 1, Math.max(0, (int) noisy));
    }
    fit(rows, classes, target);
  }

  /** The fitted model. */
  ScoreModel scores() {
    return scores;
  }

  private double[][] grid() {
    boolean actions = model.equals("trees-of-actions");
    double[][] points = new double[actions ? 25 * ACTIONS : 25][];
    for (int point = 0; point < points.length; point++) {
      int rest = point / 25;
      points[point] = actions
          ? new double[] {
            point % 5 / 4.0, point / 5 % 5 / 4.0, rest % 3 / 2.0, rest / 3 % 3 / 2.0, rest / 9 / 2.0
          }
          : new double[] {point % 5 / 4.0, point / 5 / 4.0};
    }
    return points;
  }

  private void fit(double[][] rows, int[] classes, double[] target) {
    SplittableRandom random = new SplittableRandom(7L);
    int columns = rows[0].length;
    String[] names = new String[columns];
    Arrays.setAll(names, column -> "x" + column);
    DataFrame frame = DataFrame.of(rows, names);
    switch (model) {
      case "trees-of-classes" -> {
        var fitted = smile.classification.GradientTreeBoost.fit(
            Formula.lhs("y"),
            frame.merge(IntVector.of("y", classes)),
            trees,
            6,
            32,
            5,
            SHRINKAGE,
            0.7);
        var schema = fitted.trees()[0].schema();
        scores = SmileForest.of(fitted, SHRINKAGE);
        library = (row, out) -> fitted.predict(Tuple.of(row, schema), out);
      }
      case "trees-of-actions" -> {
        var fitted = smile.regression.GradientTreeBoost.fit(
            Formula.lhs("y"),
            frame.merge(DoubleVector.of("y", target)),
            Loss.ls(),
            trees,
            6,
            32,
            5,
            SHRINKAGE,
            0.7);
        var schema = fitted.trees()[0].schema();
        scores = SmileForest.of(fitted, SHRINKAGE);
        library = (row, out) -> out[0] = fitted.predict(Tuple.of(row, schema));
      }
      case "logistic" -> {
        LogisticRegression fitted = LogisticRegression.multinomial(rows, classes, 1, 1e-4, 50);
        double[][] weights = new double[ACTIONS][columns + 1];
        double[][] learned = ((LogisticRegression.Multinomial) fitted).coefficients();
        System.arraycopy(learned, 0, weights, 0, learned.length);
        scores = new LinearScores(weights);
        library = fitted::predict;
      }
      case "network" -> {
        NetworkScores network = new NetworkScores(
            new double[][][] {weights(32, columns, random), weights(ACTIONS, 32, random)});
        scores = network;
        library = SmileNetwork.of(network)::predict;
      }
      default -> throw new IllegalArgumentException("model is " + model + ".");
    }
  }

  private static double[][] weights(int units, int inputs, SplittableRandom random) {
    double[][] weights = new double[units][inputs + 1];
    for (double[] row : weights) {
      Arrays.setAll(row, column -> random.nextGaussian() / Math.sqrt(inputs));
    }
    return weights;
  }

  /** Every row of the grid by the library's model. */
  @Benchmark
  public double[] rowByRowBaseline() {
    double[] context = contexts[next++ % CONTEXTS];
    int outputs = scores.outputs();
    double[] row = Arrays.copyOf(context, FEATURES + grid[0].length);
    double[] out = new double[outputs];
    for (int point = 0; point < grid.length; point++) {
      System.arraycopy(grid[point], 0, row, FEATURES, grid[point].length);
      library.predict(row, out);
      System.arraycopy(out, 0, probabilities, point * outputs, outputs);
    }
    return probabilities;
  }

  /** The whole grid at once. */
  @Benchmark
  public double[] compiledGrid() {
    compiled.score(contexts[next++ % CONTEXTS], values);
    int outputs = scores.outputs();
    if (outputs == 1) {
      return values;
    }
    for (int first = 0; first < values.length; first += outputs) {
      double sum = 0;
      for (int index = first; index < first + outputs; index++) {
        sum += values[index];
      }
      for (int index = first; index < first + outputs; index++) {
        probabilities[index] = values[index] / sum;
      }
    }
    return probabilities;
  }
}
