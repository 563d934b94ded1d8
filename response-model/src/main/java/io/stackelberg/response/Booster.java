package io.stackelberg.response;

import io.stackelberg.response.model.TreeScores;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import smile.base.cart.CART;
import smile.base.cart.Loss;
import smile.data.DataFrame;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.regression.RegressionTree;

/**
 * Least-squares boosting of smile's regression trees, the same to the bit whatever the number of threads.
 *
 * <p>smile compares the columns of a split over a parallel stream; each fit runs in a pool of one worker. All
 * columns are tried at every split, so that smile draws nothing at random; the rows of each tree are drawn
 * here.
 *
 * <p>Source: Friedman (2001) [friedman2001greedy]; a part of the rows per tree: Friedman (2002)
 * [friedman2002stochastic].
 */
final class Booster {
  private final BoostedOutcomes.Options options;

  Booster(BoostedOutcomes.Options options) {
    this.options = options;
  }

  /**
   * Fits the sum of trees.
   *
   * @param rows of equal length, at least one column
   * @param target one value per row
   */
  TreeScores fit(double[][] rows, double[] target, RandomGenerator random) {
    ForkJoinPool worker = new ForkJoinPool(1);
    try {
      return worker.submit(() -> boost(rows, target, random)).get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("fitting was interrupted.", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("boosting failed: " + failed.getCause(), failed);
    } finally {
      worker.shutdown();
    }
  }

  private TreeScores boost(double[][] rows, double[] target, RandomGenerator random) {
    int columns = rows[0].length;
    String[] names =
        IntStream.range(0, columns).mapToObj(column -> "x" + column).toArray(String[]::new);
    DataFrame frame = DataFrame.of(rows, names);
    int[][] order = CART.order(frame);
    StructField response = new StructField("residual", DataTypes.DoubleType);
    double base = 0;
    for (double value : target) {
      base += value / target.length;
    }
    double[] residual = new double[target.length];
    for (int row = 0; row < residual.length; row++) {
      residual[row] = target[row] - base;
    }
    TreeNodes nodes = new TreeNodes();
    int[] roots = new int[options.trees()];
    for (int tree = 0; tree < options.trees(); tree++) {
      RegressionTree grown = new RegressionTree(
          frame,
          Loss.ls(residual),
          response,
          options.levels() + 1,
          1 << options.levels(),
          options.leafRows(),
          columns,
          sample(rows.length, random),
          order);
      roots[tree] = nodes.add(grown.root(), grown.schema(), options.shrinkage());
      for (int row = 0; row < residual.length; row++) {
        residual[row] -= nodes.leaf(roots[tree], rows[row]);
      }
    }
    return nodes.scores(columns, new double[] {base}, roots);
  }

  /** Marks the drawn share of the rows, without replacement. */
  private int[] sample(int rows, RandomGenerator random) {
    int[] marks = new int[rows];
    int wanted = (int) Math.max(1, Math.round(options.rowShare() * rows));
    for (int row = 0; row < rows && wanted > 0; row++) {
      if (random.nextInt(rows - row) < wanted) {
        marks[row] = 1;
        wanted--;
      }
    }
    return marks;
  }
}
