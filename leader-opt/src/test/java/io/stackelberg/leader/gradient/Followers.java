package io.stackelberg.leader.gradient;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Quadratic followers for tests, with their data at hand. */
final class Followers {
  final int n;
  final int coordinates;
  final double[][] curvature;
  final double[] constant;
  final double[][] slopes;
  final double[] lower;
  final double[] upper;
  final double[][] rows;
  final double[] limits;
  final double[][] limitSlopes;
  final QuadraticFollower follower;

  /** Two to eight variables in [−1, 1], one to twelve rows, one to three coordinates; 0 is feasible. */
  Followers(SplittableRandom random) {
    n = 2 + random.nextInt(7);
    coordinates = 1 + random.nextInt(3);
    double[][] root = matrix(random, n, n);
    curvature = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        curvature[i][j] = DualActiveSet.dot(root[i], root[j]) + (i == j ? 0.2 : 0);
      }
    }
    constant = matrix(random, 1, n)[0];
    slopes = matrix(random, n, coordinates);
    lower = new double[n];
    upper = new double[n];
    Arrays.fill(lower, -1);
    Arrays.fill(upper, 1);
    int count = 1 + random.nextInt(12);
    rows = matrix(random, count, n);
    limitSlopes = matrix(random, count, coordinates);
    limits = new double[count];
    for (int k = 0; k < count; k++) {
      // Commitments lie in [0, 1], so the limit stays positive.
      limits[k] = 0.05 + 0.3 * random.nextDouble();
      for (int j = 0; j < coordinates; j++) {
        limitSlopes[k][j] = 0.3 * Math.abs(limitSlopes[k][j]);
      }
    }
    follower = QuadraticFollower.overBox(curvature, constant, slopes, lower, upper)
        .withRows(rows, limits, limitSlopes);
  }

  /** The theory's example: H = diag(2, 4, 5), g = (1, 1, 1), p = (2, 1, 3) on [0, 1]³, l = (q, c). */
  static QuadraticFollower threeResources() {
    return QuadraticFollower.overBox(
        new double[][] {{2, 0, 0}, {0, 4, 0}, {0, 0, 5}},
        new double[3],
        new double[][] {{1, -2}, {1, -1}, {1, -3}},
        new double[3],
        new double[] {1, 1, 1});
  }

  /** R1: U_F = a − a²/2 − c a on [0, 1]. */
  static QuadraticFollower scalar() {
    return QuadraticFollower.overBox(
        new double[][] {{1}},
        new double[] {1},
        new double[][] {{-1}},
        new double[] {0},
        new double[] {1});
  }

  /** R1 with its leader: U_L = −2(1 − a)² − a − ½ c (1 − a), c in [0, 1]. */
  static BestReplyValue r1() {
    return new BestReplyValue(
        scalar(),
        (commitment, action, commitmentSlope, actionSlope) -> {
          double c = commitment[0];
          double a = action[0];
          commitmentSlope[0] = -0.5 * (1 - a);
          actionSlope[0] = 4 * (1 - a) - 1 + 0.5 * c;
          return -2 * (1 - a) * (1 - a) - a - 0.5 * c * (1 - a);
        },
        CommitmentRegion.box(new double[] {0}, new double[] {1}));
  }

  static double[][] matrix(SplittableRandom random, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int j = 0; j < columns; j++) {
        row[j] = 2 * random.nextDouble() - 1;
      }
    }
    return matrix;
  }

  double[] point(SplittableRandom random) {
    double[] point = new double[coordinates];
    for (int j = 0; j < coordinates; j++) {
      point[j] = random.nextDouble();
    }
    return point;
  }

  static double[] moved(double[] point, double[] direction, double length) {
    double[] moved = point.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += length * direction[i];
    }
    return moved;
  }
}
