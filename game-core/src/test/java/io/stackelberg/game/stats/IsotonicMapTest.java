package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class IsotonicMapTest {
  @Test
  void eightForecastsByHand() {
    // By increasing p the outcomes are 0 0 0 0 1 0 1 1; the pair 1 0 is pooled to 1/2.
    IsotonicMap map = IsotonicMap.fit(ForecastsTest.eight());
    double[] fitted =
        DoubleStream.of(.1, .2, .3, .55, .6, .7, .8, .9).map(map::apply).toArray();
    assertArrayEquals(new double[] {0, 0, 0, 0, .5, .5, 1, 1}, fitted);
    assertEquals(new IsotonicMap(List.of(.1, .6, .8), List.of(0., .5, 1.)), map);
  }

  @Test
  void betweenForecastsTheMapKeepsTheValueBelow() {
    IsotonicMap map = IsotonicMap.fit(ForecastsTest.eight());
    assertEquals(0, map.apply(0));
    assertEquals(0, map.apply(Math.nextDown(.6)));
    assertEquals(.5, map.apply(.6));
    assertEquals(.5, map.apply(.75));
    assertEquals(1, map.apply(1));
  }

  @Test
  void equalForecastsArePooledFirst() {
    // Unpooled, the outcomes 0 1 at p = .5 would be left as they are.
    IsotonicMap map = IsotonicMap.fit(new BinaryForecasts(
        new double[] {.5, .5, .9}, new double[] {0, 1, .25}, new int[] {0, 1, 2}));
    // (0 + 1)/2 = 1/2 > 1/4, so all three are one block of mean 1.25/3.
    assertEquals(new IsotonicMap(List.of(.5), List.of(1.25 / 3)), map);
  }

  @Test
  void equalMeansBecomeOneBlock() {
    IsotonicMap map = IsotonicMap.fit(
        new BinaryForecasts(new double[] {.1, .2, .3}, new double[] {.5, .5, .5}, new int[3]));
    assertEquals(new IsotonicMap(List.of(.1), List.of(.5)), map);
  }

  @Test
  void weightsAreRepetitions() {
    IsotonicMap weighted = IsotonicMap.fit(
        new BinaryForecasts(new double[] {.2, .4, .6}, new double[] {1, 0, 1}, new int[3]),
        new double[] {3, 1, 2});
    assertEquals(new IsotonicMap(List.of(.2, .6), List.of(.75, 1.)), weighted);
    IsotonicMap without = IsotonicMap.fit(
        new BinaryForecasts(new double[] {.2, .4, .6}, new double[] {1, 0, 1}, new int[3]),
        new double[] {0, 1, 2});
    assertEquals(new IsotonicMap(List.of(.4, .6), List.of(0., 1.)), without);
  }

  @Test
  void oneForecastOneClassAndCertainty() {
    IsotonicMap one =
        IsotonicMap.fit(new BinaryForecasts(new double[] {.3}, new double[] {1}, new int[1]));
    assertEquals(1, one.apply(0));
    IsotonicMap never = IsotonicMap.fit(
        new BinaryForecasts(new double[] {0, .5, 1}, new double[] {0, 0, 0}, new int[3]));
    assertEquals(new IsotonicMap(List.of(0.), List.of(0.)), never);
    IsotonicMap inverted =
        IsotonicMap.fit(new BinaryForecasts(new double[] {0, 1}, new double[] {1, 0}, new int[2]));
    assertEquals(.5, inverted.apply(.7));
  }

  @Test
  void severalActionsAreRenormalised() {
    // Action 0: p .2 .6 → 0 1. Action 1: .3 .3 → pooled 1/2. Action 2: .1 .5, outcomes 0 0 → 0.
    ActionForecasts forecasts = new ActionForecasts(
        new double[][] {{.6, .3, .1}, {.2, .3, .5}}, new int[] {0, 1}, new int[] {0, 1});
    IsotonicMap.PerAction map = IsotonicMap.PerAction.fit(forecasts);
    assertArrayEquals(
        new double[] {2.0 / 3, 1.0 / 3, 0},
        map.apply(new double[] {.6, .3, .1}).orElseThrow(),
        1e-15);
    assertArrayEquals(
        new double[] {0, 1, 0}, map.apply(new double[] {.2, .3, .5}).orElseThrow());
  }

  @Test
  void whereEveryMapGivesNothingTheDistributionIsUnknown() {
    IsotonicMap step = new IsotonicMap(List.of(.1, .9), List.of(0., 1.));
    IsotonicMap.PerAction map = new IsotonicMap.PerAction(List.of(step, step));
    assertTrue(map.apply(new double[] {.5, .5}).isEmpty());
    assertArrayEquals(new double[] {1, 0}, map.apply(new double[] {.9, .1}).orElseThrow());
  }

  @Test
  void refusesBadInput() {
    BinaryForecasts one = new BinaryForecasts(new double[] {.3}, new double[] {1}, new int[1]);
    ForecastsTest.refused(
        "weights[0] is NaN, expected a finite number >= 0.",
        () -> IsotonicMap.fit(one, new double[] {Double.NaN}));
    ForecastsTest.refused(
        "sum of weights is 0.0, expected a finite number > 0.",
        () -> IsotonicMap.fit(one, new double[] {0}));
    ForecastsTest.refused(
        "probability is NaN, expected a number in [0.0, 1.0].",
        () -> IsotonicMap.fit(one).apply(Double.NaN));
    ForecastsTest.refused(
        "values[1] is 0.5, expected a number > 0.5.",
        () -> new IsotonicMap(List.of(.1, .2), List.of(.5, .5)));
  }
}
