package io.stackelberg.response;

import io.stackelberg.game.Require;
import io.stackelberg.response.model.TreeScores;
import smile.data.Tuple;
import smile.regression.RegressionTree;

/**
 * Boosted trees that smile fitted, as {@link TreeScores}: for models fitted elsewhere, and to hold the
 * compiled evaluation against the library's own.
 */
public final class SmileForest {
  private SmileForest() {}

  /**
   * The classifier's scores; their softmax is its posterior.
   *
   * @param model of at least 3 classes: of two, smile keeps back the constant
   * @param shrinkage with which it was fitted, in (0, 1]
   */
  public static TreeScores of(smile.classification.GradientTreeBoost model, double shrinkage) {
    int classes = Require.atLeast("classes", model.numClasses(), 3);
    RegressionTree[] trees = model.trees();
    int perClass = trees.length / classes;
    // smile lists the trees class by class; ours take turns.
    RegressionTree[] turns = new RegressionTree[trees.length];
    for (int tree = 0; tree < trees.length; tree++) {
      turns[tree % perClass * classes + tree / perClass] = trees[tree];
    }
    return scores(turns, new double[classes], shrinkage);
  }

  /**
   * The regression's prediction, as the one score.
   *
   * @param shrinkage with which it was fitted, in (0, 1]
   */
  public static TreeScores of(smile.regression.GradientTreeBoost model, double shrinkage) {
    RegressionTree[] trees = model.trees();
    Tuple probe = Tuple.of(new double[trees[0].schema().length()], trees[0].schema());
    double base = model.predict(probe);
    for (RegressionTree tree : trees) {
      base -= shrinkage * tree.predict(probe);
    }
    return scores(trees, new double[] {base}, shrinkage);
  }

  private static TreeScores scores(RegressionTree[] trees, double[] base, double shrinkage) {
    Require.inRange("shrinkage", shrinkage, Double.MIN_VALUE, 1);
    TreeNodes nodes = new TreeNodes();
    int[] roots = new int[trees.length];
    for (int tree = 0; tree < trees.length; tree++) {
      roots[tree] = nodes.add(trees[tree].root(), trees[tree].schema(), shrinkage);
    }
    return nodes.scores(trees[0].schema().length(), base, roots);
  }
}
