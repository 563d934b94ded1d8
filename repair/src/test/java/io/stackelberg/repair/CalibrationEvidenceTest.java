package io.stackelberg.repair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Directive;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationEvidenceTest {
  private static final List<Commitment> TWO = List.of(new Directive("a"), new Directive("b"));

  private static String refused(double[][] contributions, double[][] weights, double bound) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> new CalibrationEvidence(TWO, contributions, weights, bound))
        .getMessage();
  }

  private static String refused(double[][] contributions) {
    double[][] weights = new double[contributions.length][2];
    return refused(contributions, weights, 1);
  }

  @Test
  void columnsAddUpToTheWhole() {
    double[][] contributions = {{0.1, -0.2}, {0.3, 0.4}, {-0.5, 0}};
    double[][] weights = {{0.5, 0.5}, {0.5, 0.25}, {1, 0}};
    CalibrationEvidence evidence = new CalibrationEvidence(TWO, contributions, weights, 1);
    contributions[0][0] = 9;
    assertArrayEquals(new double[] {0.1, 0.3, -0.5}, evidence.contribution(0));
    assertArrayEquals(new double[] {-0.1, 0.7, -0.5}, evidence.whole(), 1e-12);
    assertEquals(3, evidence.sessions());
    assertEquals(0.25, evidence.share(1), 1e-12);
    assertArrayEquals(new double[] {0.5, 0.5, 1}, evidence.weight(0));
    evidence.contribution(0)[0] = 9;
    assertEquals(0.1, evidence.contribution(0)[0]);
  }

  @Test
  void halvesAreDisjointAndMakeTheWhole() {
    double[][] rows = {{0.1, 0}, {0.2, 0}, {0.3, 0}, {0.4, 0}, {0.5, 0}};
    CalibrationEvidence evidence = new CalibrationEvidence(TWO, rows, new double[5][2], 1);
    assertArrayEquals(new double[] {0.1, 0.3, 0.5}, evidence.half(0).contribution(0));
    assertArrayEquals(new double[] {0.2, 0.4}, evidence.half(1).contribution(0));
  }

  @Test
  void aSessionBeyondTheDeclaredBoundIsRefused() {
    assertTrue(refused(new double[][] {{1.1, 0}}).startsWith("contribution is 1.1"));
    // Each part is within the bound, the session is not: a finite-sample bound on it would be void.
    assertTrue(refused(new double[][] {{0, 0}, {0.7, 0.6}})
        .startsWith("contribution of session 1 is 1.2999"));
    assertTrue(
        refused(new double[][] {{-0.7, -0.6}}).startsWith("contribution of session 0 is -1.2999"));
    assertTrue(refused(new double[][] {{Double.NaN, 0}}).contains("NaN"));
  }

  @Test
  void badShapesAreRefused() {
    assertEquals("number of contributions is 1, expected 2.", refused(new double[][] {{0}}));
    assertEquals(
        "number of weights is 1, expected 2.",
        refused(new double[][] {{0, 0}}, new double[][] {{0}}, 1));
    assertEquals(
        "number of sessions with weights is 0, expected 1.",
        refused(new double[][] {{0, 0}}, new double[][] {}, 1));
    assertTrue(refused(new double[][] {{0, 0}}, new double[][] {{0, 1.5}}, 1)
        .startsWith("weight is 1.5"));
    assertEquals(
        "calibration sessions is 0, expected a whole number >= 1.", refused(new double[][] {}));
    assertTrue(refused(new double[][] {{0, 0}}, new double[1][2], 0)
        .startsWith("contributionBound is 0.0"));
  }
}
