package io.stackelberg.leader.several;

import io.stackelberg.game.Require;
import io.stackelberg.leader.SimplexProjection;
import java.util.Arrays;
import java.util.Optional;

/**
 * Players who spread a budget over shared channels and disturb each other there: the Gaussian interference
 * channel. Here the players are agents that share channels of token capacity, and power is the rate at which
 * an agent sends tokens.
 *
 * <p>Player i earns Σ_k log(1 + p_ik / I_ik) with the interference I_ik = noise_ik + Σ_j gain_ijk p_jk. Its
 * best reply is water-filling, p_ik = max(0, level − I_ik) with the whole budget spent, exact by sorting.
 * Every budget is spent at an equilibrium, and one exists, the payoffs being concave. Solve it with {@link
 * BestReplySolver} in any schedule, after {@link #condition}. Source: Yu, Ginis and Cioffi (2002)
 * [yu2002distributed].
 */
public final class InterferenceGame implements MultiLeaderGame {
  private final double[][] noise;
  private final double[][][] gain;
  private final double[] budgets;
  private final double[][] start;

  /**
   * A game, its arrays copied; it starts from budgets spread evenly.
   *
   * @param noise one row per player, one entry per channel, above 0, divided by the player's own gain there
   * @param gain {@code gain[i][j][k]}: how much player j disturbs player i on channel k, at least 0, divided
   *     by player i's own gain there; {@code gain[i][i]} must be 0
   * @param budgets one per player, above 0
   */
  public InterferenceGame(double[][] noise, double[][][] gain, double[] budgets) {
    this(copy(noise), copy(gain), budgets.clone(), even(noise, budgets));
  }

  private InterferenceGame(
      double[][] noise, double[][][] gain, double[] budgets, double[][] start) {
    this.noise = noise;
    this.gain = gain;
    this.budgets = budgets;
    this.start = start;
    requireLength("noise", noise.length, budgets.length);
    requireLength("gain", gain.length, budgets.length);
    requireLength("start", start.length, budgets.length);
    for (int i = 0; i < budgets.length; i++) {
      Require.positive("budgets[" + i + "]", budgets[i]);
      requireLength("noise[" + i + "]", noise[i].length, noise[0].length);
      requireLength("gain[" + i + "]", gain[i].length, budgets.length);
      requireLength("start[" + i + "]", start[i].length, noise[0].length);
      for (int k = 0; k < noise[0].length; k++) {
        Require.positive("noise[" + i + "]", noise[i][k]);
        Require.nonNegative("start[" + i + "]", start[i][k]);
      }
      if (!(Arrays.stream(start[i]).sum() <= budgets[i] * (1 + 1e-12))) {
        throw Require.unexpected(
            "sum of start[" + i + "]",
            Arrays.stream(start[i]).sum(),
            "at most the budget " + budgets[i]);
      }
      for (int j = 0; j < budgets.length; j++) {
        requireLength("gain[" + i + "][" + j + "]", gain[i][j].length, noise[0].length);
        for (double entry : gain[i][j]) {
          Require.nonNegative("gain[" + i + "][" + j + "]", entry);
          if (i == j && entry != 0) {
            throw Require.unexpected("gain[" + i + "][" + i + "]", entry, "0");
          }
        }
      }
    }
  }

  private static void requireLength(String name, int length, int expected) {
    if (length != expected || length < 1) {
      throw Require.unexpected("length of " + name, length, "" + Math.max(1, expected));
    }
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  private static double[][][] copy(double[][][] rows) {
    return Arrays.stream(rows).map(InterferenceGame::copy).toArray(double[][][]::new);
  }

  private static double[][] even(double[][] noise, double[] budgets) {
    double[][] start = new double[budgets.length][noise[0].length];
    for (int i = 0; i < budgets.length; i++) {
      Arrays.fill(start[i], budgets[i] / noise[0].length);
    }
    return start;
  }

  /** The same game that starts from this profile, within the budgets. */
  public InterferenceGame withStart(double[][] profile) {
    return new InterferenceGame(noise, gain, budgets, copy(profile));
  }

  /**
   * The sufficient condition for one equilibrium that every schedule reaches, to be looked at before running.
   *
   * <p>Water-filling is the projection of minus the interference onto the budget's simplex and moves by no
   * more than the interference does; so the distances of a profile to an equilibrium, one per player, shrink
   * at least as under the matrix H with H_ij = max_k gain_ijk. If its spectral radius is below 1, best
   * replies at once, in turn, relaxed or out of date all contract, in one weighted maximum norm. Source:
   * Scutari, Palomar and Barbarossa (2008) [scutari2008asynchronous].
   */
  public SpectralCondition condition() {
    double[][] largest = new double[leaders()][leaders()];
    for (int i = 0; i < leaders(); i++) {
      for (int j = 0; j < leaders(); j++) {
        largest[i][j] = Arrays.stream(gain[i][j]).max().orElseThrow();
      }
    }
    return SpectralCondition.of(largest);
  }

  @Override
  public int leaders() {
    return budgets.length;
  }

  @Override
  public double[][] start() {
    return copy(start);
  }

  @Override
  public double payoff(int leader, double[][] profile) {
    double[] interference = interference(leader, profile);
    double sum = 0;
    for (int k = 0; k < interference.length; k++) {
      sum += StrictMath.log1p(profile[leader][k] / interference[k]);
    }
    return sum;
  }

  @Override
  public double[] bestReply(int leader, double[][] profile) {
    double[] depth = interference(leader, profile);
    for (int k = 0; k < depth.length; k++) {
      depth[k] = -depth[k];
    }
    return SimplexProjection.project(depth, budgets[leader]);
  }

  private double[] interference(int leader, double[][] profile) {
    double[] sum = noise[leader].clone();
    for (int other = 0; other < leaders(); other++) {
      for (int k = 0; k < sum.length; k++) {
        sum[k] += gain[leader][other][k] * profile[other][k];
      }
    }
    return sum;
  }

  @Override
  public Optional<double[][]> candidate() {
    return Optional.empty();
  }

  @Override
  public String uniqueness(double[][] equilibrium) {
    SpectralCondition condition = condition();
    return condition.verdict() == SpectralCondition.Verdict.UNIQUE_AND_CONVERGENT
        ? "the only one, as the spectral radius of the interference is at most " + condition.high()
        : "";
  }
}
