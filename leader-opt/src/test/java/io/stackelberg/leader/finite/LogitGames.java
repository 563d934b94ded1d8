package io.stackelberg.leader.finite;

import io.stackelberg.game.catalog.BimatrixGame;
import java.util.random.RandomGenerator;

/** Random games, and the leader's value against a logit follower in the plainest way. */
final class LogitGames {
  private LogitGames() {}

  static BimatrixGame random(RandomGenerator random, int rows, int columns) {
    return new BimatrixGame(payoffs(random, rows, columns), payoffs(random, rows, columns));
  }

  private static double[][] payoffs(RandomGenerator random, int rows, int columns) {
    double[][] payoffs = new double[rows][columns];
    for (double[] row : payoffs) {
      for (int column = 0; column < columns; column++) {
        row[column] = 2 * random.nextDouble() - 1;
      }
    }
    return payoffs;
  }

  static double[] mixture(RandomGenerator random, int rows) {
    double[] mixture = new double[rows];
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      mixture[row] = -Math.log(1 - random.nextDouble());
      sum += mixture[row];
    }
    for (int row = 0; row < rows; row++) {
      mixture[row] /= sum;
    }
    return mixture;
  }

  /** Weighted mean of the columns' payoffs; payoffs of order 1 and precision below 500 only. */
  static double value(BimatrixGame game, double precision, double... mixture) {
    double weights = 0;
    double sum = 0;
    for (int column = 0; column < game.columns(); column++) {
      double utility = 0;
      double payoff = 0;
      for (int row = 0; row < mixture.length; row++) {
        utility += mixture[row] * game.followerPayoff(row, column);
        payoff += mixture[row] * game.leaderPayoff(row, column);
      }
      weights += Math.exp(precision * utility);
      sum += Math.exp(precision * utility) * payoff;
    }
    return sum / weights;
  }
}
