package io.stackelberg.response.inference;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Ranking of a situation's actions that fits its pairwise choices best under weak stochastic transitivity.
 *
 * @param position of each action, 0 for the best
 * @param deviance likelihood-ratio distance between the choices and the ranking, at least 0
 */
record Ranking(int[] position, double deviance) {
  /**
   * The ranking of least deviance, by dynamic programming over the set already placed.
   *
   * @param wins how often the row was taken from the pair with the column
   */
  static Ranking nearest(double[][] wins) {
    int size = wins.length;
    double[] cost = new double[1 << size];
    int[] placedLast = new int[1 << size];
    Arrays.fill(cost, Double.POSITIVE_INFINITY);
    cost[0] = 0;
    for (int placed = 0; placed < cost.length; placed++) {
      for (int action = 0; action < size; action++) {
        if ((placed & 1 << action) == 0) {
          double total = cost[placed];
          for (int later = 0; later < size; later++) {
            if (later != action && (placed & 1 << later) == 0) {
              total += broken(wins[action][later], wins[later][action]);
            }
          }
          int next = placed | 1 << action;
          if (total < cost[next]) {
            cost[next] = total;
            placedLast[next] = action;
          }
        }
      }
    }
    int[] position = new int[size];
    int placed = cost.length - 1;
    for (int place = size - 1; place >= 0; place--) {
      position[placedLast[placed]] = place;
      placed &= ~(1 << placedLast[placed]);
    }
    return new Ranking(position, cost[cost.length - 1]);
  }

  /** Deviance of a pair ranked against its majority, from a probability of 1/2. */
  private static double broken(double better, double worse) {
    if (better >= worse) {
      return 0;
    }
    double count = better + worse;
    double sum = worse * StrictMath.log(2 * worse / count);
    return 2 * (better > 0 ? sum + better * StrictMath.log(2 * better / count) : sum);
  }

  /** As many choices from every pair, drawn at the frequencies, but never against this ranking. */
  double[][] draw(double[][] wins, RandomGenerator random) {
    double[][] drawn = new double[wins.length][wins.length];
    for (int better = 0; better < wins.length; better++) {
      for (int worse = 0; worse < wins.length; worse++) {
        double count = wins[better][worse] + wins[worse][better];
        if (position[better] < position[worse] && count > 0) {
          double probability = Math.max(0.5, wins[better][worse] / count);
          for (int choice = 0; choice < count; choice++) {
            if (random.nextDouble() < probability) {
              drawn[better][worse]++;
            } else {
              drawn[worse][better]++;
            }
          }
        }
      }
    }
    return drawn;
  }
}
