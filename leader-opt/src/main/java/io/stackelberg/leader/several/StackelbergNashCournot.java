package io.stackelberg.leader.several;

import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.Optional;

/**
 * Quantity competition with several leaders: they choose quantities at once, the followers then play Cournot
 * among themselves, and the price is intercept − slope × total quantity.
 *
 * <p>A cost is linear × q + quadratic × q²/2. Followers whose cost exceeds the price stay out. The price is
 * concave in the leaders' total, so every profit is concave in the leader's own quantity and the total at
 * equilibrium is unique; it is found by bisection, then held against exact best replies. Strategies have
 * length 1.
 *
 * <p>Source: Sherali (1984) [sherali1984multiple].
 */
public final class StackelbergNashCournot implements MultiLeaderGame {
  private static final int BISECTIONS = 2100;

  private final double intercept;
  private final double slope;
  private final double[] linear;
  private final double[] quadratic;
  private final double[] capacity;
  private final double[] followerLinear;
  private final double[] followerQuadratic;
  private final ResidualDemand demand;

  /**
   * A market.
   *
   * @param intercept price at quantity 0, finite
   * @param slope fall of the price per unit, above 0
   * @param linear the leaders' linear costs, at least one
   * @param quadratic the leaders' quadratic costs, each at least 0
   * @param capacity the leaders' largest quantities, at least 0, +infinity for none
   * @param followerLinear the followers' linear costs
   * @param followerQuadratic the followers' quadratic costs, each at least 0
   * @throws IllegalArgumentException if a number is out of range or lengths differ
   */
  public StackelbergNashCournot(
      double intercept,
      double slope,
      double[] linear,
      double[] quadratic,
      double[] capacity,
      double[] followerLinear,
      double[] followerQuadratic) {
    this.intercept = Require.finite("intercept", intercept);
    this.slope = Require.positive("slope", slope);
    Require.atLeast("number of leaders", linear.length, 1);
    sameLength("quadratic", quadratic, linear.length);
    sameLength("capacity", capacity, linear.length);
    sameLength("followerQuadratic", followerQuadratic, followerLinear.length);
    this.linear = linear.clone();
    this.quadratic = quadratic.clone();
    this.capacity = capacity.clone();
    this.followerLinear = followerLinear.clone();
    this.followerQuadratic = followerQuadratic.clone();
    for (int leader = 0; leader < linear.length; leader++) {
      Require.finite("linear[" + leader + "]", this.linear[leader]);
      Require.nonNegative("quadratic[" + leader + "]", this.quadratic[leader]);
      Require.inRange(
          "capacity[" + leader + "]", this.capacity[leader], 0, Double.POSITIVE_INFINITY);
    }
    double[] weight = new double[followerLinear.length];
    for (int follower = 0; follower < weight.length; follower++) {
      weight[follower] = slope
          / (slope
              + Require.nonNegative(
                  "followerQuadratic[" + follower + "]", this.followerQuadratic[follower]));
    }
    demand = new ResidualDemand(this.followerLinear, weight);
  }

  @Override
  public int leaders() {
    return linear.length;
  }

  @Override
  public double[][] start() {
    return new double[linear.length][1];
  }

  /** The price when the leaders offer this total and the followers answer. */
  public double price(double leadersTotal) {
    return demand.price(intercept - slope * leadersTotal);
  }

  /** What a follower offers at the equilibrium of the followers; at least 0. */
  public double followerQuantity(int follower, double leadersTotal) {
    return Math.max(price(leadersTotal) - followerLinear[follower], 0)
        / (slope + followerQuadratic[follower]);
  }

  /** Number of followers. */
  public int followers() {
    return followerLinear.length;
  }

  @Override
  public double payoff(int leader, double[][] profile) {
    double own = profile[leader][0];
    double total = 0;
    for (double[] quantity : profile) {
      total += quantity[0];
    }
    return own * (price(total) - linear[leader] - 0.5 * quadratic[leader] * own);
  }

  @Override
  public double[] bestReply(int leader, double[][] profile) {
    double others = 0;
    for (int other = 0; other < profile.length; other++) {
      others += other == leader ? 0 : profile[other][0];
    }
    return new double[] {
      demand.bestQuantity(
          intercept - slope * others, slope, linear[leader], quadratic[leader], capacity[leader])
    };
  }

  @Override
  public Optional<double[][]> candidate() {
    double low = 0;
    double high = Math.max(intercept - Arrays.stream(linear).min().orElseThrow(), 0) / slope;
    for (int step = 0; step < BISECTIONS; step++) {
      double middle = low + 0.5 * (high - low);
      if (!(middle > low && middle < high)) {
        break;
      }
      if (total(middle, marginal(middle)) > middle) {
        low = middle;
      } else {
        high = middle;
      }
    }
    // At a kink of the price every slope between its two sides supports the total.
    double flat = marginal(low);
    double steep = marginal(high);
    for (int step = 0; step < BISECTIONS && steep > flat; step++) {
      double middle = flat + 0.5 * (steep - flat);
      if (!(middle > flat && middle < steep)) {
        break;
      }
      if (total(high, middle) > high) {
        flat = middle;
      } else {
        steep = middle;
      }
    }
    double[][] profile = new double[linear.length][1];
    for (int leader = 0; leader < linear.length; leader++) {
      profile[leader][0] = quantity(leader, high, steep);
    }
    return Optional.of(profile);
  }

  @Override
  public String uniqueness(double[][] equilibrium) {
    double total = 0;
    for (double[] quantity : equilibrium) {
      total += quantity[0];
    }
    double reach = 1e-9 * Math.max(1, total);
    boolean isKink = marginal(total - reach) != marginal(total + reach);
    return isKink && linear.length > 1
        ? "the leaders' total is unique, its division need not be: a follower is on the brink of entry"
        : "unique";
  }

  /** Fall of the price per unit of the leaders' total, the followers answering. */
  private double marginal(double leadersTotal) {
    return slope * demand.slopeAt(intercept - slope * leadersTotal);
  }

  private double total(double leadersTotal, double marginal) {
    double sum = 0;
    for (int leader = 0; leader < linear.length; leader++) {
      sum += quantity(leader, leadersTotal, marginal);
    }
    return sum;
  }

  private double quantity(int leader, double leadersTotal, double marginal) {
    double margin = Math.max(price(leadersTotal) - linear[leader], 0);
    return Math.min(margin / (marginal + quadratic[leader]), capacity[leader]);
  }

  private static void sameLength(String name, double[] numbers, int length) {
    if (numbers.length != length) {
      throw Require.unexpected("length of " + name, numbers.length, "" + length);
    }
  }
}
