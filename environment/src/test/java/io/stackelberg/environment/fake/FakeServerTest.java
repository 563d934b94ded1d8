package io.stackelberg.environment.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.environment.fake.RequestJournal.End;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FakeServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final FakeServer.Options PLAIN = FakeServer.Options.of(
          SimulationProfile.named("paper-like"), 7)
      .withSlowness(Duration.ofMillis(30))
      .withHugeCharacters(1_000_000);

  private final List<FakeServer> started = new ArrayList<>();

  @AfterEach
  void stopAll() throws IOException {
    for (FakeServer server : started) {
      server.close();
    }
  }

  private FakeServer start(FakeServer.Options options) throws IOException {
    FakeServer server = FakeServer.start(options);
    started.add(server);
    return server;
  }

  private static String request(String system, String question, String rest) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":"
        + JSON.getNodeFactory().textNode(system)
        + "},{\"role\":\"user\",\"content\":"
        + JSON.getNodeFactory().textNode(question)
        + "}]"
        + rest
        + "}";
  }

  private static HttpResponse<String> post(FakeServer server, String key, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create(server.baseUrl() + "/chat/completions"))
        .timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static final String ASKED = request("", "What is 17 + 25?", "");
  private static final String STREAMED = request(
      "", "What is 17 + 25?", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");

  /** The chunks of a stream, {@code [DONE]} not among them; fails on a chunk that is no JSON. */
  private static List<JsonNode> chunks(String body) throws IOException {
    List<JsonNode> chunks = new ArrayList<>();
    for (String line : body.split("\n")) {
      if (line.startsWith("data: ") && !line.equals("data: [DONE]")) {
        chunks.add(JSON.readTree(line.substring(6)));
      }
    }
    return chunks;
  }

  private static String text(List<JsonNode> chunks) {
    StringBuilder text = new StringBuilder();
    for (JsonNode chunk : chunks) {
      text.append(chunk.path("choices").path(0).path("delta").path("content").asText(""));
    }
    return text.toString();
  }

  @Test
  void equalKeysGetEqualAnswersCountedOnce(@TempDir Path folder) throws Exception {
    FakeServer server = start(PLAIN.withJournal(folder.resolve("journal.jsonl")));
    HttpResponse<String> first = post(server, "k1", ASKED);
    assertEquals(200, first.statusCode());
    assertEquals(first.body(), post(server, "k1", ASKED).body());
    assertNotEquals(first.body(), post(server, "k2", ASKED).body());
    assertEquals(2, server.journal().answeredCalls());
    assertEquals(Map.of("k1", 1), server.journal().repeatedKeys());
    JsonNode usage = JSON.readTree(first.body()).get("usage");
    List<RequestJournal.Entry> entries = server.journal().entries();
    assertEquals(usage.get("prompt_tokens").asLong(), entries.get(0).inputTokens());
    assertEquals(0, entries.get(1).inputTokens() + entries.get(1).outputTokens());
    server.close();
    // As a crash in the middle of a write leaves it.
    Files.writeString(folder.resolve("journal.jsonl"), "{\"n\":4,\"ke", StandardOpenOption.APPEND);
    FakeServer restarted = start(PLAIN.withJournal(folder.resolve("journal.jsonl")));
    assertEquals(entries, restarted.journal().entries());
    assertEquals(first.body(), post(restarted, "k1", ASKED).body());
    RequestJournal.Entry last = restarted.journal().entries().get(3);
    assertEquals(List.of(4L, 3L), List.of(last.number(), (long) last.attempt()));
    assertTrue(last.isRepeated());
    assertEquals(4, Files.readAllLines(folder.resolve("journal.jsonl")).size());
  }

  @Test
  void streamAndBlockingSayTheSame() throws Exception {
    FakeServer server = start(PLAIN);
    JsonNode whole = JSON.readTree(post(server, "k", ASKED).body());
    String body = post(server, "k", STREAMED).body();
    assertTrue(body.endsWith("data: [DONE]\n\n"));
    List<JsonNode> chunks = chunks(body);
    String answer = whole.at("/choices/0/message/content").asText();
    assertEquals(answer, text(chunks));
    JsonNode last = chunks.get(chunks.size() - 1);
    assertEquals(0, last.get("choices").size());
    assertEquals(whole.get("usage"), last.get("usage"));
    assertEquals(4 * whole.at("/usage/completion_tokens").asLong(), answer.length());
  }

  @Test
  void maxTokensCutsTheAnswer() throws Exception {
    FakeServer server = start(PLAIN);
    JsonNode whole = JSON.readTree(
        post(server, "", request("", "What is 17 + 25?", ",\"max_tokens\":5")).body());
    assertEquals(5, whole.at("/usage/completion_tokens").asLong());
    assertEquals("length", whole.at("/choices/0/finish_reason").asText());
    assertEquals(20, whole.at("/choices/0/message/content").asText().length());
  }

  /**
   * Raising the incentive lowers what the follower spends, and the frequency of right answers is the mean
   * quality of the law: over 400 questions, with a standard error of at most 0.5/20 = 0.025, within 4 of
   * them of the mean of the simulated judge (whose length bias this profile keeps below 0.05).
   */
  @Test
  void followerAnswersTheIncentiveAndQualityIsTheChanceOfBeingRight() throws Exception {
    FakeServer server = start(PLAIN);
    String menu = "quality target: 0.7\ncost incentive: %s\nhistory tokens: 1000\n"
        + "- c0.25-concise-t0\n- c1.0-verbose-t3\n";
    int[] cheap = new int[2];
    int right = 0;
    double judged = 0;
    for (int question = 0; question < 400; question++) {
      for (int level = 0; level < 2; level++) {
        if (question < 100) {
          String note = String.format(menu, level == 0 ? "0.0" : "5.0");
          String choice =
              post(server, "", request(note, "question " + question, "")).body();
          assertTrue(choice.contains("ACTION c"), choice);
          cheap[level] += choice.contains("ACTION c0.25-concise-t0") ? 1 : 0;
        }
      }
      String answer = JSON.readTree(
              post(server, "", request("task kind: chat", "question " + question, ""))
                  .body())
          .at("/choices/0/message/content")
          .asText();
      right += answer.startsWith("Answer: right\n") ? 1 : 0;
      judged += Double.parseDouble(answer.split("Simulated quality: ")[1].split("\n")[0]);
    }
    assertTrue(cheap[1] > cheap[0] + 10, cheap[0] + " and " + cheap[1]);
    assertEquals(judged / 400, right / 400.0, 4 * 0.025 + 0.05);
  }

  @Test
  void offeredToolIsCalledWithinTheBudgetAndBilledToTheTurn() throws Exception {
    FakeServer server = start(PLAIN);
    String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"lookup\"}}]";
    String note = "resource action: c1.0-normal-t1\ntask kind: code";
    JsonNode first =
        JSON.readTree(post(server, "", request(note, "where?", tools)).body());
    assertEquals(
        "lookup", first.at("/choices/0/message/tool_calls/0/function/name").asText());
    assertEquals("tool_calls", first.at("/choices/0/finish_reason").asText());
    // tool_tokens of kind code is 200.
    assertEquals(200, first.at("/usage/total_tokens").asLong());
    String withResult = request(note, "where?", tools)
        .replace(
            "}],\"tools\"",
            "},{\"role\":\"user\",\"content\":\"Tool result (lookup): here\"}],\"tools\"");
    JsonNode second = JSON.readTree(post(server, "", withResult).body());
    assertEquals("stop", second.at("/choices/0/finish_reason").asText());
  }

  @Test
  void knownReferenceAppearsInRightAnswers() throws Exception {
    FakeServer server = start(PLAIN.withAnswers(Map.of("What is 17 + 25?", "42")));
    String answer = "";
    for (int call = 0; call < 50 && !answer.contains("Answer: 42"); call++) {
      answer = post(server, "key " + call, ASKED).body();
      assertTrue(answer.contains("Answer: 42") || answer.contains("Answer: unknown"), answer);
    }
    assertTrue(answer.contains("Answer: 42"));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void everyFaultHappensAsNamedAndTheNextCallIsWell(Fault fault) throws Exception {
    for (String body : List.of(ASKED, STREAMED)) {
      FakeServer server = start(PLAIN.withFaults(FaultPlan.sequence(fault)));
      boolean isTornOff = fault == Fault.CONNECTION_RESET
          || fault == Fault.CUT_BEFORE_CONTENT
          || fault == Fault.CUT_STREAM;
      if (isTornOff) {
        assertThrows(IOException.class, () -> post(server, "k", body));
      } else {
        HttpResponse<String> answer = post(server, "k", body);
        boolean isUnaffected = fault == Fault.REJECT_STREAM_OPTIONS && body.equals(ASKED);
        assertEquals(isUnaffected ? 200 : fault.status(), answer.statusCode());
      }
      HttpResponse<String> next = post(server, "k", body);
      assertEquals(200, next.statusCode());
      List<RequestJournal.Entry> entries = server.journal().entries();
      assertEquals(fault, entries.get(0).fault().orElseThrow());
      assertEquals(2, entries.size());
      assertEquals(End.ANSWERED, entries.get(1).end());
      assertEquals(2, entries.get(1).attempt());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, retry-after, 1",
    "429-ms, retry-after-ms, 20",
    "429-long, retry-after, 3600",
    "should-not-retry, x-should-retry, false",
    "should-retry, x-should-retry, true",
    "ratelimit-headers, x-ratelimit-remaining-requests, 0"
  })
  void headersOfFaults(String fault, String header, String value) throws Exception {
    FakeServer server = start(PLAIN.withFaults(FaultPlan.sequence(Fault.of(fault))));
    assertEquals(value, post(server, "", ASKED).headers().firstValue(header).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"quota, insufficient_quota", "budget, budget_exceeded", "401, invalid_api_key"})
  void codesOfFaults(String fault, String code) throws Exception {
    FakeServer server = start(PLAIN.withFaults(FaultPlan.sequence(Fault.of(fault))));
    assertEquals(
        code, JSON.readTree(post(server, "", ASKED).body()).at("/error/code").asText());
  }

  @Test
  void retryAfterAsDateIsAnHttpDate() throws Exception {
    FakeServer server = start(PLAIN.withFaults(FaultPlan.sequence(Fault.RATE_LIMIT_DATE)));
    String date = post(server, "", ASKED).headers().firstValue("retry-after").orElseThrow();
    java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.parse(date);
  }

  @Test
  void usageIsMissingOrElsewhere() throws Exception {
    FakeServer server = start(PLAIN.withFaults(
        FaultPlan.sequence(Fault.MISSING_USAGE, Fault.USAGE_IN_CHOICE, Fault.USAGE_FIRST)));
    assertFalse(post(server, "", STREAMED).body().contains("usage"));
    List<JsonNode> inChoice = chunks(post(server, "", STREAMED).body());
    JsonNode last = inChoice.get(inChoice.size() - 1);
    assertEquals("stop", last.at("/choices/0/finish_reason").asText());
    assertTrue(last.at("/usage/prompt_tokens").asLong() > 0);
    assertTrue(chunks(post(server, "", STREAMED).body()).get(1).has("usage"));
  }

  @Test
  void modelAndFingerprintChangeMidRun() throws Exception {
    FakeServer server = start(PLAIN.withFaults(
        new FaultPlan(FaultPlan.script("2:changed-fingerprint,3+:wrong-model"), 0, List.of(), 0)));
    List<String> seen = new ArrayList<>();
    for (int call = 0; call < 4; call++) {
      JsonNode answer = JSON.readTree(post(server, "", ASKED).body());
      seen.add(
          answer.get("model").asText() + " " + answer.get("system_fingerprint").asText());
    }
    assertEquals(
        List.of(
            "m fp_simulated",
            "m fp_changed",
            "another-model fp_simulated",
            "another-model fp_simulated"),
        seen);
  }

  @Test
  void spoiledDeliveriesAreSpoiled() throws Exception {
    FakeServer server = start(PLAIN.withFaults(FaultPlan.sequence(
        Fault.MALFORMED_JSON, Fault.MALFORMED_JSON, Fault.SHORT_STREAM, Fault.ERROR_IN_STREAM)));
    String blocking = post(server, "", ASKED).body();
    assertThrows(IOException.class, () -> JSON.readTree(blocking));
    String streamed = post(server, "", STREAMED).body();
    assertThrows(IOException.class, () -> chunks(streamed));
    assertFalse(post(server, "", STREAMED).body().contains("[DONE]"));
    assertTrue(post(server, "", STREAMED).body().contains("server_error"));
  }

  @Test
  void hugeAnswerIsHuge() throws Exception {
    FakeServer server = start(PLAIN.withFaults(FaultPlan.sequence(Fault.HUGE_ANSWER)));
    assertEquals(1_000_000, text(chunks(post(server, "", STREAMED).body())).length());
  }

  @Test
  void slowFirstByteIsSlow() throws Exception {
    FakeServer server = start(PLAIN.withFaults(FaultPlan.sequence(Fault.SLOW_FIRST_BYTE)));
    long before = System.nanoTime();
    post(server, "", ASKED);
    assertTrue(System.nanoTime() - before >= 30_000_000);
  }

  @Test
  void keyIsAskedForAndOthersAreTurnedAway() throws Exception {
    FakeServer server = start(PLAIN.withApiKey("canary"));
    HttpResponse<String> answer = post(server, "", ASKED);
    assertEquals(401, answer.statusCode());
    assertFalse(answer.body().contains("canary"));
  }

  @Test
  void unreadableRequestsAndReusedKeysAreTurnedAway() throws Exception {
    FakeServer server = start(PLAIN);
    assertEquals(400, post(server, "", "{\"model\":").statusCode());
    assertEquals(400, post(server, "", "{\"model\":\"m\",\"messages\":[]}").statusCode());
    assertEquals(400, post(server, "", "[]").statusCode());
    post(server, "k", ASKED);
    assertEquals(422, post(server, "k", ASKED.replace("17", "18")).statusCode());
    // The same call without stream options is the same call.
    assertEquals(
        200,
        post(server, "k", request("", "What is 17 + 25?", ",\"stream\":true")).statusCode());
  }

  @Test
  void listsItsModelAndItsHealth() throws Exception {
    FakeServer server = start(PLAIN);
    assertTrue(server.baseUrl().getHost().equals("127.0.0.1"));
    for (String path : List.of("/v1/models", "/health")) {
      HttpResponse<String> answer = CLIENT.send(
          HttpRequest.newBuilder(server.baseUrl().resolve(path)).build(), BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      assertTrue(answer.body().contains(path.equals("/health") ? "ok" : "simulated"));
    }
  }
}
