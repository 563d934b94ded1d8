package io.stackelberg.environment.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalLedgerTest {
  private static final Charge UNKNOWN = new Charge(Optional.empty(), OptionalLong.empty());

  @TempDir
  private Path folder;

  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("ledger.jsonl");
  }

  static Charge charge(String usd, long tokens) {
    return new Charge(Optional.of(Money.usd(new BigDecimal(usd))), OptionalLong.of(tokens));
  }

  static LedgerOptions capped(String usd) {
    return LedgerOptions.DEFAULT.withRun(Caps.NONE.withMoney(Money.usd(new BigDecimal(usd))));
  }

  static Grant.Reservation reserved(Grant grant) {
    return assertInstanceOf(Grant.Reservation.class, grant);
  }

  @Test
  void moneyIsReservedSettledAndReleasedExactly() {
    try (var ledger = JournalLedger.open(file, capped("0.30"))) {
      var first = reserved(ledger.reserve("c1", "s", charge("0.1", 100)));
      var second = reserved(ledger.reserve("c2", "s", charge("0.2", 200)));
      // 0.1 + 0.2 is 0.3 to the last digit: nothing is left, but both may give back.
      assertEquals(
          new Grant.Refusal("money of the run", "0.000001 USD", "0.00 USD", true),
          ledger.reserve("c3", "s", charge("0.000001", 1)));
      ledger.settle(first, charge("0.04", 40), "answer");
      ledger.release(second, "no connection");
      Totals totals = ledger.totals();
      assertEquals(new BigDecimal("0.04"), totals.settledMoney().amount());
      assertEquals(40, totals.settledTokens());
      assertEquals(
          List.of(1L, 0L, 1L),
          List.of(totals.settledCalls(), totals.openCalls(), totals.releasedCalls()));
      assertEquals(0, totals.heldMoney().amount().signum());
      // 0.26 is left; more than that will never fit.
      assertEquals(
          new Grant.Refusal("money of the run", "0.27 USD", "0.26 USD", false),
          ledger.reserve("c4", "s", charge("0.27", 1)));
      reserved(ledger.reserve("c5", "s", charge("0.26", 1)));
    }
    assertTrue(JournalLedger.verify(file).isSound());
  }

  @Test
  void aSettledCallIsGivenBackWithItsResult() {
    String result = "line\nquote \" nul \0 pair \uD83D\uDE00 lone \uD83D end";
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      ledger.settle(
          reserved(ledger.reserve("c", "s", charge("0.1", 1))), charge("0.05", 1), result);
    }
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      var settled =
          assertInstanceOf(Grant.Settled.class, ledger.reserve("c", "s", charge("0.1", 1)));
      assertEquals(result, settled.settlement().result());
      assertEquals(charge("0.05", 1), settled.settlement().actual());
      assertThrows(IllegalArgumentException.class, () -> ledger.reserve("c", "t", charge("1", 1)));
    }
  }

  @Test
  void wrongOrderIsRefused() {
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      var held = reserved(ledger.reserve("c", "s", charge("0.1", 1)));
      assertEquals(
          "call \"c\" is reserved, expected to be settled or released first.",
          assertThrows(
                  IllegalStateException.class, () -> ledger.reserve("c", "s", charge("0.1", 1)))
              .getMessage());
      var other = new Grant.Reservation("c", "s", charge("0.2", 1));
      assertThrows(IllegalStateException.class, () -> ledger.settle(other, UNKNOWN, ""));
      ledger.settle(held, charge("0.1", 1), "");
      assertThrows(IllegalStateException.class, () -> ledger.settle(held, charge("0.1", 1), ""));
      assertThrows(IllegalStateException.class, () -> ledger.release(held, ""));
      assertEquals(1, ledger.totals().settledCalls());
    }
  }

  @Test
  void aReleasedCallMayBeReservedAgain() {
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      ledger.release(reserved(ledger.reserve("c", "s", charge("1", 1))), "timeout");
      ledger.settle(reserved(ledger.reserve("c", "s", charge("1", 1))), charge("1", 1), "");
    }
    assertTrue(JournalLedger.verify(file).isSound());
  }

  @Test
  void anUnknownPriceIsRefusedUnderACapOnMoney() {
    Caps caps = Caps.NONE.withMoney(Money.usd(BigDecimal.ONE));
    var error = assertThrows(LedgerException.class, () -> caps.requirePriced("m", UNKNOWN));
    assertEquals(LedgerException.Reason.UNPRICED_MODEL, error.reason());
    assertEquals(
        "cost of model \"m\" is unknown, expected a price under a cap of 1 USD.\n"
            + "Maybe give one with --price m=IN,OUT, declare it free: true, or cap tokens instead of"
            + " money.",
        error.getMessage());
    Caps.NONE.requirePriced("m", UNKNOWN);
    caps.requirePriced("m", charge("0", 0));
    try (var ledger = JournalLedger.open(file, LedgerOptions.DEFAULT.withRun(caps))) {
      assertEquals(
          new Grant.Refusal("money of the run", "an unknown amount", "1 USD", false),
          ledger.reserve("c", "s", UNKNOWN));
    }
  }

  @Test
  void aCallOfUnknownCostKeepsItsReservationCounted() {
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      ledger.settle(reserved(ledger.reserve("c", "s", charge("0.6", 5))), UNKNOWN, "");
      assertEquals(1, ledger.totals().callsOfUnknownMoney());
      assertEquals(1, ledger.totals().callsOfUnknownTokens());
      assertEquals(0, ledger.totals().settledMoney().amount().signum());
      assertEquals(
          new Grant.Refusal("money of the run", "0.5 USD", "0.4 USD", false),
          ledger.reserve("d", "s", charge("0.5", 1)));
    }
  }

  @Test
  void moreThanReservedIsBookedAndReported() {
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      ledger.settle(reserved(ledger.reserve("c", "s", charge("0.9", 10))), charge("1.25", 17), "");
      Totals totals = ledger.totals();
      assertEquals(new BigDecimal("1.25"), totals.settledMoney().amount());
      assertEquals(1, totals.overshoots());
      assertEquals(new BigDecimal("0.35"), totals.overshotMoney().amount());
      assertEquals(7, totals.overshotTokens());
      assertEquals(
          new Grant.Refusal("money of the run", "0 USD", "0 USD", false),
          ledger.reserve("d", "s", charge("0", 0)));
    }
  }

  @Test
  void everyCapHolds() {
    var options = LedgerOptions.DEFAULT
        .withRun(Caps.NONE.withTokens(100).withCalls(3))
        .withPerSession(Caps.NONE.withTokens(60));
    try (var ledger = JournalLedger.open(file, options)) {
      reserved(ledger.reserve("a", "s", charge("1", 60)));
      assertEquals(
          new Grant.Refusal("tokens of session s", "1 tokens", "0 tokens", true),
          ledger.reserve("b", "s", charge("1", 1)));
      assertEquals(
          new Grant.Refusal("tokens of the run", "41 tokens", "40 tokens", true),
          ledger.reserve("b", "t", charge("1", 41)));
      reserved(ledger.reserve("b", "t", charge("1", 20)));
      reserved(ledger.reserve("c", "u", charge("1", 20)));
      assertEquals(
          new Grant.Refusal("calls of the run", "1 calls", "0 calls", true),
          ledger.reserve("d", "v", charge("1", 0)));
      assertEquals(20, ledger.totals("t").orElseThrow().heldTokens());
      assertEquals(Optional.empty(), ledger.totals("v"));
    }
  }

  @Test
  void wallTimeCountsWhileTheLedgerIsOpen() {
    var clock = new SetClock();
    var options = LedgerOptions.DEFAULT
        .withClock(clock)
        .withRun(Caps.NONE.withWallTime(Duration.ofSeconds(100)))
        .withPerSession(Caps.NONE.withWallTime(Duration.ofSeconds(50)));
    try (var ledger = JournalLedger.open(file, options)) {
      clock.seconds = 30;
      ledger.release(reserved(ledger.reserve("a", "s", charge("0", 1))), "");
    }
    clock.seconds = 100_000;
    try (var ledger = JournalLedger.open(file, options)) {
      clock.seconds += 49;
      ledger.release(reserved(ledger.reserve("b", "s", charge("0", 1))), "");
      clock.seconds += 1;
      assertEquals(
          new Grant.Refusal("wall time of session s", "time for a call", "0 ms", false),
          ledger.reserve("c", "s", charge("0", 1)));
      reserved(ledger.reserve("c", "t", charge("0", 1)));
      clock.seconds += 20;
      assertEquals(
          new Grant.Refusal("wall time of the run", "time for a call", "0 ms", false),
          ledger.reserve("d", "t", charge("0", 1)));
    }
  }

  @Test
  void whatWasOpenStaysCountedUntilItIsAskedForAgain() {
    var ledger = JournalLedger.open(file, capped("1"));
    var first = reserved(ledger.reserve("a", "s", charge("0.6", 1)));
    ledger.close();
    try (var again = JournalLedger.open(file, capped("1"))) {
      assertEquals(List.of(first), again.orphans());
      assertInstanceOf(Grant.Refusal.class, again.reserve("b", "s", charge("0.5", 1)));
      // Taken over as it was; a smaller wish changes nothing.
      assertEquals(first, again.reserve("a", "s", charge("0.5", 1)));
      assertEquals(List.of(), again.orphans());
      assertThrows(IllegalStateException.class, () -> again.reserve("a", "s", charge("0.6", 1)));
    }
    try (var again = JournalLedger.open(file, capped("1"))) {
      // A larger wish must fit, its own reservation not counted against it.
      assertEquals(
          new Grant.Refusal("money of the run", "1.1 USD", "1.0 USD", false),
          again.reserve("a", "s", charge("1.1", 1)));
      assertEquals(List.of(first), again.orphans());
      var larger = reserved(again.reserve("a", "s", charge("0.9", 1)));
      assertEquals(new BigDecimal("0.9"), again.totals().heldMoney().amount());
      assertEquals(1, again.totals().openCalls());
      again.settle(larger, charge("0.9", 1), "");
    }
    assertTrue(JournalLedger.verify(file).isSound());
  }

  @Test
  void aJournalHasOneLedgerAtATime() {
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      var error = assertThrows(LedgerException.class, () -> JournalLedger.open(file, capped("1")));
      assertEquals(LedgerException.Reason.LOCKED, error.reason());
      assertEquals(
          "journal ledger.jsonl is in use by this process, expected one ledger at a time.",
          error.getMessage());
      assertTrue(JournalLedger.verify(file).isSound());
      reserved(ledger.reserve("a", "s", charge("0.6", 1)));
    }
    JournalLedger.open(file, capped("1")).close();
    var closed = JournalLedger.open(file, capped("1"));
    closed.close();
    closed.close();
    assertEquals(
        LedgerException.Reason.CLOSED,
        assertThrows(LedgerException.class, () -> closed.reserve("b", "s", charge("0", 0)))
            .reason());
  }

  @Test
  void aWaiterIsServedWhenRoomIsMade() throws Exception {
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      var held = reserved(ledger.reserve("a", "s", charge("1", 1)));
      var waiter = CompletableFuture.supplyAsync(() -> {
        try {
          return ledger.reserveWaiting("b", "s", charge("0.5", 1), Duration.ofSeconds(30));
        } catch (InterruptedException interrupted) {
          throw new IllegalStateException(interrupted);
        }
      });
      ledger.settle(held, charge("0.5", 1), "");
      reserved(waiter.get(30, TimeUnit.SECONDS));
      // Waiting ends at once where it cannot help, and at the timeout where it could.
      assertFalse(refused(ledger.reserveWaiting("c", "s", charge("2", 1), Duration.ofDays(1)))
          .mayFreeUp());
      assertTrue(refused(ledger.reserveWaiting("c", "s", charge("0.2", 1), Duration.ofMillis(1)))
          .mayFreeUp());
    }
  }

  @Test
  void anInterruptedThreadStillSettles() {
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      var held = reserved(ledger.reserve("a", "s", charge("1", 1)));
      Thread.currentThread().interrupt();
      ledger.settle(held, charge("0.5", 1), "kept");
      assertTrue(Thread.interrupted());
      assertEquals(1, ledger.totals().settledCalls());
    }
    assertEquals(4 - 1, JournalLedger.verify(file).records());
  }

  @Test
  void aShareIsHeldByTheParentUntilTheChildIsClosed() {
    Path child = folder.resolve("child.jsonl");
    Caps share = Caps.NONE.withMoney(Money.usd(new BigDecimal("0.4"))).withCalls(2);
    var options = LedgerOptions.DEFAULT.withRun(
        Caps.NONE.withMoney(Money.usd(BigDecimal.ONE)).withCalls(5));
    try (var parent = JournalLedger.open(file, options)) {
      try (var team = Delegation.open(parent, "team", "s", share, child, Caps.NONE)
          .delegation()
          .get()) {
        assertEquals(
            new Grant.Refusal("money of the run", "0.7 USD", "0.6 USD", true),
            parent.reserve("a", "s", charge("0.7", 1)));
        assertInstanceOf(Grant.Refusal.class, team.ledger().reserve("x", "t", charge("0.5", 1)));
        team.ledger().reserve("x", "t", charge("0.3", 1));
      }
      // A call of the child is open: the share stays.
      assertEquals(new BigDecimal("0.4"), parent.totals().heldMoney().amount());
      try (var team = Delegation.open(parent, "team", "s", share, child, Caps.NONE)
          .delegation()
          .get()) {
        team.ledger()
            .settle(
                reserved(team.ledger().reserve("x", "t", charge("0.3", 1))), charge("0.25", 9), "");
      }
      Totals totals = parent.totals();
      assertEquals(new BigDecimal("0.25"), totals.settledMoney().amount());
      assertEquals(0, totals.heldMoney().amount().signum());
      // One of five calls is spent: four more fit.
      for (int call = 0; call < 4; call++) {
        reserved(parent.reserve("a" + call, "s", charge("0.1", 1)));
      }
      assertEquals(
          "calls of the run",
          refused(parent.reserve("a9", "s", charge("0.1", 1))).cap());
      assertThrows(
          IllegalStateException.class,
          () -> Delegation.open(parent, "team", "s", share, child, Caps.NONE));
      assertEquals(
          "money of the run",
          Delegation.open(parent, "b", "s", Caps.NONE.withCalls(0), child, Caps.NONE)
              .refusal()
              .get()
              .cap());
    }
    assertTrue(JournalLedger.verify(file).isSound());
    assertTrue(JournalLedger.verify(child).isSound());
  }

  @Test
  void noMessageRepeatsAResult() throws IOException {
    String canary = "sk-canary-7d1f";
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      var held = reserved(ledger.reserve("a", "s", charge("1", 1)));
      ledger.settle(held, charge("0.5", 1), "{\"text\": \"" + canary + "\"}");
      assertFalse(
          assertThrows(IllegalStateException.class, () -> ledger.settle(held, UNKNOWN, canary))
              .toString()
              .contains(canary));
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at += 7) {
      byte[] changed = bytes.clone();
      changed[at] ^= 4;
      Files.write(folder.resolve("changed.jsonl"), changed);
      String what =
          JournalLedger.verify(folder.resolve("changed.jsonl")).damage().get().what();
      assertFalse(what.contains("canary"), what);
    }
  }

  @Test
  void sizesOfReservations() {
    ReservationSizing.CostQuantile predicted = level -> charge("" + level, (long) (level * 1000));
    Charge worst = charge("0.7", 2000);
    assertEquals(worst, new ReservationSizing.WorstCase().size(worst, predicted));
    assertEquals(
        charge("0.7", 950), new ReservationSizing.UpperQuantile(0.95).size(worst, predicted));
    assertEquals(
        charge("0.5", 500), new ReservationSizing.UpperQuantile(0.5).size(UNKNOWN, predicted));
    assertEquals(worst, new ReservationSizing.UpperQuantile(0.5).size(worst, level -> UNKNOWN));
    assertThrows(IllegalArgumentException.class, () -> new ReservationSizing.UpperQuantile(1));
  }

  @Test
  void foreignMoneyIsRefused() {
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      var euros = new Charge(Optional.of(new Money(BigDecimal.ONE, "EUR")), OptionalLong.of(1));
      assertThrows(IllegalArgumentException.class, () -> ledger.reserve("a", "s", euros));
      assertThrows(
          IllegalArgumentException.class, () -> ledger.reserve("a", "s", charge("1e-99", 1)));
    }
    var euroLedger = new LedgerOptions(Caps.NONE, Caps.NONE, "EUR", Clock.systemUTC());
    assertEquals(
        "currency is EUR, expected the journal's, USD.",
        assertThrows(IllegalArgumentException.class, () -> JournalLedger.open(file, euroLedger))
            .getMessage());
  }

  private static Grant.Refusal refused(Grant grant) {
    return assertInstanceOf(Grant.Refusal.class, grant);
  }

  /** A clock that a test sets. */
  private static final class SetClock extends Clock {
    private long seconds;

    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(seconds);
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
