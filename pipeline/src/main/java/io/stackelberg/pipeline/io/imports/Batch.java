package io.stackelberg.pipeline.io.imports;

import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What one record yields; taken as a whole, or not at all where the record is refused. */
final class Batch {
  /** Whose model call it was. */
  enum Side {
    AGENT,
    JUDGE,
    SIMULATED_USER
  }

  /** A model call and its tokens. */
  record Call(Side side, Usage usage) {}

  private final Predicate<String> isKnown;
  final List<ImportedTurn> turns = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  final List<Usage> sessionTotals = new ArrayList<>();
  final Map<String, Long> tallies = new TreeMap<>();
  final Map<String, BigDecimal> stated = new TreeMap<>();
  final List<Outcomes.Found> outcomes = new ArrayList<>();
  final Set<String> keys = new LinkedHashSet<>();
  final Set<String> notices = new LinkedHashSet<>();
  final List<String> refusals = new ArrayList<>();
  long callsWithoutUsage;
  Optional<BigDecimal> cost = Optional.empty();

  Batch(Predicate<String> isKnown) {
    this.isKnown = isKnown;
  }

  /** A turn of the agent that is one model call. */
  void turnAndCall(ImportedTurn turn) {
    turns.add(turn);
    calls.add(new Call(Side.AGENT, turn.usage()));
  }

  /** A turn; its calls are told apart. */
  void turn(ImportedTurn turn) {
    turns.add(turn);
  }

  void call(Side side, Usage usage) {
    calls.add(new Call(side, usage));
  }

  /** Model calls of the agent that the file counts without telling their tokens. */
  void callsWithoutUsage(long count) {
    callsWithoutUsage += count;
  }

  /** Refuses a part of the record and keeps the rest. */
  void refuse(String reason) {
    refusals.add(reason);
  }

  /** Tokens that the file states for a session as a whole. */
  void sessionTotal(Usage usage) {
    sessionTotals.add(usage);
  }

  /** A cost of the agent in US dollars. */
  void cost(Optional<BigDecimal> amount) {
    amount.ifPresent(value -> cost = Optional.of(cost.orElse(BigDecimal.ZERO).add(value)));
  }

  /** Counts what has no column of its own, under one of a format's few names. */
  void tally(String name, long count) {
    tallies.merge(name, count, Long::sum);
  }

  /** Sums what the file states and no column holds. */
  void stated(String name, Optional<BigDecimal> amount) {
    amount.ifPresent(value -> stated.merge(name, value, BigDecimal::add));
  }

  void notice(String text) {
    notices.add(text);
  }

  void outcome(Outcomes.Found found) {
    outcomes.add(found);
  }

  /**
   * Makes sure that something is there once only.
   *
   * @throws IllegalArgumentException if it was there before
   */
  void requireNew(String name, String id) {
    String key = name + " " + id;
    if (isKnown.test(key) || !keys.add(key)) {
      String shown = id.length() > 60 ? id.substring(0, 60) + "..." : id;
      throw Require.unexpected(name, shown + " again", "each once");
    }
  }
}
