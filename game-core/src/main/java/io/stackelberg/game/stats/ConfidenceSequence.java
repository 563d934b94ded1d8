package io.stackelberg.game.stats;

import io.stackelberg.game.Require;
import java.util.Arrays;

/**
 * Interval of a mean that may be looked at after every value, and whose experiment may stop at any look.
 *
 * <p>With probability at least 1 − alpha all intervals hold at once, so that stopping when the interval pleases
 * costs nothing. Values lie in [0, 1] and have the same mean given those before; the order must not depend on
 * them. The bets are those of {@link BettingBound#confidenceSequence(double[], double, BettingBound.Options)},
 * whose last interval this returns without the running intersection.
 *
 * <p>Holds a state, for one thread. Cost: O(t) per value with the running intersection, O(1) without; O(t) per
 * bisection step of an end that moves.
 *
 * <p>Source: Waudby-Smith and Ramdas (2024) [waudbysmith2024betting], hedged capital; that no stopping rule
 * hurts is the inequality of Ville (1939) [ville1939etude].
 */
public final class ConfidenceSequence {
  private final double logThreshold;
  private final Options options;
  private final PredictableMoments before = new PredictableMoments();
  private double[] values = new double[16];
  private double[] bets = new double[16];
  private int size;
  private double highestLow = 0;
  private double lowestHigh = 1;

  /** Whether an interval forgets what earlier ones excluded. */
  public enum Memory {
    /** Each interval stands alone; a later one may be wider. */
    CURRENT,
    /** The intersection of all so far: the largest lower end and the smallest upper one. */
    RUNNING_INTERSECTION
  }

  /**
   * Choices that must be made before the data are seen.
   *
   * @param betting truncation of the bets
   * @param memory what an interval remembers
   */
  public record Options(BettingBound.Options betting, Memory memory) {
    /** Half the capital, no running intersection. */
    public static final Options DEFAULT = new Options(BettingBound.Options.DEFAULT, Memory.CURRENT);

    /** These options with other bets. */
    public Options withBetting(BettingBound.Options betting) {
      return new Options(betting, memory);
    }

    /** These options with another memory. */
    public Options withMemory(Memory memory) {
      return new Options(betting, memory);
    }
  }

  /**
   * A sequence without values.
   *
   * @param alpha probability that any interval ever misses the true mean, in (0, 1)
   * @param options declared in advance
   */
  public ConfidenceSequence(double alpha, Options options) {
    this.logThreshold = BettingBound.logTwoOver(alpha);
    this.options = options;
  }

  /**
   * Takes in the next value.
   *
   * @param unit in [0, 1]
   * @throws IllegalArgumentException if it is not; nothing is taken in then
   */
  public void add(double unit) {
    if (!(unit >= 0 && unit <= 1)) {
      throw Require.unexpected("unit[" + size + "]", unit, "a number in [0, 1]");
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      bets = Arrays.copyOf(bets, 2 * size);
    }
    values[size] = unit;
    bets[size] = before.sequenceBet(logThreshold);
    before.add(unit);
    size++;
    if (options.memory() == Memory.RUNNING_INTERSECTION) {
      double[] seen = Arrays.copyOf(values, size);
      double[] placed = Arrays.copyOf(bets, size);
      double truncation = options.betting().truncation();
      if (excludes(seen, placed, highestLow)) {
        highestLow =
            Math.max(highestLow, BettingBound.lowerEnd(seen, placed, logThreshold, truncation));
      }
      if (excludes(BettingBound.mirrored(seen), placed, 1 - lowestHigh)) {
        lowestHigh =
            Math.min(lowestHigh, BettingBound.upperEnd(seen, placed, logThreshold, truncation));
      }
    }
  }

  private boolean excludes(double[] seen, double[] placed, double m) {
    return BettingBound.logCapital(seen, placed, m, options.betting().truncation()) >= logThreshold;
  }

  /** Number of values so far. */
  public int size() {
    return size;
  }

  /**
   * The interval now.
   *
   * @return ends in [0, 1]; the estimate is the sample mean or, where that is excluded, the nearest end. Where
   *     the running intersection is empty, which happens with probability at most alpha, the ends that crossed
   * @throws IllegalStateException before the first value: nothing is known yet, the mean included
   */
  public Interval interval() {
    if (size == 0) {
      throw new IllegalStateException("size is 0, expected at least one value before an interval.");
    }
    double[] seen = Arrays.copyOf(values, size);
    if (options.memory() == Memory.RUNNING_INTERSECTION) {
      return BettingBound.around(seen, highestLow, lowestHigh);
    }
    return BettingBound.hedge(seen, Arrays.copyOf(bets, size), logThreshold, options.betting());
  }
}
