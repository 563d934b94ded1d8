package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Events of the responses API; a terminal event carries the response with its usage. */
final class ResponsesStream implements EventStream.Events {
  private static final int MOST_OPEN = 1000;
  private static final Set<String> TERMINAL =
      Set.of("response.completed", "response.incomplete", "response.failed", "response.cancelled");

  private final String session;
  private final ImportSink sink;
  private final Map<String, JsonNode> open = new LinkedHashMap<>();

  ResponsesStream(String session, ImportSink sink) {
    this.session = session;
    this.sink = sink;
  }

  @Override
  public void event(JsonNode event, Batch batch) {
    String type = Fields.text(event, "type").orElse("");
    if (type.equals("error")) {
      batch.tally("errorEvents", 1);
      return;
    }
    if (!type.startsWith("response.")) {
      throw Fields.unexpected("type", event.path("type"), "a type of the responses API");
    }
    JsonNode response = event.path("response");
    String id = response.path("id").asText("");
    if (TERMINAL.contains(type)) {
      ModelResponses.responses(response, sink, batch, session);
      batch.tally("terminalEvents", 1);
      open.remove(id);
    } else if (type.equals("response.created")) {
      Fields.requireObject(response, "response");
      if (open.size() >= MOST_OPEN) {
        cut(open.keySet().iterator().next(), batch);
      }
      open.put(id, response);
    }
  }

  /** A call whose terminal event never came: its tokens are unknown. */
  private void cut(String id, Batch batch) {
    ObjectNode response = ((ObjectNode) open.remove(id)).deepCopy();
    response.remove("usage");
    ModelResponses.responses(response, sink, batch, session);
    batch.tally("streamsCutShort", 1);
  }

  @Override
  public void done(Batch batch) {
    end(batch);
  }

  @Override
  public void end(Batch batch) {
    List.copyOf(open.keySet()).forEach(id -> cut(id, batch));
  }
}
