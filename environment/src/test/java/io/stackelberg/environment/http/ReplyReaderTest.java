package io.stackelberg.environment.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.EndpointException.Reason;
import io.stackelberg.environment.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
  private static final ResponseLimits LIMITS = new ResponseLimits(20_000, 2_000, 16, 4);

  private static Reading read(String type, String body, int pieceSize, Ending ending) {
    ReplyReader reader = new ReplyReader(
        LIMITS,
        new JsonText(LIMITS),
        new Redactor(Optional.empty(), List.of()),
        () -> Instant.EPOCH);
    reader.head(new WireHead(200, type.isEmpty() ? Map.of() : Map.of("content-type", type)));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += pieceSize) {
      if (!reader.piece(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + pieceSize)))) {
        break;
      }
    }
    return reader.finish(ending);
  }

  private static Reading.Answer answer(String body) {
    return (Reading.Answer) read("text/event-stream", body, 7, Ending.COMPLETE);
  }

  private static Reading.Failure failure(String type, String body) {
    return (Reading.Failure) read(type, body, 1000, Ending.COMPLETE);
  }

  private static String events(String... data) {
    StringBuilder text = new StringBuilder();
    for (String one : data) {
      text.append("data: ").append(one).append("\n\n");
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 17, 100_000})
  void readsStreamsHoweverTheyAreCutAndEnded(int pieceSize) {
    for (String lineEnd : List.of("\n", "\r\n", "\r")) {
      String body = ("\uFEFF: keep-alive\n\nevent: message\nid: 4\nretry: 10\n"
              + events(Samples.ROLE)
              + "data:" + Samples.HEL.replace(",\"delta\"", "\ndata: ,\"delta\"") + "\n\n: again\n"
              + "data: " + Samples.LO.replace("lo", "lö€") + "\n\n"
              + events(Samples.STOP, Samples.USAGE, "[DONE]"))
          .replace("\n", lineEnd);
      Reading.Answer answer = (Reading.Answer)
          read("text/event-stream; charset=utf-8", body, pieceSize, Ending.COMPLETE);
      assertEquals("hellö€", answer.text());
      assertEquals(Optional.of("stop"), answer.finishReason());
      assertEquals(Optional.empty(), answer.cut());
      assertEquals(Usage.of(11, 3), answer.usage().settle(0, 0, true));
    }
  }

  @Test
  void takesUsageFromAFinalChunkWithChoicesToo() {
    String last =
        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":3}}";
    assertEquals(
        Usage.of(11, 3), answer(events(Samples.HEL, last, "[DONE]")).usage().settle(0, 0, true));
    String inChoice = last.replace("}],\"usage\":", ",\"usage\":").replace("3}}", "3}}]}");
    assertEquals(
        Usage.of(11, 3),
        answer(events(Samples.HEL, inChoice, "[DONE]")).usage().settle(0, 0, true));
  }

  @Test
  void assemblesToolCallsFromPieces() {
    Reading.Answer answer = answer(events(
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":\"\"}}]}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"q\\\":\"}}]}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"add\",\"arguments\":{\"x\":1}}}]}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}}]}",
        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
        "[DONE]"));
    assertEquals(
        List.of(
            new ChatReply.ToolCall("a", "find", "{\"q\":1}"),
            new ChatReply.ToolCall("b", "add", "{\"x\":1}")),
        answer.toolCalls());
  }

  @Test
  void toolCallsWithoutIndexAreToldApartById() {
    Reading.Answer answer = answer(
        events(
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"1\"}}]}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"2\"}}]}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":\"3\"}}]},\"finish_reason\":\"tool_calls\"}]}"));
    assertEquals(
        List.of(new ChatReply.ToolCall("a", "f", "1"), new ChatReply.ToolCall("b", "g", "23")),
        answer.toolCalls());
  }

  @Test
  void anErrorInAStreamIsAsGoodAsAStatus() {
    Reading.Failure rate = failure(
        "text/event-stream",
        events(Samples.ROLE, "{\"error\":{\"message\":\"slow\",\"code\":429}}"));
    assertEquals(Reason.RATE_LIMITED, rate.reason());
    assertTrue(rate.isTransient());
    Reading.Failure quota = failure(
        "text/event-stream",
        "event: error\ndata: {\"message\":\"no\",\"type\":\"insufficient_quota\"}\n\n");
    assertEquals(Reason.QUOTA, quota.reason());
    Reading.Failure bare =
        failure("text/event-stream", "{\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}\n");
    assertEquals(Reason.SERVER_ERROR, bare.reason());
    Reading.Answer late =
        answer(events(Samples.HEL, "{\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}"));
    assertEquals("hel", late.text());
    assertEquals(Reason.SERVER_ERROR, late.cut().get().reason());
    Reading.Failure inObject = failure(
        "application/json", "{\"error\":{\"message\":\"x\",\"type\":\"authentication_error\"}}");
    assertEquals(Reason.AUTHENTICATION, inObject.reason());
  }

  @Test
  void aCutStreamIsSettledWithWhatCame() {
    String body = events(Samples.ROLE, Samples.HEL) + "data: {\"choices\":[{\"del";
    for (Ending ending : List.of(Ending.COMPLETE, Ending.failed(Reason.IDLE_TIMEOUT, "still"))) {
      Reading.Answer answer = (Reading.Answer) read("text/event-stream", body, 9, ending);
      assertEquals("hel", answer.text());
      assertEquals(
          ending.failure().orElse(Reason.CONNECTION), answer.cut().get().reason());
    }
  }

  @Test
  void aStreamThatSaidItsReasonToEndIsWhole() {
    Reading.Answer answer = (Reading.Answer) read(
        "text/event-stream",
        events(Samples.HEL, Samples.STOP),
        50,
        Ending.failed(Reason.CONNECTION, "reset"));
    assertEquals(Optional.empty(), answer.cut());
    assertTrue(answer.usage().settle(1, 1, true).isEstimated());
  }

  @Test
  void theAnswerDecidesItsForm() {
    Reading.Answer object = (Reading.Answer) read("", Samples.GOOD, 10, Ending.COMPLETE);
    assertEquals("hello", object.text());
    Reading.Answer stream =
        (Reading.Answer) read("text/plain", events(Samples.HEL, Samples.STOP), 10, Ending.COMPLETE);
    assertEquals("hel", stream.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "<html>",
        "{}",
        "{\"choices\":[]}",
        "{\"choices\":7}",
        "{\"choices\":[{\"message\":{\"content\":7}}]}",
        "{} {}"
      })
  void whatIsNoAnswerIsMalformed(String body) {
    Reading.Failure failure = failure("application/json", body);
    assertEquals(Reason.MALFORMED, failure.reason());
    assertEquals(false, failure.isTransient());
  }

  @Test
  void limitsHold() {
    assertEquals(
        "the answer is longer than 20000 bytes",
        failure("application/json", "{\"a\":\"" + "x".repeat(30_000)).message());
    assertEquals(
        "a line of the stream is longer than 2000 bytes",
        failure("text/event-stream", "data: " + "x".repeat(3_000)).message());
    assertEquals(
        "an event of the stream is longer than 2000 bytes",
        failure("text/event-stream", ("data: " + "x".repeat(900) + "\n").repeat(3))
            .message());
    assertEquals(
        Reason.MALFORMED,
        failure("application/json", "{\"a\":".repeat(40) + "1" + "}".repeat(40)).reason());
    StringBuilder calls = new StringBuilder("{\"choices\":[{\"delta\":{\"tool_calls\":[");
    for (int index = 0; index < 5; index++) {
      calls
          .append(index > 0 ? "," : "")
          .append("{\"index\":")
          .append(index * 1000)
          .append("}");
    }
    Reading.Answer cut = answer(events(calls + "]}}]}"));
    assertEquals("the answer asks for more than 4 tools", cut.cut().get().message());
    assertTrue(cut.toolCalls().size() <= 5);
  }

  @Test
  void reasoningIsNoPartOfTheAnswerButCounts() {
    Reading.Answer answer = answer(events(
        "{\"choices\":[{\"delta\":{\"reasoning_content\":\"hmm hmm.\"}}]}",
        Samples.HEL,
        Samples.STOP));
    assertEquals("hel", answer.text());
    assertEquals("hmm hmm.", answer.hiddenText());
  }
}
