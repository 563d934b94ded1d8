package io.stackelberg.environment.cassette;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How two canonical requests differ.
 *
 * @param path the first place that differs, such as {@code body.messages[1].content}
 * @param wanted what was asked for there
 * @param recorded what is recorded there
 * @param count how many places differ
 */
record KeyDifference(String path, String wanted, String recorded, int count) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_QUOTE = 80;
  private static final String ABSENT = "(absent)";

  /** The difference to the recorded request that differs in the fewest places, the earliest of equals. */
  static Optional<KeyDifference> nearest(String wanted, Collection<String> recorded) {
    Map<String, String> own = leaves(wanted);
    Optional<KeyDifference> best = Optional.empty();
    for (String other : recorded) {
      KeyDifference difference = between(own, leaves(other));
      if (best.isEmpty() || difference.count < best.get().count) {
        best = Optional.of(difference);
      }
    }
    return best;
  }

  private static KeyDifference between(Map<String, String> wanted, Map<String, String> recorded) {
    TreeSet<String> paths = new TreeSet<>(wanted.keySet());
    paths.addAll(recorded.keySet());
    String first = "";
    int count = 0;
    for (String path : paths) {
      if (!wanted.getOrDefault(path, ABSENT).equals(recorded.getOrDefault(path, ABSENT))) {
        first = count++ == 0 ? path : first;
      }
    }
    String one = wanted.getOrDefault(first, ABSENT);
    String other = recorded.getOrDefault(first, ABSENT);
    int from = one.length() > MAX_QUOTE || other.length() > MAX_QUOTE ? shared(one, other) : 0;
    return new KeyDifference(first, quote(one, from), quote(other, from), count);
  }

  /** Where long texts begin to differ, less a few characters for the reader. */
  private static int shared(String one, String other) {
    int at = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return Math.max(0, at - MAX_QUOTE / 4);
  }

  private static String quote(String text, int from) {
    String rest = text.substring(Math.min(from, text.length()));
    String end = rest.length() <= MAX_QUOTE ? rest : rest.substring(0, MAX_QUOTE) + "...";
    return (from > 0 ? "..." : "") + end;
  }

  private static Map<String, String> leaves(String canonical) {
    Map<String, String> leaves = new TreeMap<>();
    try {
      collect("", JSON.readTree(canonical), leaves);
    } catch (JsonProcessingException e) {
      leaves.put("", canonical);
    }
    return leaves;
  }

  private static void collect(String path, JsonNode node, Map<String, String> leaves) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(field -> collect(
              path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
              field.getValue(),
              leaves));
    } else if (node.isArray() && !node.isEmpty()) {
      for (int at = 0; at < node.size(); at++) {
        collect(path + "[" + at + "]", node.get(at), leaves);
      }
    } else {
      leaves.put(path, node.toString());
    }
  }
}
