package io.stackelberg.theory;

import java.util.Arrays;
import java.util.List;

/**
 * A number, or a list of numbers, that a check computed on the way to its answer.
 *
 * @param name in snake_case, as documented for the check
 * @param values one value for a number; infinite where a bound says nothing, never NaN
 */
public record Quantity(String name, List<Double> values) {
  public Quantity {
    values = List.copyOf(values);
    if (values.stream().anyMatch(value -> value.isNaN())) {
      throw new IllegalArgumentException(name + " is " + values + ", expected numbers.");
    }
  }

  /** One or several values under a name. */
  public static Quantity of(String name, double... values) {
    return new Quantity(name, Arrays.stream(values).boxed().toList());
  }
}
