package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** Events of messages: the counts of a delta are cumulative and replace those of the start, field by field. */
final class AnthropicStream implements EventStream.Events {
  private static final Set<String> OTHERS =
      Set.of("content_block_start", "content_block_delta", "content_block_stop", "ping");

  private final String session;
  private final ImportSink sink;
  private Optional<ObjectNode> message = Optional.empty();
  private boolean hasFinalCounts;

  AnthropicStream(String session, ImportSink sink) {
    this.session = session;
    this.sink = sink;
  }

  @Override
  public void event(JsonNode event, Batch batch) {
    String type = Fields.text(event, "type").orElse("");
    switch (type) {
      case "message_start":
        Fields.requireObject(event.path("message"), "message");
        JsonNode start = Fields.object(event.path("message"), "usage");
        UsageObjects.anthropic(start);
        finish(batch);
        message = Optional.of(event.path("message").deepCopy());
        hasFinalCounts = false;
        batch.tally("messageStarts", 1);
        batch.stated("startInputTokens", Fields.amount(start, "input_tokens"));
        batch.stated("startOutputTokens", Fields.amount(start, "output_tokens"));
        break;
      case "message_delta":
        delta(event, batch);
        break;
      case "message_stop":
        finish(batch);
        break;
      case "error":
        batch.tally("errorEvents", 1);
        break;
      default:
        if (!OTHERS.contains(type)) {
          throw Fields.unexpected("type", event.path("type"), "a type of the messages API");
        }
    }
  }

  private void delta(JsonNode event, Batch batch) {
    ObjectNode open = message.orElseThrow(() -> new IllegalArgumentException(
        "message_delta comes without message_start, expected a message that was begun"));
    JsonNode usage = Fields.object(event, "usage");
    ObjectNode counts = open.withObjectProperty("usage").deepCopy();
    usage.properties().forEach(field -> {
      if (!field.getValue().isNull()) {
        counts.set(field.getKey(), field.getValue());
      }
    });
    if (usage.has("cache_creation_input_tokens") && !usage.has("cache_creation")) {
      // The split of the start belongs to the start's count.
      counts.remove("cache_creation");
    }
    UsageObjects.anthropic(counts);
    open.set("usage", counts);
    hasFinalCounts |= usage.hasNonNull("output_tokens");
    Fields.text(event.path("delta"), "stop_reason")
        .ifPresent(reason -> open.put("stop_reason", reason));
    batch.tally("messageDeltas", 1);
  }

  private void finish(Batch batch) {
    if (message.isEmpty()) {
      return;
    }
    ObjectNode ended = message.get();
    message = Optional.empty();
    JsonNode usage = ended.path("usage");
    if (!hasFinalCounts) {
      batch.tally("streamsCutShort", 1);
      if (usage.isObject()) {
        // The start's output count is that of the first tokens only.
        ((ObjectNode) usage).remove("output_tokens");
      }
    }
    ModelResponses.anthropic(ended, UsageObjects.anthropic(usage), sink, batch, session);
  }

  @Override
  public void done(Batch batch) {
    finish(batch);
  }

  @Override
  public void end(Batch batch) {
    finish(batch);
  }
}
