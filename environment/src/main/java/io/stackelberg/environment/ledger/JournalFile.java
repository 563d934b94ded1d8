package io.stackelberg.environment.ledger;

import io.stackelberg.game.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A journal in exclusive use: read to its sound end, what is torn behind it moved away, ready to be written.
 *
 * @param path absolute
 * @param lock held until this is closed
 * @param scan what it held
 * @param setAside what was torn, not yet recorded
 * @param journal its end
 */
record JournalFile(
    Path path,
    JournalLock lock,
    JournalScan scan,
    Optional<JournalRecord.SetAside> setAside,
    Journal journal)
    implements AutoCloseable {
  /**
   * Opens or creates a journal.
   *
   * @throws LedgerException if it is in use, damaged (with the line), or cannot be read or written
   */
  static JournalFile open(Path path, String currency) {
    Path file = path.toAbsolutePath();
    try {
      JournalLock lock = JournalLock.take(file);
      boolean isOpen = false;
      try {
        JournalFile opened = open(file, currency, lock);
        isOpen = true;
        return opened;
      } finally {
        if (!isOpen) {
          lock.close();
        }
      }
    } catch (IOException failed) {
      throw new LedgerException(
          LedgerException.Reason.STORAGE,
          "journal " + path.getFileName() + " cannot be opened.",
          failed);
    }
  }

  private static JournalFile open(Path file, String currency, JournalLock lock) throws IOException {
    if (Files.notExists(file)) {
      Journal.create(file);
    }
    JournalScan scan = JournalScan.of(file);
    Optional<Verification.Damage> damage = scan.damage();
    if (damage.isPresent() && !damage.get().isTorn()) {
      throw new LedgerException(
          LedgerException.Reason.DAMAGED,
          "journal " + file.getFileName() + " is damaged in line "
              + damage.get().line() + ": " + damage.get().what() + ".");
    }
    if (scan.records() > 0 && !scan.account().currency().equals(currency)) {
      throw Require.unexpected(
          "currency", currency, "the journal's, " + scan.account().currency());
    }
    Optional<JournalRecord.SetAside> aside = Optional.empty();
    if (damage.isPresent()) {
      aside = Optional.of(setAside(file, scan.soundBytes()));
    }
    return new JournalFile(file, lock, scan, aside, Journal.openAfter(file, scan));
  }

  /** Copies what follows the sound part to a file of its own. */
  private static JournalRecord.SetAside setAside(Path file, long from) throws IOException {
    String name = file.getFileName() + ".torn-at-" + from;
    Path aside = file.resolveSibling(name);
    for (int copy = 2; Files.exists(aside); copy++) {
      aside = file.resolveSibling(name + "-" + copy);
    }
    try (var input = Files.newInputStream(file)) {
      input.skipNBytes(from);
      long bytes = Files.copy(input, aside);
      return new JournalRecord.SetAside(aside.getFileName().toString(), bytes);
    }
  }

  @Override
  public void close() {
    try (lock;
        journal) {
      // Both are closed, whichever fails.
    } catch (IOException failed) {
      throw new LedgerException(
          LedgerException.Reason.STORAGE,
          "journal " + path.getFileName() + " cannot be closed.",
          failed);
    }
  }
}
