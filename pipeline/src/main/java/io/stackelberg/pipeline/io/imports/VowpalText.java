package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Features of Vowpal Wabbit's text format, and turns as multi-line examples of it. */
final class VowpalText {
  private static final String ID = "id=";
  private static final int DEEPEST = 6;
  private static final int MOST = 10_000;

  private VowpalText() {}

  /** Features by {@code namespace^name}: {@code name=value} is a text, {@code name:value} a number. */
  static ObjectNode features(String text) {
    ObjectNode features = JsonNodeFactory.instance.objectNode();
    for (String namespace : text.split("\\|")) {
      if (namespace.isBlank()) {
        continue;
      }
      String[] tokens = namespace.strip().split("\\s+");
      boolean isNamed = namespace.charAt(0) > ' ';
      String name = isNamed ? tokens[0].split(":", 2)[0] + "^" : "";
      for (int index = isNamed ? 1 : 0; index < tokens.length; index++) {
        put(features, name, tokens[index]);
      }
    }
    return features;
  }

  private static void put(ObjectNode features, String namespace, String token) {
    int colon = token.lastIndexOf(':');
    int equals = token.indexOf('=');
    if (colon > 0) {
      features.put(
          namespace + token.substring(0, colon), VowpalFormat.number(token.substring(colon + 1)));
    } else if (equals > 0) {
      features.put(namespace + token.substring(0, equals), token.substring(equals + 1));
    } else {
      features.put(namespace + token, 1);
    }
  }

  /** Ids of an example's actions: the {@code id=} that each line carries, else their places from 1. */
  static List<String> ids(List<String> actions) {
    List<String> named = new ArrayList<>();
    List<String> counted = new ArrayList<>();
    for (String action : actions) {
      counted.add("" + (counted.size() + 1));
      for (String token : action.split("\\s+")) {
        if (token.startsWith(ID) && token.length() > ID.length()) {
          named.add(token.substring(ID.length()));
          break;
        }
      }
    }
    return named.size() == counted.size() && named.stream().distinct().count() == named.size()
        ? named
        : counted;
  }

  /** Values of nested objects by their joined names, but one field. */
  static ObjectNode flat(JsonNode object, String but) {
    ObjectNode features = JsonNodeFactory.instance.objectNode();
    object.properties().forEach(field -> {
      if (!field.getKey().equals(but)) {
        flat(features, field.getKey(), field.getValue(), DEEPEST);
      }
    });
    return features;
  }

  private static void flat(ObjectNode features, String name, JsonNode value, int depth) {
    if (features.size() > MOST) {
      return;
    }
    if (value.isContainerNode() && depth > 0) {
      value
          .properties()
          .forEach(
              field -> flat(features, name + "^" + field.getKey(), field.getValue(), depth - 1));
      if (value.isArray()) {
        value.forEach(item -> flat(features, name, item, depth - 1));
      }
    } else if (!value.isContainerNode()
        && !value.isNull()
        && (!value.isNumber() || Double.isFinite(value.doubleValue()))) {
      features.set(name, value);
    }
  }

  /**
   * A turn as a multi-line example: shared features, one line an action, the label on the one taken.
   *
   * @throws IllegalArgumentException if the turn lacks what an example needs
   */
  static String example(ObjectNode line) {
    JsonNode available = line.path("gov.actions_available");
    if (!available.isArray() || available.isEmpty()) {
      throw Require.unexpected("gov.actions_available", "missing", "the actions of the example");
    }
    if (!line.path("gov.propensity").isNumber()) {
      throw Require.unexpected("gov.propensity", "missing", "the logged probability");
    }
    JsonNode outcome = line.path("gov.outcome");
    BigDecimal cost = Fields.amount(outcome, "cost")
        .or(() -> Fields.amount(outcome, "quality").map(BigDecimal::negate))
        .orElseThrow(
            () -> Require.unexpected("gov.outcome.quality", "missing", "a quality or a cost"));
    String taken = line.path("gov.action").path("id").asText();
    StringBuilder text = new StringBuilder("shared |");
    line.path("gov.features")
        .properties()
        .forEach(feature -> text.append(feature(feature.getKey(), feature.getValue())));
    text.append('\n');
    for (JsonNode action : available) {
      String id = action.asText();
      if (id.equals(taken)) {
        text.append("0:")
            .append(cost.toPlainString())
            .append(':')
            .append(line.path("gov.propensity").decimalValue().toPlainString())
            .append(' ');
      }
      text.append("|a id=").append(escaped(id)).append('\n');
    }
    return text.append('\n').toString();
  }

  private static String feature(String name, JsonNode value) {
    if (value.isNumber()) {
      return " " + escaped(name) + ":" + value.decimalValue().toPlainString();
    }
    if (value.isBoolean()) {
      return " " + escaped(name) + ":" + (value.booleanValue() ? 1 : 0);
    }
    return value.isTextual() ? " " + escaped(name) + "=" + escaped(value.textValue()) : "";
  }

  /** Characters that the format gives a meaning become an underscore. */
  private static String escaped(String text) {
    return text.replaceAll("[\\s|:]", "_");
  }
}
