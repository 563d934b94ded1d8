package io.stackelberg.theory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What tests ask of a check's answer. */
final class Answers {
  private Answers() {}

  static CheckResult.Holds holds(CheckResult result) {
    return assertInstanceOf(CheckResult.Holds.class, result, result.toString());
  }

  static CheckResult.Inconclusive inconclusive(CheckResult result) {
    return assertInstanceOf(CheckResult.Inconclusive.class, result, result.toString());
  }

  static void violated(CheckResult result, Rigour rigour, String witness) {
    CheckResult.Violated violated =
        assertInstanceOf(CheckResult.Violated.class, result, result.toString());
    assertTrue(violated.witness().contains(witness), violated.witness());
    assertTrue(violated.rigour() == rigour, violated.toString());
  }

  static double number(CheckResult result, String name) {
    double[] values = numbers(result, name);
    assertTrue(values.length == 1, name);
    return values[0];
  }

  static double[] numbers(CheckResult result, String name) {
    return result.quantities().stream()
        .filter(quantity -> quantity.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + result))
        .values()
        .stream()
        .mapToDouble(value -> value)
        .toArray();
  }

  static void assertNumbers(CheckResult result, String name, double tolerance, double... expected) {
    assertArrayEquals(expected, numbers(result, name), tolerance, name + " of " + result);
  }
}
