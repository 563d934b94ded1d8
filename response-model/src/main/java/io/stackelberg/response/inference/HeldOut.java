package io.stackelberg.response.inference;

import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.response.GroupFolds;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Log-likelihood of choices in sessions that the fit did not see, by cross-validation over sessions.
 *
 * @param overUniform gain per choice over a uniform draw, in nats
 * @param overFrequency gain per choice over the other sessions' action frequencies
 * @param failedFolds folds whose fit has no maximum; above 0 the gains are not to be used
 */
record HeldOut(MeanEstimate overUniform, MeanEstimate overFrequency, int failedFolds) {
  static HeldOut of(ChoiceTable table, double[] start, int folds, RandomGenerator random) {
    Map<String, Integer> foldOf = GroupFolds.draw(table.sessions(), folds, random);
    double[] uniform = new double[table.choices()];
    double[] frequency = new double[table.choices()];
    int[] clusters = new int[table.choices()];
    int failed = 0;
    for (int fold = 0; fold < folds; fold++) {
      double[] training = new double[table.sessions().size()];
      for (int session = 0; session < training.length; session++) {
        training[session] = foldOf.get(table.sessions().get(session)) == fold ? 0 : 1;
      }
      ConditionalLogit.Fit fit = ConditionalLogit.fit(table, training, start);
      failed += fit.isMaximum() ? 0 : 1;
      double[] counts = actionCounts(table, training);
      for (int session = 0; session < training.length; session++) {
        for (int choice = table.firstChoice(session);
            training[session] == 0 && choice < table.endChoice(session);
            choice++) {
          double own = logProbability(table, choice, fit.weights());
          uniform[choice] = own + StrictMath.log(table.endRow(choice) - table.firstRow(choice));
          frequency[choice] = own - logShare(table, choice, counts);
          clusters[choice] = session;
        }
      }
    }
    return new HeldOut(
        ClusteredMeans.mean(uniform, clusters), ClusteredMeans.mean(frequency, clusters), failed);
  }

  private static double logProbability(ChoiceTable table, int choice, double[] weights) {
    double[] probabilities = ConditionalLogit.probabilities(table, choice, weights);
    return StrictMath.log(probabilities[table.chosenRow(choice) - table.firstRow(choice)]);
  }

  private static double[] actionCounts(ChoiceTable table, double[] training) {
    double[] counts = new double[table.actions().size()];
    Arrays.fill(counts, 1);
    for (int session = 0; session < training.length; session++) {
      for (int choice = table.firstChoice(session); choice < table.endChoice(session); choice++) {
        counts[table.action(table.chosenRow(choice))] += training[session];
      }
    }
    return counts;
  }

  private static double logShare(ChoiceTable table, int choice, double[] counts) {
    double sum = 0;
    for (int row = table.firstRow(choice); row < table.endRow(choice); row++) {
      sum += counts[table.action(row)];
    }
    return StrictMath.log(counts[table.action(table.chosenRow(choice))] / sum);
  }
}
