package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Sample sizes of theory 4.3, equivalence tests and what reported numbers imply (theory 4.6). */
class PlanningTest {
  @Test
  void sizesOfSimultaneousIntervals() {
    assertEquals(1337, SampleSize.forHoeffding(0.05, 20, 0.05));
    assertEquals(521, SampleSize.forEmpiricalBernstein(0.01, 0.05, 20, 0.05));
    // Smallest: one value fewer does not reach the radius.
    assertTrue(MeanBounds.hoeffdingTwoSided(1336, 0.05 / 20) > 0.05);
    assertTrue(MeanBounds.empiricalBernsteinTwoSided(0.01, 520, 0.05 / 20) > 0.05);
    assertThrows(
        IllegalArgumentException.class,
        () -> SampleSize.forEmpiricalBernstein(0.25, 1e-6, 20, 0.05));
  }

  @Test
  void pairsAndClusters() {
    // Independent arms count 2σ², pairs σ_D²: with σ_D² = 2σ² the pairs are the values of one arm.
    assertEquals(198, SampleSize.requiredPairs(0.2 * Math.sqrt(2), 0.05, 0, 0.05, 0.8));
    assertEquals(107.14, SampleSize.effectiveSize(300, 10, 0.2), 5e-3);
    assertEquals(300, SampleSize.requiredInClusters(107, 10, 0.2), 1);
    assertEquals(1070, SampleSize.requiredInClusters(107, 10, 1));
  }

  @Test
  void equivalenceNeedsBothSides() {
    // d = −0.018, se = 0.0230940: against ±0.06 the tests are t(1.819) and t(3.377); the worse is
    // the non-inferiority p-value 0.0349840068 of theory 4.6.
    MeanDifference change = MeanDifference.of(
        new MeanDifference.Summary(0.782, 0.2, 150), new MeanDifference.Summary(0.80, 0.2, 150));
    Equivalence wide = Equivalence.of(change, 0.06, 0.05);
    assertEquals(0.0349840068, wide.p(), 1e-9);
    assertTrue(wide.established());
    assertFalse(Equivalence.of(change, 0.05, 0.05).established());
    // A gain of 0.2 is certainly no loss of 0.06, and as certainly not equivalent.
    MeanDifference gain = new MeanDifference(0.2, 0.01, 298);
    assertTrue(NonInferiority.of(gain, 0.06, 0.05).established());
    assertFalse(Equivalence.of(gain, 0.06, 0.05).established());
    MeanEstimate unknown = new MeanEstimate(0, Double.POSITIVE_INFINITY, 0);
    assertEquals(1, Equivalence.of(unknown, 1, 0.05).p());
  }

  @Test
  void differenceOfMeansHasAnInterval() {
    MeanDifference cost = MeanDifference.of(
        new MeanDifference.Summary(1000, 700, 150), new MeanDifference.Summary(826, 600, 150));
    assertEquals(25.8434851, cost.interval(0.95).low(), 1e-6);
    assertEquals(322.1565149, cost.interval(0.95).high(), 1e-6);
    assertEquals(291.1888017311, cost.degreesOfFreedom(), 1e-9);
    assertEquals(0.0215058204, WelchTest.of(cost).p(), 1e-9);
    assertEquals(1, cost.pGreater(3) + cost.pLess(3), 1e-12);
  }

  @Test
  void readingAReportedSaving() {
    ReportedChange saving = new ReportedChange(17.4, 0.022);
    assertEquals(2.2904, saving.z(), 5e-5);
    assertEquals(7.60, saving.standardError(), 5e-3);
    assertEquals(2.5, saving.interval(0.95).low(), 5e-2);
    assertEquals(32.3, saving.interval(0.95).high(), 5e-2);
    assertEquals(4.9, saving.lowerBound(0.95), 5e-2);
  }

  @Test
  void readingAReportedPValueOfQuality() {
    assertEquals(0.772, ReportedChange.z(0.44), 5e-4);
    assertEquals(3.13, ReportedChange.worstLossFactor(0.44, 0.95), 5e-3);
    // A loss of one with that p-value has its limit at 3.13.
    ReportedChange loss = new ReportedChange(-1, 0.44);
    assertEquals(-ReportedChange.worstLossFactor(0.44, 0.95), loss.lowerBound(0.95), 1e-12);
  }

  @Test
  void aReportImpliesHowManyUnitsAreMissing() {
    // Loss 0.018 at p = 0.44: se 0.02331; against 0.05 the p-value is Φ(−1.3727) = 0.0849.
    ReportedChange loss = new ReportedChange(-0.018, 0.44);
    assertEquals(0.0849, loss.nonInferiority(0.05), 1e-4);
    // n = 300 · (0.02331 · (1.64485 + 0.84162)/0.032)² = 984.
    assertEquals(984, loss.requiredUnits(300, 0.05, 0.05, 0.8), 1);
    assertThrows(IllegalArgumentException.class, () -> loss.requiredUnits(300, 0.018, 0.05, 0.8));
  }

  @Test
  void refusesWhatNoReportCanSay() {
    assertThrows(IllegalArgumentException.class, () -> new ReportedChange(0, 0.5));
    for (double p : new double[] {0, 1, -0.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new ReportedChange(1, p));
    }
    assertThrows(IllegalArgumentException.class, () -> ReportedChange.worstLossFactor(0.4, 0.4));
  }
}
