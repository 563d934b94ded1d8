package io.stackelberg.environment.ledger;

import static io.stackelberg.environment.ledger.JournalLedgerTest.capped;
import static io.stackelberg.environment.ledger.JournalLedgerTest.charge;
import static io.stackelberg.environment.ledger.JournalLedgerTest.reserved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal cut or changed at any byte. */
class JournalDamageTest {
  @TempDir
  private Path folder;

  private Path file;
  private byte[] whole;

  /** Two settled calls, one released, one open: 8 lines. */
  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("ledger.jsonl");
    try (var ledger = JournalLedger.open(file, capped("10"))) {
      ledger.settle(reserved(ledger.reserve("c1", "s", charge("1", 1))), charge("0.5", 1), "first");
      var second = reserved(ledger.reserve("c2", "s", charge("1", 1)));
      ledger.release(reserved(ledger.reserve("c3", "s", charge("1", 1))), "gone");
      ledger.settle(second, charge("0.25", 1), "second \u00e9");
      reserved(ledger.reserve("c4", "s", charge("1", 1)));
    }
    whole = Files.readAllBytes(file);
    assertEquals(8, JournalLedger.verify(file).records());
  }

  @Test
  @Tag("slow")
  void everyChangedByteIsFoundAndItsLineNamed() throws IOException {
    for (int mask : new int[] {1, 0x20, 0xff}) {
      long line = 1;
      for (int at = 0; at < whole.length; at++) {
        byte[] changed = whole.clone();
        changed[at] ^= (byte) mask;
        Verification found = scan(changed);
        assertFalse(found.isSound(), "byte " + at + " mask " + mask);
        assertEquals(line, found.damage().get().line(), "byte " + at + " mask " + mask);
        assertFalse(found.damage().get().isTorn(), "byte " + at + " mask " + mask);
        line += whole[at] == '\n' ? 1 : 0;
      }
    }
  }

  @Test
  void linesTakenOutDoubledOrSwappedAreFound() throws IOException {
    List<byte[]> lines = lines();
    for (int line = 0; line < lines.size() - 1; line++) {
      var without = new ArrayList<>(lines);
      without.remove(line);
      assertEquals(line + 1, scan(join(without)).damage().get().line());
      var doubled = new ArrayList<>(lines);
      doubled.add(line, lines.get(line));
      assertEquals(line + 2, scan(join(doubled)).damage().get().line());
      var swapped = new ArrayList<>(lines);
      swapped.set(line, lines.get(line + 1));
      swapped.set(line + 1, lines.get(line));
      assertEquals(line + 1, scan(join(swapped)).damage().get().line());
    }
  }

  /** Whole records missing at the end leave a shorter sound journal: only its head tells. */
  @Test
  void theHeadTellsWhetherTheEndIsMissing() throws IOException {
    List<byte[]> lines = lines();
    Verification shorter = scan(join(lines.subList(0, 7)));
    assertTrue(shorter.isSound());
    assertFalse(shorter.head().equals(scan(whole).head()));
  }

  @Test
  void aChainOfRightHashesOverImpossibleRecordsIsFound() throws IOException {
    var open = new JournalRecord.Opened(Caps.NONE, Caps.NONE, "USD");
    var settled = new JournalRecord.Settled("x", "s", charge("1", 1), 1, "");
    var at = java.time.Instant.EPOCH;
    String first = JournalCodec.encode(open, 1, at, 0, JournalCodec.FIRST);
    String second = JournalCodec.encode(settled, 2, at, 0, JournalCodec.hashOf(first));
    byte[] forged = (first + "\n" + second + "\n").getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        new Verification.Damage(2, "call \"x\" is not reserved", false),
        scan(forged).damage().get());
  }

  @Test
  void damageIsNamedOnOpening() throws IOException {
    byte[] changed = whole.clone();
    changed[lines().get(0).length + 8] ^= 1;
    Files.write(file, changed);
    var error = assertThrows(LedgerException.class, () -> JournalLedger.open(file, capped("10")));
    assertEquals(LedgerException.Reason.DAMAGED, error.reason());
    assertTrue(
        error.getMessage().startsWith("journal ledger.jsonl is damaged in line 2: sha256 is "),
        error.getMessage());
    assertTrue(Arrays.equals(changed, Files.readAllBytes(file)), "a damaged file is left alone");
  }

  /** A crash cuts the file anywhere: every record before the cut is there, the torn one is told as torn. */
  @Test
  void cutAtAnyByteTheRecordsBeforeAreSound() throws IOException {
    for (int length = 1; length <= whole.length; length++) {
      JournalScan scan = JournalScan.of(new ByteArrayInputStream(Arrays.copyOf(whole, length)));
      String kept = new String(whole, 0, length, StandardCharsets.US_ASCII);
      long ends = kept.chars().filter(character -> character == '\n').count();
      boolean lacksLineEnd = length < whole.length && whole[length] == '\n';
      assertEquals(ends + (lacksLineEnd ? 1 : 0), scan.records(), "cut at " + length);
      boolean isTorn = !lacksLineEnd && whole[length - 1] != '\n';
      assertEquals(isTorn, scan.damage().isPresent(), "cut at " + length);
      assertEquals(lacksLineEnd, scan.lacksLineEnd(), "cut at " + length);
      scan.damage().ifPresent(damage -> assertTrue(damage.isTorn()));
      assertEquals(
          length >= lineEnd("c1"), scan.account().settled("c1").isPresent(), "cut at " + length);
      assertEquals(
          length >= lineEnd("c2"), scan.account().settled("c2").isPresent(), "cut at " + length);
    }
  }

  /** The same through a real opening, for a journal of one settled call. */
  @Test
  @Tag("slow")
  void cutAtAnyByteItOpensAgain() throws IOException {
    whole = join(lines().subList(0, 3));
    // Every twentieth byte before the line that settles, every byte of that line.
    int settling = lines().get(0).length + lines().get(1).length;
    for (int length = 0; length <= whole.length; length += length < settling - 20 ? 20 : 1) {
      Path cut = folder.resolve("cut-" + length + ".jsonl");
      Files.write(cut, Arrays.copyOf(whole, length));
      boolean isAtLineEnd = length == 0
          || length == whole.length
          || whole[length] == '\n'
          || whole[length - 1] == '\n';
      try (var ledger = JournalLedger.open(cut, capped("10"))) {
        assertEquals(isAtLineEnd, ledger.setAside().isEmpty(), "cut at " + length);
        if (!isAtLineEnd) {
          byte[] aside = Files.readAllBytes(ledger.setAside().get());
          assertTrue(
              Arrays.equals(aside, Arrays.copyOfRange(whole, length - aside.length, length)));
        }
        Grant grant = ledger.reserve("c1", "s", charge("1", 1));
        assertEquals(length >= lineEnd("c1"), grant instanceof Grant.Settled, "cut at " + length);
        if (grant instanceof Grant.Settled settled) {
          assertEquals("first", settled.settlement().result());
        }
        assertEquals(1, ledger.totals().settledCalls() + ledger.totals().openCalls());
      }
      assertTrue(JournalLedger.verify(cut).isSound(), "cut at " + length);
    }
  }

  @Test
  void aTornLastLineIsSaidByTheAudit() throws IOException {
    Verification found = scan(Arrays.copyOf(whole, whole.length - 20));
    assertEquals(8, found.damage().get().line());
    assertTrue(found.damage().get().isTorn());
    assertEquals(7, found.records());
  }

  /** Where the line that settles the call ends; a cut there still leaves the whole record. */
  private int lineEnd(String call) {
    String text = new String(whole, StandardCharsets.US_ASCII);
    return text.indexOf('\n', text.indexOf("\"type\":\"settle\",\"call\":\"" + call + "\""));
  }

  private List<byte[]> lines() {
    return new String(whole, StandardCharsets.US_ASCII)
        .lines()
        .map(line -> (line + "\n").getBytes(StandardCharsets.US_ASCII))
        .toList();
  }

  private static byte[] join(List<byte[]> lines) {
    var joined = new ByteArrayOutputStream();
    lines.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  private static Verification scan(byte[] bytes) throws IOException {
    return JournalScan.of(new ByteArrayInputStream(bytes)).verification();
  }
}
