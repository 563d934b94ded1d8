package io.stackelberg.environment.http;

import io.stackelberg.environment.chat.EndpointException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Gives listed answers in order; the last one again and again. */
public final class ScriptedTransport implements Transport {
  private final Deque<Transport> script = new ArrayDeque<>();
  private final List<WireRequest> requests = new ArrayList<>();
  private final List<Duration> totals = new ArrayList<>();

  /** A whole answer. */
  public ScriptedTransport answer(int status, Map<String, String> headers, String... pieces) {
    script.add((request, total, sink) -> {
      play(status, headers, sink, pieces);
      return Ending.COMPLETE;
    });
    return this;
  }

  ScriptedTransport json(int status, String body) {
    return answer(status, Map.of("Content-Type", "application/json"), body);
  }

  /** A stream of events, properly ended. */
  public ScriptedTransport events(String... data) {
    return answer(200, Map.of("Content-Type", "text/event-stream"), sse(data));
  }

  ScriptedTransport cut(Reason reason, String... data) {
    script.add((request, total, sink) -> {
      play(200, Map.of("Content-Type", "text/event-stream"), sink, sse(data));
      return Ending.failed(reason, "cut");
    });
    return this;
  }

  ScriptedTransport fails(Reason reason) {
    script.add((request, total, sink) -> Ending.failed(reason, "scripted"));
    return this;
  }

  private static void play(
      int status, Map<String, String> headers, ResponseSink sink, String... pieces) {
    sink.head(new WireHead(status, headers));
    for (String piece : pieces) {
      if (!sink.piece(piece.getBytes(StandardCharsets.UTF_8))) {
        return;
      }
    }
  }

  private static String[] sse(String... data) {
    String[] pieces = new String[data.length];
    for (int at = 0; at < data.length; at++) {
      pieces[at] = "data: " + data[at] + "\n\n";
    }
    return pieces;
  }

  @Override
  public Ending exchange(WireRequest request, Duration total, ResponseSink sink) {
    Transport next;
    synchronized (this) {
      requests.add(request);
      totals.add(total);
      next = script.size() > 1 ? script.poll() : script.peek();
    }
    return next.exchange(request, total, sink);
  }

  /** What was sent. */
  public synchronized List<WireRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized List<Duration> totals() {
    return List.copyOf(totals);
  }
}
