package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Attributes of spans and log records, under their current and older names. */
final class OtlpAttributes {
  private static final String TABLE = "otel-aliases.properties";
  private static final Map<String, String[]> ALIASES = aliases();

  private final ObjectNode values = JsonNodeFactory.instance.objectNode();

  /** Reads a list of {@code {key, value}}. */
  OtlpAttributes(JsonNode owner) {
    for (JsonNode attribute : Fields.array(owner, "attributes")) {
      if (attribute.path("key").isTextual()) {
        values.set(attribute.path("key").textValue(), value(attribute.path("value")));
      }
    }
  }

  private static JsonNode value(JsonNode any) {
    for (String kind : List.of("stringValue", "intValue", "doubleValue", "boolValue")) {
      if (any.has(kind)) {
        return any.get(kind);
      }
    }
    if (any.path("arrayValue").isObject()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      any.path("arrayValue").path("values").forEach(item -> items.add(value(item)));
      return items;
    }
    if (any.path("kvlistValue").isObject()) {
      ObjectNode items = JsonNodeFactory.instance.objectNode();
      any.path("kvlistValue")
          .path("values")
          .forEach(item -> items.set(item.path("key").asText(), value(item.path("value"))));
      return items;
    }
    return JsonNodeFactory.instance.nullNode();
  }

  ObjectNode values() {
    return values;
  }

  /** The names a field goes by, the current one first. */
  static String[] names(String field) {
    return ALIASES.get(field);
  }

  Optional<String> text(String field) {
    JsonNode node = Fields.first(values, names(field));
    return node.isValueNode() ? Fields.text(values, names(field)) : Optional.empty();
  }

  /** Attributes that the importer does not use. */
  ObjectNode others() {
    Set<String> used = new HashSet<>();
    for (String field : List.of(
        "provider",
        "request.model",
        "response.model",
        "response.id",
        "conversation",
        "input",
        "output",
        "cache.read",
        "cache.write",
        "reasoning",
        "finish",
        "text.input",
        "text.output")) {
      used.addAll(Set.of(names(field)));
    }
    return Carried.of(values, used);
  }

  Usage usage() {
    var input = Fields.count(values, names("input"));
    var reasoning = Fields.count(values, names("reasoning"));
    return new Usage(
        input,
        UsageObjects.withReasoning(
            input,
            Fields.count(values, names("output")),
            reasoning,
            Fields.count(values, names("total"))),
        Fields.count(values, names("cache.read")),
        Fields.count(values, names("cache.write")),
        reasoning);
  }

  private static Map<String, String[]> aliases() {
    Properties table = new Properties();
    try (InputStream in = OtlpAttributes.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is missing from this program.");
      }
      Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
      table.load(reader);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    Map<String, String[]> aliases = new HashMap<>();
    table
        .stringPropertyNames()
        .forEach(name -> aliases.put(name, table.getProperty(name).split(",")));
    return aliases;
  }
}
