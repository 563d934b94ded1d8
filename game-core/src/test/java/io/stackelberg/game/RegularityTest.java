package io.stackelberg.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegularityTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Context CONTEXT = Context.named("x");

  private static Regularity.Cells cells(Regularity.Side side, Double... thresholds) {
    return new Regularity.Cells(List.of("c"), List.of(List.of(thresholds)), side);
  }

  @Test
  void aCellIsRepresentedByTheEndThatBelongsToIt() {
    // [0, 0.3) [0.3, 0.6) [0.6, 1] against [0, 0.3] (0.3, 0.6] (0.6, 1].
    Regularity.Cells left = cells(Regularity.Side.LESS_THAN, 0.3, 0.6);
    Regularity.Cells right = cells(Regularity.Side.LESS_OR_EQUAL, 0.3, 0.6);
    assertEquals(List.of(0.0, 0.3, 0.6), left.representatives(0, 0, 1));
    assertEquals(List.of(0.3, 0.6, 1.0), right.representatives(0, 0, 1));
    // A range that begins or ends in a threshold.
    assertEquals(List.of(0.3), left.representatives(0, 0.3, 0.5));
    assertEquals(List.of(0.3, 0.5), right.representatives(0, 0.3, 0.5));
    assertEquals(List.of(0.4, 0.6), left.representatives(0, 0.4, 0.6));
    assertEquals(List.of(0.6), right.representatives(0, 0.4, 0.6));
    assertEquals(List.of(0.3), left.representatives(0, 0.3, 0.3));
    assertEquals(List.of(0.3), right.representatives(0, 0.3, 0.3));
    // Without ends the outermost cells are open on both sides.
    assertEquals(
        List.of(Math.nextDown(0.3), 0.3, 0.6), left.representatives(0, -INFINITY, INFINITY));
    assertEquals(
        List.of(0.3, 0.6, Math.nextUp(0.6)), right.representatives(0, -INFINITY, INFINITY));
    assertEquals(List.of(0.0), cells(left.side()).representatives(0, -INFINITY, INFINITY));
    assertEquals(List.of(0.0), cells(right.side()).representatives(0, -INFINITY, INFINITY));
  }

  @Test
  void neighbouringNumbersAreCellsOfTheirOwn() {
    double next = Math.nextUp(0.3);
    assertEquals(
        List.of(0.0, 0.3, next),
        cells(Regularity.Side.LESS_THAN, 0.3, next).representatives(0, 0, 1));
    assertEquals(
        List.of(0.3, next, 1.0),
        cells(Regularity.Side.LESS_OR_EQUAL, 0.3, next).representatives(0, 0, 1));
  }

  @Test
  void wrongCellsAndLayersAreRefused() {
    Regularity.Side side = Regularity.Side.LESS_THAN;
    assertThrows(IllegalArgumentException.class, () -> cells(side, 0.6, 0.3));
    assertThrows(IllegalArgumentException.class, () -> cells(side, 0.3, 0.3));
    assertThrows(IllegalArgumentException.class, () -> cells(side, Double.NaN));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Regularity.Cells(List.of("c", "q"), List.of(List.of()), side));
    assertThrows(IllegalArgumentException.class, () -> cells(side, 0.3).representatives(0, 1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Regularity.Layers(
            List.of("c"), List.of(List.of(List.of(1.0, 1.0))), List.of(List.of(0.0))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Regularity.Layers(
            List.of("c"), List.of(List.of(List.of(1.0))), List.of(List.of(0.0, 0.0))));
    assertThrows(
        IllegalArgumentException.class, () -> new Regularity.Lipschitz(List.of("c"), -1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Regularity.Lipschitz(List.of("c"), Double.NaN, 0));
  }

  @Test
  void withoutABoundOfItsOwnAModelHasNoneBeyondWhatItStates() {
    Regularity.Lipschitz lipschitz = new Regularity.Lipschitz(List.of("c"), 2, 3);
    Regularity.Cells cells = cells(Regularity.Side.LESS_THAN, 0.3);
    Regularity.Layers layers =
        new Regularity.Layers(List.of("c"), List.of(List.of(List.of(1.0))), List.of(List.of(0.0)));
    assertEquals(lipschitz, within(lipschitz, 0, 1));
    assertEquals(0, within(cells, 0.3, 0.5).totalVariation());
    assertEquals(INFINITY, within(cells, 0.2, 0.3).totalVariation());
    assertEquals(INFINITY, within(layers, 0.2, 0.3).euclidean());
  }

  private static Regularity.Lipschitz within(Regularity regularity, double low, double high) {
    Regularity.Stated model = context -> regularity;
    return model.within(CONTEXT, List.of(low), List.of(high));
  }
}
