package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.ledger.Charge;
import io.stackelberg.environment.ledger.Grant;
import io.stackelberg.environment.ledger.JournalLedger;
import io.stackelberg.environment.ledger.LedgerOptions;
import io.stackelberg.game.Money;
import io.stackelberg.pipeline.Launches.Launch;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandTest {
  @TempDir
  private Path folder;

  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("ledger.jsonl");
    try (var ledger = JournalLedger.open(file, LedgerOptions.DEFAULT)) {
      Grant first = ledger.reserve("c1", "s", charge("0.10", 30));
      ledger.settle((Grant.Reservation) first, charge("0.125", 31), "done");
      ledger.reserve("c2", "s", charge("0.5", 7));
    }
  }

  private static Charge charge(String usd, long tokens) {
    return new Charge(Optional.of(Money.usd(new BigDecimal(usd))), OptionalLong.of(tokens));
  }

  private Launch verify() {
    return Launches.launch("ledger", "verify", file.toString());
  }

  @Test
  void aSoundJournalIsSummed() {
    Launch launch = verify();
    assertEquals(0, launch.code(), launch.err());
    assertEquals("""
        VERIFIED  4 records
          calls      1 settled, 1 open, 0 released
          money      0.125 USD settled, 0.50 USD held
          tokens     31 settled, 7 held
          overshoots 1, by 0.025 USD and 1 tokens
          last hash  %s
        """.formatted(JournalLedger.verify(file).head()), launch.out());
  }

  @Test
  void aFlippedByteIsNamedByItsLine() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 300] ^= 1;
    Files.write(file, bytes);
    Launch launch = verify();
    assertEquals(1, launch.code());
    assertTrue(launch.out().startsWith("DAMAGED  line 4: sha256 is "), launch.out());
  }

  @Test
  void aTornLineIsToldApart() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
    Launch launch = verify();
    assertEquals(1, launch.code());
    assertTrue(launch.out().startsWith("TORN  line 4: the last line is not whole"), launch.out());
    assertTrue(launch.out().contains("the 3 records before are sound"), launch.out());
  }

  @Test
  void anAbsentJournalAndWrongUsage() {
    assertEquals(3, Launches.launch("ledger", "verify", "no-such.jsonl").code());
    assertEquals(2, Launches.launch("ledger", "verify", folder.toString()).code());
    assertEquals(2, Launches.launch("ledger").code());
    assertEquals(2, Launches.launch("ledger", "audit").code());
  }
}
