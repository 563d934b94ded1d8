package io.stackelberg.response;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.hipparchus.distribution.continuous.FDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RidgeRegressionTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  private static double[][] gaussian(int count, int columns, SplittableRandom random) {
    double[][] rows = new double[count][columns];
    for (double[] row : rows) {
      Arrays.setAll(row, column -> random.nextGaussian());
    }
    return rows;
  }

  private static int[] folds(int rows, int count) {
    int[] folds = new int[rows];
    Arrays.setAll(folds, row -> row % count);
    return folds;
  }

  private static double[] planted(
      double[][] rows, double intercept, double[] weights, double noise, SplittableRandom random) {
    double[] target = new double[rows.length];
    for (int row = 0; row < target.length; row++) {
      target[row] = intercept + noise * random.nextGaussian();
      for (int column = 0; column < weights.length; column++) {
        target[row] += weights[column] * rows[row][column];
      }
    }
    return target;
  }

  /**
   * Least squares of the rows with an intercept column, below them √penalty times the identity on the
   * slopes, by QR: the textbook form of ridge regression, which shares nothing with centred moments.
   */
  private static double[] direct(double[][] rows, double[] target, double penalty) {
    int columns = rows[0].length;
    double[][] design = new double[rows.length + columns][columns + 1];
    double[] right = Arrays.copyOf(target, design.length);
    for (int row = 0; row < rows.length; row++) {
      design[row][0] = 1;
      System.arraycopy(rows[row], 0, design[row], 1, columns);
    }
    for (int column = 0; column < columns; column++) {
      design[rows.length + column][column + 1] = Math.sqrt(penalty);
    }
    return new QRDecomposition(new Array2DRowRealMatrix(design, false))
        .getSolver()
        .solve(new ArrayRealVector(right, false))
        .toArray();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theLineSolvesTheAugmentedLeastSquaresProblem(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int columns = 1 + random.nextInt(6);
    double[][] rows = gaussian(60, columns, random);
    for (double[] row : rows) {
      row[0] += 3; // an uncentred column: the intercept must not be penalised
    }
    double[] weights = new double[columns];
    Arrays.setAll(weights, column -> 1 + column);
    double[] target = planted(rows, -2, weights, 0.5 + random.nextDouble(), random);
    RidgeRegression.Line line = RidgeRegression.fit(rows, target, folds(60, 5), 5);
    assertTrue(line.penalty() < 1e5, () -> "penalty " + line.penalty());
    double[] expected = direct(rows, target, line.penalty());
    assertEquals(expected[0], line.intercept(), 1e-9);
    assertArrayEquals(Arrays.copyOfRange(expected, 1, columns + 1), line.weights(), 1e-9);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void thePenaltyIsTheBestOfTheGridInCrossValidation(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = gaussian(80, 4, random);
    double[] target = planted(rows, 1, new double[] {0.3, 0, 0, 0}, 1, random);
    RidgeRegression.Line line = RidgeRegression.fit(rows, target, folds(80, 4), 4);
    double chosen = crossValidated(rows, target, 4, line.penalty());
    double mean = crossValidated(rows, target, 4, Double.POSITIVE_INFINITY);
    for (double penalty : new double[] {
      1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 100_000, Double.POSITIVE_INFINITY
    }) {
      assertTrue(chosen <= crossValidated(rows, target, 4, penalty) * (1 + 1e-8));
    }
    assertEquals(1 - chosen / mean, line.skill(), 1e-9);
  }

  private static double crossValidated(
      double[][] rows, double[] target, int foldCount, double penalty) {
    double error = 0;
    for (int fold = 0; fold < foldCount; fold++) {
      int held = fold;
      int[] rest = java.util.stream.IntStream.range(0, rows.length)
          .filter(row -> row % foldCount != held)
          .toArray();
      double[][] restRows = Arrays.stream(rest).mapToObj(row -> rows[row]).toArray(double[][]::new);
      double[] restTarget = Arrays.stream(rest).mapToDouble(row -> target[row]).toArray();
      double[] line = penalty == Double.POSITIVE_INFINITY
          ? new double[rows[0].length + 1]
          : direct(restRows, restTarget, penalty);
      if (penalty == Double.POSITIVE_INFINITY) {
        line[0] = Arrays.stream(restTarget).average().orElseThrow();
      }
      for (int row = held; row < rows.length; row += foldCount) {
        double predicted = line[0];
        for (int column = 0; column < rows[row].length; column++) {
          predicted += line[column + 1] * rows[row][column];
        }
        error += (target[row] - predicted) * (target[row] - predicted);
      }
    }
    return error;
  }

  @Test
  @Tag("slow")
  void onPureNoiseTheMeanAloneIsChosenAsOftenAsTheoryHasIt() {
    // Near infinite penalty the cross-validated gain of a line over the mean is proportional to
    // Σ_k <b_-k, b_k> with b_k = X_k'y_k of fold k, about N(0, (n/5) I) without signal. With S = Σ
    // b_k this
    // is |S|² − Σ|b_k|², and splitting Σ|b_k|² into |S|²/5 and an independent rest, it is above 0
    // exactly
    // when F > 1 for F with (p, 4p) degrees of freedom. So the mean alone wins with P(F(5, 20) <=
    // 1) = 0.557.
    // Five standard deviations of 2,000 draws are 0.056; 0.01 is for folds that are not exactly
    // orthonormal.
    double expected = new FDistribution(5, 20).cumulativeProbability(1);
    int mean = 0;
    for (int sample = 0; sample < 2000; sample++) {
      SplittableRandom random = new SplittableRandom(1000 + sample);
      double[][] rows = gaussian(200, 5, random);
      double[] target = planted(rows, 0, new double[5], 1, random);
      RidgeRegression.Line line = RidgeRegression.fit(rows, target, folds(200, 5), 5);
      if (line.penalty() == Double.POSITIVE_INFINITY) {
        mean++;
        assertArrayEquals(new double[5], line.weights(), 0);
        assertEquals(Arrays.stream(target).average().orElseThrow(), line.intercept(), 1e-12);
        assertEquals(0, line.skill());
      } else {
        assertTrue(line.skill() > 0);
      }
    }
    assertEquals(expected, mean / 2000.0, 0.066);
    assertTrue(mean > 1000, "the mean alone won in " + mean + " of 2000");
  }

  @Test
  void aConstantTargetHasNoSkill() {
    double[][] rows = gaussian(20, 2, new SplittableRandom(1));
    double[] target = new double[20];
    // log 100 is not a binary fraction: means of folds differ from it by rounding, which is no
    // skill.
    Arrays.fill(target, Math.log(100));
    RidgeRegression.Line line = RidgeRegression.fit(rows, target, folds(20, 5), 5);
    assertEquals(Double.NaN, line.skill());
    assertEquals(Double.POSITIVE_INFINITY, line.penalty());
    assertEquals(Math.log(100), line.at(rows[3]), 1e-14);
  }

  @Test
  void noColumnsAreTheMean() {
    RidgeRegression.Line line =
        RidgeRegression.fit(new double[4][0], new double[] {1, 2, 3, 6}, folds(4, 2), 2);
    assertEquals(3, line.at(new double[0]));
    assertEquals(Double.POSITIVE_INFINITY, line.penalty());
  }

  @Test
  void rowsOfOneSessionAreNeverOnBothSides() {
    // 40 sessions of 5 equal rows, target a pure session effect, one indicator column per session.
    // Split
    // by rows, siblings predict each other; split by sessions, a held-out session's column was
    // never seen.
    SplittableRandom random = new SplittableRandom(5);
    double[][] rows = new double[200][40];
    double[] target = new double[200];
    int[] grouped = new int[200];
    int[] ungrouped = new int[200];
    for (int session = 0; session < 40; session++) {
      double effect = random.nextGaussian();
      for (int turn = 0; turn < 5; turn++) {
        int row = session * 5 + turn;
        rows[row][session] = 1;
        target[row] = effect;
        grouped[row] = session % 5;
        ungrouped[row] = turn;
      }
    }
    assertEquals(
        Double.POSITIVE_INFINITY, RidgeRegression.fit(rows, target, grouped, 5).penalty());
    assertNotEquals(
        Double.POSITIVE_INFINITY,
        RidgeRegression.fit(rows, target, ungrouped, 5).penalty());
  }
}
