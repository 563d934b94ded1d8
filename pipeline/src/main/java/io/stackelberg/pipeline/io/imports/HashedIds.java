package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Replaces the ids of people, sessions, tasks and requests by the first 128 bits of their SHA-256. */
final class HashedIds {
  private static final Set<String> KEPT =
      Set.of("gov.action", "gov.policy", "gov.actions_available");
  private static final List<String> TOLD =
      List.of("id", "ids", "user", "session", "conversation", "trace", "email", "api_key");

  private HashedIds() {}

  static void hash(ObjectNode object) {
    for (String name : List.copyOf(names(object))) {
      JsonNode value = object.get(name);
      if (KEPT.contains(name)) {
        continue;
      }
      if (value.isObject()) {
        hash((ObjectNode) value);
      } else if (value.isArray()) {
        ArrayNode items = (ArrayNode) value;
        for (int index = 0; index < items.size(); index++) {
          if (items.get(index).isObject()) {
            hash((ObjectNode) items.get(index));
          } else if (isId(name) && items.get(index).isValueNode()) {
            items.set(index, hashed(items.get(index)));
          }
        }
      } else if (isId(name) && !value.isNull()) {
        object.set(name, hashed(value));
      }
    }
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new java.util.ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static boolean isId(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String last = lower.substring(lower.lastIndexOf('.') + 1);
    return name.endsWith("Id")
        || name.endsWith("Ids")
        || last.endsWith("_id")
        || last.endsWith("_ids")
        || TOLD.contains(last)
        || last.contains("user") && !last.contains("tokens") && !last.contains("cost");
  }

  private static TextNode hashed(JsonNode value) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest(value.asText().getBytes(StandardCharsets.UTF_8));
      return TextNode.valueOf(HexFormat.of().formatHex(digest, 0, 16));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is missing from this Java platform.", impossible);
    }
  }
}
