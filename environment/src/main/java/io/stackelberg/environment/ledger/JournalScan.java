package io.stackelberg.environment.ledger;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** One pass over a journal: checks every line and books it. */
final class JournalScan {
  private final Account account = new Account();
  private long records;
  private String head = JournalCodec.FIRST;
  private long activeMillis;
  private long soundBytes;
  private boolean lacksLineEnd;
  private Optional<Verification.Damage> damage = Optional.empty();

  private JournalScan() {}

  static JournalScan of(Path journal) throws IOException {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(journal), 1 << 16)) {
      return of(stream);
    }
  }

  static JournalScan of(InputStream stream) throws IOException {
    JournalScan scan = new JournalScan();
    scan.read(stream);
    return scan;
  }

  private void read(InputStream stream) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = stream.read(); next >= 0 && damage.isEmpty(); next = stream.read()) {
      if (next == '\n') {
        book(line.toByteArray());
        soundBytes += damage.isEmpty() ? line.size() + 1 : 0;
        line.reset();
      } else {
        line.write(next);
      }
    }
    if (damage.isEmpty() && line.size() > 0) {
      bookLast(line.toByteArray());
    }
  }

  private void book(byte[] line) {
    try {
      JournalCodec.Line read = JournalCodec.decode(line, records + 1, head);
      if (records == 0 && !(read.record() instanceof JournalRecord.Opened)) {
        throw new JournalCodec.BadLine("the first record does not open a ledger");
      }
      if (read.activeMillis() < activeMillis) {
        throw new JournalCodec.BadLine("active_ms runs backwards");
      }
      account.apply(read.record(), read.activeMillis());
      activeMillis = read.activeMillis();
      head = read.sha256();
      records++;
    } catch (JournalCodec.BadLine bad) {
      damage = Optional.of(new Verification.Damage(records + 1, bad.getMessage(), false));
    } catch (IllegalStateException impossible) {
      damage = Optional.of(new Verification.Damage(records + 1, impossible.getMessage(), false));
    }
  }

  /** A last line without its end: whole, torn by a crash, or whole with its end overwritten. */
  private void bookLast(byte[] line) {
    if (isSound(line)) {
      book(line);
      soundBytes += line.length;
      lacksLineEnd = true;
      return;
    }
    boolean isEndOverwritten = isSound(Arrays.copyOf(line, line.length - 1));
    String start = "{\"n\":" + (records + 1) + ",";
    String found =
        new String(line, 0, Math.min(line.length, start.length()), StandardCharsets.ISO_8859_1);
    boolean isTorn = !isEndOverwritten && start.startsWith(found);
    String what = isEndOverwritten
        ? "the line's end is not as it was written"
        : "the last line is not whole: " + line.length + " bytes without an end";
    damage = Optional.of(new Verification.Damage(records + 1, what, isTorn));
  }

  private boolean isSound(byte[] line) {
    try {
      JournalCodec.decode(line, records + 1, head);
      return true;
    } catch (JournalCodec.BadLine bad) {
      return false;
    }
  }

  Account account() {
    return account;
  }

  long records() {
    return records;
  }

  String head() {
    return head;
  }

  long activeMillis() {
    return activeMillis;
  }

  /** Length of the part that is sound. */
  long soundBytes() {
    return soundBytes;
  }

  /** Whether the last record is whole and only its line end is missing. */
  boolean lacksLineEnd() {
    return lacksLineEnd;
  }

  Optional<Verification.Damage> damage() {
    return damage;
  }

  Verification verification() {
    Optional<Verification.Damage> found = lacksLineEnd
        ? Optional.of(new Verification.Damage(records, "the last line has no end", true))
        : damage;
    return new Verification(records, found, account.totals(), head);
  }
}
