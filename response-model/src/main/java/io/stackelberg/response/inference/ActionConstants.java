package io.stackelberg.response.inference;

import java.util.OptionalDouble;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * Score test of a constant per action added to a fitted conditional logit, clustered by session.
 *
 * <p>Source: Rao (1948) [rao1948large], with the fitted weights' error projected out.
 */
final class ActionConstants {
  private static final int SESSIONS_PER_CONSTANT = 5;

  private ActionConstants() {}

  /** The p-value; empty where the constants add nothing or sessions are too few. */
  static OptionalDouble pValue(ChoiceTable table, ConditionalLogit.Fit fit) {
    int constants = table.actions().size();
    int sessions = table.sessions().size();
    int size = table.features();
    double[][] own = new double[sessions][constants];
    double[][] score = new double[sessions][size];
    double[][] cross = new double[constants][size];
    double[][] unused = new double[size][size];
    for (int session = 0; session < sessions; session++) {
      ConditionalLogit.accumulate(table, session, 1, fit.weights(), score[session], unused);
      for (int choice = table.firstChoice(session); choice < table.endChoice(session); choice++) {
        addChoice(table, choice, fit.weights(), own[session], cross);
      }
    }
    double[] total = new double[constants];
    double[][] spread = new double[constants][constants];
    double before = 0;
    for (int session = 0; session < sessions; session++) {
      double[] solved = fit.maximumFactor().solve(score[session]);
      double[] projected = own[session].clone();
      for (int constant = 0; constant < constants; constant++) {
        projected[constant] -= ConditionalLogit.dot(cross[constant], solved);
        total[constant] += projected[constant];
        before += own[session][constant] * own[session][constant];
      }
      for (int row = 0; row < constants; row++) {
        for (int column = 0; column < constants; column++) {
          spread[row][column] += projected[row] * projected[column];
        }
      }
    }
    var eigen = new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(spread));
    double statistic = 0;
    int rank = 0;
    for (int axis = 0; axis < constants; axis++) {
      double size2 = eigen.getEigenvalue(axis);
      if (size2 > 1e-8 * before) {
        double along = ConditionalLogit.dot(eigen.getEigenvector(axis).toArray(), total);
        statistic += along * along / size2;
        rank++;
      }
    }
    return rank == 0 || sessions < SESSIONS_PER_CONSTANT * rank
        ? OptionalDouble.empty()
        : OptionalDouble.of(1 - new ChiSquaredDistribution(rank).cumulativeProbability(statistic));
  }

  private static void addChoice(
      ChoiceTable table, int choice, double[] weights, double[] own, double[][] cross) {
    double[] probabilities = ConditionalLogit.probabilities(table, choice, weights);
    int first = table.firstRow(choice);
    double[] mean = new double[weights.length];
    for (int option = 0; option < probabilities.length; option++) {
      for (int feature = 0; feature < mean.length; feature++) {
        mean[feature] += probabilities[option] * table.row(first + option)[feature];
      }
    }
    own[table.action(table.chosenRow(choice))]++;
    for (int option = 0; option < probabilities.length; option++) {
      int action = table.action(first + option);
      own[action] -= probabilities[option];
      for (int feature = 0; feature < mean.length; feature++) {
        cross[action][feature] +=
            probabilities[option] * (table.row(first + option)[feature] - mean[feature]);
      }
    }
  }
}
