package io.stackelberg.environment.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.environment.chat.EndpointException.Reason;
import io.stackelberg.environment.chat.Usage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointTest {
  private final VirtualClock clock = new VirtualClock();
  private final ScriptedTransport transport = new ScriptedTransport();
  private final List<Attempt> attempts = new ArrayList<>();

  private HttpEndpoint endpoint(EndpointOptions options) {
    return new HttpEndpoint(options, Samples::environment, transport, clock, attempts::add);
  }

  private ChatReply send(boolean isStreamed) {
    return endpoint(Samples.options()).send(Samples.request(isStreamed), "call-1");
  }

  private EndpointException failure(boolean isStreamed) {
    return assertThrows(EndpointException.class, () -> send(isStreamed));
  }

  @Test
  void readsABlockingAnswer() {
    transport.json(200, Samples.GOOD);
    assertEquals(
        new ChatReply(
            "hello",
            List.of(),
            Optional.of("stop"),
            Usage.of(11, 3),
            Optional.of("m-2026"),
            Optional.of("fp_1"),
            1,
            true),
        send(false));
    assertEquals(Optional.of("c-1"), attempts.get(0).responseId());
  }

  @Test
  void sendsSeedTemperatureAndLimits() {
    transport.json(200, Samples.GOOD);
    send(false);
    WireRequest sent = transport.requests().get(0);
    assertEquals(URI.create("http://127.0.0.1:9/v1/chat/completions"), sent.uri());
    assertEquals(
        "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
            + "{\"role\":\"user\",\"content\":\"Say hello.\"}],\"max_tokens\":50,\"temperature\":0.0,\"seed\":7}",
        sent.body());
  }

  @Test
  void namesTheOutputLimitAsReasoningModelsWantIt() {
    transport.json(200, Samples.GOOD);
    endpoint(Samples.options().withOutputLimit(EndpointOptions.OutputLimit.MAX_COMPLETION_TOKENS))
        .send(Samples.request(false), "c");
    assertTrue(transport.requests().get(0).body().contains("\"max_completion_tokens\":50"));
  }

  @Test
  void declaresTools() {
    transport.json(200, Samples.GOOD);
    ChatRequest plain = Samples.request(false);
    ChatRequest request = new ChatRequest(
        plain.model(),
        plain.messages(),
        plain.maxTokens(),
        plain.temperature(),
        plain.seed(),
        List.of("search", "other"),
        false);
    endpoint(Samples.options()
            .withTools(List.of(new ToolDefinition("search", "finds", "{\"type\":\"object\"}"))))
        .send(request, "c");
    assertTrue(transport
        .requests()
        .get(0)
        .body()
        .endsWith(
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"search\",\"description\":\"finds\","
                + "\"parameters\":{\"type\":\"object\"}}},{\"type\":\"function\",\"function\":{\"name\":\"other\","
                + "\"parameters\":{\"type\":\"object\",\"properties\":{}}}}]}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504, 529})
  void triesAgainAfterPassingFaults(int status) {
    transport.json(status, "{\"error\":{\"message\":\"no\"}}").json(200, Samples.GOOD);
    assertEquals(2, send(false).attempts());
    assertEquals(
        List.of("call-1", "call-1"),
        transport.requests().stream().map(WireRequest::callId).toList());
    assertTrue(attempts.get(0).willRetry());
    assertEquals(status, attempts.get(0).status().getAsInt());
  }

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST", "401, AUTHENTICATION", "402, QUOTA", "403, AUTHENTICATION",
    "404, BAD_REQUEST", "422, BAD_REQUEST", "413, BAD_REQUEST", "307, BAD_REQUEST"
  })
  void endsAtOnceAfterTerminalStatuses(int status, Reason reason) {
    transport.json(status, "{\"error\":{\"message\":\"so it is\",\"code\":\"c17\"}}");
    EndpointException failure = failure(false);
    assertEquals(reason, failure.reason());
    assertEquals(1, failure.attempts());
    assertEquals(
        "The call failed: status " + status + " c17: so it is (attempt 1).", failure.getMessage());
    assertFalse(reason.isResumable());
  }

  @ParameterizedTest
  @CsvSource({
    "insufficient_quota, QUOTA", "billing_hard_limit_reached, QUOTA", "billing_not_active, QUOTA",
    "budget_exceeded, BUDGET", "insufficient_balance, QUOTA", "exceeded_current_quota_error, QUOTA"
  })
  void knowsAnEmptyAccountEvenAs429(String code, Reason reason) {
    transport.answer(
        429,
        Map.of("Retry-After", "1", "X-Should-Retry", "true"),
        "{\"error\":{\"message\":\"no\",\"type\":\"" + code + "\",\"code\":null}}");
    EndpointException failure = failure(false);
    assertEquals(reason, failure.reason());
    assertEquals(1, failure.attempts());
  }

  @Test
  void givesUpAfterFourAttemptsWithGrowingWaits() {
    transport.json(503, "busy");
    EndpointException failure = failure(false);
    assertEquals(Reason.SERVER_ERROR, failure.reason());
    assertTrue(failure.reason().isResumable());
    assertEquals(4, failure.attempts());
    assertEquals(4, transport.requests().size());
    assertEquals(3, clock.waits().size());
    double full = 0.5;
    for (Duration wait : clock.waits()) {
      double seconds = wait.toNanos() / 1e9;
      assertTrue(seconds <= full && seconds >= 0.75 * full, clock.waits()::toString);
      full *= 2;
    }
  }

  @Test
  void noBackoffExceedsEightSeconds() {
    transport.json(503, "busy");
    assertThrows(
        EndpointException.class,
        () -> endpoint(Samples.options().withMaxAttempts(8)).send(Samples.request(false), "c"));
    assertTrue(clock.waits().stream().allMatch(wait -> wait.compareTo(Duration.ofSeconds(8)) <= 0));
    assertTrue(clock.waits().get(6).compareTo(Duration.ofSeconds(6)) >= 0);
  }

  @ParameterizedTest
  @CsvSource({
    "Retry-After-Ms, 1500, 1500",
    "Retry-After, 7, 7000",
    "Retry-After, 2.5, 2500",
    "Retry-After, 'Thu, 01 Jan 2026 00:00:30 GMT', 30000",
    "Retry-After, 120, 120000"
  })
  void waitsAsLongAsTheServerAsks(String header, String value, long millis) {
    transport.answer(429, Map.of(header, value), "{}").json(200, Samples.GOOD);
    send(false);
    assertEquals(List.of(Duration.ofMillis(millis)), clock.waits());
  }

  @Test
  void millisecondsComeBeforeSeconds() {
    transport
        .answer(429, Map.of("Retry-After", "60", "Retry-After-Ms", "200"), "{}")
        .json(200, Samples.GOOD);
    send(false);
    assertEquals(List.of(Duration.ofMillis(200)), clock.waits());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3", "soon", "Mon, 01 Dec 2025 00:00:00 GMT", ""})
  void anUnusableWaitIsNone(String value) {
    transport.answer(429, Map.of("Retry-After", value), "{}").json(200, Samples.GOOD);
    send(false);
    assertTrue(clock.waits().get(0).compareTo(Duration.ofMillis(500)) <= 0);
    assertTrue(clock.waits().get(0).compareTo(Duration.ofMillis(375)) >= 0);
  }

  @Test
  void givesUpResumablyWhenTheWaitIsTooLong() {
    transport.answer(429, Map.of("Retry-After", "121"), "{}");
    EndpointException failure = failure(false);
    assertEquals(Reason.RATE_LIMITED, failure.reason());
    assertTrue(failure.reason().isResumable());
    assertEquals(1, failure.attempts());
    assertEquals(
        "The call failed: status 429: {}; the server asks to wait 121 s, above the cap of 120 s (attempt 1).",
        failure.getMessage());
    assertEquals(List.of(), clock.waits());
  }

  @Test
  void neverWaitsPastTheTotalLimit() {
    transport.answer(429, Map.of("Retry-After", "100"), "{}");
    EndpointException failure = failure(false);
    assertEquals(Reason.RATE_LIMITED, failure.reason());
    assertEquals(3, failure.attempts());
    assertTrue(failure.getMessage().contains("would pass the total limit of 300000 ms"));
    assertEquals(
        List.of(Duration.ofSeconds(300), Duration.ofSeconds(200), Duration.ofSeconds(100)),
        transport.totals());
  }

  @Test
  void obeysShouldRetry() {
    transport.answer(503, Map.of("X-Should-Retry", "false"), "{}");
    assertEquals(1, failure(false).attempts());
    ScriptedTransport willing = new ScriptedTransport()
        .answer(418, Map.of("X-Should-Retry", "true"), "{}")
        .json(200, Samples.GOOD);
    assertEquals(
        2,
        new HttpEndpoint(
                Samples.options(), Samples::environment, willing, clock, AttemptListener.NONE)
            .send(Samples.request(false), "c")
            .attempts());
    ScriptedTransport terminal =
        new ScriptedTransport().answer(400, Map.of("X-Should-Retry", "true"), "{}");
    assertThrows(
        EndpointException.class,
        () -> new HttpEndpoint(
                Samples.options(), Samples::environment, terminal, clock, AttemptListener.NONE)
            .send(Samples.request(false), "c"));
    assertEquals(1, terminal.requests().size());
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT_TIMEOUT, 4",
    "CONNECTION, 4",
    "FIRST_BYTE_TIMEOUT, 1",
    "IDLE_TIMEOUT, 1",
    "TOTAL_TIMEOUT, 1"
  })
  void triesLostConnectionsAgainButNoTimeouts(Reason reason, int sent) {
    transport.fails(reason);
    EndpointException failure = failure(false);
    assertEquals(reason, failure.reason());
    assertEquals(sent, failure.attempts());
    assertTrue(reason.isResumable());
    assertEquals(sent, attempts.size());
  }

  @Test
  void aMissingKeyIsAnErrorBeforeSending() {
    EndpointException failure = assertThrows(
        EndpointException.class,
        () -> new HttpEndpoint(
                Samples.options(), name -> null, transport, clock, AttemptListener.NONE)
            .send(Samples.request(false), "c"));
    assertEquals(Reason.AUTHENTICATION, failure.reason());
    assertEquals(0, failure.attempts());
    assertEquals(
        "Environment variable TEST_KEY is not set, expected the endpoint's key in visible ASCII.",
        failure.getMessage());
  }

  @Test
  void aServerThatRefusesTheUsageOptionIsAskedOnceWithoutIt() {
    transport
        .json(
            400,
            "{\"error_code\":\"BAD_REQUEST\",\"message\":\"json: unknown field \\\"stream_options\\\"\"}")
        .events(Samples.HEL, Samples.LO, Samples.STOP, "[DONE]");
    HttpEndpoint endpoint = endpoint(Samples.options());
    ChatReply reply = endpoint.send(Samples.request(true), "c");
    assertEquals("hello", reply.text());
    assertEquals(2, reply.attempts());
    assertTrue(reply.isComplete());
    assertTrue(reply.usage().isEstimated());
    assertEquals(Optional.of("utf8-bytes/4"), attempts.get(1).estimator());
    endpoint.send(Samples.request(true), "d");
    List<WireRequest> sent = transport.requests();
    assertEquals(3, sent.size());
    assertTrue(sent.get(0)
        .body()
        .endsWith("\"stream\":true,\"stream_options\":{\"include_usage\":true}}"));
    assertTrue(sent.get(1).body().endsWith("\"stream\":true}"));
    assertTrue(sent.get(2).body().endsWith("\"stream\":true}"));
    assertEquals(List.of(), clock.waits());
  }

  @Test
  void anotherBadRequestIsNotSentTwice() {
    transport.json(400, "{\"error\":{\"message\":\"context too long\"}}");
    assertEquals(1, failure(true).attempts());
  }

  @Test
  void aStreamIsTriedAgainBeforeItsFirstContentOnly() {
    transport
        .cut(Reason.CONNECTION, Samples.ROLE)
        .cut(Reason.CONNECTION, Samples.ROLE, Samples.HEL, Samples.LO);
    ChatReply reply = send(true);
    assertEquals(2, reply.attempts());
    assertEquals("hello", reply.text());
    assertFalse(reply.isComplete());
    assertTrue(reply.usage().isEstimated());
    assertEquals(OptionalLong.of(2), reply.usage().output());
    assertEquals(Optional.of(Reason.CONNECTION), attempts.get(1).failure());
    assertEquals(2, transport.requests().size());
  }

  @Test
  void aModelChangeDuringTheRunIsNoticed() {
    transport
        .json(200, Samples.GOOD)
        .json(200, Samples.GOOD)
        .json(200, Samples.GOOD.replace("m-2026", "m-2027").replace("fp_1", "fp_2"));
    ModelWatch watch = new ModelWatch();
    HttpEndpoint endpoint = new HttpEndpoint(
        Samples.options(), Samples::environment, transport, clock, watch.and(attempts::add));
    endpoint.send(Samples.request(false), "a");
    endpoint.send(Samples.request(false), "b");
    assertEquals(List.of(), watch.changes());
    endpoint.send(Samples.request(false), "c");
    endpoint.send(Samples.request(false), "d");
    assertEquals(
        List.of(
            "RESPONSE_MODEL of m is m-2027, expected [m-2026] (call c).",
            "FINGERPRINT of m is fp_2, expected [fp_1] (call c)."),
        watch.changes().stream().map(ModelWatch.Change::message).toList());
    assertEquals(List.of("m-2026", "m-2027"), watch.responseModels("m"));
    assertEquals(4, attempts.size());
  }

  @Test
  void optionsRefuseWhatCouldBeAKey() {
    IllegalArgumentException failure = assertThrows(
        IllegalArgumentException.class,
        () -> EndpointOptions.of(URI.create("http://h/v1"), Optional.of(Samples.CANARY)));
    assertFalse(failure.getMessage().contains("canary"));
    failure = assertThrows(
        IllegalArgumentException.class,
        () -> EndpointOptions.of(
            URI.create("https://u:" + "sk-canary@h/v1?key=sk-canary"), Optional.empty()));
    assertFalse(failure.getMessage().contains("canary"));
  }
}
