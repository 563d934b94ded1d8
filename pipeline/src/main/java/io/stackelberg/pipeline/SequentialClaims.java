package io.stackelberg.pipeline;

import io.stackelberg.game.stats.BettingBound;
import io.stackelberg.game.stats.BettingTest;
import io.stackelberg.game.stats.ConfidenceSequence;
import io.stackelberg.theory.PairedClaims;
import io.stackelberg.theory.PairedClaims.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * Bounds on a policy's saving and change of quality that may be looked at after every session: the quantities and the
 * error probabilities of {@link PairedClaims}, by confidence sequences.
 *
 * <p>With probability at least 1 − δ an end of a claim is right at every look at once, so that stopping when both
 * claims are shown costs nothing. A saving is tested on the grid of {@link PairedClaims#saving}, from both sides,
 * by the same argument: the hypothesis next to the truth is rejected at some time with probability at most δ, and
 * none beyond it is reached otherwise.
 *
 * <p>Holds a state, for one thread. Cost: O(grid) per session; O(sessions) per look.
 *
 * <p>Source: Waudby-Smith and Ramdas (2024) [waudbysmith2024betting]; Ville (1939) [ville1939etude].
 */
final class SequentialClaims {
  private static final int STEPS = PairedClaims.SAVING_STEPS;

  /** Ends of one quantity at a look. */
  record Ends(double lower, double upper) {
    /** What neither excludes; the ends cross where that is nothing. */
    Ends and(Ends other) {
      return new Ends(Math.max(lower, other.lower), Math.min(upper, other.upper));
    }
  }

  private final double costCap;
  private final ConfidenceSequence qualityBelow;
  private final ConfidenceSequence qualityAbove;
  private final List<BettingTest> savingBelow = new ArrayList<>();
  private final List<BettingTest> savingAbove = new ArrayList<>();

  /**
   * Claims before the first session.
   *
   * @param costCap largest mean cost of a turn in a session, declared beforehand
   * @param delta error probability of each claim, both ends together
   */
  SequentialClaims(double costCap, double delta, PairedClaims.Options options) {
    this.costCap = costCap;
    BettingBound.Options betting =
        BettingBound.Options.DEFAULT.withTruncation(options.truncation());
    double below = delta * (1 - options.upperShare());
    double above = delta * options.upperShare();
    ConfidenceSequence.Options sequence = ConfidenceSequence.Options.DEFAULT.withBetting(betting);
    // An interval at 2α has one-sided ends at α.
    qualityBelow = new ConfidenceSequence(2 * below, sequence);
    qualityAbove = new ConfidenceSequence(2 * above, sequence);
    for (int step = -STEPS; step < STEPS; step++) {
      double zero = zero(saving(step));
      savingBelow.add(new BettingTest(zero, below, betting));
      savingAbove.add(new BettingTest(1 - zero, above, betting));
    }
  }

  private static double saving(int step) {
    return (double) step / STEPS;
  }

  /** Where no difference, (1 − s)·baseline − cost = 0, lies once its range [−cap, (1 − s)·cap] is [0, 1]. */
  private static double zero(double saving) {
    return 1 / (2 - saving);
  }

  /** Takes in the next session. */
  void add(Pair pair) {
    double unitChange = (pair.quality() - pair.baselineQuality() + 1) / 2;
    qualityBelow.add(unitChange);
    qualityAbove.add(unitChange);
    for (int index = 0; index < savingBelow.size(); index++) {
      double saving = saving(index - STEPS);
      double kept = (1 - saving) * pair.baselineCost() - pair.cost();
      double unit = Math.max(0, Math.min(1, (kept / costCap + 1) * zero(saving)));
      savingBelow.get(index).add(unit);
      savingAbove.get(index).add(1 - unit);
    }
  }

  /** Ends of the change of quality now. */
  Ends qualityChange() {
    return ordered(
        2 * qualityBelow.interval().low() - 1, 2 * qualityAbove.interval().high() - 1);
  }

  /** Ends of the saving now: the last value on the grid, from either side, before one that is not rejected. */
  Ends saving() {
    double lower = Double.NEGATIVE_INFINITY;
    for (int index = 0;
        index < savingBelow.size() && savingBelow.get(index).isRejected();
        index++) {
      lower = saving(index - STEPS);
    }
    double upper = 1;
    for (int index = savingAbove.size() - 1;
        index >= 0 && savingAbove.get(index).isRejected();
        index--) {
      upper = saving(index - STEPS);
    }
    return ordered(lower, upper);
  }

  private static Ends ordered(double one, double other) {
    return new Ends(Math.min(one, other), Math.max(one, other));
  }
}
