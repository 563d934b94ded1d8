package io.stackelberg.leader.several;

import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bidding into one market: firms state the intercepts of their linear supply curves, an operator then
 * maximises surplus at the stated curves, and each firm earns the price less its true cost.
 *
 * <p>The operator maximises intercept × Q − slope × Q²/2 − Σ (bid_i q_i + curve_i q_i²/2) over q ≥ 0. Against
 * the others' bids a firm faces a price concave in its own quantity, and choosing its bid is choosing that
 * quantity: best replies are exact. A firm that is best idle bids its true cost. Strategies have length 1.
 *
 * <p>Source: Hobbs, Metzler and Pang (2000) [hobbs2000strategic], one node without line limits.
 */
public final class InterceptBidding implements MultiLeaderGame {
  private final double intercept;
  private final double slope;
  private final double[] trueCost;
  private final double[] curve;

  /**
   * A market.
   *
   * @param intercept the buyers' price at quantity 0, finite
   * @param slope fall of that price per unit, above 0
   * @param trueCost each firm's true intercept, at least one firm
   * @param curve each firm's rise of marginal cost per unit, above 0
   */
  public InterceptBidding(double intercept, double slope, double[] trueCost, double[] curve) {
    this.intercept = Require.finite("intercept", intercept);
    this.slope = Require.positive("slope", slope);
    Require.atLeast("number of firms", trueCost.length, 1);
    if (curve.length != trueCost.length) {
      throw Require.unexpected("length of curve", curve.length, "" + trueCost.length);
    }
    this.trueCost = trueCost.clone();
    this.curve = curve.clone();
    for (int firm = 0; firm < trueCost.length; firm++) {
      Require.finite("trueCost[" + firm + "]", this.trueCost[firm]);
      Require.positive("curve[" + firm + "]", this.curve[firm]);
    }
  }

  @Override
  public int leaders() {
    return trueCost.length;
  }

  @Override
  public double[][] start() {
    double[][] profile = new double[trueCost.length][];
    for (int firm = 0; firm < profile.length; firm++) {
      profile[firm] = new double[] {trueCost[firm]};
    }
    return profile;
  }

  /** The market's price at these bids. */
  public double price(double[][] profile) {
    return demand(-1, profile).price(intercept);
  }

  /** What the operator buys from a firm at these bids; at least 0. */
  public double quantity(int firm, double[][] profile) {
    return Math.max(price(profile) - profile[firm][0], 0) / curve[firm];
  }

  @Override
  public double payoff(int leader, double[][] profile) {
    double quantity = quantity(leader, profile);
    return quantity * (price(profile) - trueCost[leader] - 0.5 * curve[leader] * quantity);
  }

  @Override
  public double[] bestReply(int leader, double[][] profile) {
    ResidualDemand others = demand(leader, profile);
    double quantity = others.bestQuantity(
        intercept, slope, trueCost[leader], curve[leader], Double.POSITIVE_INFINITY);
    double bid = quantity > 0
        ? others.price(intercept - slope * quantity) - curve[leader] * quantity
        : trueCost[leader];
    return new double[] {bid};
  }

  @Override
  public Optional<double[][]> candidate() {
    int firms = trueCost.length;
    boolean[] isActive = new boolean[firms];
    Arrays.fill(isActive, true);
    for (int round = 0; round <= 2 * firms; round++) {
      double[] stiffness = stiffness(isActive);
      double top = intercept;
      double bottom = 1;
      for (int firm = 0; firm < firms; firm++) {
        if (isActive[firm]) {
          top += slope * trueCost[firm] / stiffness[firm];
          bottom += slope / stiffness[firm];
        }
      }
      double price = top / bottom;
      double[][] profile = start();
      boolean isSettled = true;
      for (int firm = 0; firm < firms; firm++) {
        boolean wants = price > trueCost[firm];
        isSettled &= wants == isActive[firm];
        if (isActive[firm]) {
          profile[firm][0] = price - curve[firm] * (price - trueCost[firm]) / stiffness[firm];
        }
        isActive[firm] = wants;
      }
      if (isSettled) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }

  @Override
  public String uniqueness(double[][] equilibrium) {
    return "unique among equilibria with the same active firms";
  }

  /** Rise of marginal cost plus fall of the price the firm faces, per unit of its own quantity. */
  private double[] stiffness(boolean[] isActive) {
    double[] stiffness = new double[curve.length];
    for (int firm = 0; firm < stiffness.length; firm++) {
      double others = 1;
      for (int other = 0; other < stiffness.length; other++) {
        others += other != firm && isActive[other] ? slope / curve[other] : 0;
      }
      stiffness[firm] = curve[firm] + slope / others;
    }
    return stiffness;
  }

  private ResidualDemand demand(int without, double[][] profile) {
    int count = without < 0 ? profile.length : profile.length - 1;
    double[] costs = new double[count];
    double[] weights = new double[count];
    int next = 0;
    for (int firm = 0; firm < profile.length; firm++) {
      if (firm != without) {
        costs[next] = profile[firm][0];
        weights[next++] = slope / curve[firm];
      }
    }
    return new ResidualDemand(costs, weights);
  }
}
