package io.stackelberg.environment.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.environment.chat.EndpointException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpTransportTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String STREAM =
      OK + "Content-Type: text/event-stream\r\nConnection: close\r\n\r\n";

  private final List<Attempt> attempts = new ArrayList<>();

  private ChatReply send(URI baseUrl, Timeouts timeouts, boolean isStreamed) {
    EndpointOptions options = EndpointOptions.of(baseUrl, Optional.of("TEST_KEY"))
        .withTimeouts(timeouts)
        .withMaxAttempts(2);
    return new HttpEndpoint(
            options,
            Samples::environment,
            new HttpTransport(timeouts),
            new VirtualClock(),
            attempts::add)
        .send(Samples.request(isStreamed), "call 1");
  }

  private EndpointException failure(RawServer server, Timeouts timeouts, boolean isStreamed) {
    return assertThrows(
        EndpointException.class, () -> send(server.baseUrl(), timeouts, isStreamed));
  }

  private static String object(String body) {
    return OK + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
        + body;
  }

  @Test
  void sendsKeyAndTheSameIdempotencyKeyWithEveryAttempt() throws IOException {
    try (RawServer server = new RawServer(exchange -> exchange.send(
        exchange.number == 1
            ? "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
            : object(Samples.GOOD)))) {
      assertEquals("hello", send(server.baseUrl(), Timeouts.DEFAULT, false).text());
      assertEquals(2, server.requests().size());
      List<String> keys = server.requests().stream()
          .map(text -> text.replaceAll("(?s).*Idempotency-Key: ([^\r]*).*", "$1"))
          .toList();
      assertEquals(keys.get(0), keys.get(1));
      assertTrue(keys.get(0).matches("[0-9a-f]{64}"), "a blank in the name makes it a hash");
      assertTrue(server.requests().get(0).startsWith("POST /v1/chat/completions HTTP/1.1\r\n"));
      assertTrue(server
          .requests()
          .get(0)
          .contains("\r\nAuthorization: Bearer " + Samples.CANARY + "\r\n"));
      assertFalse(server.requests().get(0).contains("Upgrade"));
    }
  }

  @Test
  void aReadableCallIdIsTheKeyItself() {
    assertEquals("run-1/s3/t4", HttpTransport.headerSafe("run-1/s3/t4"));
  }

  @Test
  void aSilentServerMissesTheFirstByte() throws IOException {
    try (RawServer server = new RawServer(RawServer.Exchange::hang)) {
      EndpointException failure = failure(server, Timeouts.DEFAULT.withFirstByte(SHORT), false);
      assertEquals(Reason.FIRST_BYTE_TIMEOUT, failure.reason());
      assertEquals(
          "The call failed: no byte of an answer within 150 ms (attempt 1).", failure.getMessage());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void headersAloneAreNoFirstByte() throws IOException {
    try (RawServer server = new RawServer(exchange -> {
      exchange.send(STREAM);
      exchange.hang();
    })) {
      Timeouts timeouts = Timeouts.DEFAULT.withFirstByte(SHORT);
      assertEquals(Reason.FIRST_BYTE_TIMEOUT, failure(server, timeouts, true).reason());
    }
  }

  @Test
  void aStreamThatFallsSilentBeforeContentIsIdle() throws IOException {
    try (RawServer server = new RawServer(exchange -> {
      exchange.send(STREAM + "data: " + Samples.ROLE + "\n\n");
      exchange.hang();
    })) {
      EndpointException failure = failure(server, Timeouts.DEFAULT.withIdle(SHORT), true);
      assertEquals(Reason.IDLE_TIMEOUT, failure.reason());
      assertEquals(
          "The call failed: no further byte within 150 ms (attempt 1).", failure.getMessage());
    }
  }

  @Test
  void aStreamThatFallsSilentAfterContentIsSettled() throws IOException {
    try (RawServer server = new RawServer(exchange -> {
      exchange.send(STREAM + "data: " + Samples.HEL + "\n\n");
      exchange.hang();
    })) {
      ChatReply reply = send(server.baseUrl(), Timeouts.DEFAULT.withIdle(SHORT), true);
      assertEquals("hel", reply.text());
      assertFalse(reply.isComplete());
      assertTrue(reply.usage().isEstimated());
      assertEquals(Optional.of(Reason.IDLE_TIMEOUT), attempts.get(0).failure());
    }
  }

  @Test
  void aDrippingServerMissesTheTotal() throws IOException {
    try (RawServer server = new RawServer(exchange -> {
      exchange.send(STREAM);
      while (true) {
        exchange.send(": still here\n\n");
        Thread.sleep(20);
      }
    })) {
      EndpointException failure = failure(server, Timeouts.DEFAULT.withTotal(SHORT), true);
      assertEquals(Reason.TOTAL_TIMEOUT, failure.reason());
      assertEquals(
          "The call failed: no end of the answer within 150 ms (attempt 1).", failure.getMessage());
    }
  }

  @Test
  void anEndlessAnswerEndsAtItsLimit() throws IOException {
    try (RawServer server = new RawServer(exchange -> {
      exchange.send(STREAM);
      while (true) {
        exchange.send("data: " + "x".repeat(100_000));
      }
    })) {
      EndpointException failure = failure(server, Timeouts.DEFAULT, true);
      assertEquals(Reason.MALFORMED, failure.reason());
    }
  }

  @Test
  void aRefusedConnectionIsTriedAgain() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + port + "/v1");
    EndpointException failure =
        assertThrows(EndpointException.class, () -> send(nobody, Timeouts.DEFAULT, false));
    assertEquals(Reason.CONNECTION, failure.reason());
    assertEquals(2, failure.attempts());
  }

  @Test
  void aFullBacklogMissesTheConnection() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> callers = new ArrayList<>();
      boolean isFull = false;
      for (int at = 0; at < 20 && !isFull; at++) {
        Socket caller = new Socket();
        callers.add(caller);
        try {
          caller.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()), 100);
        } catch (SocketTimeoutException e) {
          isFull = true;
        }
      }
      assumeTrue(isFull, "the platform accepts more connections than were asked for");
      URI busy = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/v1");
      EndpointException failure = assertThrows(
          EndpointException.class, () -> send(busy, Timeouts.DEFAULT.withConnect(SHORT), false));
      assertEquals(Reason.CONNECT_TIMEOUT, failure.reason());
      assertEquals(2, failure.attempts());
      for (Socket caller : callers) {
        caller.close();
      }
    }
  }

  @Test
  void aResetIsALostConnectionAndTheSecondAttemptCounts() throws IOException {
    try (RawServer server = new RawServer(exchange -> {
      if (exchange.number == 1) {
        exchange.reset();
      } else {
        exchange.send(object(Samples.GOOD));
      }
    })) {
      assertEquals(2, send(server.baseUrl(), Timeouts.DEFAULT, false).attempts());
      assertEquals(Optional.of(Reason.CONNECTION), attempts.get(0).failure());
    }
  }

  @Test
  void aCutBodyIsALostConnection() throws IOException {
    try (RawServer server = new RawServer(exchange ->
        exchange.send(OK + "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"))) {
      assertEquals(Reason.CONNECTION, failure(server, Timeouts.DEFAULT, false).reason());
    }
  }

  @Test
  void aRefusalWithoutChallengeIsStillARefusal() throws IOException {
    try (RawServer server = new RawServer(
        exchange -> exchange.send("HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno"))) {
      assertEquals(
          Reason.AUTHENTICATION, failure(server, Timeouts.DEFAULT, false).reason());
    }
  }

  @Test
  void aRedirectIsNotFollowedWithTheKey() throws IOException {
    try (RawServer server = new RawServer(exchange -> exchange.send(
        "HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"))) {
      assertEquals(Reason.BAD_REQUEST, failure(server, Timeouts.DEFAULT, false).reason());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void anInterruptionEndsTheCall() throws IOException, InterruptedException {
    try (RawServer server = new RawServer(RawServer.Exchange::hang)) {
      List<Reason> reasons = new ArrayList<>();
      Thread caller = new Thread(() -> {
        EndpointException failure = failure(server, Timeouts.DEFAULT, false);
        if (Thread.currentThread().isInterrupted()) {
          reasons.add(failure.reason());
        }
      });
      caller.start();
      while (server.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      caller.interrupt();
      caller.join();
      assertEquals(List.of(Reason.INTERRUPTED), reasons);
    }
  }
}
