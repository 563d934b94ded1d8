package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.io.TurnLogReader;
import java.io.IOException;
import java.util.OptionalLong;

/** Lines that are {@code turns/1} already: checked, joined with outcomes, and passed on with every field. */
final class TurnsFormat implements ForeignFormat {
  @Override
  public void read(LogFile file, ImportSink sink) throws IOException {
    file.lines(sink, (line, number) -> sink.record(number, batch -> turn(line.json(), batch)));
  }

  private static void turn(JsonNode line, Batch batch) {
    TurnLogReader.requireTurn(line);
    ObjectNode turn = (ObjectNode) line;
    batch.requireNew(
        "turn",
        turn.path("turn").asText() + " of session "
            + turn.path("gen_ai.conversation.id").asText());
    JsonNode calls = turn.path("calls");
    long count = calls.isArray() && calls.size() > 0 ? calls.size() : 1;
    Usage own = new Usage(
        Fields.count(turn, "gen_ai.usage.input_tokens"),
        Fields.count(turn, "gen_ai.usage.output_tokens"),
        Fields.count(turn, "gen_ai.usage.cache_read.input_tokens"),
        Fields.count(turn, "gen_ai.usage.cache_creation.input_tokens"),
        Fields.count(turn, "gen_ai.usage.reasoning.output_tokens"));
    if (own.isUnknown() && calls.isArray() && calls.size() > 0) {
      calls.forEach(
          call -> batch.call(Batch.Side.AGENT, UsageObjects.openAi(Fields.object(call, "usage"))));
    } else {
      batch.call(Batch.Side.AGENT, own);
      // The turn's own counts cover all its calls.
      for (long call = 1; call < count; call++) {
        batch.call(Batch.Side.AGENT, COVERED);
      }
    }
    JsonNode money = turn.path("gov.cost");
    if (money.path("currency").asText().equals("USD")) {
      batch.cost(Fields.amount(money, "amount"));
    }
    batch.turn(ImportedTurn.existing(turn));
  }

  private static final Usage COVERED = new Usage(
      OptionalLong.of(0),
      OptionalLong.of(0),
      OptionalLong.empty(),
      OptionalLong.empty(),
      OptionalLong.empty());
}
