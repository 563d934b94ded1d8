package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Reads the events of a stream: server-sent events as on the wire, or one JSON event a line. */
final class EventStream {
  /** Takes the events in order. */
  interface Events {
    void event(JsonNode event, Batch batch);

    /** The stream says that it is over. */
    void done(Batch batch);

    /** The file is over. */
    void end(Batch batch);
  }

  private EventStream() {}

  static void read(LogFile file, ImportSink sink, Events events) throws IOException {
    long[] last = {1};
    file.lines(sink, (line, number) -> {
      last[0] = number;
      sink.record(number, batch -> {
        String text = line.text().strip();
        if (text.startsWith("data:")) {
          text = text.substring("data:".length()).strip();
        } else if (text.startsWith(":")
            || text.startsWith("event:")
            || text.startsWith("id:")
            || text.startsWith("retry:")) {
          batch.tally("protocolLines", 1);
          return;
        }
        if (text.equals("[DONE]")) {
          batch.tally("doneMarkers", 1);
          events.done(batch);
          return;
        }
        JsonNode event = JsonText.parse(text);
        Fields.requireObject(event, "the event");
        events.event(event, batch);
        batch.tally("events", 1);
      });
    });
    sink.rest(last[0], events::end);
  }
}
