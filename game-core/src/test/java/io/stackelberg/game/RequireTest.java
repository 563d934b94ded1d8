package io.stackelberg.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequireTest {
  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void messagesNameTheValueAndTheCondition() {
    refused("x is 1.5, expected a number in [0.0, 1.0].", () -> Require.inUnitInterval("x", 1.5));
    refused(
        "x is -3.0, expected a number in [-2.0, 7.5].", () -> Require.inRange("x", -3, -2, 7.5));
    refused("x is 1.0, expected a number in (0, 1).", () -> Require.inOpenUnitInterval("x", 1));
    refused("x is -0.5, expected a finite number >= 0.", () -> Require.nonNegative("x", -0.5));
    refused("x is 0.0, expected a finite number > 0.", () -> Require.positive("x", 0));
    refused("x is Infinity, expected a finite number.", () -> Require.finite("x", 1 / 0.0));
    refused("n is 1, expected a whole number >= 2.", () -> Require.atLeast("n", 1, 2));
    refused("n is -1, expected a whole number >= 0.", () -> Require.atLeast("n", -1L, 0L));
    refused("id is missing, expected a non-blank text.", () -> Require.nonBlank("id", null));
    refused("id is \" \", expected a non-blank text.", () -> Require.nonBlank("id", " "));
    refused(
        "rows is empty, expected at least one element.", () -> Require.nonEmpty("rows", List.of()));
    assertEquals("seed is 7, expected 8.", Require.unexpected("seed", 7, "8").getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void noCheckOfANumberLetsNaNOrInfinityPass(double value) {
    List<Executable> checks = List.of(
        () -> Require.inUnitInterval("x", value),
        () -> Require.inRange("x", value, -Double.MAX_VALUE, Double.MAX_VALUE),
        () -> Require.inOpenUnitInterval("x", value),
        () -> Require.nonNegative("x", value),
        () -> Require.positive("x", value),
        () -> Require.finite("x", value));
    for (Executable check : checks) {
      String message = assertThrows(IllegalArgumentException.class, check).getMessage();
      assertEquals(
          "x is " + value + ", expected ",
          message.substring(0, ("x is " + value + ", expected ").length()));
    }
  }

  @Test
  void whatPassesIsReturnedAndEndsBelongToClosedRanges() {
    assertEquals(0, Require.inUnitInterval("x", 0));
    assertEquals(1, Require.inUnitInterval("x", 1));
    assertEquals(7.5, Require.inRange("x", 7.5, -2, 7.5));
    assertEquals(Double.MIN_VALUE, Require.inOpenUnitInterval("x", Double.MIN_VALUE));
    assertEquals(0, Require.nonNegative("x", 0));
    assertEquals(Double.MIN_VALUE, Require.positive("x", Double.MIN_VALUE));
    assertEquals(-Double.MAX_VALUE, Require.finite("x", -Double.MAX_VALUE));
    assertEquals(2, Require.atLeast("n", 2, 2));
    assertEquals(2L, Require.atLeast("n", 2L, 2L));
    assertEquals(" a", Require.nonBlank("id", " a"));
    List<String> rows = List.of("a");
    assertSame(rows, Require.nonEmpty("rows", rows));
  }
}
