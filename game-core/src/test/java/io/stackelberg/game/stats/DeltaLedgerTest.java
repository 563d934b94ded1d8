package io.stackelberg.game.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeltaLedgerTest {
  @Test
  void addsUpAndRefusesToOverspend() {
    DeltaLedger ledger = DeltaLedger.of(0.05).spend("quality", 0.03).spend("cost", 0.01);
    assertEquals(0.04, ledger.spent(), 1e-15);
    assertEquals(0.01, ledger.remaining(), 1e-15);
    String message = assertThrows(
            IllegalArgumentException.class, () -> ledger.spend("value error", 0.02))
        .getMessage();
    assertTrue(
        message.contains(
            "expected at most the declared 0.05 (quality 0.03, cost 0.01, value error 0.02)"),
        message);
    assertEquals(2, ledger.entries().size(), "a refused statement leaves no trace");
  }

  @Test
  void equalPartsOfAnyNumberNeverOverspendByRounding() {
    for (int parts = 1; parts < 400; parts++) {
      DeltaLedger spent =
          DeltaLedger.of(0.05).spendEqually(Collections.nCopies(parts, "candidate"));
      assertEquals(0.05, spent.spent(), 1e-14);
      DeltaLedger rest = spent;
      assertThrows(IllegalArgumentException.class, () -> rest.spend("one more", 1e-6));
    }
  }

  @Test
  void rejectsBadEntries() {
    assertThrows(IllegalArgumentException.class, () -> DeltaLedger.of(0));
    assertThrows(IllegalArgumentException.class, () -> DeltaLedger.of(0.1).spend(" ", 0.01));
    assertThrows(IllegalArgumentException.class, () -> DeltaLedger.of(0.1).spend("a", Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> DeltaLedger.of(0.1).spendEqually(List.of()));
  }
}
