package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.9",
    "-0.3, 0.2",
    "182.4, 512.3",
    "0.001125, 0.006914",
    "3, 3",
    "0, 0",
    "-1e-9, 1e-9"
  })
  void ticksAreRoundInsideAndNotTooMany(double least, double most) {
    Axis axis = Axis.around(List.of(least, most), 5, 0, 100);
    assertTrue(axis.at(least) > 0 && axis.at(most) < 100);
    assertTrue(
        axis.ticks().size() >= 2 && axis.ticks().size() <= 9, axis.ticks().toString());
    for (double tick : axis.ticks()) {
      assertEquals(Math.rint(tick / axis.step()), tick / axis.step(), 1e-6);
      assertTrue(axis.at(tick) >= -1e-6 && axis.at(tick) <= 100 + 1e-6);
    }
  }

  @Test
  void labelsHaveTheDecimalsOfTheStep() {
    Axis axis = Axis.around(List.of(-0.01, 0.01), 5, 0, 100);
    assertEquals(
        List.of("\u22120.010", "\u22120.005", "0.000", "0.005", "0.010"),
        axis.ticks().stream().map(axis::label).toList());
  }

  @Test
  void anAxisThatPointsUpTurnsValuesRound() {
    Axis axis = Axis.fromZero(10, 200, 0);
    assertEquals(200, axis.at(0));
    assertEquals(100, axis.at(5));
    assertEquals(0, axis.at(10));
  }
}
