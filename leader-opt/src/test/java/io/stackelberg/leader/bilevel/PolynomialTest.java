package io.stackelberg.leader.bilevel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hipparchus.analysis.differentiation.Gradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolynomialTest {
  private static Polynomial random(SplittableRandom random, int variables) {
    List<Polynomial.Term> terms = new ArrayList<>();
    for (int term = 0; term < 8; term++) {
      List<Integer> exponents = new ArrayList<>();
      for (int variable = 0; variable < variables; variable++) {
        exponents.add(random.nextInt(4));
      }
      terms.add(new Polynomial.Term(4 * random.nextDouble() - 2, exponents));
    }
    return new Polynomial(variables, terms);
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 50);
  }

  @Test
  void valueAndGradientByHand() {
    // 3 x² y − 2 at (2, 5): 58; gradient (6 x y, 3 x²) = (60, 12).
    var polynomial = new Polynomial(
        2, List.of(new Polynomial.Term(3, List.of(2, 1)), new Polynomial.Term(-2, List.of(0, 0))));
    assertEquals(58, polynomial.value(new double[] {2, 5}));
    assertArrayEquals(new double[] {60, 12}, polynomial.gradient(new double[] {2, 5}));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theGradientIsTheOneOfAutomaticDifferentiation(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Polynomial polynomial = random(random, 3);
    double[] point = {random.nextDouble(), 2 * random.nextDouble() - 1, -random.nextDouble()};
    Gradient sum = Gradient.constant(3, 0);
    for (Polynomial.Term term : polynomial.terms()) {
      Gradient product = Gradient.constant(3, term.coefficient());
      for (int variable = 0; variable < 3; variable++) {
        product = product.multiply(
            Gradient.variable(3, variable, point[variable]).pow(term.exponents().get(variable)));
      }
      sum = sum.add(product);
    }
    assertEquals(sum.getValue(), polynomial.value(point), 1e-13);
    assertArrayEquals(sum.getGradient(), polynomial.gradient(point), 1e-12);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void enclosuresHoldEveryValue(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Polynomial polynomial = random(random, 2);
    EnclosedPolynomial enclosed = new EnclosedPolynomial(polynomial);
    double size = Math.exp(-8 * random.nextDouble());
    double[] low = {2 * random.nextDouble() - 1.5, 2 * random.nextDouble() - 1.5};
    double[] high = {low[0] + size, low[1] + size};
    double[] natural = polynomial.enclosure(low, high);
    double[] tight = enclosed.range(low, high);
    double[] slope = enclosed.slope(1, low, high);
    double[] rival = {0, 2 * random.nextDouble() - 1};
    double excess = enclosed.leastExcess(low, high, rival, 1);
    assertTrue(natural[0] <= tight[0] && tight[1] <= natural[1]);
    for (int trial = 0; trial < 1_000; trial++) {
      double[] point = {
        low[0] + (high[0] - low[0]) * random.nextDouble(),
        low[1] + (high[1] - low[1]) * random.nextDouble()
      };
      double value = polynomial.value(point);
      assertTrue(tight[0] <= value && value <= tight[1]);
      double derivative = polynomial.derivative(1).value(point);
      assertTrue(slope[0] <= derivative && derivative <= slope[1]);
      assertTrue(excess <= value - polynomial.value(new double[] {point[0], rival[1]}));
    }
  }

  @Test
  void termsOfAnotherLengthAreRefused() {
    var term = new Polynomial.Term(1, List.of(1));
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> new Polynomial(2, List.of(term)));
    assertEquals("exponents of a term is 1, expected 2.", refusal.getMessage());
  }
}
