package io.stackelberg.environment.ledger;

import io.stackelberg.game.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Sums of the run or of one session, and what its caps leave. */
final class Scope {
  private final String name;
  private final long beganMillis;
  private Amount settled = Amount.ZERO;
  private Amount heldForUnknown = Amount.ZERO;
  private Amount open = Amount.ZERO;
  private long settledCalls;
  private long openCalls;
  private long releasedCalls;
  private long unknownMoney;
  private long unknownTokens;
  private long overshoots;
  private Amount overshot = Amount.ZERO;

  /**
   * Nothing spent.
   *
   * @param name as refusals say it, such as {@code run}
   * @param beganMillis on the ledger's own clock
   */
  Scope(String name, long beganMillis) {
    this.name = name;
    this.beganMillis = beganMillis;
  }

  void reserve(Amount upper) {
    open = open.plus(upper);
    openCalls++;
  }

  void giveBack(Amount upper) {
    open = open.minus(upper);
    openCalls--;
  }

  void release(Amount upper) {
    giveBack(upper);
    releasedCalls++;
  }

  void settle(Charge upper, long reservedCalls, Charge actual, long calls) {
    giveBack(Amount.of(upper, reservedCalls));
    settled = settled.plus(Amount.of(actual, calls));
    settledCalls++;
    boolean hasMoney = actual.money().isPresent();
    boolean hasTokens = actual.tokens().isPresent();
    unknownMoney += hasMoney ? 0 : 1;
    unknownTokens += hasTokens ? 0 : 1;
    Amount most = Amount.of(upper, 0);
    heldForUnknown = heldForUnknown.plus(
        new Amount(hasMoney ? BigDecimal.ZERO : most.money(), hasTokens ? 0 : most.tokens(), 0));
    Amount over = Amount.of(actual, 0).minus(most);
    BigDecimal money =
        upper.money().isPresent() ? over.money().max(BigDecimal.ZERO) : BigDecimal.ZERO;
    long tokens = upper.tokens().isPresent() ? Math.max(over.tokens(), 0) : 0;
    if (money.signum() > 0 || tokens > 0) {
      overshoots++;
      overshot = overshot.plus(new Amount(money, tokens, 0));
    }
  }

  /** Adds a refusal for every cap that leaves too little. */
  void refusals(
      Caps caps, Charge upper, OptionalLong calls, long nowMillis, List<Grant.Refusal> found) {
    Amount booked = settled.plus(heldForUnknown);
    caps.money().ifPresent(cap -> {
      BigDecimal free = cap.amount().subtract(booked.money());
      Optional<BigDecimal> wanted = upper.money().map(Money::amount);
      refuse("money", wanted, free, open.money(), " " + cap.currency(), found);
    });
    caps.tokens()
        .ifPresent(cap -> refuse(
            "tokens",
            boxed(upper.tokens()),
            BigDecimal.valueOf(cap).subtract(BigDecimal.valueOf(booked.tokens())),
            BigDecimal.valueOf(open.tokens()),
            " tokens",
            found));
    caps.calls()
        .ifPresent(cap -> refuse(
            "calls",
            boxed(calls),
            BigDecimal.valueOf(cap).subtract(BigDecimal.valueOf(booked.calls())),
            BigDecimal.valueOf(open.calls()),
            " calls",
            found));
    caps.wallTime().ifPresent(cap -> {
      long left = cap.toMillis() - (nowMillis - beganMillis);
      if (left <= 0) {
        found.add(new Grant.Refusal("wall time of " + name, "time for a call", "0 ms", false));
      }
    });
  }

  /** {@code free} is what is left when nothing is open. */
  private void refuse(
      String what,
      Optional<BigDecimal> wanted,
      BigDecimal free,
      BigDecimal open,
      String unit,
      List<Grant.Refusal> found) {
    BigDecimal left = free.subtract(open);
    if (wanted.isPresent() && wanted.get().compareTo(left) <= 0) {
      return;
    }
    boolean mayFreeUp = wanted.isPresent() && wanted.get().compareTo(free) <= 0;
    found.add(new Grant.Refusal(
        what + " of " + name,
        wanted.map(amount -> amount.toPlainString() + unit).orElse("an unknown amount"),
        left.max(BigDecimal.ZERO).toPlainString() + unit,
        mayFreeUp));
  }

  private static Optional<BigDecimal> boxed(OptionalLong count) {
    return count.isPresent()
        ? Optional.of(BigDecimal.valueOf(count.getAsLong()))
        : Optional.empty();
  }

  Totals totals(String currency) {
    Amount held = open.plus(heldForUnknown);
    return new Totals(
        settledCalls,
        openCalls,
        releasedCalls,
        new Money(settled.money(), currency),
        unknownMoney,
        settled.tokens(),
        unknownTokens,
        new Money(held.money(), currency),
        held.tokens(),
        overshoots,
        new Money(overshot.money(), currency),
        overshot.tokens());
  }

  /** The refusal to tell: one that waiting cannot lift, where there is one. */
  static Optional<Grant.Refusal> worst(List<Grant.Refusal> found) {
    List<Grant.Refusal> all = new ArrayList<>(found);
    return all.stream()
        .filter(refusal -> !refusal.mayFreeUp())
        .findFirst()
        .or(() -> all.stream().findFirst());
  }
}
