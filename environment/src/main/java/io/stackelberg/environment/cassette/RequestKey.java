package io.stackelberg.environment.cassette;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.http.WireRequest;
import io.stackelberg.game.Require;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The canonical form of a request: method, path, model, messages and parameters, fields in order of their names; without host, key, call
 * id and fields that name a person, session or request. Lists whose order means nothing are sorted.
 *
 * @param canonical the form as JSON text
 * @param hash SHA-256 of it, in hexadecimal
 */
record RequestKey(String canonical, String hash) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> IDS = Set.of(
      "user", "metadata", "safety_identifier", "prompt_cache_key", "session_id", "request_id");
  private static final Set<String> UNORDERED = Set.of("tools", "stop");

  static RequestKey of(WireRequest request) {
    JsonNode body;
    try {
      body = JSON.readTree(request.body());
    } catch (JsonProcessingException e) {
      throw Require.unexpected("body", "not readable", "a request in JSON");
    }
    ObjectNode root = JSON.createObjectNode();
    root.set("body", canonical(body, true));
    root.put("method", WireRequest.METHOD);
    root.put("path", request.uri().getRawPath());
    String text = root.toString();
    return new RequestKey(text, sha256(text));
  }

  static String sha256(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static JsonNode canonical(JsonNode node, boolean isTop) {
    if (node.isArray()) {
      ArrayNode copy = JSON.createArrayNode();
      node.forEach(child -> copy.add(canonical(child, false)));
      return copy;
    }
    if (node.isFloatingPointNumber()
        && node.doubleValue() == StrictMath.rint(node.doubleValue())
        && StrictMath.abs(node.doubleValue()) < 1e15) {
      return JSON.getNodeFactory().numberNode((long) node.doubleValue());
    }
    if (!node.isObject()) {
      return node.isIntegralNumber() ? JSON.getNodeFactory().numberNode(node.longValue()) : node;
    }
    ObjectNode sorted = JSON.createObjectNode();
    TreeSet<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      if (!(isTop && IDS.contains(name))) {
        JsonNode value = canonical(node.get(name), false);
        sorted.set(name, isTop && UNORDERED.contains(name) ? sorted(value) : value);
      }
    }
    return sorted;
  }

  private static JsonNode sorted(JsonNode list) {
    if (!list.isArray()) {
      return list;
    }
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    items.sort(Comparator.comparing(JsonNode::toString));
    return JSON.createArrayNode().addAll(items);
  }
}
