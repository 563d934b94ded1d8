package io.stackelberg.pipeline;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs independent tasks on a fixed number of threads and returns their results in task order, so that the
 * answer does not depend on the number of threads.
 */
final class Tasks implements AutoCloseable {
  private final ExecutorService workers;

  /** Tasks on {@code threads} threads, at least 1. */
  Tasks(int threads) {
    workers = Executors.newFixedThreadPool(Require.atLeast("threads", threads, 1), task -> {
      Thread thread = new Thread(task, "governor-task");
      thread.setDaemon(true);
      return thread;
    });
  }

  /** Results in the order of the tasks; the first failure is thrown as it was. Not to be nested. */
  <T> List<T> inOrder(List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : workers.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the run was interrupted.", interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a task failed: " + failed.getCause(), failed);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
