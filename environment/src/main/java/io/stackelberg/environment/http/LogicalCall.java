package io.stackelberg.environment.http;

import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.chat.EndpointException.Reason;
import io.stackelberg.environment.chat.TokenEstimator;
import io.stackelberg.environment.chat.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** One logical call on its way through its attempts. */
final class LogicalCall {
  private static final long TOKENS_PER_MESSAGE = 4;
  private static final double FIRST_WAIT_SECONDS = 0.5;
  private static final double LONGEST_WAIT_SECONDS = 8;
  private static final double JITTER = 0.25;

  private final HttpEndpoint endpoint;
  private final ChatRequest request;
  private final String callId;
  private final Optional<Secret> key;
  private final long began;
  private final long inputEstimate;
  private long queuedNanos;
  private int sent;
  private int tries;

  LogicalCall(HttpEndpoint endpoint, ChatRequest request, String callId, Optional<Secret> key) {
    this.endpoint = endpoint;
    this.request = request;
    this.callId = callId;
    this.key = key;
    this.began = endpoint.clock().nanos();
    long tokens = 0;
    for (ChatMessage message : request.messages()) {
      tokens += TOKENS_PER_MESSAGE + estimator().tokens(message.text());
    }
    this.inputEstimate = tokens;
  }

  int sent() {
    return sent;
  }

  /** One attempt as the retry policy counts them, after the wait that the one before it planned. */
  ChatReply attempt(Throwable before) {
    if (before instanceof AttemptFailed) {
      sleep(((AttemptFailed) before).plan().orElse(Duration.ZERO));
    }
    tries++;
    boolean asksUsage = request.isStreamed() && !endpoint.refusesUsageOption().get();
    Sending first = sendOnce(asksUsage);
    if (asksUsage
        && first.reading instanceof Reading.Failure
        && ((Reading.Failure) first.reading).mayBeUsageOption()) {
      tell(first, true);
      Sending second = sendOnce(false);
      if (second.reading instanceof Reading.Answer) {
        endpoint.refusesUsageOption().set(true);
      }
      return conclude(second);
    }
    return conclude(first);
  }

  private static final class Sending {
    private final Reading reading;
    private final int status;
    private final Duration elapsed;

    Sending(Reading reading, int status, Duration elapsed) {
      this.reading = reading;
      this.status = status;
      this.elapsed = elapsed;
    }
  }

  private Sending sendOnce(boolean asksUsage) {
    long allowance = inputEstimate + request.maxTokens().orElse(0);
    queue(allowance);
    boolean corrected = false;
    try {
      Duration left = left();
      if (left.isZero()) {
        throw new AttemptFailed(
            Reading.Failure.terminal(
                Reason.TOTAL_TIMEOUT,
                "no answer within " + endpoint.options().timeouts().total().toMillis() + " ms"),
            Optional.empty());
      }
      WireRequest wire = new WireRequest(
          endpoint.options().chatCompletions(),
          endpoint.writer().body(request, asksUsage),
          callId,
          request.isStreamed(),
          key);
      ReplyReader reader = endpoint.newReader(key);
      long start = endpoint.clock().nanos();
      sent++;
      Ending ending = endpoint.transport().exchange(wire, left, reader);
      Duration elapsed = Duration.ofNanos(endpoint.clock().nanos() - start);
      endpoint.limiter().observe(reader.head());
      Reading reading = reader.finish(ending);
      if (reading instanceof Reading.Answer) {
        Usage usage = usage((Reading.Answer) reading);
        endpoint
            .limiter()
            .correct(allowance, usage.input().orElse(0) + usage.output().orElse(0));
        corrected = true;
      }
      return new Sending(reading, reader.head().status(), elapsed);
    } finally {
      if (!corrected) {
        endpoint.limiter().correct(allowance, inputEstimate);
      }
      endpoint.limiter().release();
    }
  }

  private ChatReply conclude(Sending sending) {
    if (sending.reading instanceof Reading.Failure) {
      Reading.Failure failure = (Reading.Failure) sending.reading;
      Optional<Duration> plan = Optional.empty();
      if (failure.isTransient() && tries < endpoint.options().maxAttempts()) {
        Duration wait = failure.pause().orElseGet(this::backoff);
        Optional<String> obstacle = obstacle(wait);
        if (obstacle.isPresent()) {
          failure = new Reading.Failure(
              failure.reason(),
              false,
              failure.pause(),
              false,
              failure.message() + "; " + obstacle.get());
        } else {
          failure.pause().ifPresent(endpoint.limiter()::pause);
          plan = Optional.of(wait);
        }
      }
      tell(new Sending(failure, sending.status, sending.elapsed), plan.isPresent());
      throw new AttemptFailed(failure, plan);
    }
    tell(sending, false);
    Reading.Answer answer = (Reading.Answer) sending.reading;
    return new ChatReply(
        answer.text(),
        answer.toolCalls(),
        answer.finishReason(),
        usage(answer),
        answer.model(),
        answer.fingerprint(),
        sent,
        answer.cut().isEmpty());
  }

  private Optional<String> obstacle(Duration wait) {
    if (wait.compareTo(endpoint.options().maxRetryAfter()) > 0) {
      return Optional.of("the server asks to wait " + wait.toSeconds() + " s, above the cap of "
          + endpoint.options().maxRetryAfter().toSeconds() + " s");
    }
    return wait.compareTo(left()) >= 0
        ? Optional.of("a wait of " + wait.toMillis() + " ms would pass the total limit of "
            + endpoint.options().timeouts().total().toMillis() + " ms")
        : Optional.empty();
  }

  /** min(0.5 · 2^(n−1), 8) s, less up to a quarter by the call's name and the attempt. */
  private Duration backoff() {
    double full =
        StrictMath.min(FIRST_WAIT_SECONDS * StrictMath.pow(2, tries - 1.0), LONGEST_WAIT_SECONDS);
    long mixed = (31L * callId.hashCode() + tries) * 0x9E3779B97F4A7C15L;
    double fraction = (mixed >>> 11) * 0x1.0p-53;
    return Duration.ofNanos((long) (full * (1 - JITTER * fraction) * 1e9));
  }

  private Usage usage(Reading.Answer answer) {
    long output = estimator().tokens(answer.text()) + estimator().tokens(answer.hiddenText());
    for (ChatReply.ToolCall call : answer.toolCalls()) {
      output += estimator().tokens(call.name()) + estimator().tokens(call.arguments());
    }
    return answer.usage().settle(inputEstimate, output, answer.cut().isEmpty());
  }

  private void tell(Sending sending, boolean willRetry) {
    Optional<Reading.Answer> answer = sending.reading instanceof Reading.Answer
        ? Optional.of((Reading.Answer) sending.reading)
        : Optional.empty();
    Optional<Reading.Failure> failure = sending.reading instanceof Reading.Failure
        ? Optional.of((Reading.Failure) sending.reading)
        : answer.flatMap(Reading.Answer::cut);
    Optional<Usage> usage = answer.map(this::usage);
    endpoint
        .listener()
        .attempted(new Attempt(
            callId,
            sent,
            request.model(),
            sending.status == 0 ? OptionalInt.empty() : OptionalInt.of(sending.status),
            failure.map(Reading.Failure::reason),
            failure.map(Reading.Failure::message).orElse(""),
            willRetry,
            sending.elapsed,
            usage,
            usage.filter(Usage::isEstimated).map(estimated -> estimator().name()),
            answer.flatMap(Reading.Answer::model),
            answer.flatMap(Reading.Answer::fingerprint),
            answer.flatMap(Reading.Answer::responseId)));
  }

  private TokenEstimator estimator() {
    return endpoint.options().estimator();
  }

  private Duration left() {
    long spent = endpoint.clock().nanos() - began - queuedNanos;
    Duration left = endpoint.options().timeouts().total().minusNanos(spent);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void queue(long tokens) {
    long start = endpoint.clock().nanos();
    try {
      endpoint.limiter().acquire(tokens);
    } catch (InterruptedException e) {
      throw interrupted();
    }
    queuedNanos += endpoint.clock().nanos() - start;
  }

  private void sleep(Duration wait) {
    try {
      endpoint.clock().sleep(wait);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static AttemptFailed interrupted() {
    Thread.currentThread().interrupt();
    return new AttemptFailed(
        Reading.Failure.terminal(Reason.INTERRUPTED, "the calling thread was interrupted"),
        Optional.empty());
  }
}
