package io.stackelberg.environment.cassette;

import io.stackelberg.environment.chat.ChatEndpoint;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.http.AttemptListener;
import io.stackelberg.environment.http.CallClock;
import io.stackelberg.environment.http.EndpointOptions;
import io.stackelberg.environment.http.HttpEndpoint;
import io.stackelberg.environment.http.RateLimits;
import io.stackelberg.environment.http.Transport;
import io.stackelberg.game.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An endpoint over a cassette: raw answers of a server in a JSONL file, read by the same code as live ones.
 *
 * <p>A request is found by SHA-256 of its canonical form (method, path, model, messages, parameters; without host, key and ids). Equal
 * requests of several calls are answered by their recordings in turn. Of the attempts of a call the settled one is played, so that a
 * replay need not wait through the faults of that day; what a server or network did is kept in the file. The key, bearer
 * tokens and the listed patterns are blackened before a line is written; an answer that spells the key out over several chunks is not
 * written at all and counted.
 */
public final class CassetteEndpoint implements ChatEndpoint {
  private final CassetteFile file;
  private final CassetteTransport transport;
  private final HttpEndpoint endpoint;

  private CassetteEndpoint(CassetteFile file, CassetteTransport transport, HttpEndpoint endpoint) {
    this.file = file;
    this.transport = transport;
    this.endpoint = endpoint;
  }

  /**
   * Answers from the recording alone; nothing is sent, no key is read, no wait is waited. A request that is not there ends with {@code
   * NOT_RECORDED} and the first difference to the nearest one that is.
   *
   * @param patterns as at recording: they hide parts of the request where differences are shown
   * @throws IllegalArgumentException if a line is damaged, naming it
   */
  public static CassetteEndpoint replay(
      Path path, EndpointOptions options, List<Pattern> patterns, AttemptListener listener) {
    CassetteFile file = new CassetteFile(path);
    CassetteTransport transport =
        new CassetteTransport(file, CassetteMode.REPLAY, patterns, Optional.empty());
    return new CassetteEndpoint(
        file,
        transport,
        new HttpEndpoint(
            options.withApiKeyEnv(Optional.empty()).withRates(RateLimits.DEFAULT),
            name -> "",
            transport,
            new SkippingClock(),
            listener));
  }

  /**
   * Sends and records, every request or those that are not recorded yet.
   *
   * @param mode {@code RECORD} or {@code RECORD_ON_MISS}
   * @param patterns what to blacken besides the key
   * @param environment value of an environment variable, for the key
   * @param upstream how to send
   * @throws IllegalArgumentException if the mode is {@code REPLAY}, or if a line is damaged, naming it
   */
  public static CassetteEndpoint recording(
      Path path,
      CassetteMode mode,
      EndpointOptions options,
      List<Pattern> patterns,
      Function<String, String> environment,
      Transport upstream,
      CallClock clock,
      AttemptListener listener) {
    if (mode == CassetteMode.REPLAY) {
      throw Require.unexpected("mode", mode, "RECORD or RECORD_ON_MISS");
    }
    CassetteFile file = new CassetteFile(path);
    file.prepare();
    CassetteTransport transport =
        new CassetteTransport(file, mode, patterns, Optional.of(upstream));
    return new CassetteEndpoint(
        file,
        transport,
        new HttpEndpoint(options, environment, transport, clock, transport.and(listener)));
  }

  @Override
  public ChatReply send(ChatRequest request, String callId) {
    return endpoint.send(request, callId);
  }

  /** How many exchanges are recorded. */
  public int size() {
    return file.size();
  }

  /** How many answers were not recorded because they spell the key out. */
  public int withheld() {
    return transport.withheld();
  }

  /** Time that passes at once when somebody waits. */
  private static final class SkippingClock implements CallClock {
    private final AtomicLong skipped = new AtomicLong();

    @Override
    public Instant now() {
      return Instant.now().plusNanos(skipped.get());
    }

    @Override
    public long nanos() {
      return System.nanoTime() + skipped.get();
    }

    @Override
    public void sleep(Duration wait) {
      skipped.addAndGet(wait.toNanos());
    }
  }
}
