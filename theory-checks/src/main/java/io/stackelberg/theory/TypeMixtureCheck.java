package io.stackelberg.theory;

import io.stackelberg.game.Require;
import io.stackelberg.game.TieBreak;
import java.util.Arrays;
import java.util.OptionalInt;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Follower of several types: value of the mixture, and whether the types' shares can be read off the responses
 * to the given commitments.
 *
 * <p>Shares ρ and ρ' give the same responses iff the difference, which sums to 0, lies in the null space of the
 * matrix whose columns are the types' stacked responses; so the shares are identified iff that matrix with a
 * row of ones below has full column rank. Its least singular value is the margin.
 */
public final class TypeMixtureCheck {
  private static final String NAME = "C25 types";

  private TypeMixtureCheck() {}

  /**
   * Checks that the shares are identified and, where a single type is claimed to stand for the mixture, that it
   * answers alike.
   *
   * @param leader leader's payoffs by row and column
   * @param follower followers' payoffs by type, row and column
   * @param shares ρ, positive, summing to 1
   * @param commitments mixtures over the rows at which responses are seen
   * @param temperature 0 for best replies, ties to the leader; above 0 for logit responses
   * @param singleType the type claimed to answer as the mixture does
   */
  public static CheckResult check(
      double[][] leader,
      double[][][] follower,
      double[] shares,
      double[][] commitments,
      double temperature,
      OptionalInt singleType) {
    Require.nonNegative("temperature", temperature);
    Require.atLeast("commitments", commitments.length, 1);
    double[][][] alike = new double[shares.length][][];
    Arrays.fill(alike, leader);
    FiniteGame game = new FiniteGame(alike, follower, shares);
    int columns = game.columns();
    double[][] stacked = new double[commitments.length * columns + 1][shares.length];
    Arrays.fill(stacked[commitments.length * columns], 1);
    double[] values = new double[commitments.length];
    double largestGap = 0;
    String gapAt = "";
    for (int seen = 0; seen < commitments.length; seen++) {
      double[] mixture = commitments[seen];
      if (mixture.length != game.rows()) {
        throw Require.unexpected("commitment", Arrays.toString(mixture), game.rows() + " numbers");
      }
      double gap = 0;
      double[][] responses = new double[shares.length][];
      for (int type = 0; type < shares.length; type++) {
        responses[type] = response(game, follower[type], type, mixture, temperature);
      }
      for (int column = 0; column < columns; column++) {
        double mean = 0;
        for (int type = 0; type < shares.length; type++) {
          stacked[seen * columns + column][type] = responses[type][column];
          mean += shares[type] * responses[type][column];
        }
        values[seen] += mean * game.leaderMean(0, column, mixture);
        if (singleType.isPresent()) {
          gap += Math.abs(mean - responses[singleType.getAsInt()][column]) / 2;
        }
      }
      if (gap > largestGap) {
        largestGap = gap;
        gapAt = Arrays.toString(mixture);
      }
    }
    SingularValueDecomposition parts =
        new SingularValueDecomposition(new Array2DRowRealMatrix(stacked));
    double[] singular = parts.getSingularValues();
    double least = stacked.length < shares.length ? 0 : singular[shares.length - 1];
    Findings findings = new Findings(NAME)
        .add("values", values)
        .add("least_singular_value", least)
        .add("identified", least > 1e-9 ? 1 : 0);
    if (singleType.isPresent()) {
      findings.add("single_type_gap", largestGap);
      if (largestGap > 1e-9) {
        return findings.violated(
            Rigour.EXACT,
            "at the commitment " + gapAt + " type " + singleType.getAsInt()
                + " answers otherwise than the mixture, by " + largestGap + " in total variation",
            "A single type does not stand for the mixture.");
      }
    }
    if (least <= 1e-9) {
      double[] other = otherShares(stacked, shares);
      return findings.violated(
          Rigour.EXACT,
          "the shares " + Arrays.toString(other) + " give the same responses",
          "The shares cannot be read off the responses to these commitments.");
    }
    if (least < 1e-6) {
      return findings.inconclusive(
          Rigour.EXACT,
          "commitments to which the types answer more differently",
          "The least singular value " + least + " is close to rounding.");
    }
    return findings.holds(
        Rigour.EXACT, least, "The shares are identified: least singular value " + least + ".");
  }

  private static double[] response(
      FiniteGame game, double[][] payoffs, int type, double[] mixture, double temperature) {
    double[] response = new double[game.columns()];
    if (temperature == 0) {
      response[game.replies(mixture, TieBreak.OPTIMISTIC)[type]] = 1;
      return response;
    }
    for (int column = 0; column < response.length; column++) {
      for (int row = 0; row < mixture.length; row++) {
        response[column] += mixture[row] * payoffs[row][column];
      }
    }
    return Responses.logit(response, temperature);
  }

  /** Moves the shares along a null direction until one of them reaches half of what it was, or one and a half. */
  private static double[] otherShares(double[][] stacked, double[] shares) {
    double[][] square = new double[shares.length][shares.length];
    for (double[] row : stacked) {
      for (int one = 0; one < shares.length; one++) {
        for (int other = 0; other < shares.length; other++) {
          square[one][other] += row[one] * row[other];
        }
      }
    }
    double[] direction = new SingularValueDecomposition(new Array2DRowRealMatrix(square))
        .getV()
        .getColumn(shares.length - 1);
    double step = Double.POSITIVE_INFINITY;
    for (int type = 0; type < shares.length; type++) {
      if (direction[type] != 0) {
        step = Math.min(step, shares[type] / (2 * Math.abs(direction[type])));
      }
    }
    double[] other = shares.clone();
    for (int type = 0; type < shares.length; type++) {
      other[type] += step * direction[type];
    }
    return other;
  }
}
