package io.stackelberg.environment.api;

import io.stackelberg.environment.ledger.Charge;
import io.stackelberg.environment.ledger.Grant;
import io.stackelberg.environment.ledger.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A ledger of one cap on tokens, in memory, for tests. */
final class MemoryLedger implements Ledger {
  final Map<String, Grant.Settlement> settled = new LinkedHashMap<>();
  final List<String> released = new ArrayList<>();
  final Map<String, Charge> reserved = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final OptionalLong cap;

  MemoryLedger(OptionalLong cap) {
    this.cap = cap;
  }

  @Override
  public synchronized Grant reserve(String callId, String session, Charge upper) {
    if (settled.containsKey(callId)) {
      return new Grant.Settled(settled.get(callId));
    }
    long spent = settled.values().stream()
        .mapToLong(settlement -> settlement.actual().tokens().orElse(0))
        .sum();
    if (cap.isPresent() && spent + upper.tokens().orElseThrow() > cap.getAsLong()) {
      return new Grant.Refusal(
          "tokens of the run",
          upper.tokens().getAsLong() + " tokens",
          cap.getAsLong() - spent + " tokens",
          false);
    }
    if (!open.add(callId)) {
      throw new IllegalStateException(callId + " is reserved already.");
    }
    reserved.put(callId, upper);
    return new Grant.Reservation(callId, session, upper);
  }

  @Override
  public Grant reserveWaiting(String callId, String session, Charge upper, Duration timeout) {
    return reserve(callId, session, upper);
  }

  @Override
  public synchronized Optional<Grant.Settlement> settled(String callId) {
    return Optional.ofNullable(settled.get(callId));
  }

  @Override
  public synchronized void settle(Grant.Reservation reservation, Charge actual, String result) {
    open.remove(reservation.callId());
    settled.put(
        reservation.callId(),
        new Grant.Settlement(reservation.callId(), reservation.session(), actual, result));
  }

  @Override
  public synchronized void release(Grant.Reservation reservation, String why) {
    open.remove(reservation.callId());
    released.add(reservation.callId() + " " + why);
  }

  synchronized boolean isIdle() {
    return open.isEmpty();
  }
}
