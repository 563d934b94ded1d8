package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.stackelberg.leader.several.SharedFollowerEpec;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a game of several leaders that is stated in words. */
final class LeaderData {
  private static final String NUMBER = "[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?";
  private static final Pattern TERM = Pattern.compile(
      "([+-])(?:(" + NUMBER + ")\\*?)?([a-z][0-9]*(?:\\^2)?)?(?:/(" + NUMBER + "))?");
  private static final Pattern FOLLOWER =
      Pattern.compile("min over y >= 0 of y\\*\\(([^()]+)\\)(.*)");
  private static final Pattern LEADER =
      Pattern.compile("min over x([0-9]+) in \\[([^,\\]]+),([^,\\]]+)\\] of (.+)");

  private final ObjectFields data;

  LeaderData(ObjectFields data) {
    this.data = data;
  }

  /** The game stated in words: a follower {@code y*(...) + y^2/2} and one line per leader. */
  SharedFollowerEpec sharedFollower() {
    Matcher follower = FOLLOWER.matcher(data.node("follower").asText(""));
    JsonNode leaders = data.array("leaders");
    int count = leaders.size();
    if (!follower.matches()) {
      throw data.unexpected(
          "follower", data.node("follower"), "min over y >= 0 of y*(...) + y^2/2");
    }
    double curvature = 2 * coefficient("follower", follower.group(2), "y^2");
    if (!(curvature > 0) || coefficient("follower", follower.group(2), "y") != 0) {
      throw data.unexpected(
          "follower", data.node("follower"), "a positive multiple of y^2 at its end");
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
        throw data.unexpected(
            name, leaders.get(k), "min over x" + (k + 1) + " in [low,high] of ...");
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
        throw data.unexpected(field, data.node(field), "no term in \"" + variable + "\"");
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
        throw data.unexpected(
            field, TextNode.valueOf(expression), "a sum of terms such as 2*x1 or -y/2");
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
}
