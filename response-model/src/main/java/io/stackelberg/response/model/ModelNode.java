package io.stackelberg.response.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A place in a model file, which every complaint names.
 *
 * @param json what stands there
 * @param path its field names, joined by dots
 * @param file name of the file
 */
public record ModelNode(JsonNode json, String path, String file) {
  /** The object's fields, which are exactly these. */
  public ModelNode object(String... fields) {
    if (!json.isObject()) {
      throw unlike("an object");
    }
    Set<String> known = new LinkedHashSet<>(List.of(fields));
    for (String field : known) {
      if (!json.has(field)) {
        throw refuse(at(field), "missing", "a value");
      }
    }
    json.fieldNames().forEachRemaining(field -> {
      if (!known.contains(field)) {
        throw refuse(at(field), "not a known field", "one of " + known);
      }
    });
    return this;
  }

  /** The field of this name. */
  public ModelNode field(String name) {
    return new ModelNode(json.path(name), at(name), file);
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** What {@code reader} makes of this; empty for null. */
  public <T> Optional<T> optional(Function<ModelNode, T> reader) {
    return json.isNull() ? Optional.empty() : Optional.of(reader.apply(this));
  }

  /** What {@code reader} makes of every element. */
  public <T> List<T> list(Function<ModelNode, T> reader) {
    if (!json.isArray()) {
      throw unlike("a list");
    }
    List<T> read = new ArrayList<>();
    for (int index = 0; index < json.size(); index++) {
      read.add(reader.apply(new ModelNode(json.get(index), path + "[" + index + "]", file)));
    }
    return read;
  }

  /** A text. */
  public String text() {
    if (!json.isTextual()) {
      throw unlike("a text");
    }
    return json.textValue();
  }

  /** True or false. */
  public boolean truth() {
    if (!json.isBoolean()) {
      throw unlike("true or false");
    }
    return json.booleanValue();
  }

  /** A finite number. */
  public double number() {
    if (!json.isNumber() || !Double.isFinite(json.doubleValue())) {
      throw unlike("a finite number");
    }
    return json.doubleValue();
  }

  /** A whole number. */
  public int whole() {
    if (!json.isIntegralNumber() || !json.canConvertToInt()) {
      throw unlike("a whole number");
    }
    return json.intValue();
  }

  /** A whole number. */
  public long wholeLong() {
    if (!json.isIntegralNumber() || !json.canConvertToLong()) {
      throw unlike("a whole number");
    }
    return json.longValue();
  }

  /** A list of finite numbers. */
  public double[] numbers() {
    return list(ModelNode::number).stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A list of whole numbers. */
  public int[] wholes() {
    return list(ModelNode::whole).stream().mapToInt(Integer::intValue).toArray();
  }

  /** Rows of equal length, at least one row and one number in it. */
  public double[][] matrix() {
    double[][] rows = list(ModelNode::numbers).toArray(double[][]::new);
    if (rows.length == 0 || rows[0].length == 0) {
      throw refuse(path, "empty", "at least one row of numbers");
    }
    return rows;
  }

  private IllegalArgumentException unlike(String condition) {
    String value = json.isMissingNode() ? "missing" : json.toString();
    return refuse(path, value.length() > 60 ? value.substring(0, 60) + "..." : value, condition);
  }

  /** The complaint that this is {@code value}. */
  public IllegalArgumentException refuse(String value, String condition) {
    return refuse(path, value, condition);
  }

  private IllegalArgumentException refuse(String where, String value, String condition) {
    return new IllegalArgumentException(
        where + " is " + value + ", expected " + condition + " (" + file + ").");
  }

  /** What {@code made} makes; its complaint is told with this place. */
  public <T> T checked(Function<ModelNode, T> made) {
    try {
      return made.apply(this);
    } catch (IllegalArgumentException wrong) {
      String told = wrong.getMessage();
      throw told.endsWith("(" + file + ").")
          ? wrong
          : new IllegalArgumentException(
              path + ": " + told.replaceAll("\\.$", "") + " (" + file + ").", wrong);
    }
  }
}
