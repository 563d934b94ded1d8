package io.stackelberg.environment.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.environment.chat.ChatEndpoint;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.Usage;
import io.stackelberg.environment.fake.FakeServer;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.SeedSplitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped templates and the local server's model understand each other. */
@Tag("slow")
class ApiExecutorOnFakeServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ActionSet ACTIONS =
      ActionSet.grid(List.of(0.5, 1.0), List.of(Verbosity.values()), List.of(0, 2));

  private final List<ApiTurn> seen = new ArrayList<>();

  private static ChatEndpoint over(FakeServer server) {
    HttpClient client = HttpClient.newHttpClient();
    return (request, callId) -> {
      ObjectNode body = JSON.createObjectNode().put("model", request.model());
      body.put("max_tokens", request.maxTokens().orElseThrow());
      body.put("seed", request.seed().orElseThrow());
      ArrayNode messages = body.putArray("messages");
      request
          .messages()
          .forEach(message ->
              messages.addObject().put("role", message.role().id()).put("content", message.text()));
      for (String tool : request.tools()) {
        body.withArray("tools")
            .addObject()
            .put("type", "function")
            .putObject("function")
            .put("name", tool);
      }
      try {
        JsonNode answer = JSON.readTree(client
            .send(
                HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
                    .header("Idempotency-Key", callId)
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                    .build(),
                BodyHandlers.ofString())
            .body());
        List<ChatReply.ToolCall> tools = new ArrayList<>();
        for (JsonNode call : answer.at("/choices/0/message/tool_calls")) {
          tools.add(new ChatReply.ToolCall(
              call.get("id").asText(),
              call.at("/function/name").asText(),
              call.at("/function/arguments").asText()));
        }
        return new ChatReply(
            answer.at("/choices/0/message/content").asText(""),
            tools,
            Optional.of(answer.at("/choices/0/finish_reason").asText()),
            Usage.of(
                answer.at("/usage/prompt_tokens").asLong(),
                answer.at("/usage/completion_tokens").asLong()),
            Optional.of(answer.get("model").asText()),
            Optional.of(answer.get("system_fingerprint").asText()),
            1,
            true);
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    };
  }

  private static TaskSet tasks() {
    List<ChatTask> tasks = new ArrayList<>();
    for (int session = 0; session < 10; session++) {
      for (int turn = 0; turn < 4; turn++) {
        String id = "s" + session + "/" + turn;
        tasks.add(ChatTask.of(
            id,
            "s" + session,
            turn % 2 == 0 ? "code" : "analysis",
            "Please do " + id,
            "result " + id));
      }
    }
    return new TaskSet(tasks);
  }

  private ApiExecutor executor(FakeServer server, String arm) {
    MeteredEndpoint endpoint = new MeteredEndpoint(
        over(server),
        new MemoryLedger(OptionalLong.empty()),
        Pricing.UNKNOWN,
        MeteredEndpoint.worstCase(TokenEstimator.FOUR_CHARACTERS, Pricing.UNKNOWN));
    return new ApiExecutor(
        tasks(),
        ACTIONS,
        endpoint,
        List.of(new LookupTool()),
        List.of(
            PatternJudge.simulated(),
            new ExactMatchJudge(),
            new ModelJudge(endpoint, "simulated", "Correctness.", Templates.defaults())),
        ApiSettings.of("simulated", "run", arm),
        seen::add);
  }

  private static List<Turn> play(ApiExecutor executor, Announcement announced) {
    List<Turn> turns = new ArrayList<>();
    for (String session : executor.sessions()) {
      Optional<Context> context = Optional.of(executor.open(session));
      while (context.isPresent()) {
        Turn turn = executor.execute(
            context.get(),
            announced,
            new SeedSplitter(1).generator(context.get().id()));
        turns.add(turn);
        context = executor.next(turn);
      }
    }
    return turns;
  }

  /** A strong incentive must lower the mean of the tokens, here by a factor that noise does not bridge. */
  @Test
  void followerOverHttpAnswersTheIncentive() throws Exception {
    try (FakeServer server =
        FakeServer.start(FakeServer.Options.of(SimulationProfile.named("paper-like"), 3)
            .withAnswers(tasks().answers()))) {
      List<Turn> free = play(executor(server, "free"), new Announcement(0.9, 0));
      List<Turn> dear = play(executor(server, "dear"), new Announcement(0.5, 20));
      assertTrue(tokens(dear) < 0.8 * tokens(free), tokens(dear) + " and " + tokens(free));
      assertTrue(free.stream().allMatch(turn -> turn.outcome().quality().isPresent()));
      assertTrue(seen.stream().noneMatch(ApiTurn::isFallbackAction));
      for (ApiTurn turn : seen) {
        int toolBudget = ((io.stackelberg.game.ResourceVector) turn.turn().action()).toolBudget();
        assertEquals(toolBudget, turn.toolCalls());
        assertEquals(toolBudget + 1, turn.calls().size());
        turn.judgements().values().forEach(judged -> assertTrue(judged.quality().isPresent()));
      }
      assertTrue(seen.stream()
          .anyMatch(
              turn -> turn.judgements().get("judge:exact-match/1").quality().getAsDouble() == 1));
      assertEquals(Map.of(), server.journal().repeatedKeys());
    }
  }

  private static double tokens(List<Turn> turns) {
    return turns.stream()
        .mapToLong(turn -> turn.outcome().tokens().total().getAsLong())
        .average()
        .orElseThrow();
  }

  @Test
  void directedTurnsCostWhatTheLawSays() throws Exception {
    try (FakeServer server =
        FakeServer.start(FakeServer.Options.of(SimulationProfile.named("paper-like"), 3))) {
      ApiExecutor executor = executor(server, "directed");
      Turn turn = executor.execute(
          executor.open("s0"), new Directive("c1.0-normal-t2"), new SeedSplitter(1).generator("x"));
      ApiTurn played = seen.get(0);
      // Each use of a tool by a task of kind code is billed at its tool_tokens, 200.
      assertEquals(200L, played.calls().get(0).reply().usage().tokens().total().getAsLong());
      assertEquals(
          played.calls().stream()
              .mapToLong(call -> call.reply().usage().tokens().total().getAsLong())
              .sum(),
          turn.outcome().tokens().total().getAsLong());
      assertEquals(3, played.calls().size());
      assertEquals("[simulated fp_simulated]", played.answeredBy().toString());
    }
  }
}
