package io.stackelberg.environment.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exclusive use of a journal, among processes by a lock on a file beside it, within this one by a list.
 *
 * <p>The lock is on a file of its own, which is never removed: closing any handle of a locked file gives up the lock
 * on some systems, and reading a journal must not.
 */
final class JournalLock implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path journal;
  private final FileChannel channel;

  private JournalLock(Path journal, FileChannel channel) {
    this.journal = journal;
    this.channel = channel;
  }

  /**
   * Takes the lock or fails at once.
   *
   * @param journal absolute, of a folder that exists
   */
  static JournalLock take(Path journal) throws IOException {
    Path real = journal.getParent().toRealPath().resolve(journal.getFileName());
    if (!HELD.add(real)) {
      throw locked(journal, "this process");
    }
    try {
      FileChannel channel = FileChannel.open(
          journal.resolveSibling(journal.getFileName() + ".lock"),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw locked(journal, "another process");
      }
      return new JournalLock(real, channel);
    } catch (IOException | LedgerException failed) {
      HELD.remove(real);
      throw failed;
    }
  }

  private static LedgerException locked(Path journal, String holder) {
    return new LedgerException(
        LedgerException.Reason.LOCKED,
        "journal " + journal.getFileName() + " is in use by " + holder
            + ", expected one ledger at a time.");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(journal);
    }
  }
}
