package io.stackelberg.environment.ledger;

import io.stackelberg.game.Money;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ledger on an append-only file of JSON lines, each with a hash over itself and the line before.
 *
 * <p>A reservation and a settlement are on disk when their method returns; threads share the waiting for the disk.
 * Opened again after a crash, the ledger stands where the file stands: what was settled is settled, what was open
 * stays counted until it is asked for again under its {@code callId} or released. A half-written last line is moved
 * to a file beside the journal. A second ledger on the same file is refused.
 */
public final class JournalLedger implements Ledger, AutoCloseable {
  /** More digits than money has; the journal writes amounts in full. */
  private static final int MAX_DIGITS = 60;

  /** Far above any budget, and far enough from the end of the range for sums. */
  private static final long MAX_COUNT = 1_000_000_000_000L;

  private final LedgerOptions options;
  private final JournalFile file;
  private final Journal journal;
  private final Account account;
  private final long activeBefore;
  private final long openedAt;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition freed = lock.newCondition();
  private long lastActive;
  private boolean isClosed;

  private JournalLedger(LedgerOptions options, JournalFile file) {
    this.options = options;
    this.file = file;
    this.journal = file.journal();
    this.account = file.scan().account();
    this.activeBefore = file.scan().activeMillis();
    this.lastActive = activeBefore;
    this.openedAt = options.clock().millis();
  }

  /**
   * Opens a journal or begins one.
   *
   * @param path file of the journal; its folder exists
   * @throws LedgerException if it is in use, damaged (with the line), or cannot be read or written
   */
  public static JournalLedger open(Path path, LedgerOptions options) {
    JournalLedger ledger = new JournalLedger(options, JournalFile.open(path, options.currency()));
    ledger.begin();
    return ledger;
  }

  private void begin() {
    lock.lock();
    try {
      book(new JournalRecord.Opened(options.run(), options.perSession(), options.currency()));
      file.setAside().ifPresent(this::book);
    } finally {
      lock.unlock();
    }
    journal.awaitDurable();
  }

  @Override
  public Grant reserve(String callId, String session, Charge upper) {
    return reserve(callId, session, upper, OptionalLong.of(1));
  }

  private Grant reserve(String callId, String session, Charge upper, OptionalLong calls) {
    Require.nonBlank("callId", callId);
    Require.nonBlank("session", session);
    requireMeasured(upper);
    if (calls.orElse(0) > MAX_COUNT) {
      throw Require.unexpected("calls", calls.getAsLong(), "at most " + MAX_COUNT);
    }
    Grant grant;
    lock.lock();
    try {
      grant = decide(new JournalRecord.Reserved(callId, session, upper, calls));
    } finally {
      lock.unlock();
    }
    journal.awaitDurable();
    return grant;
  }

  private Grant decide(JournalRecord.Reserved wanted) {
    requireOpen();
    Optional<Grant.Settlement> before = account.settled(wanted.callId());
    if (before.isPresent()) {
      requireSession(wanted, before.get().session());
      return new Grant.Settled(before.get());
    }
    Optional<Account.Open> held = account.open(wanted.callId());
    if (held.isPresent()) {
      if (!held.get().isOrphan()) {
        throw new IllegalStateException("call \"" + wanted.callId()
            + "\" is reserved, expected to be settled or released first.");
      }
      requireSession(wanted, held.get().reservation().session());
      if (covers(held.get(), wanted)) {
        account.markOrphan(wanted.callId(), false);
        return held.get().reservation();
      }
    }
    Optional<Grant.Refusal> refusal =
        account.refusal(wanted, held, options.run(), options.perSession(), activeMillis());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    book(wanted);
    return new Grant.Reservation(wanted.callId(), wanted.session(), wanted.upper());
  }

  /** Whether an open reservation is as large as the one asked for. */
  private static boolean covers(Account.Open held, JournalRecord.Reserved wanted) {
    Charge old = held.reservation().upper();
    Charge upper = wanted.upper();
    boolean hasMoney = upper.money().isEmpty()
        ? old.money().isEmpty()
        : old.money().isPresent()
            && old.money().get().amount().compareTo(upper.money().get().amount()) >= 0;
    boolean hasTokens = upper.tokens().isEmpty()
        ? old.tokens().isEmpty()
        : old.tokens().isPresent() && old.tokens().getAsLong() >= upper.tokens().getAsLong();
    return hasMoney && hasTokens && held.calls().equals(wanted.calls());
  }

  /** {@inheritDoc} Whoever fits is served at once, also before someone who waits for more. */
  @Override
  public Grant reserveWaiting(String callId, String session, Charge upper, Duration timeout)
      throws InterruptedException {
    Require.nonBlank("callId", callId);
    Require.nonBlank("session", session);
    requireMeasured(upper);
    long left = TimeUnit.NANOSECONDS.convert(timeout);
    var wanted = new JournalRecord.Reserved(callId, session, upper, OptionalLong.of(1));
    Grant grant;
    lock.lockInterruptibly();
    try {
      grant = decide(wanted);
      while (grant instanceof Grant.Refusal refusal
          && refusal.mayFreeUp()
          && account.isAnyInUse()
          && left > 0) {
        left = freed.awaitNanos(left);
        grant = decide(wanted);
      }
    } finally {
      lock.unlock();
    }
    journal.awaitDurable();
    return grant;
  }

  @Override
  public Optional<Grant.Settlement> settled(String callId) {
    lock.lock();
    try {
      return account.settled(callId);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void settle(Grant.Reservation reservation, Charge actual, String result) {
    settle(reservation, actual, 1, result);
  }

  private void settle(Grant.Reservation reservation, Charge actual, long calls, String result) {
    if (result == null) {
      throw Require.unexpected("result", "missing", "a text, possibly empty");
    }
    requireMeasured(actual);
    end(
        reservation,
        new JournalRecord.Settled(
            reservation.callId(), reservation.session(), actual, calls, result));
  }

  /** Books what a child spent. */
  void settleShare(Grant.Reservation share, Charge actual, long calls, String head) {
    settle(share, actual, calls, "journal of the child ends in " + head);
  }

  /** Keeps a share reserved whose child is closed, until it is delegated again. */
  void leaveShare(Grant.Reservation share) {
    lock.lock();
    try {
      account.markOrphan(share.callId(), true);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void release(Grant.Reservation reservation, String why) {
    if (why == null) {
      throw Require.unexpected("why", "missing", "a text, possibly empty");
    }
    end(reservation, new JournalRecord.Released(reservation.callId(), reservation.session(), why));
  }

  private void end(Grant.Reservation reservation, JournalRecord record) {
    lock.lock();
    try {
      requireOpen();
      boolean isHeld = account
          .open(reservation.callId())
          .filter(call -> call.reservation().equals(reservation))
          .isPresent();
      if (!isHeld) {
        throw new IllegalStateException("call \"" + reservation.callId()
            + "\" is not reserved, expected an open reservation of this ledger.");
      }
      book(record);
      freed.signalAll();
    } finally {
      lock.unlock();
    }
    journal.awaitDurable();
  }

  /** Sets a child's caps aside; the calls among them count here too. */
  Grant reserveShare(String name, String session, Caps share) {
    return reserve(name, session, new Charge(share.money(), share.tokens()), share.calls());
  }

  LedgerOptions options() {
    return options;
  }

  /** Sums of the run. */
  public Totals totals() {
    lock.lock();
    try {
      return account.totals();
    } finally {
      lock.unlock();
    }
  }

  /** Sums of a session; empty when it never reserved anything. */
  public Optional<Totals> totals(String session) {
    lock.lock();
    try {
      return account.totals(session);
    } finally {
      lock.unlock();
    }
  }

  /** What is spent; parts are empty where some call's are unknown. */
  Charge spent() {
    Totals totals = totals();
    return new Charge(
        totals.callsOfUnknownMoney() == 0 ? Optional.of(totals.settledMoney()) : Optional.empty(),
        totals.callsOfUnknownTokens() == 0
            ? OptionalLong.of(totals.settledTokens())
            : OptionalLong.empty());
  }

  /** Reservations of earlier processes that nobody has asked for since; they stay counted. */
  public List<Grant.Reservation> orphans() {
    lock.lock();
    try {
      return account.orphans();
    } finally {
      lock.unlock();
    }
  }

  /** The half-written last line that opening found and moved here. */
  public Optional<Path> setAside() {
    return file.setAside().map(aside -> file.path().resolveSibling(aside.file()));
  }

  /** Hash of the last record; noted elsewhere, it shows later whether records are missing at the end. */
  public String head() {
    return journal.head();
  }

  long syncs() {
    return journal.syncs();
  }

  /**
   * Checks every record of a journal; the file is only read.
   *
   * @throws LedgerException if it cannot be read
   */
  public static Verification verify(Path path) {
    try {
      return JournalScan.of(path).verification();
    } catch (IOException failed) {
      throw new LedgerException(
          LedgerException.Reason.STORAGE,
          "journal " + path.getFileName() + " cannot be read.",
          failed);
    }
  }

  /** Ends the use of the file; open reservations stay open in it. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
      freed.signalAll();
    } finally {
      lock.unlock();
    }
    try (file) {
      journal.awaitDurable();
    }
  }

  private void book(JournalRecord record) {
    long now = activeMillis();
    journal.append(record, options.clock().instant(), now);
    account.apply(record, now);
  }

  /** Time the ledger has been open, over all openings; never runs backwards. */
  private long activeMillis() {
    lastActive = Math.max(lastActive, activeBefore + options.clock().millis() - openedAt);
    return lastActive;
  }

  private void requireOpen() {
    if (isClosed) {
      throw new LedgerException(LedgerException.Reason.CLOSED, "the ledger is closed.");
    }
  }

  private void requireMeasured(Charge charge) {
    Optional<Money> money = charge.money();
    if (money.isPresent()) {
      if (!money.get().currency().equals(options.currency())) {
        throw Require.unexpected(
            "currency", money.get().currency(), "the ledger's, " + options.currency());
      }
      int digits = Math.max(
          money.get().amount().precision(), Math.abs(money.get().amount().scale()));
      if (digits > MAX_DIGITS) {
        throw Require.unexpected("digits of money", digits, "at most " + MAX_DIGITS);
      }
    }
    if (charge.tokens().orElse(0) > MAX_COUNT) {
      throw Require.unexpected("tokens", charge.tokens().getAsLong(), "at most " + MAX_COUNT);
    }
  }

  private static void requireSession(JournalRecord.Reserved wanted, String session) {
    if (!wanted.session().equals(session)) {
      throw Require.unexpected(
          "session of call \"" + wanted.callId() + "\"",
          "\"" + wanted.session() + "\"",
          "\"" + session + "\", as it was reserved");
    }
  }
}
