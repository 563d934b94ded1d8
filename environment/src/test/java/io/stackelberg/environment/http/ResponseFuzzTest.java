package io.stackelberg.environment.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.environment.chat.EndpointException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Answers mutated from good ones: every one becomes a reply or a typed failure, soon, and quotes no key.
 *
 * <p>{@code -Dfuzz.responses=100000} sets how many go into the reading layer; a few hundred go over a socket, heads mutated too.
 */
@Tag("slow")
class ResponseFuzzTest {
  private static final int RESPONSES = Integer.getInteger("fuzz.responses", 3_000);
  private static final int OVER_A_SOCKET = 300;
  private static final long SEED = 20_260_601L;
  private static final ResponseLimits LIMITS = new ResponseLimits(1 << 16, 1 << 13, 32, 16);
  private static final List<String> TOKENS = List.of(
      "{",
      "}",
      "[",
      "]",
      "\"",
      "\\",
      ",",
      ":",
      "null",
      "true",
      "-1",
      "1e999",
      "0.5",
      "\\u0000",
      "\\ud800",
      "data: ",
      "data:",
      "\n\n",
      "\r",
      "\r\n",
      ": ",
      "event: error\n",
      "[DONE]",
      "99999999999999999999999",
      "\"choices\":",
      "\"usage\":",
      "\"error\":",
      "\"delta\":",
      "\"index\":",
      "{\"error\":{\"code\":\"insufficient_quota\"}}",
      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
      "\"prompt_tokens\":",
      "\uFEFF",
      "id: 1\n",
      "retry: 1\n",
      Samples.CANARY);

  private static List<String> good() {
    String tool =
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":"
            + "{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}";
    return List.of(
        Samples.GOOD,
        sse(Samples.ROLE, Samples.HEL, Samples.LO, Samples.STOP, Samples.USAGE, "[DONE]"),
        sse(Samples.ROLE, tool, Samples.USAGE, "[DONE]").replace("\n", "\r\n"),
        sse(
            Samples.HEL,
            "{\"error\":{\"message\":\"busy\",\"type\":\"server_error\",\"code\":503}}"),
        "{\"error\":{\"message\":\"key " + Samples.CANARY
            + " is wrong\",\"code\":\"invalid_api_key\"}}",
        "{\"id\":1,\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"tool_calls\":null}}],"
            + "\"usage\":{\"input_tokens\":\"3\",\"output_tokens\":null,\"cache_read_input_tokens\":2}}");
  }

  private static String sse(String... data) {
    return "data: " + String.join("\n\ndata: ", data) + "\n\n";
  }

  private static byte[] mutated(List<String> good, SplittableRandom random) {
    byte[] bytes = good.get(random.nextInt(good.size())).getBytes(StandardCharsets.UTF_8);
    int edits = 1 + random.nextInt(6);
    for (int edit = 0; edit < edits; edit++) {
      int from = random.nextInt(bytes.length + 1);
      int to = Math.min(bytes.length, from + random.nextInt(40));
      byte[] middle;
      switch (random.nextInt(7)) {
        case 0: // lose a part
          middle = new byte[0];
          break;
        case 1: // a token in place of a part
          middle = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
          break;
        case 2: // a token between
          to = from;
          middle = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
          break;
        case 3: // noise
          middle = new byte[random.nextInt(20)];
          random.nextBytes(middle);
          break;
        case 4: // a part again and again
          middle = repeated(Arrays.copyOfRange(bytes, from, to), 2 + random.nextInt(30));
          break;
        case 5: // the end is lost
          to = bytes.length;
          middle = new byte[0];
          break;
        default: // a part of another answer
          byte[] other = good.get(random.nextInt(good.size())).getBytes(StandardCharsets.UTF_8);
          int start = random.nextInt(other.length);
          middle = Arrays.copyOfRange(other, start, start + random.nextInt(other.length - start));
          break;
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, 0, from);
      out.write(middle, 0, middle.length);
      out.write(bytes, to, bytes.length - to);
      bytes = out.toByteArray();
    }
    return bytes;
  }

  private static byte[] repeated(byte[] part, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int time = 0; time < times; time++) {
      out.write(part, 0, part.length);
    }
    return out.toByteArray();
  }

  @Test
  void theReadingLayerSurvives() {
    Map<Reason, Integer> failures = new EnumMap<>(Reason.class);
    int[] answers = new int[2];
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> good = good();
    List<Transport> next = new ArrayList<>();
    HttpEndpoint endpoint = new HttpEndpoint(
        Samples.options().withLimits(LIMITS).withMaxAttempts(2),
        Samples::environment,
        (request, total, sink) -> next.get(0).exchange(request, total, sink),
        new VirtualClock(),
        AttemptListener.NONE);
    for (int at = 0; at < RESPONSES; at++) {
      byte[] body = mutated(good, random);
      int pieceSize = 1 + random.nextInt(1 + body.length);
      int status = random.nextInt(5) == 0 ? 400 + random.nextInt(130) : 200;
      String type =
          List.of("text/event-stream", "application/json", "", "text/html").get(random.nextInt(4));
      Ending ending = random.nextInt(4) == 0
          ? Ending.failed(Reason.values()[random.nextInt(5)], "cut")
          : Ending.COMPLETE;
      boolean isStreamed = random.nextBoolean();
      Transport transport = (request, total, sink) -> {
        sink.head(new WireHead(status, Map.of("content-type", type)));
        for (int from = 0; from < body.length; from += pieceSize) {
          if (!sink.piece(
              Arrays.copyOfRange(body, from, Math.min(body.length, from + pieceSize)))) {
            return Ending.COMPLETE;
          }
        }
        return ending;
      };
      next.clear();
      next.add(transport);
      try {
        ChatReply reply = sendWithin10s(endpoint, isStreamed);
        answers[reply.isComplete() ? 0 : 1]++;
        assertFalse(reply.toString().contains(Samples.CANARY), () -> "response " + body.length);
        assertTrue(reply.usage().input().isPresent() && reply.usage().output().isPresent());
      } catch (EndpointException e) {
        failures.merge(e.reason(), 1, Integer::sum);
        assertFalse(e.toString().contains(Samples.CANARY), e::toString);
      }
    }
    int failed = failures.values().stream().mapToInt(Integer::intValue).sum();
    assertEquals(RESPONSES, answers[0] + answers[1] + failed);
    // The mutations are neither all harmless nor all fatal.
    assertTrue(
        answers[0] > RESPONSES / 100 && answers[1] > RESPONSES / 100 && failed > RESPONSES / 10,
        () -> Arrays.toString(answers) + failures);
  }

  /** The whole path but the socket. */
  private static ChatReply sendWithin10s(HttpEndpoint endpoint, boolean isStreamed) {
    long before = System.nanoTime();
    try {
      return endpoint.send(Samples.request(isStreamed), "fuzz");
    } finally {
      assertTrue(System.nanoTime() - before < 10_000_000_000L, "slower than 10 s");
    }
  }

  @Test
  void theSocketSurvives() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> good = new ArrayList<>();
    for (String body : good()) {
      String type = body.startsWith("{") ? "application/json" : "text/event-stream";
      good.add("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
          + "\r\n\r\n" + body);
      good.add("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n"
          + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
      good.add("HTTP/1.1 429 Wait\r\nRetry-After: 1\r\nContent-Length: " + body.length()
          + "\r\n\r\n" + body);
    }
    List<byte[]> answers = new ArrayList<>();
    for (int at = 0; at < OVER_A_SOCKET; at++) {
      answers.add(mutated(good, random));
    }
    try (RawServer server =
        new RawServer(exchange -> exchange.send(answers.get(exchange.number - 1)))) {
      Timeouts timeouts = Timeouts.DEFAULT
          .withFirstByte(Duration.ofMillis(150))
          .withIdle(Duration.ofMillis(150))
          .withTotal(Duration.ofSeconds(1));
      HttpEndpoint endpoint = new HttpEndpoint(
          EndpointOptions.of(server.baseUrl(), Optional.of("TEST_KEY"))
              .withTimeouts(timeouts)
              .withLimits(LIMITS)
              .withMaxAttempts(1),
          Samples::environment,
          new HttpTransport(timeouts),
          new VirtualClock(),
          attempt -> assertFalse(attempt.toString().contains(Samples.CANARY), attempt::toString));
      int done = 0;
      for (int at = 0; at < OVER_A_SOCKET; at++) {
        boolean isStreamed = at % 2 == 0;
        String callId = "socket-" + at;
        try {
          assertNotNull(assertTimeoutPreemptively(
              Duration.ofSeconds(10), () -> endpoint.send(Samples.request(isStreamed), callId)));
        } catch (EndpointException e) {
          assertFalse(e.toString().contains(Samples.CANARY), e::toString);
        }
        done++;
      }
      assertEquals(OVER_A_SOCKET, done);
    }
  }
}
