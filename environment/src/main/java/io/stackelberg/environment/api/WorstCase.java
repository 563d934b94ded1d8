package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatMessage.Role;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.ledger.Charge;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.Money;
import io.stackelberg.game.ResourceVector;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;

/** Adds up what turns may cost at most: longest answers, whole histories, every tool call. */
final class WorstCase {
  /** Room for the names around what a tool said, and for the note on calls that were not run. */
  private static final int ROUND_MARGIN = 64;

  private static final int MAX_DOUBLINGS = 24;

  private final ApiSettings settings;
  private final Function<ChatRequest, Charge> upper;
  private final List<Charge> charges = new ArrayList<>();
  private long calls;

  WorstCase(ApiSettings settings, Function<ChatRequest, Charge> upper) {
    this.settings = settings;
    this.upper = upper;
  }

  CallPlan plan(int turns) {
    return new CallPlan(turns, calls, sum(charges));
  }

  /** Adds a turn under an announcement, whose choice may be any of the actions. */
  void addTurn(
      TurnRequests requests,
      ChatTask task,
      Context context,
      List<ResourceVector> menu,
      List<Tool> tools,
      List<Judge> judges) {
    add(List.of(requests.choice(new Announcement(1, 0), menu)));
    ChatMessage history = new ChatMessage(Role.ASSISTANT, filler(context.state().historyTokens()));
    List<Charge> byAction = new ArrayList<>();
    int most = 0;
    for (ResourceVector action : menu) {
      List<ChatRequest> rounds =
          rounds(requests, action, history, tools.isEmpty() ? 0 : action.toolBudget());
      byAction.add(sum(rounds.stream().map(upper).toList()));
      most = Math.max(most, rounds.size());
    }
    // The action of most tokens need not be the dearest: each is bounded by itself.
    charges.add(byAction.stream().reduce(WorstCase::larger).orElseThrow());
    calls += most;
    String answer = filler(settings.verboseTokens());
    for (Judge judge : judges) {
      add(judge.requests(task, answer));
    }
  }

  private List<ChatRequest> rounds(
      TurnRequests requests, ResourceVector action, ChatMessage history, int toolBudget) {
    List<ChatMessage> messages = new ArrayList<>(requests.opening(
        new Announcement(1, 0), action, new HistoryWindow(List.of(history), 0, 0)));
    ChatMessage said = new ChatMessage(
        Role.ASSISTANT, filler(settings.maxTokens(action.verbosity()) + ROUND_MARGIN));
    ChatMessage told = new ChatMessage(
        Role.USER, "x".repeat(TurnRequests.MAX_RESULT_CHARACTERS + 4 * ROUND_MARGIN));
    List<ChatRequest> rounds = new ArrayList<>();
    for (int round = 0; round <= toolBudget; round++) {
      rounds.add(requests.round(messages, action, round < toolBudget));
      messages.add(said);
      messages.add(told);
    }
    return rounds;
  }

  private void add(List<ChatRequest> requests) {
    requests.forEach(request -> charges.add(upper.apply(request)));
    calls += requests.size();
  }

  private static Charge sum(List<Charge> charges) {
    return charges.stream()
        .reduce((one, other) -> combined(one, other, Long::sum, BigDecimal::add))
        .orElseThrow();
  }

  private static Charge larger(Charge one, Charge other) {
    return combined(one, other, Math::max, BigDecimal::max);
  }

  private static Charge combined(
      Charge one, Charge other, LongBinaryOperator tokens, BinaryOperator<BigDecimal> amount) {
    boolean isPriced = one.money().isPresent()
        && other.money().isPresent()
        && one.money().get().currency().equals(other.money().get().currency());
    return new Charge(
        isPriced
            ? Optional.of(new Money(
                amount.apply(one.money().get().amount(), other.money().get().amount()),
                one.money().get().currency()))
            : Optional.empty(),
        one.tokens().isPresent() && other.tokens().isPresent()
            ? OptionalLong.of(
                tokens.applyAsLong(one.tokens().getAsLong(), other.tokens().getAsLong()))
            : OptionalLong.empty());
  }

  /** A text of at least this many estimated tokens. */
  private String filler(long wanted) {
    int length = Math.toIntExact(4 * wanted);
    for (int doubling = 0; doubling < MAX_DOUBLINGS; doubling++) {
      String text = "x".repeat(length);
      if (settings.estimator().tokens(text) >= wanted) {
        return text;
      }
      length = Math.multiplyExact(2, length);
    }
    throw new IllegalStateException(
        "estimate of a long text's tokens is below " + wanted + ", expected it to grow.");
  }
}
