package io.stackelberg.leader.bilevel;

import io.stackelberg.game.Require;

/**
 * Bilevel linear or quadratic program: the leader chooses x, the follower answers with y, both minimise.
 *
 * <p>min over (x, y) of F(x, y) subject to the upper rows, with y in argmin f(x, ·) subject to the lower rows;
 * among several best answers the leader picks (optimistic). f must be convex in y; F may be any quadratic.
 * Rows of the lower level that hold only x are part of the lower level's feasibility.
 */
public final class BilevelProblem {
  private final int leaderSize;
  private final int followerSize;
  private final BilevelLevel upper;
  private final BilevelLevel lower;

  /**
   * A problem over z = (x, y).
   *
   * @param leaderSize length of x, at least 1
   * @param followerSize length of y, at least 1
   * @throws IllegalArgumentException if sizes disagree or f is not convex in y
   */
  public BilevelProblem(int leaderSize, int followerSize, BilevelLevel upper, BilevelLevel lower) {
    this.leaderSize = Require.atLeast("leaderSize", leaderSize, 1);
    this.followerSize = Require.atLeast("followerSize", followerSize, 1);
    this.upper = upper;
    this.lower = lower;
    int n = leaderSize + followerSize;
    if (upper.size() != n || lower.size() != n) {
      throw Require.unexpected(
          "variables of the levels",
          upper.size() + " and " + lower.size(),
          n + ", as x and y have");
    }
    double[][] block = new double[followerSize][followerSize];
    for (int i = 0; i < followerSize; i++) {
      for (int j = 0; j < followerSize; j++) {
        block[i][j] = lower.quadratic(leaderSize + i, leaderSize + j);
      }
    }
    double[] eigenvalues = new SymmetricEigen(block).values();
    double largest = 0;
    for (double eigenvalue : eigenvalues) {
      largest = Math.max(largest, Math.abs(eigenvalue));
    }
    for (double eigenvalue : eigenvalues) {
      if (!(eigenvalue >= -1e-12 * largest)) {
        throw Require.unexpected(
            "an eigenvalue of the lower Q over y", eigenvalue, "a number ≥ 0 (f convex in y)");
      }
    }
  }

  /** Length of x. */
  public int leaderSize() {
    return leaderSize;
  }

  /** Length of y. */
  public int followerSize() {
    return followerSize;
  }

  /** The leader's level. */
  public BilevelLevel upper() {
    return upper;
  }

  /** The follower's level. */
  public BilevelLevel lower() {
    return lower;
  }
}
