package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads fields of a JSON object; null and absent are unknown, anything else of a wrong type is refused. */
final class Fields {
  /** Far above any model's window, low enough that sums of millions stay exact. */
  private static final long LARGEST_COUNT = 1_000_000_000_000L;

  private static final int LONGEST = 60;
  private static final int LARGEST_EXPONENT = 40;

  private Fields() {}

  /** The first of some fields that is there and not null; missing where none is. */
  static JsonNode first(JsonNode object, String... names) {
    for (String name : names) {
      JsonNode node = object.path(name);
      if (!node.isMissingNode() && !node.isNull()) {
        return node;
      }
    }
    return object.path("").path("");
  }

  static boolean isUnknown(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  /** A whole number at least 0, as a number or as its digits in a text. */
  static OptionalLong count(JsonNode object, String... names) {
    JsonNode node = first(object, names);
    if (node.isMissingNode()) {
      return OptionalLong.empty();
    }
    try {
      if (node.isInt() || node.isLong()) {
        long value = node.longValue();
        if (value >= 0 && value <= LARGEST_COUNT) {
          return OptionalLong.of(value);
        }
      } else if (node.isNumber() || node.isTextual()) {
        BigDecimal number = node.isTextual() ? decimal(node.asText()) : node.decimalValue();
        long value = number.longValueExact();
        if (value >= 0 && value <= LARGEST_COUNT) {
          return OptionalLong.of(value);
        }
      }
    } catch (ArithmeticException | NumberFormatException unlike) {
      // told below
    }
    throw unexpected(String.join(" or ", names), node, "a whole number from 0 to 10^12");
  }

  private static BigDecimal decimal(String text) {
    if (text.length() > LONGEST) {
      throw new NumberFormatException(text);
    }
    return new BigDecimal(text);
  }

  /** An amount of money or another decimal number, exactly as it is spelled. */
  static Optional<BigDecimal> amount(JsonNode object, String... names) {
    JsonNode node = first(object, names);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    try {
      if (node.isNumber() || node.isTextual()) {
        BigDecimal number = node.isTextual() ? decimal(node.asText()) : node.decimalValue();
        if (number.signum() == 0) {
          return Optional.of(BigDecimal.ZERO);
        }
        if (number.precision() <= LONGEST && Math.abs(number.scale()) <= LARGEST_EXPONENT) {
          return Optional.of(number);
        }
      }
    } catch (NumberFormatException unlike) {
      // told below
    }
    throw unexpected(
        String.join(" or ", names), node, "a decimal number of at most 40 decimal places");
  }

  /** A cost: an amount that is not negative. */
  static Optional<BigDecimal> cost(JsonNode object, String... names) {
    Optional<BigDecimal> cost = amount(object, names);
    cost.ifPresent(value -> {
      if (value.signum() < 0) {
        throw Require.unexpected(String.join(" or ", names), value, "an amount >= 0");
      }
    });
    return cost;
  }

  /** A text or a number as text; empty where it is blank. */
  static Optional<String> text(JsonNode object, String... names) {
    JsonNode node = first(object, names);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!node.isTextual() && !node.isNumber()) {
      throw unexpected(String.join(" or ", names), node, "a text");
    }
    if (node.isTextual()) {
      return Optional.of(node.textValue()).filter(text -> !text.isBlank());
    }
    return Optional.of(
        node.isIntegralNumber() ? node.asText() : amount(object, names).get() + "");
  }

  /** An object, or missing; anything else is refused. */
  static JsonNode object(JsonNode owner, String name) {
    JsonNode node = owner.path(name);
    if (!isUnknown(node) && !node.isObject()) {
      throw unexpected(name, node, "an object");
    }
    return node.isNull() ? owner.path("").path("") : node;
  }

  /** An array; empty where it is absent, anything else is refused. */
  static Iterable<JsonNode> array(JsonNode owner, String name) {
    JsonNode node = owner.path(name);
    if (!isUnknown(node) && !node.isArray()) {
      throw unexpected(name, node, "an array");
    }
    return node;
  }

  static void requireObject(JsonNode node, String name) {
    if (!node.isObject()) {
      throw unexpected(name, node, "an object");
    }
  }

  static IllegalArgumentException unexpected(String name, JsonNode node, String condition) {
    return Require.unexpected(name, shown(node), condition);
  }

  /** A value in a complaint, cut to one line's length. */
  static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "missing";
    }
    if (node.isContainerNode()) {
      return node.isArray() ? "an array" : "an object";
    }
    String text = node.toString();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
