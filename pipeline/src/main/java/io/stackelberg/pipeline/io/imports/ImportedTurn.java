package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/** One turn on its way to a line of {@code turns/1}. */
final class ImportedTurn {
  private final ObjectNode line;
  private final String session;
  private final boolean isExisting;
  private Usage usage = Usage.UNKNOWN;

  /**
   * Starts the line.
   *
   * @param session id of the conversation, not blank
   */
  ImportedTurn(String session) {
    this.session = Require.nonBlank("conversation id", session);
    this.isExisting = false;
    line = JsonNodeFactory.instance.objectNode();
    line.put("schema", "turns/1");
    line.put("gen_ai.conversation.id", session);
    line.put("turn", 0);
  }

  private ImportedTurn(ObjectNode line) {
    this.line = line;
    this.session = line.path("gen_ai.conversation.id").asText();
    this.isExisting = true;
  }

  /** A turn that is a line of {@code turns/1} already. */
  static ImportedTurn existing(ObjectNode line) {
    return new ImportedTurn(line);
  }

  boolean isExisting() {
    return isExisting;
  }

  ObjectNode line() {
    return line;
  }

  String session() {
    return session;
  }

  Usage usage() {
    return usage;
  }

  ImportedTurn put(String field, Optional<String> value) {
    value.ifPresent(text -> line.put(field, text));
    return this;
  }

  ImportedTurn models(Optional<String> requested, Optional<String> responding) {
    put("gen_ai.request.model", requested);
    return put("gen_ai.response.model", responding);
  }

  ImportedTurn finished(Iterable<String> reasons) {
    reasons.forEach(reason -> line.withArray("/gen_ai.response.finish_reasons").add(reason));
    return this;
  }

  ImportedTurn usage(Usage known) {
    usage = known;
    put("gen_ai.usage.input_tokens", known.input());
    put("gen_ai.usage.output_tokens", known.output());
    put("gen_ai.usage.cache_read.input_tokens", known.cacheRead());
    put("gen_ai.usage.cache_creation.input_tokens", known.cacheWrite());
    put("gen_ai.usage.reasoning.output_tokens", known.reasoning());
    return this;
  }

  private void put(String field, OptionalLong value) {
    if (value.isPresent()) {
      line.put(field, value.getAsLong());
    } else {
      line.putNull(field);
    }
  }

  /** A cost in US dollars that the file states. */
  ImportedTurn cost(Optional<BigDecimal> amount) {
    amount.ifPresent(value -> line.putObject("gov.cost")
        .put("amount", value.toPlainString())
        .put("currency", "USD")
        .put("source", "provider"));
    return this;
  }

  ImportedTurn action(String id, String source) {
    line.putObject("gov.action").put("id", id).put("source", source);
    return this;
  }

  ImportedTurn quality(BigDecimal quality, String source) {
    Require.inUnitInterval("quality", quality.doubleValue());
    outcome().put("quality", quality).put("quality.source", source);
    return this;
  }

  ObjectNode outcome() {
    return line.withObjectProperty("gov.outcome");
  }

  /** Fields of the source that have no place of their own. */
  ImportedTurn source(JsonNode carried) {
    if (!carried.isEmpty()) {
      line.set("gov.source", carried);
    }
    return this;
  }

  /** The text of a prompt or an answer, kept only where it was asked for. */
  ImportedTurn text(String name, String text) {
    if (!text.isEmpty()) {
      line.withObjectProperty("gov.text").put(name, text);
    }
    return this;
  }
}
