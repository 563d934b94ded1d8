package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.leader.finite.WeakValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the fields of a JSON object; one that is missing or malformed fails with its name and the object's. */
final class ObjectFields {
  private final JsonNode object;
  private final String prefix;
  private final String owner;

  /** The fields of a problem. */
  ObjectFields(JsonNode problem) {
    this(problem, "", "problem \"" + problem.path("id").asText("") + "\"");
  }

  private ObjectFields(JsonNode object, String prefix, String owner) {
    this.object = object;
    this.prefix = prefix;
    this.owner = owner;
  }

  /**
   * The fields of an object of another kind.
   *
   * @param owner names the object in messages, such as {@code check "C14", entry 3}
   */
  static ObjectFields of(JsonNode object, String owner) {
    return new ObjectFields(object, "", owner);
  }

  /** Names the object in messages. */
  String owner() {
    return owner;
  }

  /** The fields of the object in a field. */
  ObjectFields in(String field) {
    return new ObjectFields(object.path(field), prefix + field + ".", owner);
  }

  /** The fields of each object in an array. */
  List<ObjectFields> each(String field) {
    JsonNode array = array(field);
    ObjectFields[] nodes = new ObjectFields[array.size()];
    Arrays.setAll(
        nodes,
        index -> new ObjectFields(array.get(index), prefix + field + "[" + index + "].", owner));
    return List.of(nodes);
  }

  /** Whether the field is there and not null. */
  boolean has(String field) {
    return object.hasNonNull(field);
  }

  /** The field as it is; missing where it is not there. */
  JsonNode node(String field) {
    return object.path(field);
  }

  /** A finite number. */
  double number(String field) {
    return number(field, node(field));
  }

  /** A whole number, at least 1. */
  int count(String field) {
    JsonNode count = node(field);
    if (!(count.isIntegralNumber() && count.canConvertToInt()) || count.intValue() < 1) {
      throw unexpected(field, count, "a whole number >= 1");
    }
    return count.intValue();
  }

  /** An array. */
  JsonNode array(String field) {
    return array(field, node(field), "an array");
  }

  /** A list of numbers. */
  double[] vector(String field) {
    return vector(field, node(field));
  }

  /** A list of numbers. */
  List<Double> list(String field) {
    return Arrays.stream(vector(field)).boxed().toList();
  }

  /** A list of equally long lists of numbers. */
  double[][] matrix(String field) {
    return matrix(field, node(field));
  }

  /** A list of lists of numbers, each of its own length. */
  double[][] vectors(String field) {
    JsonNode array = array(field, node(field), "an array of arrays");
    double[][] vectors = new double[array.size()][];
    for (int index = 0; index < vectors.length; index++) {
      vectors[index] = vector(field + "[" + index + "]", array.get(index));
    }
    return vectors;
  }

  /** A number, where the field is there. */
  OptionalDouble optionalNumber(String field) {
    return has(field) ? OptionalDouble.of(number(field)) : OptionalDouble.empty();
  }

  /** A list of matrices. */
  double[][][] matrices(String field) {
    JsonNode array = array(field, node(field), "an array of matrices");
    double[][][] matrices = new double[array.size()][][];
    for (int index = 0; index < matrices.length; index++) {
      matrices[index] = matrix(field + "[" + index + "]", array.get(index));
    }
    return matrices;
  }

  /** The failure of a field that is not what is expected. */
  InputException unexpected(String name, JsonNode value, String condition) {
    String text = value.isMissingNode() ? "missing" : value.toString();
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return InputException.invalid(
        prefix + name + " is " + shown + ", expected " + condition + where() + ".");
  }

  /** The failure of an object that its own type refuses. */
  InputException refused(IllegalArgumentException refusal) {
    return refused("", refusal);
  }

  /** The failure of a part that its own type refuses. */
  InputException refused(String part, IllegalArgumentException refusal) {
    String place = (prefix + part).replaceFirst("\\.$", "");
    String where = place.isEmpty() ? where() : " (" + place + " of " + where().substring(2);
    String[] lines = refusal.getMessage().split("\n", 2);
    String first = lines[0].replaceFirst("\\.$", "") + where + ".";
    return InputException.invalid(lines.length > 1 ? first + "\n" + lines[1] : first);
  }

  static ArrayNode array(List<Double> numbers) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    numbers.forEach(array::add);
    return array;
  }

  static ArrayNode array(double[] numbers) {
    return array(Arrays.stream(numbers).boxed().toList());
  }

  static OptionalDouble supremum(Optional<WeakValue> weak) {
    return weak.isPresent() ? OptionalDouble.of(weak.get().supremum()) : OptionalDouble.empty();
  }

  /** A weak value, its commitment under the name that the family gives to commitments. */
  static ObjectNode weak(WeakValue weak, String commitment) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("supremum", weak.supremum());
    node.put("attainment", weak.attainment().name());
    node.set(commitment, array(weak.commitment()));
    node.put("value", weak.value());
    return node;
  }

  private String where() {
    return " (" + owner + ")";
  }

  private double number(String name, JsonNode node) {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw unexpected(name, node, "a number");
    }
    return node.doubleValue();
  }

  private double[] vector(String name, JsonNode node) {
    double[] vector = new double[array(name, node, "an array of numbers").size()];
    for (int index = 0; index < vector.length; index++) {
      vector[index] = number(name + "[" + index + "]", node.get(index));
    }
    return vector;
  }

  private double[][] matrix(String name, JsonNode node) {
    double[][] matrix = new double[array(name, node, "an array of rows").size()][];
    for (int row = 0; row < matrix.length; row++) {
      matrix[row] = vector(name + "[" + row + "]", node.get(row));
      if (matrix[row].length != matrix[0].length) {
        throw unexpected(
            name + "[" + row + "]", node.get(row), matrix[0].length + " numbers as in row 0");
      }
    }
    return matrix;
  }

  private JsonNode array(String name, JsonNode node, String expected) {
    if (!node.isArray()) {
      throw unexpected(name, node, expected);
    }
    return node;
  }
}
