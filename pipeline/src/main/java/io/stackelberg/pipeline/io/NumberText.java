package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** How numbers of a result are written: rounded for reading, in one locale, unknown never as zero. */
final class NumberText {
  /** What stands for a number that is not known or not defined. */
  static final String UNKNOWN = "n/a";

  /** Decimals of a quality or of a change in quality. */
  static final int QUALITY_DECIMALS = 3;

  private static final int MOST_DECIMALS = 9;
  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private NumberText() {}

  /** The number in {@code node}, empty when it holds none. */
  static OptionalDouble known(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue())
        ? OptionalDouble.of(node.doubleValue())
        : OptionalDouble.empty();
  }

  /** The number with {@code decimals} digits after the point. */
  static String fixed(JsonNode node, int decimals) {
    return node.isNumber() && Double.isFinite(node.doubleValue())
        ? fixed(node.doubleValue(), decimals)
        : UNKNOWN;
  }

  /** The number with {@code decimals} digits after the point; a negative number that rounds to 0 loses its sign. */
  static String fixed(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.startsWith("-") && text.chars().allMatch(c -> c == '-' || c == '0' || c == '.')
        ? text.substring(1)
        : text;
  }

  /** A quality or a change in quality. */
  static String quality(JsonNode node) {
    return fixed(node, QUALITY_DECIMALS);
  }

  /** A gain at equal cost, or its standard error: smaller than qualities are, so with one decimal more. */
  static String gain(JsonNode node) {
    return fixed(node, QUALITY_DECIMALS + 1);
  }

  /** Both ends of an interval of gains. */
  static String gainEnds(JsonNode interval) {
    return ends(gain(interval.path("low")), gain(interval.path("high")));
  }

  /** A fraction in percent with one decimal, without its unit. */
  static String percent(JsonNode fraction) {
    OptionalDouble known = known(fraction);
    return known.isEmpty() ? UNKNOWN : fixed(100 * known.getAsDouble(), 1);
  }

  /** A fraction in percent with its unit, or {@link #UNKNOWN} alone. */
  static String percentUnit(JsonNode fraction) {
    OptionalDouble known = known(fraction);
    return known.isEmpty() ? UNKNOWN : percent(fraction) + " %";
  }

  /** A level such as 0.95 in percent, with no more decimals than it has. */
  static String level(JsonNode fraction) {
    String percent = percent(fraction);
    return (percent.endsWith(".0") ? percent.substring(0, percent.length() - 2) : percent) + " %";
  }

  /** A level of confidence that a heading can use even when it is not known. */
  static String confidence(JsonNode results) {
    JsonNode node = results.path("confidence");
    return known(node).isEmpty() ? "confidence" : level(node);
  }

  /** Both ends of an interval of fractions, in percent. */
  static String percentEnds(JsonNode interval) {
    return ends(percent(interval.path("low")), percent(interval.path("high")));
  }

  /** Both ends of an interval of qualities. */
  static String qualityEnds(JsonNode interval) {
    return ends(quality(interval.path("low")), quality(interval.path("high")));
  }

  /** Two ends as an interval; {@link #UNKNOWN} where neither is known. */
  static String ends(String low, String high) {
    return low.equals(UNKNOWN) && high.equals(UNKNOWN) ? UNKNOWN : "[" + low + ", " + high + "]";
  }

  /** A p-value with three decimals, and a bound where it would round to 0 or 1. */
  static String pValue(JsonNode node) {
    OptionalDouble known = known(node);
    if (known.isEmpty()) {
      return UNKNOWN;
    }
    double p = known.getAsDouble();
    return p < 0.001 ? "<0.001" : p > 0.999 ? ">0.999" : fixed(p, 3);
  }

  /** A whole number as it is, any other with at most four significant digits and no zeros at its end. */
  static String significant(JsonNode node) {
    if (known(node).isEmpty()) {
      return UNKNOWN;
    }
    if (node.isIntegralNumber()) {
      return node.asText();
    }
    BigDecimal rounded = node.decimalValue().round(FOUR_DIGITS).stripTrailingZeros();
    return rounded.scale() > MOST_DECIMALS ? rounded.toString() : rounded.toPlainString();
  }

  /** Decimals that show four significant digits of {@code largest}, at most nine. */
  static int decimalsFor(double largest) {
    double size = Math.abs(largest);
    if (size < 1e-9) {
      return QUALITY_DECIMALS;
    }
    return Math.max(0, Math.min(MOST_DECIMALS, 3 - (int) Math.floor(Math.log10(size))));
  }

  /**
   * A value of any shape in words: text as it stands, numbers shortened, lists joined, names with their values.
   *
   * @return the text; "not known" when there is nothing
   */
  static String words(JsonNode node) {
    if (node.isNumber()) {
      return significant(node);
    }
    if (node.isBoolean()) {
      return node.booleanValue() ? "yes" : "no";
    }
    if (node.isTextual()) {
      return node.textValue();
    }
    List<String> parts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(item -> parts.add(words(item)));
    } else if (node.isObject()) {
      node.properties()
          .forEach(entry -> parts.add(entry.getKey() + " = " + words(entry.getValue())));
    } else {
      return "not known";
    }
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }

  /** A constant such as {@code NOT_ESTABLISHED} as words, in its own case. */
  static String constant(JsonNode node) {
    return words(node).replace('_', ' ');
  }
}
