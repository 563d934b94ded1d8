package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.leader.several.SharedFollowerEpec;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the data of a game of several leaders; a missing or malformed field fails with its name. */
final class LeaderData {
  private static final String NUMBER = "[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?";
  private static final Pattern TERM = Pattern.compile(
      "([+-])(?:(" + NUMBER + ")\\*?)?([a-z][0-9]*(?:\\^2)?)?(?:/(" + NUMBER + "))?");
  private static final Pattern FOLLOWER =
      Pattern.compile("min over y >= 0 of y\\*\\(([^()]+)\\)(.*)");
  private static final Pattern LEADER =
      Pattern.compile("min over x([0-9]+) in \\[([^,\\]]+),([^,\\]]+)\\] of (.+)");

  private final JsonNode data;
  private final String id;

  LeaderData(JsonNode data, String id) {
    this.data = data;
    this.id = id;
  }

  boolean has(String field) {
    return data.hasNonNull(field);
  }

  double number(String field) {
    return number(field, data.path(field));
  }

  double[] vector(String field) {
    return vector(field, data.path(field));
  }

  double[][] matrix(String field) {
    return matrix(field, data.path(field));
  }

  double[][][] matrices(String field) {
    JsonNode node = array(field, data.path(field));
    double[][][] result = new double[node.size()][][];
    for (int index = 0; index < result.length; index++) {
      result[index] = matrix(field + "[" + index + "]", node.get(index));
    }
    return result;
  }

  /** The game stated in words: a follower {@code y*(...) + y^2/2} and one line per leader. */
  SharedFollowerEpec sharedFollower() {
    Matcher follower = FOLLOWER.matcher(data.path("follower").asText(""));
    JsonNode leaders = array("leaders", data.path("leaders"));
    int count = leaders.size();
    if (!follower.matches()) {
      throw malformed("follower", data.path("follower"), "min over y >= 0 of y*(...) + y^2/2");
    }
    double curvature = 2 * coefficient("follower", follower.group(2), "y^2");
    if (!(curvature > 0) || coefficient("follower", follower.group(2), "y") != 0) {
      throw malformed("follower", data.path("follower"), "a positive multiple of y^2 at its end");
    }
    double[] pull = new double[count];
    double[] price = new double[count];
    double[] weight = new double[count];
    double[] low = new double[count];
    double[] high = new double[count];
    for (int k = 0; k < count; k++) {
      String name = "leaders[" + k + "]";
      Matcher leader = LEADER.matcher(leaders.get(k).asText(""));
      if (!leader.matches() || !leader.group(1).equals("" + (k + 1))) {
        throw malformed(name, leaders.get(k), "min over x" + (k + 1) + " in [low,high] of ...");
      }
      String variable = "x" + leader.group(1);
      pull[k] = -coefficient("follower", follower.group(1), variable) / curvature;
      price[k] = coefficient(name, leader.group(4), variable);
      weight[k] = coefficient(name, leader.group(4), "y");
      low[k] = coefficient(name, leader.group(2), "");
      high[k] = coefficient(name, leader.group(3), "");
      only(name, leader.group(4), Pattern.quote(variable) + "|y");
    }
    only("follower", follower.group(1), "(x[1-" + Math.min(9, count) + "])?");
    only("follower", follower.group(2), "y\\^2");
    double offset = -coefficient("follower", follower.group(1), "") / curvature;
    return new SharedFollowerEpec(offset, pull, price, weight, low, high);
  }

  /** Refuses an expression with a term in another variable. */
  private void only(String field, String expression, String allowed) {
    Matcher term = TERM.matcher(compact(expression));
    while (term.find() && !term.group().isEmpty()) {
      String variable = term.group(3) == null ? "" : term.group(3);
      if (!variable.matches(allowed)) {
        throw malformed(field, data.path(field), "no term in \"" + variable + "\"");
      }
    }
  }

  /** Sum of the coefficients of a variable ("" for the constant) in a sum such as {@code -x2/2 - y}. */
  private double coefficient(String field, String expression, String variable) {
    String text = compact(expression);
    Matcher term = TERM.matcher(text);
    double sum = 0;
    int end = 0;
    while (end < text.length()) {
      if (!term.find(end) || term.start() != end || term.end() - end < 2) {
        throw InputException.invalid(field + " is \"" + expression
            + "\", expected a sum of terms such as 2*x1 or -y/2 (" + id + ").");
      }
      end = term.end();
      if (variable.equals(term.group(3) == null ? "" : term.group(3))) {
        double size = term.group(2) == null ? 1 : Double.parseDouble(term.group(2));
        double divisor = term.group(4) == null ? 1 : Double.parseDouble(term.group(4));
        sum += (term.group(1).equals("-") ? -size : size) / divisor;
      }
    }
    return sum;
  }

  private static String compact(String expression) {
    String text = expression.replace(" ", "");
    return text.isEmpty() || text.startsWith("-") || text.startsWith("+") ? text : "+" + text;
  }

  private double number(String field, JsonNode node) {
    if (!node.isNumber()) {
      throw malformed(field, node, "a number");
    }
    return node.doubleValue();
  }

  private double[] vector(String field, JsonNode node) {
    double[] result = new double[array(field, node).size()];
    for (int index = 0; index < result.length; index++) {
      result[index] = number(field + "[" + index + "]", node.get(index));
    }
    return result;
  }

  private double[][] matrix(String field, JsonNode node) {
    double[][] result = new double[array(field, node).size()][];
    for (int index = 0; index < result.length; index++) {
      result[index] = vector(field + "[" + index + "]", node.get(index));
    }
    return result;
  }

  private JsonNode array(String field, JsonNode node) {
    if (!node.isArray()) {
      throw malformed(field, node, "an array");
    }
    return node;
  }

  private InputException malformed(String field, JsonNode node, String expected) {
    String value = node.isMissingNode() ? "missing" : node.toString();
    return InputException.invalid(
        "data." + field + " is " + value + ", expected " + expected + " (" + id + ").");
  }
}
