package io.stackelberg.theory;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.Require;
import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Strengths and couplings of games of several leaders, from their data, for {@link SmallGain} (theory T7).
 *
 * <p>Strengths are rounded down and couplings up by a relative 1e-9, far above the error of the linear algebra.
 * Empty where a leader's own cost is not strongly convex: then nothing is known.
 */
public final class LeaderFields {
  private static final double SLACK = 1e-9;

  private LeaderFields() {}

  /**
   * Leaders with quadratic costs over one unconstrained follower, y = H⁻¹(Σ B_k x_k + c): cost of leader k is x'Q_k x/2 +
   * d'x + e'y + y'R_k y/2. The field is affine, so that the constants hold everywhere.
   *
   * @param follower H, n×n, regular
   * @param pull B_k, n×m_k
   * @param own Q_k
   * @param curvature R_k
   */
  public static Optional<SmallGain> linearQuadratic(
      double[][] follower, double[][][] pull, double[][][] own, double[][][] curvature) {
    int leaders = Require.atLeast("number of leaders", pull.length, 1);
    DecompositionSolver solver =
        new LUDecomposition(new Array2DRowRealMatrix(follower)).getSolver();
    RealMatrix[] answer = new RealMatrix[leaders];
    for (int k = 0; k < leaders; k++) {
      answer[k] = solver.solve(new Array2DRowRealMatrix(pull[k]));
    }
    RealMatrix[][] blocks = new RealMatrix[leaders][leaders];
    for (int k = 0; k < leaders; k++) {
      RealMatrix weighted = answer[k].transpose().multiply(new Array2DRowRealMatrix(curvature[k]));
      for (int j = 0; j < leaders; j++) {
        blocks[k][j] = weighted.multiply(answer[j]);
      }
      blocks[k][k] = blocks[k][k].add(new Array2DRowRealMatrix(own[k]));
    }
    return ofBlocks(blocks);
  }

  /**
   * Firms that bid intercepts of linear supply curves into one market, all of them selling: bids b give the price p = (a +
   * Σ s b_i/k_i)/(1 + Σ s/k_i) and quantities (p − b_i)/k_i. Holds where the same firms sell.
   *
   * @param slope s, fall of the buyers' price per unit, above 0
   * @param curve k_i of the firms that sell
   */
  public static Optional<SmallGain> bidding(double slope, double[] curve) {
    int firms = Require.atLeast("number of firms", curve.length, 1);
    double bottom = 1;
    for (double rise : curve) {
      bottom += Require.positive("slope", slope) / Require.positive("curve", rise);
    }
    double[][] field = new double[firms][firms];
    for (int i = 0; i < firms; i++) {
      double ownPrice = slope / curve[i] / bottom;
      double ownQuantity = (ownPrice - 1) / curve[i];
      for (int j = 0; j < firms; j++) {
        double price = slope / curve[j] / bottom;
        double quantity = (price - (i == j ? 1 : 0)) / curve[i];
        field[i][j] =
            -(ownQuantity * price + quantity * ownPrice - curve[i] * ownQuantity * quantity);
      }
    }
    return ofField(field);
  }

  /**
   * Firms that set quantities and face a price falling by a constant per unit of their sum, followers' answers included.
   * Holds where the same followers produce and no capacity binds.
   *
   * @param fall of the price per unit, at least 0
   * @param curve rise of each firm's marginal cost, at least 0
   */
  public static Optional<SmallGain> cournot(double fall, double[] curve) {
    double[][] field = new double[curve.length][curve.length];
    for (int i = 0; i < curve.length; i++) {
      for (int j = 0; j < curve.length; j++) {
        field[i][j] = i == j ? 2 * fall + curve[i] : fall;
      }
    }
    return ofField(field);
  }

  /**
   * Principals who move their thresholds against the residuals of theory T6, near given thresholds: strengths M_jj, couplings
   * |M_jk|. Empty where a threshold meets a value, so that the residuals have no derivative.
   *
   * @param thresholds of an equilibrium, one per principal
   */
  public static Optional<SmallGain> agency(CommonAgency game, double[] thresholds) {
    PlainAgency agency = new PlainAgency(game);
    return agency.isRegular(thresholds)
        ? ofField(agency.sensitivity(thresholds))
        : Optional.empty();
  }

  private static Optional<SmallGain> ofField(double[][] field) {
    RealMatrix[][] blocks = new RealMatrix[field.length][field.length];
    for (int i = 0; i < field.length; i++) {
      for (int j = 0; j < field.length; j++) {
        blocks[i][j] = new Array2DRowRealMatrix(new double[][] {{field[i][j]}});
      }
    }
    return ofBlocks(blocks);
  }

  private static Optional<SmallGain> ofBlocks(RealMatrix[][] blocks) {
    int players = blocks.length;
    double[] strength = new double[players];
    double[] own = new double[players];
    double[][] coupling = new double[players][players];
    for (int i = 0; i < players; i++) {
      RealMatrix symmetric = blocks[i][i].add(blocks[i][i].transpose()).scalarMultiply(0.5);
      double least = Double.POSITIVE_INFINITY;
      for (double value : new EigenDecompositionSymmetric(symmetric).getEigenvalues()) {
        least = Math.min(least, value);
      }
      double norm = norm(blocks[i][i]);
      strength[i] = least - SLACK * norm;
      own[i] = norm * (1 + SLACK);
      if (!(strength[i] > 0 && own[i] < Double.POSITIVE_INFINITY)) {
        return Optional.empty();
      }
      for (int j = 0; j < players; j++) {
        double effect = norm(blocks[i][j]);
        coupling[i][j] = i == j || effect == 0 ? 0 : effect * (1 + SLACK);
      }
    }
    return Optional.of(new SmallGain(strength, coupling, own));
  }

  private static double norm(RealMatrix block) {
    return new SingularValueDecomposition(block).getNorm();
  }
}
