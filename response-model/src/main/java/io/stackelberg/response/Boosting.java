package io.stackelberg.response;

import io.stackelberg.response.model.TreeScores;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import smile.base.cart.CART;
import smile.base.cart.Loss;
import smile.data.DataFrame;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.math.MathEx;
import smile.regression.RegressionTree;

/**
 * One run of softmax boosting: per round and class one of smile's regression trees on the gradient of the
 * log-loss over a fresh sample of rows.
 *
 * <p>smile draws from a generator of the thread and searches splits over a parallel stream; trees therefore
 * grow in a pool of one worker, seeded there. Scores of rows are updated in parallel, each row on its own.
 */
final class Boosting {
  private static final StructField TARGET = new StructField("target", DataTypes.DoubleType);

  private final BoostedTreesResponse.Options options;
  private final ResponseTable table;
  private final double[][] scores;
  private final double[] base;
  private final TreeNodes nodes = new TreeNodes();
  private int[] roots = new int[0];

  private Boosting(BoostedTreesResponse.Options options, ResponseTable table) {
    this.options = options;
    this.table = table;
    base = table.logFrequencies(1);
    scores = new double[table.rows().length][];
    Arrays.setAll(scores, row -> base.clone());
  }

  /** Boosts on the rows not held out until those held out stop improving, then anew on all rows. */
  static TreeScores fit(
      BoostedTreesResponse.Options options, ResponseTable table, RandomGenerator random) {
    boolean[] held = table.holdOut(options.holdOut(), random);
    ForkJoinPool worker = new ForkJoinPool(1);
    try {
      Boosting search = new Boosting(options, table);
      int rounds = search.bestRounds(worker, held, random);
      Boosting all = new Boosting(options, table);
      int[] rows = IntStream.range(0, held.length).toArray();
      for (int round = 0; round < rounds; round++) {
        all.grow(worker, rows, random);
      }
      return all.nodes.scores(table.columns(), all.base, all.roots);
    } finally {
      worker.shutdown();
    }
  }

  private int bestRounds(ForkJoinPool worker, boolean[] held, RandomGenerator random) {
    int[] fitted = IntStream.range(0, held.length).filter(row -> !held[row]).toArray();
    int[] judged = IntStream.range(0, held.length).filter(row -> held[row]).toArray();
    double best = loss(judged);
    int rounds = 0;
    for (int round = 1; round <= options.rounds(); round++) {
      grow(worker, fitted, random);
      double loss = loss(judged);
      if (loss < best) {
        best = loss;
        rounds = round;
      } else if (round - rounds >= options.patience()) {
        break;
      }
    }
    return rounds;
  }

  private double loss(int[] rows) {
    double[] losses = IntStream.range(0, rows.length)
        .parallel()
        .mapToDouble(
            index -> SoftmaxLoss.softmax(scores[rows[index]].clone(), table.labels()[rows[index]]))
        .toArray();
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  /** One round: a tree per class, all from the same probabilities. */
  private void grow(ForkJoinPool worker, int[] rows, RandomGenerator random) {
    int[] drawn = draw(rows, random);
    long seed = random.nextLong();
    RegressionTree[] trees = in(worker, drawn, seed);
    int first = roots.length;
    roots = Arrays.copyOf(roots, first + trees.length);
    for (int label = 0; label < trees.length; label++) {
      roots[first + label] =
          nodes.add(trees[label].root(), trees[label].schema(), options.shrinkage());
    }
    IntStream.range(0, scores.length).parallel().forEach(row -> {
      for (int label = 0; label < trees.length; label++) {
        scores[row][label] += nodes.leaf(roots[first + label], table.rows()[row]);
      }
    });
  }

  /** Draws rows without replacement, in ascending order. */
  private int[] draw(int[] rows, RandomGenerator random) {
    int count = (int) Math.min(
        options.mostRowsPerRound(), Math.max(1, Math.ceil(options.subsample() * rows.length)));
    int[] drawn = new int[count];
    int taken = 0;
    // Selection sampling (Knuth): every subset of this size is equally likely.
    for (int index = 0; index < rows.length && taken < count; index++) {
      if (random.nextDouble() * (rows.length - index) < count - taken) {
        drawn[taken++] = rows[index];
      }
    }
    return drawn;
  }

  private RegressionTree[] in(ForkJoinPool worker, int[] drawn, long seed) {
    try {
      return worker.submit(() -> trees(drawn, seed)).get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("boosting was interrupted.", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a boosted tree failed: " + failed.getCause(), failed);
    }
  }

  private RegressionTree[] trees(int[] drawn, long seed) {
    MathEx.setSeed(seed);
    double[][] rows = new double[drawn.length][];
    double[][] probabilities = new double[drawn.length][];
    for (int index = 0; index < drawn.length; index++) {
      rows[index] = table.rows()[drawn[index]];
      probabilities[index] = scores[drawn[index]].clone();
      SoftmaxLoss.softmax(probabilities[index], 0);
    }
    DataFrame frame = DataFrame.of(rows);
    int[][] order = CART.order(frame);
    RegressionTree[] trees = new RegressionTree[base.length];
    for (int label = 0; label < trees.length; label++) {
      double[] residual = new double[drawn.length];
      double[] curvature = new double[drawn.length];
      for (int index = 0; index < drawn.length; index++) {
        double probability = probabilities[index][label];
        residual[index] = (table.labels()[drawn[index]] == label ? 1 : 0) - probability;
        curvature[index] = probability * (1 - probability);
      }
      trees[label] = new RegressionTree(
          frame,
          new NewtonStep(residual, curvature, options.ridge()),
          TARGET,
          options.levels() + 1,
          1 << options.levels(),
          options.leafRows(),
          table.columns(),
          null,
          order);
    }
    return trees;
  }

  /** Trees split on the gradient; a leaf holds one regularised Newton step. */
  private record NewtonStep(double[] residual, double[] curvature, double ridge) implements Loss {
    @Override
    public double output(int[] rows, int[] counts) {
      double gradient = 0;
      double hessian = ridge;
      for (int row : rows) {
        gradient += counts[row] * residual[row];
        hessian += counts[row] * curvature[row];
      }
      return gradient / hessian;
    }

    @Override
    public double intercept(double[] target) {
      return 0;
    }

    @Override
    public double[] response() {
      return residual;
    }
  }
}
