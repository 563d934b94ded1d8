package io.stackelberg.environment.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A chat-completions server in this process, on the loopback interface, for dry runs and tests.
 *
 * <p>It answers {@code POST /v1/chat/completions} (blocking, or server-sent events with {@code stream}),
 * {@code GET /v1/models} and {@code GET /health}.
 *
 * <p><b>The model.</b> Deterministic: an equal request under an equal idempotency key gets an equal answer,
 * byte for byte, also after a restart with the same seed. The question is the last user message that is no
 * tool result; its text alone fixes the hidden difficulty, so that two policies meet the same task.
 *
 * <ul>
 *   <li>System messages may say {@code task kind}, {@code history tokens}, {@code quality target}, {@code
 *       cost incentive} and {@code resource action}, each on a line of its own as {@code name: value}.
 *   <li>A request that lists actions on lines {@code - c0.5-concise-t0} and imposes none is asked to choose:
 *       the follower of the profile answers {@code ACTION id}. Billed by its own length.
 *   <li>Any other request is answered by the law of {@link
 *       io.stackelberg.environment.SimulatedExecutor} under the action that the request shows: retention is
 *       the share of the history's tokens that was really sent (four characters a token), verbosity the
 *       imposed one or the one a system message asks for ({@code concise}, {@code verbose}), tool calls the
 *       tool results it holds. A tool that is offered is called, up to the imposed budget.
 *   <li>The answer begins with {@code Answer: X}, right with the law's true quality as probability: X is the
 *       known reference of the question, or {@code right}; otherwise {@code unknown} or {@code wrong}. Then
 *       {@code Simulated quality: 0.8123}, what the profile's judge would say. Filler up to the drawn
 *       length follows; {@code max_tokens} cuts it.
 *   <li>Usage is the law's: the sum over the requests of a turn is the turn's tokens.
 *   <li>A system message with a line {@code judge: pairwise} asks for a verdict on two texts marked {@code
 *       [A]} and {@code [B]}: the higher simulated quality, or {@code TIE}.
 * </ul>
 *
 * <p>A key that comes back with another content is turned away with 422. {@link Fault} says what can be made
 * to go wrong, {@link RequestJournal} what has happened.
 */
public final class FakeServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;
  private final RequestJournal journal;
  private final Options options;

  /**
   * Options of a server.
   *
   * @param model name of the model it serves
   * @param profile laws of its answers
   * @param seed of tasks and answers
   * @param port 0 for any free one
   * @param faults what goes wrong
   * @param journal file of the request journal; empty keeps it in memory
   * @param answers reference answers by question, for those that are known
   * @param slowness length of a pause where a fault makes one
   * @param hugeCharacters length of a {@link Fault#HUGE_ANSWER}
   * @param apiKey if present, requests need it as bearer token
   */
  public record Options(
      String model,
      SimulationProfile profile,
      long seed,
      int port,
      FaultPlan faults,
      Optional<Path> journal,
      Map<String, String> answers,
      Duration slowness,
      int hugeCharacters,
      Optional<String> apiKey) {
    public Options {
      Require.nonBlank("model", model);
      Require.inRange("port", port, 0, 65535);
      Require.atLeast("slowness in ms", slowness.toMillis(), 0L);
      Require.atLeast("hugeCharacters", hugeCharacters, 1);
      answers = Map.copyOf(answers);
    }

    /** A server without faults on any free port. */
    public static Options of(SimulationProfile profile, long seed) {
      return new Options(
          "simulated",
          profile,
          seed,
          0,
          FaultPlan.NONE,
          Optional.empty(),
          Map.of(),
          Duration.ofSeconds(5),
          4_000_000,
          Optional.empty());
    }

    /** The same with another name of the model. */
    public Options withModel(String changed) {
      return new Options(
          changed, profile, seed, port, faults, journal, answers, slowness, hugeCharacters, apiKey);
    }

    /** The same with another port. */
    public Options withPort(int changed) {
      return new Options(
          model,
          profile,
          seed,
          changed,
          faults,
          journal,
          answers,
          slowness,
          hugeCharacters,
          apiKey);
    }

    /** The same with other faults. */
    public Options withFaults(FaultPlan changed) {
      return new Options(
          model, profile, seed, port, changed, journal, answers, slowness, hugeCharacters, apiKey);
    }

    /** The same with a journal on disk. */
    public Options withJournal(Path changed) {
      return new Options(
          model,
          profile,
          seed,
          port,
          faults,
          Optional.of(changed),
          answers,
          slowness,
          hugeCharacters,
          apiKey);
    }

    /** The same with other known answers. */
    public Options withAnswers(Map<String, String> changed) {
      return new Options(
          model, profile, seed, port, faults, journal, changed, slowness, hugeCharacters, apiKey);
    }

    /** The same with pauses of another length. */
    public Options withSlowness(Duration changed) {
      return new Options(
          model, profile, seed, port, faults, journal, answers, changed, hugeCharacters, apiKey);
    }

    /** The same with another length of huge answers. */
    public Options withHugeCharacters(int changed) {
      return new Options(
          model, profile, seed, port, faults, journal, answers, slowness, changed, apiKey);
    }

    /** The same asking for a key. */
    public Options withApiKey(String changed) {
      return new Options(
          model,
          profile,
          seed,
          port,
          faults,
          journal,
          answers,
          slowness,
          hugeCharacters,
          Optional.of(changed));
    }
  }

  private FakeServer(HttpServer server, RequestJournal journal, Options options) {
    this.server = server;
    this.journal = journal;
    this.options = options;
    this.threads = Executors.newCachedThreadPool(task -> {
      Thread thread = new Thread(task, "fake-server");
      thread.setDaemon(true);
      return thread;
    });
  }

  /**
   * Starts a server on the loopback interface.
   *
   * @throws IOException if the port is taken or the journal cannot be opened
   */
  public static FakeServer start(Options options) throws IOException {
    // Headers and body leave in two writes; without this each answer waits 40 ms for an
    // acknowledgement.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    HttpServer http = HttpServer.create(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 0);
    RequestJournal journal;
    try {
      journal = options.journal().isPresent()
          ? RequestJournal.inFile(options.journal().get())
          : RequestJournal.inMemory();
    } catch (IOException | IllegalArgumentException unusable) {
      http.stop(0);
      throw unusable;
    }
    FakeServer server = new FakeServer(http, journal, options);
    ChatHandler chat = new ChatHandler(options, journal);
    http.createContext("/v1/chat/completions", chat);
    http.createContext("/v1/models", exchange -> server.list(exchange));
    http.createContext("/health", exchange -> send(exchange, 200, "{\"status\":\"ok\"}"));
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  /** What clients take as base URL, for example {@code http://127.0.0.1:40123/v1}. */
  public URI baseUrl() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
        + address.getPort() + "/v1");
  }

  /** What has been asked so far. */
  public RequestJournal journal() {
    return journal;
  }

  /** Stops at once; answers under way break off. */
  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.shutdownNow();
    journal.close();
  }

  private void list(HttpExchange exchange) throws IOException {
    if (!ChatHandler.isAllowed(exchange, options)) {
      send(
          exchange,
          401,
          Wire.error("the key is missing or wrong", "invalid_api_key").toString());
      return;
    }
    send(exchange, 200, Wire.models(options.model()));
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
      }
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
