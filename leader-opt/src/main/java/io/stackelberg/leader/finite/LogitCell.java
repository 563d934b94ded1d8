package io.stackelberg.leader.finite;

/**
 * A simplex of mixtures with a proved upper bound on the leader's payoff over it.
 *
 * <p>The bound is the smaller of two. First: expected payoffs per column are largest at a vertex, and each
 * response probability lies between its extremes over the cell, which follow from the utility differences at
 * the vertices. Second: the expansion to second order at the centre c, with d running over vertex − c,
 *
 * <pre>f(p) ≤ f(c) + max ∇f(c)·d + ½ max (λ² κ(u, a, a) + 2 λ Cov(a, b)),</pre>
 *
 * where a and b are the changes of the follower's and the leader's payoffs along d, κ is the third joint
 * central moment under the response, and both are bounded by the extreme probabilities; every bound is convex
 * in d, so that the vertices suffice.
 */
final class LogitCell {
  final double[][] vertices;
  final double[] centre;
  final double centreValue;
  final double bound;

  LogitCell(LogitPayoff payoff, double[][] vertices) {
    this.vertices = vertices;
    centre = new double[payoff.rows()];
    for (double[] vertex : vertices) {
      for (int row = 0; row < centre.length; row++) {
        centre[row] += vertex[row] / vertices.length;
      }
    }
    centreValue = payoff.value(centre);
    bound = bound(payoff) + payoff.rounding();
  }

  /** The two halves, cut at the middle of the longest edge. */
  double[][][] halves() {
    int from = 0;
    int to = 1;
    double longest = -1;
    for (int one = 0; one < vertices.length; one++) {
      for (int other = one + 1; other < vertices.length; other++) {
        double square = 0;
        for (int row = 0; row < centre.length; row++) {
          double difference = vertices[one][row] - vertices[other][row];
          square += difference * difference;
        }
        if (square > longest) {
          longest = square;
          from = one;
          to = other;
        }
      }
    }
    double[] middle = new double[centre.length];
    for (int row = 0; row < middle.length; row++) {
      middle[row] = (vertices[from][row] + vertices[to][row]) / 2;
    }
    double[][] first = vertices.clone();
    double[][] second = vertices.clone();
    first[from] = middle;
    second[to] = middle;
    return new double[][][] {first, second};
  }

  private double bound(LogitPayoff payoff) {
    int columns = payoff.columns();
    double[][] leader = new double[vertices.length][];
    double[][] follower = new double[vertices.length][];
    double[] highest = new double[columns];
    double[] lowest = new double[columns];
    for (int vertex = 0; vertex < vertices.length; vertex++) {
      leader[vertex] = LogitPayoff.expected(payoff.leader, vertices[vertex]);
      follower[vertex] = LogitPayoff.expected(payoff.follower, vertices[vertex]);
      for (int column = 0; column < columns; column++) {
        double value = leader[vertex][column];
        highest[column] = vertex == 0 ? value : Math.max(highest[column], value);
        lowest[column] = vertex == 0 ? value : Math.min(lowest[column], value);
      }
    }
    double[] least = new double[columns];
    double[] most = new double[columns];
    for (int column = 0; column < columns; column++) {
      double rivalsAtLeast = 0;
      double rivalsAtMost = 0;
      for (int rival = 0; rival < columns; rival++) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] utilities : follower) {
          low = Math.min(low, utilities[rival] - utilities[column]);
          high = Math.max(high, utilities[rival] - utilities[column]);
        }
        rivalsAtLeast += rival == column ? 1 : StrictMath.exp(payoff.precision * low);
        rivalsAtMost += rival == column ? 1 : StrictMath.exp(payoff.precision * high);
      }
      most[column] = 1 / rivalsAtLeast;
      least[column] = 1 / rivalsAtMost;
    }
    double direct = extreme(highest, least, most, 1);
    double meanAtLeast = -extreme(lowest, least, most, -1);
    return Math.min(direct, expansion(payoff, leader, follower, highest, most, meanAtLeast));
  }

  /** Largest Σ P_j sign·payoff_j over probabilities between the extremes. */
  private static double extreme(double[] payoffs, double[] least, double[] most, int sign) {
    double sum = 0;
    double left = 1;
    double[] room = new double[payoffs.length];
    for (int column = 0; column < payoffs.length; column++) {
      sum += sign * payoffs[column] * least[column];
      left -= least[column];
      room[column] = most[column] - least[column];
    }
    for (int round = 0; round < payoffs.length && left > 0; round++) {
      int best = -1;
      for (int column = 0; column < payoffs.length; column++) {
        if (room[column] >= 0 && (best < 0 || sign * payoffs[column] > sign * payoffs[best])) {
          best = column;
        }
      }
      double share = Math.min(left, room[best]);
      sum += share * sign * payoffs[best];
      left -= share;
      room[best] = -1;
    }
    return sum;
  }

  private double expansion(
      LogitPayoff payoff,
      double[][] leader,
      double[][] follower,
      double[] highest,
      double[] most,
      double meanAtLeast) {
    double[] slope = payoff.gradient(centre);
    double[] leaderCentre = LogitPayoff.expected(payoff.leader, centre);
    double[] followerCentre = LogitPayoff.expected(payoff.follower, centre);
    double linear = Double.NEGATIVE_INFINITY;
    double moment = 0;
    double followerVariance = 0;
    double leaderVariance = 0;
    for (int vertex = 0; vertex < vertices.length; vertex++) {
      double along = 0;
      for (int row = 0; row < slope.length; row++) {
        along += slope[row] * (vertices[vertex][row] - centre[row]);
      }
      linear = Math.max(linear, along);
      double third = 0;
      double ofFollower = 0;
      double ofLeader = 0;
      for (int column = 0; column < most.length; column++) {
        double a = deviation(follower[vertex], followerCentre, most, column);
        double b = deviation(leader[vertex], leaderCentre, most, column);
        third += most[column] * Math.max(0, highest[column] - meanAtLeast) * a * a;
        ofFollower += most[column] * a * a;
        ofLeader += most[column] * b * b;
      }
      moment = Math.max(moment, third);
      followerVariance = Math.max(followerVariance, ofFollower);
      leaderVariance = Math.max(leaderVariance, ofLeader);
    }
    double precision = payoff.precision;
    double curvature = precision * precision * moment
        + 2 * precision * Math.sqrt(followerVariance * leaderVariance);
    return centreValue + linear + curvature / 2;
  }

  /** Bound on |change of the column − mean change under the response|. */
  private static double deviation(double[] at, double[] centre, double[] most, int column) {
    double sum = 0;
    for (int rival = 0; rival < most.length; rival++) {
      sum += most[rival] * Math.abs(at[column] - centre[column] - at[rival] + centre[rival]);
    }
    return sum;
  }
}
