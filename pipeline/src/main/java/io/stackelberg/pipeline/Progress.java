package io.stackelberg.pipeline;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Progress of a run on stderr: one line per stage with the time it took, and an estimate of what is left.
 *
 * <p>The estimate comes from the declared share of each stage; on a terminal the current stage's line is
 * rewritten in place.
 */
final class Progress {
  /** How progress is shown. */
  enum Mode {
    AUTO,
    PLAIN,
    NONE
  }

  private final PrintStream out;
  private final boolean shown;
  private final boolean inPlace;
  private final String[] stages;
  private final double[] shares;
  private final long began = System.nanoTime();
  private long stageBegan = began;
  private int stage = -1;
  private double done;
  private final double[] seconds;

  /**
   * Progress over named stages.
   *
   * @param shares expected share of the whole time of each stage, summing to 1
   */
  Progress(PrintStream out, Mode mode, String[] stages, double[] shares) {
    this.out = out;
    this.shown = mode != Mode.NONE;
    this.inPlace = mode == Mode.AUTO && System.console() != null;
    this.stages = stages.clone();
    this.shares = shares.clone();
    this.seconds = new double[stages.length];
  }

  /** Progress of a study that nobody sees. */
  static Progress unseen() {
    return new Progress(
        new PrintStream(OutputStream.nullOutputStream()), Mode.NONE, Study.STAGES, Study.SHARES);
  }

  /** Ends the current stage, if any, with a note, and begins the next. */
  void next(String note) {
    end(note);
    stage++;
    stageBegan = System.nanoTime();
    if (shown && inPlace) {
      out.print(head() + eta());
      out.flush();
    }
  }

  /** Ends the last stage with a note. */
  void finish(String note) {
    end(note);
    stage = stages.length;
  }

  /** Seconds that each finished stage took, in order; 0 for one that did not finish. */
  double[] stageSeconds() {
    return seconds.clone();
  }

  /** Seconds since the run began. */
  double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  private void end(String note) {
    if (stage < 0 || stage >= stages.length) {
      return;
    }
    done += shares[stage];
    seconds[stage] = (System.nanoTime() - stageBegan) / 1e9;
    if (shown) {
      out.println((inPlace ? "\r\u001b[K" : "")
          + head()
          + note
          + String.format(Locale.ROOT, "  %.1f s", seconds[stage])
          + (inPlace ? "" : eta()));
    }
  }

  private String head() {
    return String.format(Locale.ROOT, "[%d/%d] %-10s", stage + 1, stages.length, stages[stage]);
  }

  private String eta() {
    if (done <= 0 || done >= 0.999) {
      return "";
    }
    return String.format(Locale.ROOT, "  (about %.0f s left)", seconds() / done * (1 - done));
  }
}
