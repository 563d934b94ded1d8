package io.stackelberg.response.inference;

import java.util.Arrays;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * Kruskal's condition for telling latent types apart from the choices of one session.
 *
 * <p>Given its type, a session's choices are independent. They are dealt in turn to three views; a view
 * distinguishes K types when the K laws of its joint choices are linearly independent. Three such views
 * have ranks K + K + K ≥ 2K + 2 for K ≥ 2, and then shares and laws are determined up to the order of the
 * types, given enough sessions with the same menus. The condition is sufficient, not necessary, and it is
 * checked at the fitted types, not at the true ones.
 *
 * <p>Source: Allman, Matias and Rhodes (2009) [allman2009identifiability], from Kruskal's theorem.
 *
 * @param sessionsMeeting sessions that meet the condition
 * @param sessions all sessions
 * @param medianSeparation median over sessions of the smallest eigenvalue, over the three views, of the
 *     cosines between the types' laws: 1 for disjoint laws, 0 for dependent ones or fewer than three turns
 */
public record KruskalCheck(int sessionsMeeting, int sessions, double medianSeparation) {
  private static final int VIEWS = 3;
  private static final double DEPENDENT = 1e-6;

  static KruskalCheck of(ChoiceTable table, double[][] typeWeights) {
    double[] separation = new double[table.sessions().size()];
    int meeting = 0;
    for (int session = 0; session < separation.length; session++) {
      separation[session] = separation(table, session, typeWeights);
      meeting += separation[session] > DEPENDENT ? 1 : 0;
    }
    Arrays.sort(separation);
    return new KruskalCheck(meeting, separation.length, separation[separation.length / 2]);
  }

  private static double separation(ChoiceTable table, int session, double[][] typeWeights) {
    int first = table.firstChoice(session);
    if (table.endChoice(session) - first < VIEWS) {
      return 0;
    }
    double least = Double.POSITIVE_INFINITY;
    for (int view = 0; view < VIEWS; view++) {
      double[][] cosines = new double[typeWeights.length][typeWeights.length];
      for (double[] line : cosines) {
        Arrays.fill(line, 1);
      }
      for (int choice = first + view; choice < table.endChoice(session); choice += VIEWS) {
        multiply(cosines, table, choice, typeWeights);
      }
      var eigen = new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(cosines));
      for (double eigenvalue : eigen.getEigenvalues()) {
        least = Math.min(least, eigenvalue);
      }
    }
    return Math.max(0, least);
  }

  /** The cosine between joint laws of independent choices is the product over the choices. */
  private static void multiply(
      double[][] cosines, ChoiceTable table, int choice, double[][] typeWeights) {
    double[][] laws = new double[typeWeights.length][];
    for (int type = 0; type < laws.length; type++) {
      laws[type] = ConditionalLogit.probabilities(table, choice, typeWeights[type]);
    }
    for (int row = 0; row < laws.length; row++) {
      for (int column = 0; column < row; column++) {
        double cosine = ConditionalLogit.dot(laws[row], laws[column])
            / Math.sqrt(ConditionalLogit.dot(laws[row], laws[row])
                * ConditionalLogit.dot(laws[column], laws[column]));
        cosines[row][column] *= cosine;
        cosines[column][row] = cosines[row][column];
      }
    }
  }
}
