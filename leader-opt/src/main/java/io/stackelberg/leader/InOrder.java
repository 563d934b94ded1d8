package io.stackelberg.leader;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** Tasks numbered from 0 that may run at once, with results in order: as if one thread had done them. */
final class InOrder {
  private InOrder() {}

  /**
   * Results of the tasks 0 … {@code count} − 1, up to and with the first one that {@code isLast} accepts.
   *
   * <p>A task behind that one may have begun; what it returns or throws is lost. Otherwise the first
   * exception in order is thrown as it was.
   *
   * @param threads how many run at once; 1 runs them on the caller's
   */
  static <T> List<T> run(int threads, int count, IntFunction<T> task, Predicate<T> isLast) {
    List<T> results = new ArrayList<>();
    if (threads == 1 || count == 1) {
      for (int index = 0; index < count; index++) {
        results.add(task.apply(index));
        if (isLast.test(results.get(index))) {
          break;
        }
      }
      return results;
    }
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(threads, count), body -> {
      Thread worker = new Thread(body, "leader-evaluation");
      worker.setDaemon(true);
      return worker;
    });
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int index = 0; index < count; index++) {
        int own = index;
        futures.add(workers.submit(() -> task.apply(own)));
      }
      for (Future<T> future : futures) {
        T result = result(future);
        results.add(result);
        if (isLast.test(result)) {
          break;
        }
      }
      return results;
    } finally {
      workers.shutdownNow();
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an evaluation.", interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("an evaluation failed.", failed.getCause());
    }
  }
}
