package io.stackelberg.leader.bilevel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Counts of what solvers said, and a clock that no solver may outlast. */
final class FuzzTally implements AutoCloseable {
  private static final class Counts {
    private int right;
    private int failed;
    private int undecided;
    private int wrong;
    private int hung;
  }

  private final Duration patience;
  private final Map<String, Counts> rows = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private ExecutorService worker = worker();

  FuzzTally(Duration patience) {
    this.patience = patience;
  }

  /** The result; empty where it did not come in time. */
  <T> Optional<T> timed(String where, Callable<T> work) {
    try {
      return Optional.of(worker.submit(work).get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException late) {
      worker.shutdownNow();
      worker = worker();
      return Optional.empty();
    } catch (ExecutionException thrown) {
      throw new IllegalStateException(where, thrown.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(where, interrupted);
    }
  }

  /** A claim, right or wrong; not a claim, a failure that says so. */
  void claimed(String row, String where, boolean isClaim, boolean isRight) {
    if (isRight) {
      counts(row).right++;
    } else if (isClaim) {
      counts(row).wrong++;
      wrong.add(where);
    } else {
      counts(row).failed++;
      failures.add(where);
    }
  }

  void hung(String row, String where) {
    counts(row).hung++;
    wrong.add(where + ": no answer within " + patience);
  }

  void undecided(String row) {
    counts(row).undecided++;
  }

  List<String> wrong() {
    return wrong;
  }

  /** Share of the decided programs that were answered rightly. */
  double answered() {
    double right = 0;
    double all = 0;
    for (Counts counts : rows.values()) {
      right += counts.right;
      all += counts.right + counts.failed + counts.wrong + counts.hung;
    }
    return right / all;
  }

  String table() {
    StringBuilder text = new StringBuilder("| programs, solver | right | failure reported"
        + " | reference undecided | false claim | hang |\n|---|---|---|---|---|---|\n");
    rows.forEach((row, counts) -> text.append(String.format(
        "| %s | %d | %d | %d | %d | %d |%n",
        row, counts.right, counts.failed, counts.undecided, counts.wrong, counts.hung)));
    text.append('\n');
    wrong.forEach(line -> text.append("wrong: ").append(line).append('\n'));
    failures.forEach(line -> text.append("failed: ").append(line).append('\n'));
    return text.toString();
  }

  private Counts counts(String row) {
    return rows.computeIfAbsent(row, name -> new Counts());
  }

  /** A daemon, so that a solver that hangs keeps no build alive. */
  private static ExecutorService worker() {
    return Executors.newSingleThreadExecutor(work -> {
      Thread thread = new Thread(work, "fuzz");
      thread.setDaemon(true);
      return thread;
    });
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
