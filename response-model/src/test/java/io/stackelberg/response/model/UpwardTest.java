package io.stackelberg.response.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rounding against exact decimal arithmetic: never on the wrong side, and not far on the right one. */
class UpwardTest {
  private static final MathContext EXACT = new MathContext(80);

  private static BigDecimal exact(double value) {
    return new BigDecimal(value);
  }

  @Test
  void singleOperationsAreNeverBelowTheExactResult() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 2000; trial++) {
      double one = Math.scalb(random.nextDouble() - 0.5, random.nextInt(-60, 60));
      double other = Math.scalb(random.nextDouble(), random.nextInt(-60, 60));
      assertAtLeast(exact(one).add(exact(other)), Upward.plus(one, other));
      assertAtLeast(exact(one).multiply(exact(other)), Upward.times(one, other));
      assertAtLeast(exact(one).divide(exact(other), EXACT), Upward.over(one, other));
      assertAtLeast(exact(other).sqrt(EXACT), Upward.root(other));
    }
  }

  private static void assertAtLeast(BigDecimal exact, double rounded) {
    assertTrue(exact(rounded).compareTo(exact) >= 0, rounded + " < " + exact);
    double distance = exact(rounded).subtract(exact).doubleValue();
    assertTrue(distance <= 2 * Math.ulp(rounded), rounded + " is far above " + exact);
  }

  @Test
  void whatIsExactStaysExactAndOverflowIsInfinite() {
    assertEquals(0, Upward.plus(1, -1));
    assertEquals(0, Upward.times(0, 3));
    assertEquals(0, Upward.times(Double.POSITIVE_INFINITY, 0));
    assertEquals(0, Upward.over(0, 3));
    assertEquals(Double.MIN_VALUE, Upward.times(1e-200, 1e-200));
    assertEquals(Double.POSITIVE_INFINITY, Upward.times(1e200, 1e200));
    assertEquals(
        Double.POSITIVE_INFINITY, Upward.norm(new double[] {Double.MAX_VALUE, Double.MAX_VALUE}));
    assertEquals(0, Upward.spectralNorm(new double[][] {{0, 0}, {0, 0}}));
  }

  @Test
  void intervalsHoldTheExactSumOfProducts() {
    SplittableRandom random = new SplittableRandom(2);
    for (int trial = 0; trial < 1000; trial++) {
      OutwardInterval sum = OutwardInterval.ZERO;
      BigDecimal exact = BigDecimal.ZERO;
      double magnitudes = 0;
      for (int term = 0; term < 10; term++) {
        double low = random.nextDouble(-1, 1);
        double high = low + (term % 2) * random.nextDouble();
        double inside = term % 2 == 0 ? low : low + (high - low) / 2;
        double factor = random.nextDouble(-1, 1);
        sum = sum.plus(new OutwardInterval(low, high).times(factor));
        exact = exact.add(exact(inside).multiply(exact(factor)));
        magnitudes += Math.abs(factor) * Math.max(Math.abs(low), Math.abs(high));
      }
      assertTrue(exact(sum.low()).compareTo(exact) <= 0);
      assertTrue(exact(sum.high()).compareTo(exact) >= 0);
      assertTrue(sum.magnitude() <= magnitudes * (1 + 1e-12));
    }
  }

  @Test
  void theSpectralNormIsNeverBelowTheExactOne() {
    // With two columns, ‖A‖² is the larger root of λ² − tr(AᵀA) λ + det(AᵀA).
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 300; trial++) {
      int rows = 2 + random.nextInt(5);
      int scale = trial % 3 == 0 ? 0 : random.nextInt(-700, 700);
      // Some matrices have two nearly equal singular values, the worst case for repeated squaring.
      double spread = trial % 5 == 0 ? 1e-9 : 1;
      double[][] matrix = new double[rows][2];
      double[][] transposed = new double[2][rows];
      BigDecimal[][] gram = {{BigDecimal.ZERO, BigDecimal.ZERO}, {null, BigDecimal.ZERO}};
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < 2; column++) {
          double unit = row == column ? 1 : 0;
          double entry = (1 - spread) * unit + spread * random.nextDouble(-1, 1);
          matrix[row][column] = Math.scalb(entry, scale);
          transposed[column][row] = matrix[row][column];
        }
        gram[0][0] = gram[0][0].add(exact(matrix[row][0]).pow(2));
        gram[0][1] = gram[0][1].add(exact(matrix[row][0]).multiply(exact(matrix[row][1])));
        gram[1][1] = gram[1][1].add(exact(matrix[row][1]).pow(2));
      }
      BigDecimal half =
          gram[0][0].subtract(gram[1][1]).divide(BigDecimal.valueOf(2)).round(EXACT);
      BigDecimal root = half.pow(2).add(gram[0][1].pow(2)).sqrt(EXACT);
      BigDecimal largest =
          gram[0][0].add(gram[1][1]).divide(BigDecimal.valueOf(2)).add(root);
      BigDecimal norm = largest.sqrt(EXACT);
      for (double bound :
          new double[] {Upward.spectralNorm(matrix), Upward.spectralNorm(transposed)}) {
        assertTrue(exact(bound).compareTo(norm) >= 0, bound + " < " + norm);
        assertEquals(1, exact(bound).divide(norm, EXACT).doubleValue(), 1e-11);
      }
    }
  }
}
