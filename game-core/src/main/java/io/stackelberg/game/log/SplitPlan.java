package io.stackelberg.game.log;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.SeedSplitter;

/**
 * Which part of the data a session belongs to, decided by a hash of its id alone.
 *
 * <p>All turns of a session fall on one side, the same in every run; {@code salt} gives another split.
 *
 * @param fit share for fitting, in [0, 1]
 * @param calibrate share for repair, in [0, 1]
 * @param evaluate share for evaluation, in [0, 1]; the three sum to 1
 * @param salt mixed into the hash
 */
public record SplitPlan(double fit, double calibrate, double evaluate, String salt) {
  /** Half to fit, a fifth to calibrate, three tenths to evaluate. */
  public static final SplitPlan DEFAULT = new SplitPlan(0.5, 0.2, 0.3, "");

  /** The parts of a split; a stage takes only the part it may see. */
  public enum Part {
    FIT,
    CALIBRATE,
    EVALUATE
  }

  public SplitPlan {
    Require.inUnitInterval("split.fit", fit);
    Require.inUnitInterval("split.calibrate", calibrate);
    Require.inUnitInterval("split.evaluate", evaluate);
    Require.inRange("sum of split shares", fit + calibrate + evaluate, 1 - 1e-9, 1 + 1e-9);
  }

  /** The part this session belongs to. */
  public Part part(String session) {
    double position = (SeedSplitter.firstLong(salt + "\u0000" + session) >>> 11) * 0x1.0p-53;
    if (position < fit) {
      return Part.FIT;
    }
    return position < fit + calibrate ? Part.CALIBRATE : Part.EVALUATE;
  }

  /** The same plan without an evaluation part, for data whose evaluation lies in another file. */
  public SplitPlan withoutEvaluation() {
    double rest = fit + calibrate;
    Require.positive("split.fit + split.calibrate", rest);
    return new SplitPlan(fit / rest, calibrate / rest, 0, salt);
  }
}
