package io.stackelberg.pipeline.reproduce.cage;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.leader.agency.AgencyEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium;
import io.stackelberg.leader.agency.LimitedLiabilityEquilibrium.Method;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The equilibrium under limited liability over a large vocabulary whose tokens all have scores of their own, so that
 * {@link TokenGame} has nothing to merge.
 *
 * <p>Tokens are merged by who pays for them: while the set of payers of each token stays as it is, all equations
 * depend on a set's tokens through their joint weight and mean values alone. The merged game of at most 2^J outcomes
 * goes to {@link LimitedLiabilityEquilibrium}; its thresholds give new sets, until nothing moves. What was found is
 * then certified over the whole vocabulary: every best reply is bracketed between the two neighbouring values, within
 * which its equation has a closed form. Exponentials of the values are taken once, not per step. Immutable.
 *
 * <p>A game whose scores span more than 600 temperatures, or that does not settle, goes to the solver unmerged.
 */
public final class DistinctScores {
  private static final LimitedLiabilityEquilibrium SOLVER = new LimitedLiabilityEquilibrium();
  private static final int MOST_PRINCIPALS = 8;
  private static final int MOST_ROUNDS = 30;
  private static final double WIDEST = 600;
  private static final int SAMPLED = 4_096;
  private static final int STRIDE = 16;

  private final double temperature;
  private final double[][] values;
  /** 1 and exp((value − highest) / temperature), in turn: what a token's weight is multiplied by. */
  private final double[][] factor;

  private final double[] highest;
  private final boolean isNarrow;

  /**
   * A game whose reference is still open.
   *
   * @param temperature the agent's noise, in units of payment, above 0
   * @param values values[principal][token], finite, 1 to 8 principals; not copied, not changed
   */
  public DistinctScores(double temperature, double[][] values) {
    this.temperature = Require.positive("temperature", temperature);
    Require.inRange("number of principals", values.length, 1, MOST_PRINCIPALS);
    this.values = values;
    factor = new double[values.length][2 * values[0].length];
    highest = new double[values.length];
    double span = 0;
    for (int j = 0; j < values.length; j++) {
      highest[j] = Arrays.stream(values[j]).max().orElseThrow();
      span += (highest[j] - Arrays.stream(values[j]).min().orElseThrow()) / temperature;
      for (int token = 0; token < values[j].length; token++) {
        factor[j][2 * token] = 1;
        factor[j][2 * token + 1] = StrictMath.exp((values[j][token] - highest[j]) / temperature);
      }
    }
    isNarrow = span <= WIDEST;
  }

  /** Thresholds and policy of one step, with their certificate. */
  public static final class Found {
    private final double[] thresholds;
    private final double[] policy;
    private final double largestGain;

    private Found(double[] thresholds, double[] policy, double largestGain) {
      this.thresholds = thresholds;
      this.policy = policy;
      this.largestGain = largestGain;
    }

    /** What a token must be worth to the principal before it pays. */
    public double threshold(int principal) {
      return thresholds[principal];
    }

    /** All thresholds; a fresh array. */
    public double[] thresholds() {
      return thresholds.clone();
    }

    /** Probability of every token; a fresh array. */
    public double[] policy() {
      return policy.clone();
    }

    /** The most any principal gains by its best reply; at least 0. */
    public double largestGain() {
      return largestGain;
    }
  }

  /**
   * The equilibrium reached from no payments.
   *
   * @param reference probability of every token without payments, each above 0, summing to 1
   */
  public Found equilibrium(double[] reference) {
    double[] thresholds = new double[values.length];
    Arrays.setAll(thresholds, j -> highest[j] + temperature);
    // A sample of the tokens first: where it is a poor one, more rounds over all of them follow.
    int stride = reference.length >= SAMPLED ? STRIDE : 1;
    for (int round = 0; isNarrow && round < MOST_ROUNDS; round++) {
      double moved = improve(merged(reference, thresholds, stride), thresholds);
      if (stride > 1) {
        stride = moved <= 1e-3 * temperature ? 1 : stride;
      } else if (moved <= 1e-7 * temperature) {
        // Tokens that change sides weigh as the square of the move.
        double[] policy = policy(reference, thresholds);
        OptionalDouble gain = largestGain(policy, thresholds);
        if (gain.isPresent() && gain.getAsDouble() <= 1e-12 * temperature) {
          return new Found(thresholds, policy, gain.getAsDouble());
        }
      }
    }
    CommonAgency whole = new CommonAgency(reference, temperature, values);
    Arrays.setAll(thresholds, j -> highest[j] + temperature);
    AgencyEquilibrium found =
        SOLVER.solveFrom(whole, thresholds, Method.NEWTON, SolveLimits.DEFAULT);
    return new Found(found.thresholds(), found.policy(), found.largestGain());
  }

  /** Moves to the equilibrium of the merged game and says how far. */
  private static double improve(CommonAgency merged, double[] thresholds) {
    AgencyEquilibrium found =
        SOLVER.solveFrom(merged, thresholds, Method.NEWTON, SolveLimits.DEFAULT);
    double moved = 0;
    for (int j = 0; j < thresholds.length; j++) {
      moved = Math.max(moved, Math.abs(found.threshold(j) - thresholds[j]));
      thresholds[j] = found.threshold(j);
    }
    return moved;
  }

  /** exp(Σ over payers (highest − threshold) / temperature) for every set of payers. */
  private double[] scale(double[] thresholds) {
    double[] scale = new double[1 << values.length];
    for (int payers = 0; payers < scale.length; payers++) {
      double sum = 0;
      for (int j = 0; j < values.length; j++) {
        sum += (payers >> j & 1) * (highest[j] - thresholds[j]) / temperature;
      }
      scale[payers] = StrictMath.exp(sum);
    }
    return scale;
  }

  /** 1 where a value is above a threshold, else 0; without a branch, which would be guessed wrong half the time. */
  private static int pays(double value, double threshold) {
    return (int) (Double.doubleToRawLongBits(threshold - value) >>> 63);
  }

  /** One outcome for every set of payers that occurs among every so many tokens. */
  private CommonAgency merged(double[] reference, double[] thresholds, int stride) {
    int size = values.length;
    int sets = 1 << size;
    double[] mass = new double[sets];
    double[] weight = new double[sets];
    double[] moment = new double[sets * size];
    double seen = 0;
    for (int token = 0; token < reference.length; token += stride) {
      double each = reference[token];
      seen += each;
      int payers = 0;
      for (int j = 0; j < size; j++) {
        int pays = pays(values[j][token], thresholds[j]);
        payers |= pays << j;
        each *= factor[j][2 * token + pays];
      }
      mass[payers] += reference[token];
      weight[payers] += each;
      for (int j = 0; j < size; j++) {
        moment[payers * size + j] += each * values[j][token];
      }
    }
    double[] scale = scale(thresholds);
    int[] occurring =
        IntStream.range(0, sets).filter(payers -> mass[payers] > 0).toArray();
    double[] share = new double[occurring.length];
    double[][] merged = new double[size][occurring.length];
    for (int index = 0; index < occurring.length; index++) {
      int payers = occurring[index];
      share[index] = mass[payers] / seen;
      double above = 0;
      for (int j = 0; j < size; j++) {
        merged[j][index] = moment[payers * size + j] / weight[payers];
        above += (payers >> j & 1) * (merged[j][index] - thresholds[j]);
      }
      // Only the sum of what is paid matters for the weight: all payers' shares are stretched
      // alike.
      double paid = temperature * StrictMath.log(weight[payers] * scale[payers] / mass[payers]);
      for (int j = 0; j < size; j++) {
        if ((payers >> j & 1) == 1) {
          merged[j][index] = thresholds[j] + (merged[j][index] - thresholds[j]) * paid / above;
        }
      }
    }
    return new CommonAgency(share, temperature, merged);
  }

  private double[] policy(double[] reference, double[] thresholds) {
    double[] scale = scale(thresholds);
    double[] policy = new double[reference.length];
    double total = 0;
    for (int token = 0; token < policy.length; token++) {
      double each = reference[token];
      int payers = 0;
      for (int j = 0; j < values.length; j++) {
        int pays = pays(values[j][token], thresholds[j]);
        payers |= pays << j;
        each *= factor[j][2 * token + pays];
      }
      policy[token] = each * scale[payers];
      total += policy[token];
    }
    for (int token = 0; token < policy.length; token++) {
      policy[token] /= total;
    }
    return policy;
  }

  /** Over the whole vocabulary; empty where a best reply lies beyond a value next to the threshold. */
  private OptionalDouble largestGain(double[] policy, double[] thresholds) {
    double largest = 0;
    for (int j = 0; j < values.length; j++) {
      double[] row = values[j];
      double present = thresholds[j];
      double off = 0;
      double moment = 0;
      double on = 0;
      for (int token = 0; token < policy.length; token++) {
        int pays = pays(row[token], present);
        on += pays * policy[token];
        off += (1 - pays) * policy[token];
        moment += (1 - pays) * policy[token] * row[token];
      }
      double best = present;
      for (int step = 0; step < 20; step++) {
        double paid = on * StrictMath.exp((present - best) / temperature);
        double error = best * off - moment - temperature * (off + paid);
        best -= error / (off + paid);
      }
      if (!isNothingBetween(row, present, best)) {
        return OptionalDouble.empty();
      }
      double paid = on * StrictMath.exp((present - best) / temperature);
      double gain = (moment + best * paid) / (off + paid) - (moment + present * on) / (off + on);
      largest = Math.max(largest, gain);
    }
    return OptionalDouble.of(largest);
  }

  /** Whether no value changes sides from one threshold to the other; false for NaN. */
  private static boolean isNothingBetween(double[] row, double one, double other) {
    double low = Math.min(one, other);
    double high = Math.max(one, other);
    for (double value : row) {
      if (!(value <= low || value > high)) {
        return false;
      }
    }
    return true;
  }
}
