package io.stackelberg.environment.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads JSON that a stranger wrote, within limits. */
final class JsonText {
  private final ObjectMapper mapper;

  JsonText(ResponseLimits limits) {
    this.mapper = new ObjectMapper(JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(limits.maxDepth())
            .maxNumberLength(100)
            .maxNameLength(10_000)
            .maxStringLength(limits.maxBytes())
            .build())
        .build());
  }

  /** The JSON objects that a text holds one after the other. */
  List<ObjectNode> objects(String text) {
    List<ObjectNode> found = new ArrayList<>();
    try (JsonParser parser = mapper.createParser(text)) {
      while (parser.nextToken() != null) {
        JsonNode node = mapper.readTree(parser);
        if (!(node instanceof ObjectNode)) {
          throw new MalformedAnswer("the answer holds JSON that is not an object");
        }
        found.add((ObjectNode) node);
      }
    } catch (IOException e) {
      // The parser's message quotes the text, which may hold anything.
      throw new MalformedAnswer("the answer is not JSON, or too deep or too long");
    }
    return found;
  }

  /** The one JSON object that a text is. */
  ObjectNode object(String text) {
    List<ObjectNode> found = objects(text);
    if (found.size() != 1) {
      throw new MalformedAnswer("the answer holds " + found.size() + " JSON objects, expected 1");
    }
    return found.get(0);
  }

  /** A text at a key; absent when it is missing, blank or no text. */
  static Optional<String> text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isTextual() && !value.textValue().isBlank()
        ? Optional.of(value.textValue())
        : Optional.empty();
  }
}
