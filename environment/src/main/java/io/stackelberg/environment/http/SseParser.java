package io.stackelberg.environment.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Splits server-sent events: lines end in LF, CR or CRLF; comments, ids and unknown fields are skipped; data over several
 * lines is joined by LF. Beyond the standard, a line that begins with a brace counts as data, as some servers send errors so.
 */
final class SseParser {
  private final int maxBytes;
  private final BiConsumer<String, String> events;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private String event = "";
  private boolean hasData;
  private boolean afterReturn;
  private boolean atStart = true;

  /**
   * A parser.
   *
   * @param maxBytes of one line and of one event
   * @param events takes the event's name, possibly empty, and its data
   */
  SseParser(int maxBytes, BiConsumer<String, String> events) {
    this.maxBytes = maxBytes;
    this.events = events;
  }

  void feed(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '\n' && afterReturn) {
        afterReturn = false;
        continue;
      }
      afterReturn = b == '\r';
      if (b == '\n' || b == '\r') {
        endLine();
      } else {
        if (line.size() >= maxBytes) {
          throw new MalformedAnswer("a line of the stream is longer than " + maxBytes + " bytes");
        }
        line.write(b);
      }
    }
  }

  /** Hands on what stands unfinished at the end of the stream. */
  void end() {
    if (line.size() > 0) {
      endLine();
    }
    dispatch();
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (atStart && text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    atStart = false;
    if (text.isEmpty()) {
      dispatch();
    } else if (text.startsWith("{")) {
      append(text);
    } else {
      int colon = text.indexOf(':');
      String field = colon < 0 ? text : text.substring(0, colon);
      String value = colon < 0 ? "" : text.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      if (field.equals("data")) {
        append(value);
      } else if (field.equals("event")) {
        event = value;
      }
    }
  }

  private void append(String value) {
    if (hasData) {
      data.append('\n');
    }
    if (data.length() + value.length() > maxBytes) {
      throw new MalformedAnswer("an event of the stream is longer than " + maxBytes + " bytes");
    }
    data.append(value);
    hasData = true;
  }

  private void dispatch() {
    String name = event;
    event = "";
    if (hasData) {
      String text = data.toString();
      data.setLength(0);
      hasData = false;
      events.accept(name, text);
    }
  }
}
