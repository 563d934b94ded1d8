package io.stackelberg.environment.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.environment.chat.TokenEstimator;
import io.stackelberg.environment.fake.FakeServer;
import io.stackelberg.environment.http.EndpointOptions;
import io.stackelberg.environment.http.HttpEndpoint;
import io.stackelberg.environment.http.ModelWatch;
import io.stackelberg.environment.ledger.Caps;
import io.stackelberg.environment.ledger.JournalLedger;
import io.stackelberg.environment.ledger.Ledger;
import io.stackelberg.environment.ledger.LedgerOptions;
import io.stackelberg.environment.ledger.Verification;
import io.stackelberg.environment.price.PriceOverrides;
import io.stackelberg.environment.price.PriceTable;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.Money;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.SeedSplitter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped templates and the local server's model understand each other. */
@Tag("slow")
class ApiExecutorOnFakeServerTest {
  private static final ActionSet ACTIONS =
      ActionSet.grid(List.of(0.5, 1.0), List.of(Verbosity.values()), List.of(0, 2));

  @TempDir
  Path folder;

  private final List<ApiTurn> seen = new ArrayList<>();

  private static HttpEndpoint over(FakeServer server) {
    return new HttpEndpoint(
        EndpointOptions.of(server.baseUrl(), Optional.empty()), name -> "", new ModelWatch());
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

  private ApiExecutor executor(FakeServer server, Ledger ledger, String arm) {
    Pricing prices =
        Pricing.of(PriceTable.empty().with(PriceOverrides.argument("simulated=0.5/M,2/M")));
    MeteredEndpoint endpoint = new MeteredEndpoint(
        over(server),
        ledger,
        prices,
        MeteredEndpoint.worstCase(TokenEstimator.QUARTER_OF_BYTES, prices));
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

  private JournalLedger ledger(Caps caps) {
    return JournalLedger.open(folder.resolve("ledger.jsonl"), LedgerOptions.DEFAULT.withRun(caps));
  }

  /** A strong incentive must lower the mean of the tokens, here by a factor that noise does not bridge. */
  @Test
  void followerOverHttpAnswersTheIncentive() throws Exception {
    try (FakeServer server =
            FakeServer.start(FakeServer.Options.of(SimulationProfile.named("paper-like"), 3)
                .withAnswers(tasks().answers()));
        JournalLedger ledger =
            ledger(Caps.NONE.withMoney(new Money(new BigDecimal("100"), "USD")))) {
      List<Turn> free = play(executor(server, ledger, "free"), new Announcement(0.9, 0));
      List<Turn> dear = play(executor(server, ledger, "dear"), new Announcement(0.5, 20));
      assertTrue(tokens(dear) < 0.8 * tokens(free), tokens(dear) + " and " + tokens(free));
      assertTrue(free.stream().allMatch(turn -> turn.outcome().quality().isPresent()));
      assertTrue(seen.stream().noneMatch(ApiTurn::isFallbackAction));
      for (ApiTurn turn : seen) {
        int toolBudget = ((ResourceVector) turn.turn().action()).toolBudget();
        assertEquals(toolBudget, turn.toolCalls());
        assertEquals(toolBudget + 1, turn.calls().size());
        turn.judgements().values().forEach(judged -> assertTrue(judged.quality().isPresent()));
      }
      assertTrue(seen.stream()
          .anyMatch(
              turn -> turn.judgements().get("judge:exact-match/1").quality().getAsDouble() == 1));
      assertEquals(Map.of(), server.journal().repeatedKeys());
    }
    Verification verified = JournalLedger.verify(folder.resolve("ledger.jsonl"));
    assertTrue(verified.isSound());
    assertEquals(0, verified.totals().openCalls());
    assertEquals(0, verified.totals().releasedCalls());
    assertEquals(0, verified.totals().callsOfUnknownMoney());
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
            FakeServer.start(FakeServer.Options.of(SimulationProfile.named("paper-like"), 3));
        JournalLedger ledger = ledger(Caps.NONE)) {
      ApiExecutor executor = executor(server, ledger, "directed");
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

  /** A run refused by its cap goes on under a larger one: what was paid is not asked for again. */
  @Test
  void aCapStopsARunThatALargerOneContinues() throws Exception {
    try (FakeServer server =
        FakeServer.start(FakeServer.Options.of(SimulationProfile.named("paper-like"), 3))) {
      try (JournalLedger ledger = ledger(Caps.NONE.withCalls(25))) {
        TurnFailedException stopped = assertThrows(
            TurnFailedException.class,
            () -> play(executor(server, ledger, "arm"), new Announcement(0.9, 0)));
        assertEquals(TurnFailedException.Kind.BUDGET, stopped.kind());
      }
      assertEquals(25, server.journal().entries().size());
      seen.clear();
      try (JournalLedger ledger = ledger(Caps.NONE)) {
        assertEquals(
            40, play(executor(server, ledger, "arm"), new Announcement(0.9, 0)).size());
      }
      assertEquals(Map.of(), server.journal().repeatedKeys());
      assertTrue(seen.get(0).calls().get(0).isFromLedger());
      assertFalse(seen.get(39).calls().get(0).isFromLedger());
    }
  }
}
