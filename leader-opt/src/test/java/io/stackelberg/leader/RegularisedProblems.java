package io.stackelberg.leader;

import io.stackelberg.leader.RegularisedProblem.Divergence;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Random regularised problems with rewards and uses in [0, 1]. */
final class RegularisedProblems {
  private RegularisedProblems() {}

  static RegularisedProblem random(
      int contexts,
      int commitments,
      int resources,
      double tightness,
      double strength,
      Divergence divergence,
      SplittableRandom random) {
    double[] reward = draw(contexts * commitments, random);
    double[][] use = new double[resources][];
    double[] limits = new double[resources];
    for (int resource = 0; resource < resources; resource++) {
      use[resource] = draw(contexts * commitments, random);
      limits[resource] = tightness;
    }
    double[] baseline = draw(contexts * commitments, random);
    for (int context = 0; context < contexts; context++) {
      int from = context * commitments;
      double sum = Arrays.stream(baseline, from, from + commitments).sum() + 1;
      baseline[from] += 1;
      for (int pair = from; pair < from + commitments; pair++) {
        baseline[pair] /= sum;
      }
    }
    AssignmentProblem assignment =
        new AssignmentProblem(contexts, commitments, reward, use, limits);
    return new RegularisedProblem(assignment, baseline, strength, divergence);
  }

  private static double[] draw(int length, SplittableRandom random) {
    double[] values = new double[length];
    Arrays.setAll(values, index -> random.nextDouble());
    return values;
  }
}
