package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeanEstimateTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void oneDegreeOfFreedomIsTheCauchyLaw() {
    // Cauchy: F(x) = 1/2 + atan(x)/π, quantile tan(π (p − 1/2)).
    MeanEstimate estimate = new MeanEstimate(3, 2, 1);
    double radius = 2 * Math.tan(Math.PI * 0.475);
    assertEquals(3 - radius, estimate.interval(0.95).low(), 1e-8);
    assertEquals(3 + radius, estimate.interval(0.95).high(), 1e-8);
    assertEquals(3, estimate.interval(0.95).estimate());
    assertEquals(3 - 2 * Math.tan(Math.PI * 0.45), estimate.lowerBound(0.95), 1e-9);
    assertEquals(0.25, estimate.pGreater(1), 1e-12); // t = 1, 1/2 − atan(1)/π
    assertEquals(0.75, estimate.pGreater(5), 1e-12);
  }

  @Test
  void twoDegreesOfFreedomHaveAClosedForm() {
    // df = 2: quantile (2p − 1) √(2/(4p(1 − p))).
    double quantile = 0.95 * Math.sqrt(2 / (4 * 0.975 * 0.025));
    assertEquals(quantile, new MeanEstimate(0, 1, 2).interval(0.95).high(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.8, 0.9, 0.95, 0.99})
  void oneSidedLimitAndTestAgree(double confidence) {
    MeanEstimate estimate = new MeanEstimate(-0.018, 0.023, 17);
    double limit = estimate.lowerBound(confidence);
    assertEquals(1 - confidence, estimate.pGreater(limit), 1e-9);
    assertEquals(limit, estimate.interval(2 * confidence - 1).low(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 30, 1000})
  void intervalsWidenWithConfidence(int degreesOfFreedom) {
    MeanEstimate estimate = new MeanEstimate(1, 0.3, degreesOfFreedom);
    double width = 0;
    for (double confidence = 0.05; confidence < 0.999; confidence += 0.05) {
      double wider = estimate.interval(confidence).width();
      assertEquals(true, wider > width, "width at confidence " + confidence);
      width = wider;
    }
  }

  @Test
  void withoutErrorTheIntervalIsAPoint() {
    MeanEstimate exact = new MeanEstimate(0.4, 0, 3);
    assertEquals(new Interval(0.4, 0.4, 0.4), exact.interval(0.99));
    assertEquals(0.4, exact.lowerBound(0.99));
    assertEquals(0, exact.pGreater(0.3));
    assertEquals(1, exact.pGreater(0.4));
    assertEquals(1, exact.pGreater(0.5));
  }

  @Test
  void unknownErrorShowsNothing() {
    MeanEstimate unknown = new MeanEstimate(0.4, INFINITY, 0);
    assertEquals(new Interval(0.4, -INFINITY, INFINITY), unknown.interval(0.5));
    assertEquals(-INFINITY, unknown.lowerBound(0.5));
    assertEquals(1, unknown.pGreater(-1e9));
  }

  @Test
  void rejectsWhatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new MeanEstimate(Double.NaN, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new MeanEstimate(0, Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new MeanEstimate(0, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new MeanEstimate(0, INFINITY, 1));
    assertThrows(IllegalArgumentException.class, () -> new MeanEstimate(0, 1, -1));
    assertThrows(IllegalArgumentException.class, () -> new MeanEstimate(0, 1, 1).interval(1));
    assertThrows(IllegalArgumentException.class, () -> new MeanEstimate(0, 1, 1).lowerBound(0));
    assertEquals(
        "standardError is 0.0, expected Infinity, for degreesOfFreedom is 0.",
        assertThrows(IllegalArgumentException.class, () -> new MeanEstimate(0, 0, 0))
            .getMessage());
  }
}
