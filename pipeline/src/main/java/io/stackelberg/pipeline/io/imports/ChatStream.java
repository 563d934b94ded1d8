package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Chunks of chat completions, put together by response id; calls may overlap. */
final class ChatStream implements EventStream.Events {
  private static final int MOST_OPEN = 1000;

  private final String session;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private String current = "";

  ChatStream(String session) {
    this.session = session;
  }

  private static final class Open {
    private Optional<String> model = Optional.empty();
    private final Set<String> reasons = new LinkedHashSet<>();
    private final ObjectNode usage = JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void event(JsonNode chunk, Batch batch) {
    if (!chunk.path("choices").isArray()
        || !chunk.path("object").asText("chat.completion.chunk").equals("chat.completion.chunk")
            && !chunk.path("object").asText().isEmpty()) {
      throw Fields.unexpected(
          "choices", chunk.path("choices"), "an array in a chat.completion.chunk");
    }
    JsonNode usage = Fields.object(chunk, "usage");
    if (usage.isMissingNode()) {
      usage = Fields.object(Fields.object(chunk, "x_groq"), "usage");
    }
    UsageObjects.openAi(usage);
    Optional<String> model = Fields.text(chunk, "model");
    String id = Fields.text(chunk, "id").orElse(current);
    if (!open.containsKey(id)) {
      // The first chunk of some servers has no id yet.
      Open unnamed = open.remove("");
      open.put(id, unnamed == null ? new Open() : unnamed);
    }
    current = id;
    Open call = open.get(id);
    call.model = model.or(() -> call.model);
    for (JsonNode choice : chunk.path("choices")) {
      Fields.text(choice, "finish_reason").ifPresent(call.reasons::add);
    }
    if (usage.isObject()) {
      batch.tally("chunksWithUsage", 1);
      usage.properties().forEach(field -> call.usage.set(field.getKey(), field.getValue()));
    }
    if (open.size() > MOST_OPEN) {
      finish(open.keySet().iterator().next(), batch);
    }
  }

  @Override
  public void done(Batch batch) {
    List.copyOf(new ArrayList<>(open.keySet())).forEach(id -> {
      try {
        finish(id, batch);
      } catch (IllegalArgumentException refused) {
        batch.refuse(refused.getMessage());
      }
    });
    current = "";
  }

  @Override
  public void end(Batch batch) {
    done(batch);
  }

  private void finish(String id, Batch batch) {
    Open call = open.remove(id);
    if (!id.isEmpty()) {
      batch.requireNew("response", id);
    }
    if (call.reasons.isEmpty() && call.usage.isEmpty()) {
      batch.tally("streamsCutShort", 1);
    }
    ImportedTurn turn = new ImportedTurn(id.isEmpty() ? session : id);
    turn.put("gen_ai.response.id", Optional.of(id).filter(known -> !known.isEmpty()))
        .models(Optional.empty(), call.model)
        .finished(call.reasons)
        .usage(call.usage.isEmpty() ? Usage.UNKNOWN : UsageObjects.openAi(call.usage));
    if (!call.usage.isEmpty()) {
      ModelResponses.carryUsage(turn, call.usage);
      Optional<java.math.BigDecimal> cost = ModelResponses.chatCost(call.usage);
      turn.cost(cost);
      batch.cost(cost);
    }
    batch.turnAndCall(turn);
  }
}
