package io.stackelberg.environment.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.chat.EndpointException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads one raw answer, blocking or streamed, whatever bytes it is made of; one per attempt.
 *
 * <p>What the answer is decides, not what was asked for: a server may answer a stream with one object and the other way round. A stream
 * that breaks after its first content is an answer with a cut; before, a failure.
 */
final class ReplyReader implements ResponseSink {
  private static final int MAX_ERROR_BYTES = 1 << 16;
  private static final int MAX_DETAIL = 1000;
  private static final String DONE = "[DONE]";

  private enum Form {
    UNDECIDED,
    STREAM,
    OBJECT,
    ERROR
  }

  private final ResponseLimits limits;
  private final JsonText json;
  private final Redactor redactor;
  private final FailureReader failures;
  private final SseParser events;
  private final AnswerParts parts;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private WireHead head = new WireHead(0, java.util.Map.of());
  private Form form = Form.UNDECIDED;
  private Optional<Reading.Failure> broken = Optional.empty();
  private boolean done;
  private boolean atEnd;
  private long bytes;

  ReplyReader(ResponseLimits limits, JsonText json, Redactor redactor, Supplier<Instant> now) {
    this.limits = limits;
    this.json = json;
    this.redactor = redactor;
    this.failures = new FailureReader(json, redactor, now);
    this.events = new SseParser(limits.maxLineBytes(), this::event);
    this.parts = new AnswerParts(limits.maxToolCalls());
  }

  @Override
  public void head(WireHead received) {
    head = received;
    String type = received.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (received.status() < 200 || received.status() > 299) {
      form = Form.ERROR;
    } else if (type.contains("event-stream")) {
      form = Form.STREAM;
    } else if (type.contains("json") && !type.contains("ndjson") && !type.contains("jsonl")) {
      form = Form.OBJECT;
    }
  }

  /** Status of the answer, 0 before it began. */
  WireHead head() {
    return head;
  }

  @Override
  public boolean piece(byte[] piece) {
    bytes += piece.length;
    if (form == Form.ERROR) {
      body.write(piece, 0, Math.min(piece.length, MAX_ERROR_BYTES - body.size()));
      return body.size() < MAX_ERROR_BYTES;
    }
    if (bytes > limits.maxBytes()) {
      breakOff("the answer is longer than " + limits.maxBytes() + " bytes");
      return false;
    }
    if (form == Form.UNDECIDED) {
      decide(piece);
    }
    if (form == Form.OBJECT) {
      body.write(piece, 0, piece.length);
    } else if (form == Form.STREAM) {
      try {
        events.feed(piece);
      } catch (MalformedAnswer e) {
        breakOff(e.getMessage());
      }
    }
    return !done && broken.isEmpty();
  }

  private void decide(byte[] piece) {
    for (byte b : piece) {
      if (b > ' ') {
        form = b == '{' || b == '[' || b == '<' ? Form.OBJECT : Form.STREAM;
        return;
      }
    }
  }

  private void event(String name, String data) {
    if (done || broken.isPresent()) {
      return;
    }
    String text = data.strip();
    if (text.endsWith(DONE)) {
      text = text.substring(0, text.length() - DONE.length());
      done = true;
    }
    try {
      for (ObjectNode chunk : json.objects(text)) {
        JsonNode error = chunk.path("error");
        boolean isError = name.equals("error") && !chunk.has("choices");
        if (error.isObject() || error.isTextual() || isError) {
          broken = Optional.of(
              failures.ofObject(error.isObject() || error.isTextual() ? error : chunk, head));
          return;
        }
        parts.add(chunk);
      }
    } catch (MalformedAnswer e) {
      if (!atEnd) {
        breakOff(e.getMessage());
      }
      // At the end of the bytes a half event is what a cut leaves, not a malformed one.
    }
  }

  private void breakOff(String message) {
    broken = Optional.of(Reading.Failure.terminal(Reason.MALFORMED, message));
  }

  /** What the answer is, now that it ended. */
  Reading finish(Ending ending) {
    if (form == Form.ERROR) {
      return failures.ofStatus(head, body.toString(StandardCharsets.UTF_8));
    }
    if (form == Form.STREAM) {
      return finishStream(ending);
    }
    if (broken.isPresent()) {
      return broken.get();
    }
    if (ending.failure().isPresent()) {
      return failed(ending);
    }
    return finishObject();
  }

  private Reading finishStream(Ending ending) {
    if (broken.isEmpty() && !done) {
      atEnd = true;
      try {
        events.end();
      } catch (MalformedAnswer e) {
        breakOff(e.getMessage());
      }
    }
    Optional<Reading.Failure> cut = broken;
    if (cut.isEmpty() && !done && !parts.isFinished()) {
      cut = Optional.of(
          ending.failure().isPresent()
              ? failed(ending)
              : new Reading.Failure(
                  Reason.CONNECTION, true, Optional.empty(), false, "the stream ended early"));
    }
    if (cut.isEmpty() && !parts.hasChoice()) {
      cut = Optional.of(
          Reading.Failure.terminal(Reason.MALFORMED, "the stream ended without a choice"));
    }
    if (cut.isPresent() && !parts.hasContent()) {
      return cut.get();
    }
    return parts.answer(cut, redactor);
  }

  private Reading finishObject() {
    try {
      ObjectNode answer = json.object(body.toString(StandardCharsets.UTF_8));
      JsonNode error = answer.path("error");
      if (error.isObject() || error.isTextual()) {
        return failures.ofObject(error, head);
      }
      parts.add(answer);
    } catch (MalformedAnswer e) {
      return Reading.Failure.terminal(Reason.MALFORMED, e.getMessage());
    }
    return parts.hasChoice()
        ? parts.answer(Optional.empty(), redactor)
        : Reading.Failure.terminal(Reason.MALFORMED, "the answer holds no choice");
  }

  /** An exchange that broke; only a lost connection is tried again, for after a time-out the server may still be at work. */
  private Reading.Failure failed(Ending ending) {
    Reason reason = ending.failure().orElse(Reason.CONNECTION);
    return new Reading.Failure(
        reason,
        reason == Reason.CONNECTION || reason == Reason.CONNECT_TIMEOUT,
        Optional.empty(),
        false,
        failures.clean(ending.detail(), MAX_DETAIL));
  }
}
