package io.stackelberg.environment.cassette;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.environment.chat.EndpointException.Reason;
import io.stackelberg.environment.http.Attempt;
import io.stackelberg.environment.http.AttemptListener;
import io.stackelberg.environment.http.Ending;
import io.stackelberg.environment.http.EndpointOptions;
import io.stackelberg.environment.http.ScriptedTransport;
import io.stackelberg.environment.http.Transport;
import io.stackelberg.environment.http.VirtualClock;
import io.stackelberg.environment.http.WireHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassetteEndpointTest {
  private static final String CANARY = "sk-canary-7Qx/91+dEadBeef0042";
  private static final EndpointOptions OPTIONS =
      EndpointOptions.of(URI.create("http://127.0.0.1:9/v1"), Optional.of("TEST_KEY"));
  private static final String HEL = "{\"choices\":[{\"delta\":{\"content\":\"hel\"}}]}";
  private static final String LO =
      "{\"choices\":[{\"delta\":{\"content\":\"l\u00f6\"},\"finish_reason\":\"stop\"}]}";
  private static final String USAGE =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":3}}";

  @TempDir
  private Path folder;

  private Path file() {
    return folder.resolve("calls.jsonl");
  }

  private static ChatRequest request(String text, long seed) {
    return new ChatRequest(
        "m",
        List.of(
            new ChatMessage(ChatMessage.Role.SYSTEM, "Be brief."),
            new ChatMessage(ChatMessage.Role.USER, text)),
        OptionalInt.of(50),
        OptionalDouble.of(0),
        OptionalLong.of(seed),
        List.of(),
        true);
  }

  private CassetteEndpoint recording(CassetteMode mode, Transport upstream, Pattern... patterns) {
    return CassetteEndpoint.recording(
        file(),
        mode,
        OPTIONS,
        List.of(patterns),
        name -> CANARY,
        upstream,
        new VirtualClock(),
        AttemptListener.NONE);
  }

  private CassetteEndpoint replay() {
    return CassetteEndpoint.replay(file(), OPTIONS, List.of(), AttemptListener.NONE);
  }

  private JsonNode line(int number) throws IOException {
    return new ObjectMapper().readTree(Files.readAllLines(file()).get(number));
  }

  @Test
  void aReplayReadsTheSameReplyThroughTheSameParser() throws IOException {
    ScriptedTransport upstream = new ScriptedTransport().events(HEL, LO, USAGE, "[DONE]");
    ChatReply live =
        recording(CassetteMode.RECORD, upstream).send(request("Say hello.", 7), "call-1");
    assertEquals("hell\u00f6", live.text());
    assertEquals(live, replay().send(request("Say hello.", 7), "call-9"));
    assertEquals(1, upstream.requests().size());
    JsonNode line = line(0);
    assertEquals("cassette/1", line.path("schema").asText());
    assertTrue(line.path("key").asText().matches("[0-9a-f]{64}"));
    assertEquals(200, line.path("status").asInt());
    assertEquals("text/event-stream", line.path("headers").path("content-type").asText());
    assertEquals(
        "data: " + HEL + "\n\n", line.path("chunks").get(0).path("text").asText());
    assertTrue(line.path("chunks").get(0).path("ms").isIntegralNumber());
    assertEquals(11, line.path("usage").path("input_tokens").asInt());
    assertEquals("POST", line.path("request").path("method").asText());
    assertEquals("/v1/chat/completions", line.path("request").path("path").asText());
  }

  @Test
  void aMissShowsTheNearestDifference() {
    ScriptedTransport upstream = new ScriptedTransport().events(HEL, LO, "[DONE]");
    CassetteEndpoint recorder = recording(CassetteMode.RECORD, upstream);
    recorder.send(request("Say hello.", 7), "a");
    recorder.send(request("Something else entirely.", 8), "b");
    EndpointException miss =
        assertThrows(EndpointException.class, () -> replay().send(request("Say hello!", 7), "c"));
    assertEquals(Reason.NOT_RECORDED, miss.reason());
    assertTrue(
        miss.getMessage()
            .contains("is not recorded; the nearest recorded request differs in 1 places, first in "
                + "body.messages[1].content: asked for \"Say hello!\", recorded \"Say hello.\""),
        miss::getMessage);
    assertEquals(2, upstream.requests().size());
    EndpointException seed =
        assertThrows(EndpointException.class, () -> replay().send(request("Say hello.", 9), "c"));
    assertTrue(seed.getMessage().contains("body.seed: asked for 9, recorded 7"), seed::getMessage);
  }

  @Test
  void anEmptyRecordingSaysSo() {
    EndpointException miss =
        assertThrows(EndpointException.class, () -> replay().send(request("x", 1), "c"));
    assertTrue(miss.getMessage().contains("nothing is recorded"));
    assertFalse(Files.exists(file()));
  }

  @Test
  void onAMissOnlyWhatIsMissingIsSent() {
    ScriptedTransport upstream = new ScriptedTransport().events(HEL, LO, USAGE, "[DONE]");
    CassetteEndpoint endpoint = recording(CassetteMode.RECORD_ON_MISS, upstream);
    endpoint.send(request("one", 1), "a");
    endpoint.send(request("one", 1), "b");
    recording(CassetteMode.RECORD_ON_MISS, upstream).send(request("one", 1), "c");
    assertEquals(1, upstream.requests().size());
    endpoint.send(request("two", 1), "d");
    assertEquals(2, upstream.requests().size());
    assertEquals(2, endpoint.size());
  }

  @Test
  void anErrorIsRecordedButNoHit() {
    ScriptedTransport upstream = new ScriptedTransport()
        .answer(500, Map.of("Retry-After", "9"), "busy")
        .events(HEL, LO, USAGE, "[DONE]");
    CassetteEndpoint endpoint = recording(CassetteMode.RECORD_ON_MISS, upstream);
    ChatReply reply = endpoint.send(request("one", 1), "a");
    assertEquals(2, reply.attempts());
    assertEquals(2, endpoint.size());
    List<Attempt> attempts = new ArrayList<>();
    ChatReply again = CassetteEndpoint.replay(file(), OPTIONS, List.of(), attempts::add)
        .send(request("one", 1), "z");
    assertEquals("hell\u00f6", again.text());
    assertEquals(1, again.attempts());
    ScriptedTransport broken = new ScriptedTransport().answer(401, Map.of(), "no");
    CassetteEndpoint second = recording(CassetteMode.RECORD, broken);
    assertThrows(EndpointException.class, () -> second.send(request("two", 1), "b"));
    EndpointException replayed =
        assertThrows(EndpointException.class, () -> replay().send(request("two", 1), "b"));
    assertEquals(Reason.AUTHENTICATION, replayed.reason());
    recording(CassetteMode.RECORD_ON_MISS, upstream).send(request("two", 1), "b");
    assertEquals(3, upstream.requests().size());
    assertEquals("hell\u00f6", replay().send(request("two", 1), "b").text());
  }

  @Test
  void aCutStreamIsReplayedCut() {
    Transport upstream = (request, total, sink) -> {
      sink.head(new WireHead(200, Map.of("content-type", "text/event-stream")));
      sink.piece(("data: " + HEL + "\n\n").getBytes(StandardCharsets.UTF_8));
      sink.piece(new byte[] {(byte) 0xe2, (byte) 0x82});
      return Ending.failed(Reason.IDLE_TIMEOUT, "no further byte");
    };
    ChatReply live = recording(CassetteMode.RECORD, upstream).send(request("x", 1), "a");
    assertFalse(live.isComplete());
    assertEquals(live, replay().send(request("x", 1), "a"));
  }

  @Test
  void equalRequestsOfSeveralCallsKeepTheirOwnAnswers() {
    CassetteEndpoint recorder = recording(
        CassetteMode.RECORD,
        new ScriptedTransport()
            .events(HEL.replace("hel", "one"), "[DONE]")
            .events(HEL.replace("hel", "two"), "[DONE]"));
    recorder.send(request("x", 1), "a");
    recorder.send(request("x", 1), "b");
    CassetteEndpoint replay = replay();
    assertEquals("two", replay.send(request("x", 1), "b").text());
    assertEquals("one", replay.send(request("x", 1), "a").text());
    assertEquals("one", replay.send(request("x", 1), "new-1").text());
    assertEquals("two", replay.send(request("x", 1), "new-2").text());
    assertEquals("one", replay.send(request("x", 1), "new-1").text());
  }

  @Test
  void noSecretIsWritten() throws IOException {
    String body = ": " + CANARY + "\n\ndata: " + HEL.replace("hel", CANARY.replace("/", "\\/"))
        + "\n\ndata: {\"choices\":[{\"delta\":{\"content\":\" \u20ac card 4711-0815 "
        + "\"},\"finish_reason\":\"stop\"}]}\n\n";
    String[] pieces = new String[(body.length() + 4) / 5];
    for (int at = 0; at < pieces.length; at++) {
      pieces[at] = body.substring(5 * at, Math.min(body.length(), 5 * at + 5));
    }
    Map<String, String> headers = Map.of(
        "content-type", "text/event-stream", "x-request-id", CANARY, "set-cookie", "session=1");
    CassetteEndpoint recorder = recording(
        CassetteMode.RECORD,
        new ScriptedTransport().answer(200, headers, pieces),
        Pattern.compile("[0-9]{4}-[0-9]{4}|hidden \u00fcmlaut"));
    recorder.send(request("my key is " + CANARY + " and hidden \u00fcmlaut", 1), "a");
    String text = Files.readString(file());
    assertEquals(1, recorder.size());
    assertFalse(text.contains(CANARY), text);
    assertFalse(text.contains("set-cookie"), text);
    assertFalse(text.contains("hidden"), text);
    StringBuilder joined = new StringBuilder();
    line(0).path("chunks").forEach(chunk -> joined.append(chunk.path("text").asText()));
    assertFalse(joined.toString().contains(CANARY), joined::toString);
    assertFalse(joined.toString().contains("4711"), joined::toString);
    assertTrue(joined.toString().contains(" \u20ac card *********"), joined::toString);
    assertTrue(replay()
        .send(request("my key is " + CANARY + " and hidden \u00fcmlaut", 1), "a")
        .isComplete());
  }

  @Test
  void anAnswerThatSpellsTheKeyOutIsNotWritten() throws IOException {
    String[] chunks = CANARY
        .chars()
        .mapToObj(c -> "{\"choices\":[{\"delta\":{\"content\":\"" + (char) c + "\"}}]}")
        .toArray(String[]::new);
    CassetteEndpoint recorder =
        recording(CassetteMode.RECORD, new ScriptedTransport().events(chunks));
    ChatReply reply = recorder.send(request("spell it", 1), "a");
    assertFalse(reply.text().contains(CANARY));
    assertEquals(1, recorder.withheld());
    assertEquals("", Files.readString(file()));
  }

  @Test
  void damagedLinesAreNamed() throws IOException {
    CassetteEndpoint recorder =
        recording(CassetteMode.RECORD, new ScriptedTransport().events(HEL, LO, USAGE, "[DONE]"));
    for (int at = 0; at < 4; at++) {
      recorder.send(request("x" + at, at), "c" + at);
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(file()));
    lines.set(1, lines.get(1).replace("hel", "hal"));
    lines.set(2, lines.get(2).substring(5));
    Files.writeString(file(), String.join("\n", lines) + "\n");
    String message = assertThrows(IllegalArgumentException.class, this::replay).getMessage();
    assertTrue(
        message.startsWith(
            "Recording is damaged, expected every line whole.\nline 2 of calls.jsonl: check is"),
        message);
    assertTrue(
        message.contains("\nline 3 of calls.jsonl: line is not JSON, expected one JSON object."),
        message);
  }

  @Test
  void anUnfinishedLastLineIsCutOff() throws IOException {
    ScriptedTransport upstream = new ScriptedTransport().events(HEL, LO, USAGE, "[DONE]");
    recording(CassetteMode.RECORD, upstream).send(request("x", 1), "a");
    Files.writeString(file(), "{\"schema\":\"cassette/1\",\"ke", StandardOpenOption.APPEND);
    assertEquals(1, replay().size());
    recording(CassetteMode.RECORD, upstream).send(request("y", 1), "b");
    assertEquals(2, replay().size());
    assertEquals(2, Files.readAllLines(file()).size());
  }

  @Test
  void aFileThatCannotBeWrittenFailsBeforeSending() {
    ScriptedTransport upstream = new ScriptedTransport().events(HEL, LO);
    assertThrows(
        UncheckedIOException.class,
        () -> CassetteEndpoint.recording(
            folder.resolve("missing").resolve("calls.jsonl"),
            CassetteMode.RECORD,
            OPTIONS,
            List.of(),
            name -> CANARY,
            upstream,
            new VirtualClock(),
            AttemptListener.NONE));
  }

  @Test
  void manyThreadsAndTwoRecordersShareOneFile() throws IOException, InterruptedException {
    ScriptedTransport upstream = new ScriptedTransport().events(HEL, LO, USAGE, "[DONE]");
    List<CassetteEndpoint> recorders =
        List.of(recording(CassetteMode.RECORD, upstream), recording(CassetteMode.RECORD, upstream));
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      int own = number;
      Thread thread = new Thread(() -> {
        try {
          start.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        for (int at = 0; at < 10; at++) {
          recorders.get(own % 2).send(request("x" + own, at), "c" + own + "-" + at);
        }
      });
      thread.start();
      threads.add(thread);
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    CassetteEndpoint replay = replay();
    assertEquals(80, replay.size());
    Set<String> keys = new HashSet<>();
    for (int number = 0; number < 80; number++) {
      keys.add(line(number).path("key").asText());
    }
    assertEquals(80, keys.size());
  }
}
