package io.stackelberg.environment.ledger;

import io.stackelberg.game.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The state that a journal's records add up to; the same for a running ledger and for an audit. */
final class Account {
  /** An open call; {@code isOrphan} says that it was reserved by an earlier process and nobody has asked since. */
  record Open(Grant.Reservation reservation, OptionalLong calls, boolean isOrphan) {
    Amount amount() {
      return Amount.of(reservation.upper(), calls.orElse(0));
    }
  }

  private final Scope run = new Scope("the run", 0);
  private final Map<String, Scope> sessions = new LinkedHashMap<>();
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final Map<String, Grant.Settlement> settled = new LinkedHashMap<>();
  private String currency = "USD";

  /**
   * Books a record.
   *
   * @param millis when, on the ledger's own clock
   * @throws IllegalStateException if it cannot follow the records before it
   */
  void apply(JournalRecord record, long millis) {
    if (record instanceof JournalRecord.Opened opened) {
      currency = opened.currency();
      open.replaceAll((id, call) -> new Open(call.reservation(), call.calls(), true));
    } else if (record instanceof JournalRecord.Reserved reserved) {
      reserve(reserved, millis);
    } else if (record instanceof JournalRecord.Settled done) {
      Open call = remove(done.callId(), done.session());
      for (Scope scope : scopes(done.session(), millis)) {
        scope.settle(
            call.reservation().upper(), call.calls().orElse(0), done.actual(), done.calls());
      }
      settled.put(
          done.callId(),
          new Grant.Settlement(done.callId(), done.session(), done.actual(), done.result()));
    } else if (record instanceof JournalRecord.Released released) {
      Open call = remove(released.callId(), released.session());
      scopes(released.session(), millis).forEach(scope -> scope.release(call.amount()));
    }
  }

  private void reserve(JournalRecord.Reserved reserved, long millis) {
    if (settled.containsKey(reserved.callId())) {
      throw new IllegalStateException("call \"" + reserved.callId() + "\" was settled before");
    }
    Open before = open.get(reserved.callId());
    if (before != null) {
      if (!before.isOrphan()) {
        throw new IllegalStateException("call \"" + reserved.callId() + "\" is reserved already");
      }
      Open replaced = remove(reserved.callId(), reserved.session());
      scopes(reserved.session(), millis).forEach(scope -> scope.giveBack(replaced.amount()));
    }
    Open call = new Open(
        new Grant.Reservation(reserved.callId(), reserved.session(), reserved.upper()),
        reserved.calls(),
        false);
    open.put(reserved.callId(), call);
    scopes(reserved.session(), millis).forEach(scope -> scope.reserve(call.amount()));
  }

  private Open remove(String callId, String session) {
    Open call = open.get(callId);
    if (call == null || !call.reservation().session().equals(session)) {
      throw new IllegalStateException("call \"" + callId + "\" is not reserved"
          + (call == null ? "" : " for session \"" + session + "\""));
    }
    return open.remove(callId);
  }

  private List<Scope> scopes(String session, long millis) {
    return List.of(
        run, sessions.computeIfAbsent(session, id -> new Scope("session " + id, millis)));
  }

  /** Why the amount cannot be set aside; what {@code replaced} holds counts as free. */
  Optional<Grant.Refusal> refusal(
      JournalRecord.Reserved wanted,
      Optional<Open> replaced,
      Caps runCaps,
      Caps caps,
      long millis) {
    List<Scope> concerned = List.of(
        run,
        sessions.getOrDefault(wanted.session(), new Scope("session " + wanted.session(), millis)));
    replaced.ifPresent(call -> concerned.forEach(scope -> scope.giveBack(call.amount())));
    List<Grant.Refusal> found = new ArrayList<>();
    concerned.get(0).refusals(runCaps, wanted.upper(), wanted.calls(), millis, found);
    concerned.get(1).refusals(caps, wanted.upper(), wanted.calls(), millis, found);
    replaced.ifPresent(call -> concerned.forEach(scope -> scope.reserve(call.amount())));
    return Scope.worst(found);
  }

  /** Marks an open call as asked for by nobody at present, or as taken over. */
  void markOrphan(String callId, boolean isOrphan) {
    open.computeIfPresent(
        callId, (id, call) -> new Open(call.reservation(), call.calls(), isOrphan));
  }

  Optional<Open> open(String callId) {
    return Optional.ofNullable(open.get(callId));
  }

  /** Whether a reservation is open that somebody of this process holds, and so will end. */
  boolean isAnyInUse() {
    return open.values().stream().anyMatch(call -> !call.isOrphan());
  }

  List<Grant.Reservation> orphans() {
    return open.values().stream().filter(Open::isOrphan).map(Open::reservation).toList();
  }

  Optional<Grant.Settlement> settled(String callId) {
    return Optional.ofNullable(settled.get(callId));
  }

  String currency() {
    return currency;
  }

  Totals totals() {
    return run.totals(currency);
  }

  Optional<Totals> totals(String session) {
    return Optional.ofNullable(sessions.get(session)).map(scope -> scope.totals(currency));
  }

  static String shown(Money money) {
    return money.amount().toPlainString() + " " + money.currency();
  }
}
