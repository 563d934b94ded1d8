package io.stackelberg.environment.fake;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.stackelberg.environment.fake.RequestJournal.Arrival;
import io.stackelberg.environment.fake.RequestJournal.End;
import io.stackelberg.game.run.SeedSplitter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Answers one chat request, or spoils the answer as the fault plan says. */
final class ChatHandler implements HttpHandler {
  private static final int PIECE = 64;
  private static final int HUGE_PIECE = 16_384;

  private final FakeServer.Options options;
  private final RequestJournal journal;
  private final FakeModel model;

  ChatHandler(FakeServer.Options options, RequestJournal journal) {
    this.options = options;
    this.journal = journal;
    this.model = new FakeModel(options.profile(), options.seed(), options.answers());
  }

  /** One request on its way. */
  private record Call(
      HttpExchange exchange,
      AskedChat asked,
      String key,
      Arrival arrival,
      Optional<Fault> fault,
      AtomicBoolean isEnded) {
    boolean has(Fault wanted) {
      return fault.isPresent() && fault.get() == wanted;
    }
  }

  static boolean isAllowed(HttpExchange exchange, FakeServer.Options options) {
    return options.apiKey().isEmpty()
        || ("Bearer " + options.apiKey().get())
            .equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!exchange.getRequestMethod().equals("POST")) {
      reject(exchange, 405, "use POST", "method_not_allowed");
      return;
    }
    if (!isAllowed(exchange, options)) {
      reject(exchange, 401, "the key is missing or wrong", "invalid_api_key");
      return;
    }
    AskedChat asked;
    try {
      asked = AskedChat.parse(body);
    } catch (IllegalArgumentException unreadable) {
      reject(exchange, 400, unreadable.getMessage(), "invalid_request_error");
      return;
    }
    String key = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"))
        .orElse("");
    Arrival arrival = journal.arrive(key, asked.content());
    Call call = new Call(
        exchange,
        asked,
        key,
        arrival,
        options.faults().faultAt(arrival.number(), key, arrival.attempt()),
        new AtomicBoolean());
    if (arrival.isOtherContent()) {
      end(call, 422, End.REFUSED, Optional.empty());
      reject(exchange, 422, "this idempotency key came with another content", "idempotency_error");
    } else if (call.fault().isPresent() && call.fault().get().kind() == Fault.Kind.REFUSAL
        || call.has(Fault.REJECT_STREAM_OPTIONS) && asked.hasStreamOptions()) {
      refuse(call, call.fault().orElseThrow());
    } else {
      answer(call);
    }
  }

  private void refuse(Call call, Fault fault) throws IOException {
    end(call, fault.status(), End.REFUSED, Optional.empty());
    if (fault == Fault.CONNECTION_RESET) {
      call.exchange.close();
      return;
    }
    Headers headers = call.exchange.getResponseHeaders();
    String code = "injected_fault";
    switch (fault) {
      case RATE_LIMIT -> headers.set("Retry-After", "1");
      case RATE_LIMIT_DATE ->
        headers.set(
            "Retry-After",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(1)));
      case RATE_LIMIT_MILLIS -> headers.set("Retry-After-Ms", "20");
      case RATE_LIMIT_LONG -> headers.set("Retry-After", "3600");
      case SHOULD_NOT_RETRY -> headers.set("X-Should-Retry", "false");
      case SHOULD_RETRY -> headers.set("X-Should-Retry", "true");
      case QUOTA -> code = "insufficient_quota";
      case BUDGET -> {
        code = "budget_exceeded";
        headers.set("X-Should-Retry", "false");
      }
      case BILLING -> code = "billing_hard_limit_reached";
      case UNAUTHORIZED -> code = "invalid_api_key";
      case FORBIDDEN -> code = "permission_denied";
      case NOT_FOUND -> code = "model_not_found";
      case BAD_GATEWAY -> headers.set("Content-Type", "text/html");
      default -> {
        // The status says it all.
      }
    }
    String message = fault == Fault.REJECT_STREAM_OPTIONS
        ? "unknown parameter: stream_options"
        : "injected fault " + fault.id();
    FakeServer.send(
        call.exchange,
        fault.status(),
        fault == Fault.BAD_GATEWAY
            ? "<html><body>502 Bad Gateway</body></html>"
            : Wire.error(message, code).toString());
  }

  private void answer(Call call) throws IOException {
    FakeModel.Answer answer = model.answer(call.asked, call.key);
    if (call.has(Fault.HUGE_ANSWER)) {
      answer = new FakeModel.Answer(
          FakeModel.filled(answer.text(), options.hugeCharacters()),
          answer.tool(),
          answer.inputTokens(),
          (options.hugeCharacters() + 3) / 4,
          answer.finish());
    }
    Wire wire = new Wire(
        "chatcmpl-"
            + HexFormat.of()
                .toHexDigits(SeedSplitter.firstLong(call.asked.content() + "\u0000" + call.key)),
        call.has(Fault.WRONG_MODEL) ? "another-model" : call.asked.model(),
        call.has(Fault.CHANGED_FINGERPRINT) ? "fp_changed" : "fp_simulated");
    if (call.has(Fault.RATELIMIT_HEADERS)) {
      Headers headers = call.exchange.getResponseHeaders();
      headers.set("x-ratelimit-limit-requests", "60");
      headers.set("x-ratelimit-remaining-requests", "0");
      headers.set("x-ratelimit-reset-requests", "20ms");
      headers.set("x-ratelimit-limit-tokens", "90000");
      headers.set("x-ratelimit-remaining-tokens", "0");
      headers.set("x-ratelimit-reset-tokens", "20ms");
    }
    try {
      if (call.has(Fault.SLOW_FIRST_BYTE)) {
        pause();
      }
      if (call.asked.isStreamed()) {
        stream(call, wire, answer);
      } else {
        block(call, wire, answer);
      }
    } catch (IOException clientLeft) {
      if (!call.isEnded.get()) {
        end(call, 200, End.SPOILED, Optional.of(answer));
      }
      throw clientLeft;
    }
  }

  private void block(Call call, Wire wire, FakeModel.Answer answer) throws IOException {
    String body = wire.whole(answer, !call.has(Fault.MISSING_USAGE)).toString();
    if (call.has(Fault.SLOW_STREAM) || call.has(Fault.IDLE_STREAM)) {
      pause();
    }
    if (call.has(Fault.CUT_BEFORE_CONTENT)
        || call.has(Fault.CUT_STREAM)
        || call.has(Fault.SHORT_STREAM)) {
      end(call, 200, End.SPOILED, Optional.of(answer));
      String sent = body.substring(0, call.has(Fault.CUT_BEFORE_CONTENT) ? 1 : body.length() / 2);
      cut(call.exchange, "application/json", sent, call.has(Fault.SHORT_STREAM));
    } else if (call.has(Fault.MALFORMED_JSON)) {
      end(call, 200, End.SPOILED, Optional.of(answer));
      FakeServer.send(call.exchange, 200, body.substring(0, body.length() - 20));
    } else if (call.has(Fault.MALFORMED_SSE)) {
      end(call, 200, End.SPOILED, Optional.of(answer));
      call.exchange.getResponseHeaders().set("Content-Type", "text/html");
      FakeServer.send(call.exchange, 200, "<html><body>please sign in</body></html>");
    } else if (call.has(Fault.ERROR_IN_STREAM)) {
      end(call, 200, End.SPOILED, Optional.of(answer));
      FakeServer.send(
          call.exchange,
          200,
          Wire.error("the server had an error", "server_error").toString());
    } else {
      end(call, 200, End.ANSWERED, Optional.of(answer));
      FakeServer.send(call.exchange, 200, body);
    }
  }

  private void stream(Call call, Wire wire, FakeModel.Answer answer) throws IOException {
    String opening = event(wire.opening(answer).toString());
    if (call.has(Fault.CUT_BEFORE_CONTENT)) {
      end(call, 200, End.SPOILED, Optional.of(answer));
      cut(call.exchange, "text/event-stream", opening, false);
      return;
    }
    int size = answer.text().length() > 100_000 ? HUGE_PIECE : PIECE;
    String text = answer.tool().isPresent() ? "" : answer.text();
    String first = text.substring(0, Math.min(size, text.length()));
    if (call.has(Fault.CUT_STREAM) || call.has(Fault.SHORT_STREAM)) {
      end(call, 200, End.SPOILED, Optional.of(answer));
      cut(
          call.exchange,
          "text/event-stream",
          opening + event(wire.piece(first).toString()),
          call.has(Fault.SHORT_STREAM));
      return;
    }
    call.exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    call.exchange.sendResponseHeaders(200, 0);
    boolean isSpoiled = call.has(Fault.MALFORMED_JSON)
        || call.has(Fault.MALFORMED_SSE)
        || call.has(Fault.ERROR_IN_STREAM);
    boolean hasUsage = call.asked.wantsUsage() && !call.has(Fault.MISSING_USAGE);
    try (HttpExchange exchange = call.exchange;
        OutputStream out = exchange.getResponseBody()) {
      write(out, opening);
      if (hasUsage && call.has(Fault.USAGE_FIRST)) {
        write(out, event(wire.usageOnly(answer).toString()));
      }
      for (int from = 0; from < text.length(); from += size) {
        if (from == size) {
          betweenPieces(call, out, wire);
        }
        if (call.has(Fault.SLOW_STREAM)) {
          pause();
        }
        write(
            out,
            event(wire.piece(text.substring(from, Math.min(from + size, text.length())))
                .toString()));
      }
      if (text.length() <= size) {
        betweenPieces(call, out, wire);
      }
      write(
          out,
          event(
              wire.closing(answer, hasUsage && call.has(Fault.USAGE_IN_CHOICE)).toString()));
      if (hasUsage && !call.has(Fault.USAGE_IN_CHOICE) && !call.has(Fault.USAGE_FIRST)) {
        write(out, event(wire.usageOnly(answer).toString()));
      }
      end(call, 200, isSpoiled ? End.SPOILED : End.ANSWERED, Optional.of(answer));
      write(out, "data: [DONE]\n\n");
    }
  }

  private void betweenPieces(Call call, OutputStream out, Wire wire) throws IOException {
    if (call.has(Fault.IDLE_STREAM)) {
      pause();
    } else if (call.has(Fault.MALFORMED_JSON)) {
      String broken = wire.piece("lost").toString();
      write(out, event(broken.substring(0, broken.length() - 12)));
    } else if (call.has(Fault.MALFORMED_SSE)) {
      write(out, "this line has no field\n\u0000\ndata\n: \ndata:{\n\n");
    } else if (call.has(Fault.ERROR_IN_STREAM)) {
      write(out, event(Wire.error("the server had an error", "server_error").toString()));
    }
  }

  /** Sends a beginning; the length announced is longer unless the end looks orderly. */
  private static void cut(HttpExchange exchange, String type, String beginning, boolean isOrderly)
      throws IOException {
    byte[] bytes = beginning.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, isOrderly ? bytes.length : bytes.length + 4096L);
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static String event(String data) {
    return "data: " + data + "\n\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void pause() throws InterruptedIOException {
    Duration slowness = options.slowness();
    try {
      Thread.sleep(slowness.toMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server was stopped.");
    }
  }

  private void reject(HttpExchange exchange, int status, String message, String code)
      throws IOException {
    FakeServer.send(exchange, status, Wire.error(message, code).toString());
  }

  private void end(Call call, int status, End end, Optional<FakeModel.Answer> answer) {
    call.isEnded.set(true);
    journal.end(new RequestJournal.Entry(
        call.arrival.number(),
        call.key,
        call.arrival.attempt(),
        call.asked.content(),
        call.asked.isStreamed(),
        call.fault,
        status,
        end,
        call.arrival.isRepeated(),
        answer.map(FakeModel.Answer::inputTokens).orElse(0L),
        answer.map(FakeModel.Answer::outputTokens).orElse(0L),
        System.currentTimeMillis()));
  }
}
