package io.stackelberg.response.inference;

import io.stackelberg.response.inference.Refused.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/** Whether menus vary enough for weights to be asked for, and why a likelihood has no maximum. */
final class Design {
  private static final double SMALLEST_EIGENVALUE = 1e-10;
  private static final double NOTABLE_SHARE = 0.05;

  private Design() {}

  /** Why the menus cannot determine the weights, whatever the choices; empty where they can. */
  static Optional<Refused> refusal(
      ChoiceTable table, List<UtilityFeature> features, int minSessions) {
    int sessions = table.sessions().size();
    if (sessions < minSessions) {
      return Optional.of(new Refused(
          Reason.TOO_FEW_SESSIONS,
          sessions + " sessions hold a free choice between two or more actions",
          "at least " + minSessions + " such sessions",
          Map.of("sessions", (double) sessions, "turns left out", (double) table.leftOut())));
    }
    List<String> constant = new ArrayList<>();
    for (int feature = 0; feature < table.features(); feature++) {
      if (table.scale()[feature] == 0) {
        constant.add(features.get(feature).name());
      }
    }
    if (!constant.isEmpty()) {
      return Optional.of(new Refused(
          Reason.NO_VARIATION,
          "never differs between the actions of a menu: " + String.join(", ", constant),
          "menus whose actions differ in " + String.join(", ", constant),
          Map.of("choices", (double) table.choices())));
    }
    return collinear(table, features);
  }

  private static Optional<Refused> collinear(ChoiceTable table, List<UtilityFeature> features) {
    int size = table.features();
    double[][] correlation = new double[size][size];
    int rows = table.firstRow(table.choices());
    for (int row = 0; row < rows; row++) {
      for (int left = 0; left < size; left++) {
        for (int right = 0; right < size; right++) {
          correlation[left][right] += table.row(row)[left] * table.row(row)[right] / rows;
        }
      }
    }
    var eigen = new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(correlation));
    int least = 0;
    for (int axis = 1; axis < size; axis++) {
      least = eigen.getEigenvalue(axis) < eigen.getEigenvalue(least) ? axis : least;
    }
    if (eigen.getEigenvalue(least) >= SMALLEST_EIGENVALUE) {
      return Optional.empty();
    }
    Map<String, Double> involved =
        named(table, features, eigen.getEigenvector(least).toArray());
    return Optional.of(new Refused(
        Reason.COLLINEAR,
        "a sum of these terms is the same for all actions of every menu: "
            + String.join(", ", involved.keySet()),
        "menus or commitments in which " + String.join(", ", involved.keySet())
            + " do not move together, or one term fewer",
        involved));
  }

  /** The refusal after a fit without a maximum. */
  static Refused noMaximum(
      ChoiceTable table, List<UtilityFeature> features, ConditionalLogit.Fit fit) {
    double[] direction =
        ConditionalLogit.separates(table, fit.direction()) ? fit.direction() : fit.weights();
    if (!ConditionalLogit.separates(table, direction)) {
      return new Refused(
          Reason.NOT_CONVERGED,
          "the likelihood's maximum was not reached, and no direction was found that shows why",
          "terms on comparable scales, or more choices",
          Map.of("log-likelihood", fit.logLikelihood()));
    }
    Map<String, Double> involved = named(table, features, direction);
    return new Refused(
        Reason.SEPARATED,
        "no finite weights fit best: every choice agrees with a direction of weights in "
            + String.join(", ", involved.keySet()),
        "choices that sometimes go against it: closer alternatives, or more turns",
        involved);
  }

  /** The terms of a direction with at least a notable share of its length, in unscaled weights. */
  private static Map<String, Double> named(
      ChoiceTable table, List<UtilityFeature> features, double[] direction) {
    double length = Math.sqrt(ConditionalLogit.dot(direction, direction));
    Map<String, Double> involved = new LinkedHashMap<>();
    for (int feature = 0; feature < direction.length; feature++) {
      if (Math.abs(direction[feature]) > NOTABLE_SHARE * length) {
        involved.put(features.get(feature).name(), direction[feature] / table.scale()[feature]);
      }
    }
    return involved;
  }
}
