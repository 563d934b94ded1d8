package io.stackelberg.environment.fake;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One way in which a chat endpoint misbehaves.
 *
 * <p>A fault of a {@link Kind#REFUSAL} kind does no work: the logical call is not executed. One of kind {@link
 * Kind#DELIVERY} does the work and spoils its delivery.
 */
public enum Fault {
  /** 429 with {@code Retry-After} in seconds. */
  RATE_LIMIT("429", Kind.REFUSAL, 429),
  /** 429 with {@code Retry-After} as an HTTP date. */
  RATE_LIMIT_DATE("429-date", Kind.REFUSAL, 429),
  /** 429 with {@code Retry-After-Ms}. */
  RATE_LIMIT_MILLIS("429-ms", Kind.REFUSAL, 429),
  /** 429 without any word on when to come back. */
  RATE_LIMIT_BARE("429-bare", Kind.REFUSAL, 429),
  /** 429 with {@code Retry-After} of an hour, above what a client should wait. */
  RATE_LIMIT_LONG("429-long", Kind.REFUSAL, 429),
  /** 500 with {@code X-Should-Retry: false}. */
  SHOULD_NOT_RETRY("should-not-retry", Kind.REFUSAL, 500),
  /** 400 with {@code X-Should-Retry: true}. */
  SHOULD_RETRY("should-retry", Kind.REFUSAL, 400),
  /** 408. */
  REQUEST_TIMEOUT("408", Kind.REFUSAL, 408),
  /** 409. */
  CONFLICT("409", Kind.REFUSAL, 409),
  /** 500. */
  SERVER_ERROR("500", Kind.REFUSAL, 500),
  /** 502 with an HTML page for a body, as proxies send it. */
  BAD_GATEWAY("502", Kind.REFUSAL, 502),
  /** 503. */
  UNAVAILABLE("503", Kind.REFUSAL, 503),
  /** 400. */
  BAD_REQUEST("400", Kind.REFUSAL, 400),
  /** 401. */
  UNAUTHORIZED("401", Kind.REFUSAL, 401),
  /** 403. */
  FORBIDDEN("403", Kind.REFUSAL, 403),
  /** 404: no such model. */
  NOT_FOUND("404", Kind.REFUSAL, 404),
  /** 422. */
  UNPROCESSABLE("422", Kind.REFUSAL, 422),
  /** 429 that means {@code insufficient_quota}: waiting does not help. */
  QUOTA("quota", Kind.REFUSAL, 429),
  /** 429 with code {@code budget_exceeded}. */
  BUDGET("budget", Kind.REFUSAL, 429),
  /** 429 with a billing code. */
  BILLING("billing", Kind.REFUSAL, 429),
  /** 400 whenever the request carries {@code stream_options}; no effect on others. */
  REJECT_STREAM_OPTIONS("reject-stream-options", Kind.DELIVERY, 400),
  /** The connection closes without any answer. */
  CONNECTION_RESET("reset", Kind.REFUSAL, 0),
  /** Nothing is sent for a while, then the answer. */
  SLOW_FIRST_BYTE("slow-first-byte", Kind.DELIVERY, 200),
  /** A pause before every piece of the stream. */
  SLOW_STREAM("slow-stream", Kind.DELIVERY, 200),
  /** The stream falls silent after its first content, for a while, then goes on. */
  IDLE_STREAM("idle-stream", Kind.DELIVERY, 200),
  /** The connection breaks before any content. */
  CUT_BEFORE_CONTENT("cut-before-content", Kind.DELIVERY, 200),
  /** The connection breaks after some content. */
  CUT_STREAM("cut-stream", Kind.DELIVERY, 200),
  /** The stream ends in good order after some content, without finish reason, usage or {@code [DONE]}. */
  SHORT_STREAM("short-stream", Kind.DELIVERY, 200),
  /** No usage, though asked for. */
  MISSING_USAGE("missing-usage", Kind.DELIVERY, 200),
  /** Usage in the chunk that carries the finish reason, beside a choice. */
  USAGE_IN_CHOICE("usage-in-choice", Kind.DELIVERY, 200),
  /** Usage in the very first chunk, with an empty list of choices. */
  USAGE_FIRST("usage-first", Kind.DELIVERY, 200),
  /** Another model says that it answered. */
  WRONG_MODEL("wrong-model", Kind.DELIVERY, 200),
  /** The same model with another fingerprint. */
  CHANGED_FINGERPRINT("changed-fingerprint", Kind.DELIVERY, 200),
  /** A body that is cut JSON; in a stream, one such piece in the middle. */
  MALFORMED_JSON("malformed-json", Kind.DELIVERY, 200),
  /** Lines that are no server-sent events; a blocking answer announces another content type. */
  MALFORMED_SSE("malformed-sse", Kind.DELIVERY, 200),
  /** A very long answer. */
  HUGE_ANSWER("huge-answer", Kind.DELIVERY, 200),
  /** An error object in the middle of the stream, or with status 200 in a blocking answer. */
  ERROR_IN_STREAM("error-in-stream", Kind.DELIVERY, 200),
  /** {@code x-ratelimit-*} headers that leave nothing for a moment. */
  RATELIMIT_HEADERS("ratelimit-headers", Kind.DELIVERY, 200);

  /** What a fault does to the logical call. */
  public enum Kind {
    /** It is turned away before any work. */
    REFUSAL,
    /** It is executed; the answer arrives late, damaged or not at all. */
    DELIVERY
  }

  private final String id;
  private final Kind kind;
  private final int status;

  Fault(String id, Kind kind, int status) {
    this.id = id;
    this.kind = kind;
    this.status = status;
  }

  /** Name in options and journals. */
  public String id() {
    return id;
  }

  /** Whether work is done. */
  public Kind kind() {
    return kind;
  }

  /** HTTP status of the answer; 0 when there is none. */
  public int status() {
    return status;
  }

  /** The fault of this name. */
  public static Fault of(String id) {
    return Arrays.stream(values())
        .filter(fault -> fault.id.equals(id.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> Require.unexpected(
            "fault",
            "\"" + id + "\"",
            Arrays.stream(values())
                .map(Fault::id)
                .collect(Collectors.joining(", ", "all or one of ", ""))));
  }

  /** Reads a comma-separated list of names; {@code all} stands for every fault. */
  public static List<Fault> list(String ids) {
    if (ids.strip().equals("all")) {
      return List.of(values());
    }
    List<Fault> faults = new ArrayList<>();
    for (String id : ids.split(",")) {
      faults.add(of(id));
    }
    return List.copyOf(faults);
  }
}
