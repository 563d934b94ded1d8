package io.stackelberg.game.catalog;

import io.stackelberg.game.Require;
import io.stackelberg.game.TieBreak;
import java.util.List;

/**
 * Matrix game against a follower whose type the leader does not know.
 *
 * <p>The leader commits to one mixture of rows; each type answers it best by its own payoffs. Source:
 * Paruchuri et al. (2008) [paruchuri2008dobss].
 *
 * @param types one game per type, all of one shape; the leader's payoffs may depend on the type
 * @param prior probability of each type, at least 0, summing to 1 within 1e-9
 */
public record BayesianGame(List<BimatrixGame> types, List<Double> prior) {
  public BayesianGame {
    types = List.copyOf(Require.nonEmpty("types", types));
    prior = List.copyOf(prior);
    if (prior.size() != types.size()) {
      throw Require.unexpected("length of prior", prior.size(), "" + types.size());
    }
    double sum = 0;
    for (double probability : prior) {
      sum += Require.inUnitInterval("prior probability", probability);
    }
    Require.inRange("sum of prior", sum, 1 - 1e-9, 1 + 1e-9);
    BimatrixGame first = types.get(0);
    for (BimatrixGame type : types) {
      if (type.rows() != first.rows() || type.columns() != first.columns()) {
        throw Require.unexpected(
            "shape of a type",
            type.rows() + "×" + type.columns(),
            first.rows() + "×" + first.columns());
      }
    }
  }

  /** Number of the leader's pure commitments. */
  public int rows() {
    return types.get(0).rows();
  }

  /** Number of the follower's actions. */
  public int columns() {
    return types.get(0).columns();
  }

  /**
   * The leader's expected value of a mixture of rows, every type answering best.
   *
   * @param mixture one probability per row, summing to 1 within 1e-9
   * @param ties which of a type's tied replies counts
   */
  public double value(double[] mixture, TieBreak ties) {
    double sum = 0;
    for (int type = 0; type < types.size(); type++) {
      sum += prior.get(type) * types.get(type).value(mixture, ties);
    }
    return sum;
  }

  /** The leader's best expected value over single rows, by enumeration. */
  public double pureValue(TieBreak ties) {
    double best = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < rows(); row++) {
      double[] mixture = new double[rows()];
      mixture[row] = 1;
      best = Math.max(best, value(mixture, ties));
    }
    return best;
  }
}
