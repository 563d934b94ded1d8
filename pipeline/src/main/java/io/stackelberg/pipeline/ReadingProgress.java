package io.stackelberg.pipeline;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells every two seconds how far a reading is and how long the rest takes at this pace. */
final class ReadingProgress {
  private ReadingProgress() {}

  /** Starts telling, unless quiet; the caller shuts the clock down. */
  static ScheduledExecutorService start(
      boolean isQuiet, long total, LongSupplier bytesRead, PrintWriter err) {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread thread = new Thread(task, "reading-progress");
      thread.setDaemon(true);
      return thread;
    });
    if (isQuiet) {
      return clock;
    }
    long start = System.nanoTime();
    clock.scheduleAtFixedRate(
        () -> {
          long read = bytesRead.getAsLong();
          double seconds = (System.nanoTime() - start) / 1e9;
          if (read > 0 && read < total) {
            err.println(String.format(
                Locale.ROOT,
                "read %d of %d MB, %.0f %%, about %.0f s left",
                read >> 20,
                total >> 20,
                100.0 * read / total,
                seconds * (total - read) / read));
            err.flush();
          }
        },
        2,
        2,
        TimeUnit.SECONDS);
    return clock;
  }
}
