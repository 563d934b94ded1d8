package io.stackelberg.repair.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorFusionTest {
  private static final double[] PREDICTED = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

  /** Four values around a mean, of variance 4 s²/3. */
  private static CellSample around(double mean, double s) {
    return CellSample.of(mean - s, mean + s, mean - s, mean + s);
  }

  private static List<CellSample> on(double shift, double scale, double s, double wiggle) {
    List<CellSample> cells = new ArrayList<>();
    for (int cell = 0; cell < PREDICTED.length; cell++) {
      cells.add(around(shift + scale * PREDICTED[cell] + (cell % 2 == 0 ? wiggle : -wiggle), s));
    }
    return cells;
  }

  @Test
  void cellsOnALineGiveTheLine() {
    FusedCells fused = PriorFusion.standard().fuse(PREDICTED, on(0.05, 1.2, 0.1, 0));
    assertEquals(FusedCells.Prior.KEPT, fused.prior());
    assertEquals(0.05, fused.shift(), 1e-12);
    assertEquals(1.2, fused.scale(), 1e-12);
    assertEquals(1, fused.pValue(), 1e-12);
    for (FusedCells.Estimate estimate : fused.estimates()) {
      assertEquals(0.05 + 1.2 * estimate.predicted(), estimate.value(), 1e-12);
    }
  }

  @Test
  void equalNoiseAndAShiftGiveTheJamesSteinEstimate() {
    // Nine cells of mean variance v = (4 · 0.01/3)/4 = 1/300 and residuals ±w around a shift. Equal
    // V make a_k
    // equal: weight = c/Σr² with c = ν/(ν + 2) (8 v − 2 v), ν = 27.
    double w = 0.1;
    FusedCells fused = new PriorFusion(PriorFusion.Options.DEFAULT.withLine(PriorFusion.Line.SHIFT))
        .fuse(PREDICTED, on(0.02, 1, 0.1, w));
    double centre = w / 9;
    double squares = 5 * Math.pow(w - centre, 2) + 4 * Math.pow(w + centre, 2);
    double weight = 27.0 / 29 * 6 / 300 / squares;
    assertEquals(0.02 + centre, fused.shift(), 1e-12);
    assertEquals(weight, fused.estimates().get(0).priorWeight(), 1e-9);
    double sample = 0.02 + PREDICTED[0] + w;
    assertEquals(sample - weight * (w - centre), fused.estimates().get(0).value(), 1e-9);
  }

  @Test
  void aPriorShownToBeWorthLessThanOneCallIsDropped() {
    FusedCells fused = PriorFusion.standard().fuse(PREDICTED, on(0, 1, 0.02, 0.2));
    assertEquals(FusedCells.Prior.DROPPED, fused.prior());
    assertTrue(fused.pValue() < 0.05);
    assertEquals(0.3, fused.estimates().get(0).value(), 1e-12);
    assertEquals(0, fused.estimates().get(0).priorWeight());
  }

  @Test
  void aCellWithoutCallsTakesTheLineAndItsWeightIsOne() {
    List<CellSample> cells = on(0.05, 1.2, 0.1, 0);
    cells.set(4, CellSample.EMPTY);
    FusedCells.Estimate unseen =
        PriorFusion.standard().fuse(PREDICTED, cells).estimates().get(4);
    assertEquals(0.05 + 1.2 * 0.5, unseen.value(), 1e-12);
    assertEquals(1, unseen.priorWeight());
    assertTrue(Double.isNaN(unseen.sampleMean()));
  }

  @Test
  void tooFewCellsOrCallsDecideNothing() {
    FusedCells few = PriorFusion.standard()
        .fuse(new double[] {0, 1, 2}, List.of(around(0, 1), around(1, 1), around(2, 1)));
    assertEquals(FusedCells.Prior.UNDECIDED, few.prior());
    List<CellSample> single = new ArrayList<>();
    for (double value : PREDICTED) {
      single.add(CellSample.of(value));
    }
    FusedCells fused = PriorFusion.standard().fuse(PREDICTED, single);
    assertEquals(FusedCells.Prior.UNDECIDED, fused.prior());
    assertEquals(0.9, fused.estimates().get(8).value());
  }

  @Test
  void aSampleRemembersMeanAndVariance() {
    CellSample sample = CellSample.of(1, 2, 4);
    assertEquals(7.0 / 3, sample.mean(), 1e-12);
    assertEquals(7.0 / 3, sample.variance(), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> CellSample.of(1).variance());
    assertThrows(IllegalArgumentException.class, () -> CellSample.of(Double.NaN));
  }

  @Test
  void wrongLengthsAreNamed() {
    IllegalArgumentException thrown = assertThrows(
        IllegalArgumentException.class,
        () -> PriorFusion.standard().fuse(new double[1], List.of()));
    assertEquals("number of predictions is 1, expected 0.", thrown.getMessage());
  }
}
