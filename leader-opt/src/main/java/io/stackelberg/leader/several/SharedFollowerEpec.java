package io.stackelberg.leader.several;

import io.stackelberg.game.Require;
import java.util.Optional;

/**
 * Leaders on a line each who share one follower with a kinked answer: the follower plays y = max(0, offset + Σ
 * pull_k x_k), leader k minimises price_k x_k + weight_k y over [low_k, high_k].
 *
 * <p>A pure equilibrium need not exist. Every leader is at its low end, at its high end, or between them; in
 * between only at the follower's kink, unless its cost is flat on one side of it. The cases are enumerated,
 * which finds an equilibrium or, where no leader's cost is flat, proves that there is none. Strategies have
 * length 1; payoffs are costs with a minus sign.
 *
 * <p>Source: Pang and Fukushima (2005) [pang2005quasi], the example without equilibrium.
 */
public final class SharedFollowerEpec implements MultiLeaderGame {
  private static final int MOST_LEADERS = 12;
  private static final double TIE = 1e-12;

  private final double offset;
  private final double[] pull;
  private final double[] price;
  private final double[] weight;
  private final double[] low;
  private final double[] high;

  /**
   * A game of 1 to 12 leaders.
   *
   * @param offset the follower's answer to zeros, before it is cut at 0
   * @param pull effect of each leader on the follower's answer
   * @param price what each leader pays per unit of its own move
   * @param weight what each leader pays per unit of the follower's answer
   * @param low least move of each leader, finite
   * @param high largest move of each leader, finite, at least low
   */
  public SharedFollowerEpec(
      double offset, double[] pull, double[] price, double[] weight, double[] low, double[] high) {
    this.offset = Require.finite("offset", offset);
    if (!(pull.length >= 1 && pull.length <= MOST_LEADERS)) {
      throw Require.unexpected("number of leaders", pull.length, "1 to " + MOST_LEADERS);
    }
    this.pull = finite("pull", pull, pull.length);
    this.price = finite("price", price, pull.length);
    this.weight = finite("weight", weight, pull.length);
    this.low = finite("low", low, pull.length);
    this.high = finite("high", high, pull.length);
    for (int leader = 0; leader < pull.length; leader++) {
      Require.inRange("high[" + leader + "]", high[leader], low[leader], Double.MAX_VALUE);
    }
  }

  @Override
  public int leaders() {
    return pull.length;
  }

  @Override
  public double[][] start() {
    double[][] profile = new double[pull.length][];
    for (int leader = 0; leader < profile.length; leader++) {
      profile[leader] = new double[] {low[leader]};
    }
    return profile;
  }

  /** The follower's answer, at least 0. */
  public double answer(double[][] profile) {
    return Math.max(uncut(profile), 0);
  }

  @Override
  public double payoff(int leader, double[][] profile) {
    return -(price[leader] * profile[leader][0] + weight[leader] * answer(profile));
  }

  @Override
  public double[] bestReply(int leader, double[][] profile) {
    double others = uncut(profile) - pull[leader] * profile[leader][0];
    double best = profile[leader][0];
    double least = cost(leader, others, best);
    double kink = pull[leader] == 0 ? low[leader] : -others / pull[leader];
    double[] points = {
      low[leader], high[leader], Math.min(Math.max(kink, low[leader]), high[leader])
    };
    for (double point : points) {
      double cost = cost(leader, others, point);
      if (cost < least - TIE * Math.max(1, Math.abs(least))) {
        least = cost;
        best = point;
      }
    }
    return new double[] {best};
  }

  @Override
  public Optional<double[][]> candidate() {
    int cases = 1;
    for (int leader = 0; leader < pull.length; leader++) {
      cases *= 3;
    }
    for (int number = 0; number < cases; number++) {
      double[][] ends = new double[pull.length][];
      double least = offset;
      double most = offset;
      int code = number;
      for (int leader = 0; leader < pull.length; leader++) {
        int place = code % 3;
        code /= 3;
        ends[leader] = place == 0
            ? new double[] {low[leader], low[leader]}
            : place == 1
                ? new double[] {high[leader], high[leader]}
                : new double[] {low[leader], high[leader]};
        least += Math.min(pull[leader] * ends[leader][0], pull[leader] * ends[leader][1]);
        most += Math.max(pull[leader] * ends[leader][0], pull[leader] * ends[leader][1]);
      }
      double[] levels = {Math.min(Math.max(0, least), most), least, most};
      for (double level : levels) {
        double[][] profile = reach(ends, level, least, most);
        if (isEquilibrium(profile)) {
          return Optional.of(profile);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean provesNoEquilibrium() {
    for (int leader = 0; leader < pull.length; leader++) {
      double scale = Math.max(Math.abs(price[leader]), Math.abs(weight[leader] * pull[leader]));
      boolean isFlat = Math.abs(price[leader]) <= TIE * scale
          || Math.abs(price[leader] + weight[leader] * pull[leader]) <= TIE * scale;
      if (isFlat) {
        return false;
      }
    }
    return candidate().isEmpty();
  }

  @Override
  public String uniqueness(double[][] equilibrium) {
    int between = 0;
    for (int leader = 0; leader < pull.length; leader++) {
      double room = high[leader] - low[leader];
      boolean isAtKink = Math.abs(uncut(equilibrium)) <= TIE * Math.max(1, Math.abs(offset));
      boolean holdsKink = price[leader] * (price[leader] + weight[leader] * pull[leader]) < 0
          && weight[leader] >= 0;
      between += room > 0 && isAtKink && holdsKink ? 1 : 0;
    }
    return between > 1 ? "a continuum of equilibria: the follower's kink, however shared" : "";
  }

  private boolean isEquilibrium(double[][] profile) {
    for (int leader = 0; leader < pull.length; leader++) {
      double[][] deviation = profile.clone();
      deviation[leader] = bestReply(leader, profile);
      double payoff = payoff(leader, profile);
      if (payoff(leader, deviation) - payoff > TIE * Math.max(1, Math.abs(payoff))) {
        return false;
      }
    }
    return true;
  }

  /** A profile between the ends at which the uncut answer is the level, all moved by one share. */
  private double[][] reach(double[][] ends, double level, double least, double most) {
    double share = most > least ? (level - least) / (most - least) : 0;
    double[][] profile = new double[ends.length][];
    for (int leader = 0; leader < ends.length; leader++) {
      double from = pull[leader] >= 0 ? ends[leader][0] : ends[leader][1];
      double to = pull[leader] >= 0 ? ends[leader][1] : ends[leader][0];
      profile[leader] = new double[] {from + share * (to - from)};
    }
    return profile;
  }

  private double cost(int leader, double others, double move) {
    return price[leader] * move + weight[leader] * Math.max(others + pull[leader] * move, 0);
  }

  private double uncut(double[][] profile) {
    double sum = offset;
    for (int leader = 0; leader < pull.length; leader++) {
      sum += pull[leader] * profile[leader][0];
    }
    return sum;
  }

  private static double[] finite(String name, double[] numbers, int length) {
    if (numbers.length != length) {
      throw Require.unexpected("length of " + name, numbers.length, "" + length);
    }
    double[] copy = numbers.clone();
    for (int index = 0; index < length; index++) {
      Require.finite(name + "[" + index + "]", copy[index]);
    }
    return copy;
  }
}
