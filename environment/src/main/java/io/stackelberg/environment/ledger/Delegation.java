package io.stackelberg.environment.ledger;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Part of a budget in the hands of a child with a ledger of its own.
 *
 * <p>The child's caps stay reserved in the parent; closing settles what the child really spent and frees the rest.
 * With open reservations left in the child nothing is settled: the share stays reserved, and delegating again under
 * the same name goes on where it stopped, after a restart too.
 */
public final class Delegation implements AutoCloseable {
  private final JournalLedger parent;
  private final Grant.Reservation share;
  private final JournalLedger child;
  private boolean isClosed;

  private Delegation(JournalLedger parent, Grant.Reservation share, JournalLedger child) {
    this.parent = parent;
    this.share = share;
    this.child = child;
  }

  /**
   * Answer to {@link #open}: one of both is present.
   *
   * @param delegation the child
   * @param refusal why there is none
   */
  public record Answer(Optional<Delegation> delegation, Optional<Grant.Refusal> refusal) {}

  /**
   * Hands part of a budget to a child.
   *
   * @param parent whose budget it is
   * @param name names the share, equal after a restart
   * @param session whose caps apply in the parent
   * @param share the child's caps
   * @param path file of the child's journal
   * @param perSession caps of each of the child's sessions
   * @return the child, or the refusal when the parent's budget does not hold the share
   * @throws IllegalStateException if the share was settled before, or its child is open
   */
  public static Answer open(
      JournalLedger parent, String name, String session, Caps share, Path path, Caps perSession) {
    Grant grant = parent.reserveShare(name, session, share);
    if (grant instanceof Grant.Refusal refusal) {
      return new Answer(Optional.empty(), Optional.of(refusal));
    }
    if (grant instanceof Grant.Settled) {
      throw new IllegalStateException(
          "share \"" + name + "\" is settled, expected a new name for a new share.");
    }
    Grant.Reservation reserved = (Grant.Reservation) grant;
    LedgerOptions own = parent.options().withRun(share).withPerSession(perSession);
    boolean isOpen = false;
    try {
      Delegation child = new Delegation(parent, reserved, JournalLedger.open(path, own));
      isOpen = true;
      return new Answer(Optional.of(child), Optional.empty());
    } finally {
      if (!isOpen) {
        parent.leaveShare(reserved);
      }
    }
  }

  /** The child's ledger. */
  public JournalLedger ledger() {
    return child;
  }

  /** Closes the child and, when none of its calls is open, settles in the parent. */
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    child.close();
    Totals totals = child.totals();
    if (totals.openCalls() == 0) {
      parent.settleShare(share, child.spent(), totals.settledCalls(), child.head());
    } else {
      parent.leaveShare(share);
    }
  }
}
