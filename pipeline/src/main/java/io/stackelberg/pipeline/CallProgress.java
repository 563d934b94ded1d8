package io.stackelberg.pipeline;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/** Progress of paid sessions on stderr: how many are played, what is spent of the caps, and how long it may take. */
final class CallProgress {
  private static final long INTERVAL_NANOS = 2_000_000_000L;

  private final PrintStream out;
  private final Progress.Mode mode;
  private final Supplier<String> spent;
  private final boolean inPlace;
  private String stage = "";
  private int done;
  private int size;
  private long began;
  private long shown;

  /** Progress; {@code spent} tells what is spent and the caps. */
  CallProgress(PrintStream out, Progress.Mode mode, Supplier<String> spent) {
    this.out = out;
    this.mode = mode;
    this.spent = spent;
    this.inPlace = mode == Progress.Mode.AUTO && System.console() != null;
  }

  synchronized void begin(String name, int sessions) {
    stage = name;
    size = sessions;
    done = 0;
    began = System.nanoTime();
    shown = began;
  }

  synchronized void advance() {
    done++;
    long now = System.nanoTime();
    if (mode != Progress.Mode.NONE && done < size && now - shown > INTERVAL_NANOS) {
      shown = now;
      long left = Math.round((now - began) / 1e9 / done * (size - done));
      show(String.format(Locale.ROOT, "  eta %02d:%02d", left / 60, left % 60), inPlace);
    }
  }

  synchronized void end() {
    if (mode != Progress.Mode.NONE) {
      show("", false);
    }
  }

  private void show(String eta, boolean stays) {
    out.print((inPlace ? "\r\u001b[K" : "")
        + String.format(
            Locale.ROOT, "%-10s %d/%d sessions  %s%s", stage, done, size, spent.get(), eta)
        + (stays ? "" : System.lineSeparator()));
    out.flush();
  }
}
