package io.stackelberg.environment.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.chat.ChatEndpoint;
import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatMessage.Role;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.environment.chat.TokenEstimator;
import io.stackelberg.environment.chat.Usage;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.Money;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.SeedSplitter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ApiExecutorTest {
  private static final ActionSet ACTIONS =
      ActionSet.grid(List.of(0.5, 1.0), List.of(Verbosity.values()), List.of(0, 2));
  private static final Pricing CENT_PER_TOKEN =
      (model, usage) -> usage.tokens().total().isEmpty()
          ? Optional.empty()
          : Optional.of(Money.usd(new BigDecimal("0.01")
              .multiply(BigDecimal.valueOf(usage.tokens().total().getAsLong()))));
  private static final ChatTask.Document DOCUMENT =
      new ChatTask.Document("capitals", "The capital of France is Paris.");
  private static final TaskSet TASKS = new TaskSet(List.of(
      new ChatTask(
          "s1/0",
          "s1",
          "fact",
          List.of(
              new ChatMessage(Role.SYSTEM, "You work for a school."),
              new ChatMessage(Role.USER, "Good morning. ".repeat(4)),
              new ChatMessage(Role.ASSISTANT, "Hello!!!")),
          "What is the capital of France?",
          Optional.of("Paris"),
          Optional.empty(),
          List.of(),
          List.of(DOCUMENT)),
      ChatTask.of("s1/1", "s1", "fact", "And of Italy?", "Rome"),
      ChatTask.of("s1/2", "s1", "fact", "And of Spain?", "Madrid")));

  private final List<ChatRequest> sent = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final List<ApiTurn> seen = new ArrayList<>();
  private final MemoryLedger ledger = new MemoryLedger(OptionalLong.empty());

  private ApiExecutor executor(ChatEndpoint model) {
    return executor(model, ledger, ApiSettings.of("m", "run", "arm"));
  }

  private ApiExecutor executor(ChatEndpoint model, MemoryLedger account, ApiSettings settings) {
    ChatEndpoint recorded = (request, callId) -> {
      sent.add(request);
      ids.add(callId);
      return model.send(request, callId);
    };
    return new ApiExecutor(
        TASKS,
        ACTIONS,
        new MeteredEndpoint(
            recorded,
            account,
            CENT_PER_TOKEN,
            MeteredEndpoint.worstCase(TokenEstimator.QUARTER_OF_BYTES, CENT_PER_TOKEN)),
        List.of(new LookupTool()),
        List.of(new ExactMatchJudge(), new LengthJudge(100)),
        settings,
        seen::add);
  }

  private static Turn play(ApiExecutor executor, Context context, Commitment commitment) {
    return executor.execute(
        context, commitment, new SeedSplitter(5).generator(context.id(), commitment.label()));
  }

  private static ChatEndpoint always(String text) {
    return (request, callId) -> Replies.text(text);
  }

  private static Directive directive(double retention, Verbosity verbosity, int tools) {
    return Directive.of(new ResourceVector(retention, verbosity, tools));
  }

  @Test
  void directiveBecomesOneRequest() {
    ApiExecutor executor = executor(always("Answer: Paris\nbecause"));
    Turn turn = play(executor, executor.open("s1"), directive(0.5, Verbosity.CONCISE, 0));
    assertEquals(List.of("run/arm/s1/0/act-0"), ids);
    ChatRequest request = sent.get(0);
    assertEquals(400, request.maxTokens().getAsInt());
    assertEquals(List.of(), request.tools());
    String note = request.messages().get(0).text();
    assertTrue(note.contains("resource action: c0.5-concise-t0\n"), note);
    assertTrue(note.contains("Be concise") && note.contains("at most 400 tokens"), note);
    assertFalse(note.contains("quality target"), note);
    // 56 characters and 8: 14 + 2 tokens, of which half are 8: the short message fits, the long
    // does not.
    assertEquals(16, executor.open("s1").state().historyTokens());
    assertEquals(
        List.of("You work for a school.", "Hello!!!", "What is the capital of France?"),
        request.messages().stream().skip(1).map(ChatMessage::text).toList());
    assertEquals(
        new Outcome(
            OptionalDouble.of(1),
            new TokenCount(OptionalLong.of(100), OptionalLong.of(10), OptionalLong.empty()),
            Optional.of(Money.usd(new BigDecimal("1.10")))),
        turn.outcome());
    assertEquals(List.of(2, 1), List.of(seen.get(0).keptMessages(), seen.get(0).droppedMessages()));
    assertEquals(
        List.of("judge:exact-match/1", "judge:length-only/1 scale=100.0"),
        List.copyOf(seen.get(0).judgements().keySet()));
  }

  @Test
  void followerChoosesUnderAnAnnouncement() {
    ApiExecutor executor = executor((request, callId) ->
        Replies.text(callId.endsWith("/choose") ? "ACTION c1.0-verbose-t0" : "Answer: Rome"));
    Turn turn = play(executor, executor.open("s1"), new Announcement(0.7, 0.2));
    assertEquals(List.of("run/arm/s1/0/choose", "run/arm/s1/0/act-0"), ids);
    String asked = sent.get(0).messages().get(0).text();
    assertTrue(asked.contains("quality target: 0.7\ncost incentive: 0.2\n"), asked);
    ACTIONS.actions().forEach(action -> assertTrue(asked.contains("- " + action.id() + ": ")));
    assertEquals(2, sent.get(0).messages().size());
    assertEquals(64, sent.get(0).maxTokens().getAsInt());
    assertEquals("c1.0-verbose-t0", turn.action().id());
    assertTrue(sent.get(1).messages().get(0).text().contains("quality target: 0.7"));
    assertEquals(3000, sent.get(1).maxTokens().getAsInt());
    assertEquals(OptionalDouble.of(0), turn.outcome().quality());
    // Both requests are the turn's.
    assertEquals(220, turn.outcome().tokens().total().getAsLong());
  }

  @Test
  void unavailableActionsAreNotOffered() {
    ApiExecutor executor = executor(always("ACTION c1.0-verbose-t0"));
    Context open = executor.open("s1");
    Context narrowed = new Context(
        open.id(),
        "s1",
        io.stackelberg.game.FeatureSchema.EMPTY,
        new double[0],
        List.of(),
        open.state(),
        java.util.Set.of("c1.0-verbose-t0"));
    TurnFailedException failure = assertThrows(
        TurnFailedException.class, () -> play(executor, narrowed, new Announcement(1, 0)));
    assertEquals(TurnFailedException.Kind.UNREADABLE_CHOICE, failure.kind());
    assertFalse(sent.get(0).messages().get(0).text().contains("c1.0-verbose-t0"));
  }

  @Test
  void unreadableChoiceTakesTheFallbackAndSaysSo() {
    ApiSettings settings = ApiSettings.of("m", "run", "arm")
        .withFallbackAction(new ResourceVector(1.0, Verbosity.NORMAL, 0));
    ApiExecutor executor = executor(always("I would rather not say"), ledger, settings);
    Turn turn = play(executor, executor.open("s1"), new Announcement(0.5, 0));
    assertEquals("c1.0-normal-t0", turn.action().id());
    assertTrue(seen.get(0).isFallbackAction());
  }

  @Test
  void choicesAreReadLeniently() {
    List<ResourceVector> menu = List.of(
        new ResourceVector(0.5, Verbosity.CONCISE, 1),
        new ResourceVector(0.5, Verbosity.CONCISE, 10));
    for (String said : List.of(
        "ACTION c0.5-concise-t10",
        "**Action:** `c0.5-concise-t10`.",
        "I take c0.5-concise-t10, as it is",
        "Rather than c0.5-concise-t1: ACTION C0.5-CONCISE-T10")) {
      assertEquals(Optional.of(menu.get(1)), TurnRequests.chosen(said, menu), said);
    }
    for (String said : List.of(
        "", "ACTION c1.0-verbose-t3", "c0.5-concise-t1 or c0.5-concise-t10", "the second")) {
      assertEquals(Optional.empty(), TurnRequests.chosen(said, menu), said);
    }
  }

  @Test
  void toolsRunWithinTheirBudget() {
    ApiExecutor executor = executor((request, callId) -> request.tools().isEmpty()
        ? Replies.text("Answer: Paris")
        : Replies.tool("lookup", "{\"query\":\"capital France\"}"));
    Turn turn = play(executor, executor.open("s1"), directive(1, Verbosity.NORMAL, 2));
    assertEquals(3, sent.size());
    assertEquals(List.of("lookup"), sent.get(1).tools());
    assertEquals(List.of(), sent.get(2).tools());
    String result =
        sent.get(1).messages().get(sent.get(1).messages().size() - 1).text();
    assertEquals("Tool result (lookup): capitals: The capital of France is Paris.", result);
    assertEquals(2, seen.get(0).toolCalls());
    assertEquals(330, turn.outcome().tokens().total().getAsLong());
  }

  @Test
  void toolCallsBeyondTheBudgetAndUnknownToolsAreToldSo() {
    ChatReply.ToolCall known = new ChatReply.ToolCall("1", "lookup", "{}");
    ChatReply.ToolCall unknown = new ChatReply.ToolCall("2", "rm", "{}");
    ApiExecutor executor = executor((request, callId) -> request.tools().isEmpty()
        ? Replies.text("Answer: Paris")
        : Replies.reply("", List.of(known, unknown, known), Usage.of(1, 1), true));
    play(executor, executor.open("s1"), directive(1, Verbosity.NORMAL, 2));
    List<String> texts = sent.get(1).messages().stream().map(ChatMessage::text).toList();
    assertEquals(
        List.of(
            "Tool result (lookup): no document fits.",
            "Tool result (rm): there is no such tool.",
            "Tool result (none): 1 calls were not run: the budget of tool calls is used up."),
        texts.subList(texts.size() - 3, texts.size()));
    assertEquals(2, sent.size());
  }

  @Test
  void wholeSessionResumesWithoutSendingAnything() {
    ChatEndpoint model = (request, callId) ->
        Replies.text(callId.endsWith("choose") ? "ACTION c1.0-concise-t0" : "Answer: " + callId);
    List<Turn> first = session(executor(model));
    assertEquals(6, sent.size());
    // The third request for an answer holds the two exchanges before it.
    List<String> third = sent.get(5).messages().stream().map(ChatMessage::text).toList();
    assertTrue(third.contains("Answer: run/arm/s1/0/act-0"), third.toString());
    assertTrue(third.contains("Answer: run/arm/s1/1/act-0"), third.toString());
    assertEquals("And of Spain?", third.get(third.size() - 1));
    sent.clear();
    List<Turn> again = session(executor((request, callId) -> {
      throw new AssertionError("sent again: " + callId);
    }));
    assertEquals(List.of(), sent);
    for (int turn = 0; turn < 3; turn++) {
      assertEquals(first.get(turn).action(), again.get(turn).action());
      assertEquals(first.get(turn).outcome(), again.get(turn).outcome());
      assertEquals(first.get(turn).context().state(), again.get(turn).context().state());
    }
    assertTrue(seen.get(5).calls().get(0).isFromLedger());
    assertEquals(List.of(), ledger.released);
  }

  private static List<Turn> session(ApiExecutor executor) {
    List<Turn> turns = new ArrayList<>();
    Optional<Context> context = Optional.of(executor.open("s1"));
    while (context.isPresent()) {
      turns.add(play(executor, context.get(), new Announcement(0.7, 0.1)));
      context = executor.next(turns.get(turns.size() - 1));
    }
    return turns;
  }

  @Test
  void failedTurnIsReleasedAndContinuesWhereItEnded() {
    int[] failures = {1};
    ChatEndpoint model = (request, callId) -> {
      if (callId.endsWith("act-0") && failures[0]-- > 0) {
        throw new EndpointException(EndpointException.Reason.IDLE_TIMEOUT, "silent for 30 s", 4);
      }
      return Replies.text(callId.endsWith("choose") ? "ACTION c1.0-concise-t0" : "Answer: Paris");
    };
    ApiExecutor executor = executor(model);
    Context context = executor.open("s1");
    TurnFailedException failure = assertThrows(
        TurnFailedException.class, () -> play(executor, context, new Announcement(0.7, 0)));
    assertTrue(failure.isResumable());
    assertEquals(Optional.of(EndpointException.Reason.IDLE_TIMEOUT), failure.endpointReason());
    assertEquals(List.of("run/arm/s1/0/act-0 IDLE_TIMEOUT"), ledger.released);
    assertEquals(
        OptionalDouble.of(1),
        play(executor, context, new Announcement(0.7, 0)).outcome().quality());
    assertEquals(List.of("run/arm/s1/0/choose", "run/arm/s1/0/act-0", "run/arm/s1/0/act-0"), ids);
  }

  @Test
  void brokenEndpointLeavesNoReservation() {
    ApiExecutor executor = executor((request, callId) -> {
      throw new IllegalStateException("broken");
    });
    Context context = executor.open("s1");
    assertThrows(
        IllegalStateException.class,
        () -> play(executor, context, directive(1, Verbosity.NORMAL, 0)));
    assertTrue(ledger.isIdle());
  }

  @Test
  void reachedCapIsAFailedTurnThatNamesIt() {
    ApiExecutor executor = executor(
        always("x"), new MemoryLedger(OptionalLong.of(500)), ApiSettings.of("m", "run", "arm"));
    Context context = executor.open("s1");
    TurnFailedException failure = assertThrows(
        TurnFailedException.class,
        () -> play(executor, context, directive(1, Verbosity.NORMAL, 0)));
    assertEquals(TurnFailedException.Kind.BUDGET, failure.kind());
    assertTrue(failure.getMessage().contains("tokens of the run has 500 tokens left"));
    assertEquals(List.of(), sent);
  }

  @Test
  void worstCaseIsInputAndLimit() {
    ApiExecutor executor = executor(always("Answer: Paris"));
    play(executor, executor.open("s1"), directive(1, Verbosity.CONCISE, 0));
    long input = sent.get(0).messages().stream()
        .mapToLong(message -> TokenEstimator.QUARTER_OF_BYTES.tokens(message.text()))
        .sum();
    var upper = ledger.reserved.get("run/arm/s1/0/act-0");
    assertEquals(OptionalLong.of(input + 400), upper.tokens());
    assertEquals(
        0, upper.money().orElseThrow().amount().compareTo(BigDecimal.valueOf(input + 400, 2)));
  }

  /** A model that always says the most: every limit used up, every tool called. */
  @Test
  void planBoundsTheWorstThatCanHappen() {
    int[] used = {0};
    ApiExecutor executor = executor((request, callId) -> {
      int limit = request.maxTokens().getAsInt();
      long input = request.messages().stream()
          .mapToLong(message -> TokenEstimator.QUARTER_OF_BYTES.tokens(message.text()))
          .sum();
      used[0] += (int) input + limit;
      List<ChatReply.ToolCall> tools = request.tools().isEmpty()
          ? List.of()
          : List.of(new ChatReply.ToolCall("1", "lookup", "capital of France"));
      String head = callId.endsWith("choose") ? "ACTION c1.0-verbose-t2 " : "Answer: ";
      return Replies.reply(
          head + "y".repeat(4 * limit - head.length()), tools, Usage.of(input, limit), true);
    });
    CallPlan plan = executor.plan();
    assertEquals(List.of(), sent);
    assertEquals(3, plan.turns());
    // A choice and three rounds a turn.
    assertEquals(12, plan.calls());
    session(executor);
    assertEquals(12, sent.size());
    long upper = plan.upper().tokens().getAsLong();
    assertTrue(used[0] <= upper && upper < 1.5 * used[0], used[0] + " and " + upper);
    assertEquals(
        0, plan.upper().money().orElseThrow().amount().compareTo(BigDecimal.valueOf(upper, 2)));
  }

  @Test
  void longToolResultsAreCutAndSaySo() {
    ChatTask task = new ChatTask(
        "t",
        "s",
        "fact",
        List.of(),
        "p",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(new ChatTask.Document("book", "word ".repeat(1000))));
    List<ChatMessage> messages = new ArrayList<>();
    new TurnRequests(
            ApiSettings.of("m", "r", "a"),
            List.of(new LookupTool()),
            task,
            Context.named("t"),
            0,
            1)
        .addToolRound(messages, Replies.tool("lookup", "word"), 1);
    assertTrue(messages.get(1).text().endsWith(" [cut: 1006 characters more]"));
  }

  @Test
  void estimatedAndUnknownTokensStayApart() {
    Usage estimated = new Usage(
        OptionalLong.of(50),
        OptionalLong.of(5),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        true);
    ChatEndpoint model =
        (request, callId) -> Replies.reply("Answer: Paris", List.of(), estimated, true);
    ApiSettings settings = ApiSettings.of("m", "run", "arm");
    ApiExecutor executor = executor(model, ledger, settings);
    Commitment commitment = directive(1, Verbosity.CONCISE, 0);
    Outcome outcome = play(executor, executor.open("s1"), commitment).outcome();
    assertEquals(TokenCount.UNKNOWN, outcome.tokens());
    assertEquals(Optional.empty(), outcome.money());
    assertTrue(seen.get(0).isEstimated());
    ApiExecutor allowing = executor(model, ledger, settings.withEstimatesAllowed());
    assertEquals(
        OptionalLong.of(55),
        play(allowing, allowing.open("s1"), commitment).outcome().tokens().total());
    ApiExecutor silent = executor(
        (request, callId) -> Replies.reply("Answer: Paris", List.of(), Usage.UNKNOWN, true),
        ledger,
        settings.withArm("silent"));
    Outcome unknown = play(silent, silent.open("s1"), commitment).outcome();
    assertEquals(TokenCount.UNKNOWN, unknown.tokens());
    assertEquals(Optional.empty(), unknown.money());
  }

  @Test
  void cutAnswerHasNoQuality() {
    ApiExecutor executor = executor(
        (request, callId) -> Replies.reply("Answer: Par", List.of(), Usage.of(1, 1), false));
    assertEquals(
        OptionalDouble.empty(),
        play(executor, executor.open("s1"), directive(1, Verbosity.CONCISE, 0))
            .outcome()
            .quality());
  }

  @Test
  void armPlaysATurnOnceAndBranchesPlayItAgain() {
    ApiExecutor executor = executor(always("Answer: Paris"));
    Context open = executor.open("s1");
    Turn turn = play(executor, open, directive(1, Verbosity.CONCISE, 0));
    Context second = executor.next(turn).orElseThrow();
    IllegalStateException other = assertThrows(
        IllegalStateException.class, () -> play(executor, open, directive(1, Verbosity.NORMAL, 0)));
    assertTrue(other.getMessage().contains("use another arm"), other.getMessage());
    assertThrows(
        IllegalStateException.class,
        () -> play(executor.withArm("other"), second, directive(1, Verbosity.NORMAL, 0)));
    play(executor.branch("trial-1"), second, directive(1, Verbosity.NORMAL, 0));
    assertEquals("run/trial-1/s1/1/act-0", ids.get(ids.size() - 1));
    assertTrue(sent.get(sent.size() - 1).messages().stream()
        .anyMatch(message -> message.text().equals("Answer: Paris")));
  }

  @Test
  void meanQualityIsUnknownFromTheFirstUnknownTurnOn() {
    int[] turn = {0};
    ApiExecutor executor = executor((request, callId) ->
        Replies.reply("Answer: Paris", List.of(), Usage.of(1, 1), turn[0]++ != 1));
    Turn first = play(executor, executor.open("s1"), directive(1, Verbosity.CONCISE, 0));
    Context second = executor.next(first).orElseThrow();
    assertEquals(OptionalDouble.of(1), second.state().meanQuality());
    assertEquals(OptionalDouble.of(1), second.numeric(4));
    Context third = executor
        .next(play(executor, second, directive(1, Verbosity.CONCISE, 0)))
        .orElseThrow();
    assertEquals(OptionalDouble.empty(), third.state().meanQuality());
    assertEquals(OptionalDouble.empty(), third.numeric(4));
    assertEquals(
        Optional.empty(), executor.next(play(executor, third, directive(1, Verbosity.CONCISE, 0))));
  }

  @Test
  void historyWindowKeepsTheNewest() {
    List<ChatMessage> history = List.of(
        new ChatMessage(Role.SYSTEM, "rules"),
        new ChatMessage(Role.USER, "1234"),
        new ChatMessage(Role.ASSISTANT, "12345678"),
        new ChatMessage(Role.USER, "1234"));
    assertEquals(
        List.of(4, 3, 2, 1),
        List.of(
            HistoryWindow.of(history, 4, TokenEstimator.QUARTER_OF_BYTES).kept().size(),
            HistoryWindow.of(history, 3, TokenEstimator.QUARTER_OF_BYTES).kept().size(),
            HistoryWindow.of(history, 2, TokenEstimator.QUARTER_OF_BYTES).kept().size(),
            HistoryWindow.of(history, 0, TokenEstimator.QUARTER_OF_BYTES).kept().size()));
  }
}
