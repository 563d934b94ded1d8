package io.stackelberg.environment.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The file at its end: takes records in order and makes them durable, many with one fsync.
 *
 * <p>Whoever waits first writes for all that is pending; those who come meanwhile share the next fsync. A plain file
 * is used because a channel would be closed by the interruption of any thread that waits on it.
 */
final class Journal implements AutoCloseable {
  private final RandomAccessFile file;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private String head;
  private long appended;
  private long durable;
  private long syncs;
  private boolean isWriting;
  private Optional<LedgerException> failure = Optional.empty();

  private Journal(RandomAccessFile file, JournalScan scan) {
    this.file = file;
    this.head = scan.head();
    this.appended = scan.records();
    this.durable = scan.records();
  }

  /** Opens a journal after its sound part; what follows that part is cut off. */
  static Journal openAfter(Path path, JournalScan scan) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      // Durable with the first record that is written after it.
      file.setLength(scan.soundBytes());
      file.seek(scan.soundBytes());
      if (scan.lacksLineEnd()) {
        file.write('\n');
      }
      return new Journal(file, scan);
    } catch (IOException failed) {
      file.close();
      throw failed;
    }
  }

  /** Creates an empty file, durably where the platform lets folders be synchronised. */
  static void create(Path path) throws IOException {
    Files.createFile(path);
    Path folder = path.toAbsolutePath().getParent();
    if (!System.getProperty("os.name").startsWith("Windows")) {
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  /** Queues a record and returns its number; callers keep their own order. */
  long append(JournalRecord record, Instant at, long activeMillis) {
    lock.lock();
    try {
      throwFailure();
      String line = JournalCodec.encode(record, appended + 1, at, activeMillis, head);
      head = JournalCodec.hashOf(line);
      pending.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
      pending.write('\n');
      return ++appended;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the record is on disk. */
  void awaitDurable(long number) {
    lock.lock();
    try {
      while (durable < number) {
        throwFailure();
        if (isWriting) {
          written.awaitUninterruptibly();
        } else {
          writePending();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything queued is on disk. */
  void awaitDurable() {
    lock.lock();
    try {
      awaitDurable(appended);
    } finally {
      lock.unlock();
    }
  }

  private void writePending() {
    byte[] batch = pending.toByteArray();
    pending.reset();
    long last = appended;
    isWriting = true;
    // Fully released, however often this thread holds it: the others queue their records meanwhile.
    int holds = lock.getHoldCount();
    for (int hold = 0; hold < holds; hold++) {
      lock.unlock();
    }
    // Until the disk says otherwise: whatever ends the write early, nothing after it is certain.
    Optional<LedgerException> outcome = Optional.of(
        new LedgerException(LedgerException.Reason.STORAGE, "the journal cannot be written."));
    try {
      file.write(batch);
      file.getFD().sync();
      outcome = Optional.empty();
    } catch (IOException failed) {
      outcome = Optional.of(new LedgerException(
          LedgerException.Reason.STORAGE, "the journal cannot be written.", failed));
    } finally {
      for (int hold = 0; hold < holds; hold++) {
        lock.lock();
      }
      failure = outcome;
      isWriting = false;
      written.signalAll();
    }
    throwFailure();
    durable = last;
    syncs++;
  }

  /** After a failed write nothing is certain any more: every later call fails the same way. */
  private void throwFailure() {
    if (failure.isPresent()) {
      throw new LedgerException(
          LedgerException.Reason.STORAGE, failure.get().getMessage(), failure.get());
    }
  }

  /** Hash of the last record. */
  String head() {
    lock.lock();
    try {
      return head;
    } finally {
      lock.unlock();
    }
  }

  /** How often the disk was waited for. */
  long syncs() {
    lock.lock();
    try {
      return syncs;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
