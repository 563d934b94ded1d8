package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** Numbers, lists and matrices of a problem's object. */
final class PayoffNodes {
  private PayoffNodes() {}

  /** A list of numbers. */
  static List<Double> list(JsonNode problem, String name) {
    JsonNode node = problem.path(name);
    if (!node.isArray() || node.isEmpty()) {
      throw wrong(problem, name, "a list of numbers");
    }
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : node) {
      if (!number.isNumber()) {
        throw wrong(problem, name, "a list of numbers");
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  /** A list of equally long lists of numbers. */
  static double[][] matrix(JsonNode problem, String name) {
    JsonNode node = problem.path(name);
    if (!node.isArray() || node.isEmpty()) {
      throw wrong(problem, name, "a list of rows of numbers");
    }
    double[][] matrix = new double[node.size()][];
    for (int row = 0; row < matrix.length; row++) {
      JsonNode line = node.get(row);
      if (!line.isArray() || line.isEmpty() || line.size() != node.get(0).size()) {
        throw wrong(problem, name, "rows of one length >= 1");
      }
      matrix[row] = new double[line.size()];
      for (int column = 0; column < line.size(); column++) {
        if (!line.get(column).isNumber()) {
          throw wrong(problem, name, "a list of rows of numbers");
        }
        matrix[row][column] = line.get(column).doubleValue();
      }
    }
    return matrix;
  }

  /** A number. */
  static double number(JsonNode problem, String name) {
    if (!problem.path(name).isNumber()) {
      throw wrong(problem, name, "a number");
    }
    return problem.path(name).doubleValue();
  }

  static ArrayNode array(List<Double> numbers) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    numbers.forEach(array::add);
    return array;
  }

  private static InputException wrong(JsonNode problem, String name, String expected) {
    JsonNode node = problem.path(name);
    String text = node.isMissingNode() ? "missing" : node.toString();
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return InputException.invalid(name + " is " + shown + ", expected " + expected + " (problem \""
        + problem.path("id").asText("") + "\").");
  }
}
