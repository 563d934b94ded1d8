package io.stackelberg.environment.http;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.stackelberg.environment.chat.ChatEndpoint;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.environment.chat.EndpointException.Reason;
import io.stackelberg.game.Require;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Any OpenAI-compatible chat completions endpoint, blocking or streamed, with retries, limits and typed failures.
 *
 * <p>Lost connections, 408, 409, 429 and 5xx are tried again, after the wait the server asks for or else min(0.5 · 2^(n−1), 8) s less up to a
 * quarter (drawn from the call's name, so that equal calls wait equally); time-outs other than of connecting are not, for the server may
 * still be at work. A stream that breaks after its first content is settled with what came. The key is read at each call and appears
 * in no reply, message or {@code toString}.
 */
public final class HttpEndpoint implements ChatEndpoint {
  private final EndpointOptions options;
  private final Function<String, String> environment;
  private final Transport transport;
  private final CallClock clock;
  private final AttemptListener listener;
  private final JsonText json;
  private final RequestWriter writer;
  private final RateLimiter limiter;
  private final RetryPolicy<ChatReply> retries;
  private final AtomicBoolean refusesUsageOption = new AtomicBoolean();

  /**
   * An endpoint over the network, by the machine's clock.
   *
   * @param environment value of an environment variable, such as {@code System::getenv}
   */
  public HttpEndpoint(
      EndpointOptions options, Function<String, String> environment, AttemptListener listener) {
    this(options, environment, new HttpTransport(options.timeouts()), CallClock.SYSTEM, listener);
  }

  /** An endpoint over any transport and clock. */
  public HttpEndpoint(
      EndpointOptions options,
      Function<String, String> environment,
      Transport transport,
      CallClock clock,
      AttemptListener listener) {
    this.options = options;
    this.environment = environment;
    this.transport = transport;
    this.clock = clock;
    this.listener = listener;
    this.json = new JsonText(options.limits());
    this.writer = new RequestWriter(options.tools(), options.outputLimit());
    this.limiter = new RateLimiter(options.rates(), options.maxRetryAfter(), clock);
    this.retries = RetryPolicy.<ChatReply>builder()
        .handleIf(failure ->
            failure instanceof AttemptFailed && ((AttemptFailed) failure).plan().isPresent())
        .withMaxAttempts(options.maxAttempts())
        .build();
  }

  @Override
  public ChatReply send(ChatRequest request, String callId) {
    Require.nonBlank("callId", callId);
    Optional<Secret> key = options.apiKeyEnv().map(this::key);
    LogicalCall call = new LogicalCall(this, request, callId, key);
    try {
      return Failsafe.with(retries).get(context -> call.attempt(context.getLastException()));
    } catch (AttemptFailed e) {
      throw e.toEndpointException(call.sent());
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        throw new EndpointException(
            Reason.INTERRUPTED, "The call was interrupted between attempts.", call.sent());
      }
      throw e;
    }
  }

  private Secret key(String name) {
    String value = environment.apply(name);
    try {
      return new Secret(value);
    } catch (IllegalArgumentException e) {
      throw new EndpointException(
          Reason.AUTHENTICATION,
          "Environment variable " + name + " is "
              + (value == null || value.isBlank() ? "not set" : "no usable key")
              + ", expected the endpoint's key in visible ASCII.",
          0);
    }
  }

  EndpointOptions options() {
    return options;
  }

  CallClock clock() {
    return clock;
  }

  AttemptListener listener() {
    return listener;
  }

  RateLimiter limiter() {
    return limiter;
  }

  AtomicBoolean refusesUsageOption() {
    return refusesUsageOption;
  }

  Transport transport() {
    return transport;
  }

  RequestWriter writer() {
    return writer;
  }

  ReplyReader newReader(Optional<Secret> key) {
    return new ReplyReader(options.limits(), json, new Redactor(key, List.of()), clock::now);
  }

  @Override
  public String toString() {
    return "HttpEndpoint[" + options.baseUrl() + "]";
  }
}
