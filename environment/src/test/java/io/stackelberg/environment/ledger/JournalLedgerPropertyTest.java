package io.stackelberg.environment.ledger;

import static io.stackelberg.environment.ledger.JournalLedgerTest.capped;
import static io.stackelberg.environment.ledger.JournalLedgerTest.charge;
import static io.stackelberg.environment.ledger.JournalLedgerTest.reserved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.game.Money;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalLedgerPropertyTest {
  private static final int THREADS = 64;

  @TempDir
  private Path folder;

  /** Any order of the four things that can happen, crashes included, against plain sums beside it. */
  @Tag("slow")
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void spentAndOpenNeverExceedACap(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Path file = folder.resolve("ledger.jsonl");
    var options = capped("2").withPerSession(Caps.NONE.withTokens(400));
    Map<String, Grant.Reservation> open = new HashMap<>();
    Map<String, Long> tokens = new HashMap<>();
    BigDecimal spent = BigDecimal.ZERO;
    int refused = 0;
    JournalLedger ledger = JournalLedger.open(file, options);
    for (int step = 0; step < 150; step++) {
      double what = random.nextDouble();
      if (what < 0.5) {
        String session = "s" + random.nextInt(3);
        Charge upper = upper(random);
        Grant grant = ledger.reserve("c" + step, session, upper);
        if (grant instanceof Grant.Reservation reservation) {
          open.put(reservation.callId(), reservation);
          tokens.merge(session, upper.tokens().getAsLong(), Long::sum);
        } else {
          refused++;
          BigDecimal wanted = upper.money().get().amount();
          boolean isOverMoney =
              spent.add(sum(open)).add(wanted).compareTo(BigDecimal.valueOf(2)) > 0;
          boolean isOverTokens =
              tokens.getOrDefault(session, 0L) + upper.tokens().getAsLong() > 400;
          assertTrue(isOverMoney || isOverTokens, "refused although there is room: " + grant);
        }
      } else if (what < 0.97 && !open.isEmpty()) {
        Grant.Reservation reservation =
            open.remove(open.keySet().stream().sorted().toList().get(random.nextInt(open.size())));
        long reserved = reservation.upper().tokens().getAsLong();
        if (random.nextBoolean()) {
          ledger.release(reservation, "");
          tokens.merge(reservation.session(), -reserved, Long::sum);
        } else {
          BigDecimal actual =
              reservation.upper().money().get().amount().divide(BigDecimal.valueOf(2));
          ledger.settle(reservation, charge(actual.toPlainString(), reserved / 2), "");
          spent = spent.add(actual);
          tokens.merge(reservation.session(), reserved / 2 - reserved, Long::sum);
        }
      } else if (what >= 0.97) {
        ledger.close();
        ledger = JournalLedger.open(file, options);
        assertEquals(open.size(), ledger.orphans().size());
      }
      Totals totals = ledger.totals();
      assertEquals(0, spent.compareTo(totals.settledMoney().amount()));
      assertEquals(0, sum(open).compareTo(totals.heldMoney().amount()));
      assertTrue(spent.add(sum(open)).compareTo(BigDecimal.valueOf(2)) <= 0);
      for (Map.Entry<String, Long> session : tokens.entrySet()) {
        Totals own = ledger.totals(session.getKey()).orElseThrow();
        assertEquals(session.getValue(), own.settledTokens() + own.heldTokens());
        assertTrue(session.getValue() <= 400);
      }
    }
    Totals last = ledger.totals();
    ledger.close();
    assertTrue(refused > 0, "the caps were never reached");
    Verification audit = JournalLedger.verify(file);
    assertTrue(audit.isSound());
    assertEquals(last, audit.totals());
  }

  /** 64 threads want 640 calls of 0.01 at once where 500 fit: exactly 500 are granted, whatever the order. */
  @Test
  @Tag("slow")
  void manyThreadsFillACapAndNeverExceedIt() throws Exception {
    Path file = folder.resolve("ledger.jsonl");
    try (var ledger = JournalLedger.open(file, capped("5"))) {
      List<Integer> granted = inParallel(thread -> {
        int count = 0;
        for (int call = 0; call < 10; call++) {
          Grant grant = ledger.reserve("c" + thread + "-" + call, "s" + thread, charge("0.01", 7));
          assertTrue(ledger.totals().heldMoney().amount().compareTo(BigDecimal.valueOf(5)) <= 0);
          count += grant instanceof Grant.Reservation ? 1 : 0;
        }
        return count;
      });
      assertEquals(500, granted.stream().mapToInt(Integer::intValue).sum());
      assertEquals(new BigDecimal("5.00"), ledger.totals().heldMoney().amount());
      // Threads that wait for the disk together share it.
      assertTrue(ledger.syncs() < 500, "waits for the disk: " + ledger.syncs());
    }
    assertEquals(501, JournalLedger.verify(file).records());
  }

  /** Room for ten calls at a time, three in the end: with waiting every one of 640 calls is served. */
  @Test
  @Tag("slow")
  void nobodyStarvesWhileThereIsRoom() throws Exception {
    Path file = folder.resolve("ledger.jsonl");
    // 640 x 0.01 = 6.4 is spent in the end, which leaves 3.6 for worst cases of 1.
    try (var ledger = JournalLedger.open(file, capped("10"))) {
      inParallel(thread -> {
        for (int call = 0; call < 10; call++) {
          Grant grant = ledger.reserveWaiting(
              "c" + thread + "-" + call, "s", charge("1", 7), Duration.ofSeconds(60));
          Totals totals = ledger.totals();
          assertTrue(totals
                  .heldMoney()
                  .amount()
                  .add(totals.settledMoney().amount())
                  .compareTo(BigDecimal.TEN)
              <= 0);
          ledger.settle(reserved(grant), charge("0.01", 7), "");
        }
        return 0;
      });
      assertEquals(new BigDecimal("6.40"), ledger.totals().settledMoney().amount());
      assertEquals(640, ledger.totals().settledCalls());
    }
    assertTrue(JournalLedger.verify(file).isSound());
  }

  /** The same call from 64 threads is granted once. */
  @Test
  void oneCallIsGrantedOnce() throws Exception {
    try (var ledger = JournalLedger.open(folder.resolve("ledger.jsonl"), capped("10"))) {
      List<Integer> granted = inParallel(thread -> {
        try {
          assertInstanceOf(Grant.Reservation.class, ledger.reserve("c", "s", charge("0.1", 1)));
          return 1;
        } catch (IllegalStateException reserved) {
          return 0;
        }
      });
      assertEquals(1, granted.stream().mapToInt(Integer::intValue).sum());
      assertEquals(1, ledger.totals().openCalls());
    }
  }

  /** Another process is kept out; its exit code says that it was. */
  @Test
  @Tag("slow")
  void anotherProcessIsKeptOut() throws Exception {
    Path file = folder.resolve("ledger.jsonl");
    try (var ledger = JournalLedger.open(file, capped("1"))) {
      assertEquals(LockProbe.LOCKED, probe(file));
      // Neither reading the journal nor a refused opening gives up the lock.
      JournalLedger.verify(file);
      assertThrows(LedgerException.class, () -> JournalLedger.open(file, capped("1")));
      assertEquals(LockProbe.LOCKED, probe(file));
      reserved(ledger.reserve("a", "s", charge("1", 1)));
    }
    assertEquals(LockProbe.OPENED, probe(file));
  }

  /** A process that is killed while eight threads spend loses nothing that it had reported as settled. */
  @Tag("slow")
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void aKilledProcessLosesNothingSettled(long seed) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Path file = folder.resolve("ledger.jsonl");
    List<String> reported = new ArrayList<>();
    for (int life = 0; life < 2; life++) {
      Process process = java(Spender.class, file, "life" + life);
      try (BufferedReader lines = process.inputReader()) {
        int until = 5 + random.nextInt(200);
        for (int line = 0; line < until; line++) {
          reported.add(lines.readLine());
        }
        // Through its handle, which leaves the pipe open.
        process.toHandle().destroyForcibly();
        // What had reached the pipe was reported too; its last line may be cut.
        lines.lines().filter(line -> line.endsWith(".")).forEach(reported::add);
      }
      process.waitFor();
    }
    try (var ledger = JournalLedger.open(file, LedgerOptions.DEFAULT)) {
      for (String callId : reported) {
        var settled =
            assertInstanceOf(Grant.Settled.class, ledger.reserve(callId, "s", charge("1", 1)));
        assertEquals("result of " + callId, settled.settlement().result());
      }
      Totals totals = ledger.totals();
      assertTrue(totals.settledCalls() >= reported.size());
      assertEquals(totals.openCalls(), ledger.orphans().size());
      assertEquals(
          0,
          BigDecimal.valueOf(totals.settledCalls())
              .compareTo(totals.settledMoney().amount().multiply(BigDecimal.valueOf(2))));
    }
    assertTrue(JournalLedger.verify(file).isSound());
  }

  /** Settles calls on eight threads and reports each when that is durable, until it is killed. */
  static final class Spender {
    private Spender() {}

    public static void main(String[] arguments) {
      JournalLedger ledger = JournalLedger.open(Path.of(arguments[0]), LedgerOptions.DEFAULT);
      for (int thread = 0; thread < 8; thread++) {
        String name = arguments[1] + "-" + thread + "-";
        new Thread(() -> {
              for (int call = 0; ; call++) {
                String callId = name + call + ".";
                Grant grant = ledger.reserve(callId, "s", charge("1", 1));
                ledger.settle((Grant.Reservation) grant, charge("0.5", 1), "result of " + callId);
                System.out.println(callId);
              }
            })
            .start();
      }
    }
  }

  private static int probe(Path file) throws IOException, InterruptedException {
    return java(LockProbe.class, file).waitFor();
  }

  private static Process java(Class<?> program, Path file, String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        program.getName(),
        file.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Tries to open a journal in a process of its own. */
  static final class LockProbe {
    static final int OPENED = 10;
    static final int LOCKED = 11;

    private LockProbe() {}

    public static void main(String[] arguments) {
      int code;
      try {
        JournalLedger.open(Path.of(arguments[0]), LedgerOptions.DEFAULT).close();
        code = OPENED;
      } catch (LedgerException refused) {
        code = refused.reason() == LedgerException.Reason.LOCKED ? LOCKED : 1;
      }
      System.exit(code);
    }
  }

  private interface Task {
    int run(int thread) throws Exception;
  }

  private static List<Integer> inParallel(Task task) throws Exception {
    var pool = Executors.newFixedThreadPool(THREADS);
    try {
      var start = new CyclicBarrier(THREADS);
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        tasks.add(() -> {
          start.await();
          return task.run(number);
        });
      }
      List<Integer> results = new ArrayList<>();
      for (Future<Integer> done : pool.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Charge upper(RandomGenerator random) {
    return charge("0.0" + (1 + random.nextInt(9)) + random.nextInt(10), random.nextInt(100));
  }

  private static BigDecimal sum(Map<String, Grant.Reservation> open) {
    return open.values().stream()
        .map(call -> call.upper().money().map(Money::amount).orElseThrow())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
