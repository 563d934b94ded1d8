package io.stackelberg.theory;

import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Small-gain certificate of a game of N players whose dynamics follow their own gradients (theory T7).
 *
 * <p>Given the strength μ_i of each player's own strongly convex cost, the Lipschitz constants L_ij of its gradient
 * in each other player's action, and ℓ_i in its own, the flow contracts in the metric diag(w) at the rate {@link
 * #margin} if that is above 0; some w achieves this exactly when {@link #gainRadius} is below 1. The condition
 * ignores signs: where it fails, nothing is known. Margins are rounded down and Lipschitz constants up, so that they
 * hold for the numbers as given. Immutable; one player's action may be a vector.
 *
 * <p>Source: two players after Sharma (2025) [sharma2025smallgain]; N players, the weights and the Runge-Kutta bound
 * are derived for this project, diagonal stability of M-matrices in Berman and Plemmons (1979)
 * [berman1979nonnegative].
 */
public final class SmallGain {
  /** Largest |log weight| that the search for weights considers. */
  public static final double LARGEST_LOG_WEIGHT = 40;

  private static final double ROUNDING = 1 + 1e-15;
  private static final int ITERATIONS = 400;

  private final double[] strength;
  private final double[][] coupling;
  private final double[] own;

  /**
   * Weights with what they prove.
   *
   * @param weights one positive number per player, the last one 1
   * @param margin contraction rate in this metric, rounded down; a proof where above 0
   * @param gap no weights with |log w| ≤ {@link #LARGEST_LOG_WEIGHT} have a margin above {@code margin + gap}
   * @param isAtBound whether a weight lies at the end of that range, so that more could be had beyond
   */
  public record Metric(List<Double> weights, double margin, double gap, boolean isAtBound) {
    public Metric {
      weights = List.copyOf(weights);
    }
  }

  /** Open interval of w_1 / w_2, two players. */
  public record Band(double low, double high) {}

  /**
   * A certificate to be evaluated.
   *
   * @param strength μ_i, above 0
   * @param coupling coupling[i][j] = L_ij, at least 0; the diagonal must be 0
   * @param own ℓ_i, at least μ_i
   * @throws IllegalArgumentException if a number is out of range or a length differs
   */
  public SmallGain(double[] strength, double[][] coupling, double[] own) {
    int players = Require.atLeast("number of players", strength.length, 1);
    requireLength("coupling", coupling.length, players);
    requireLength("own", own.length, players);
    this.strength = strength.clone();
    this.own = own.clone();
    this.coupling = new double[players][];
    for (int i = 0; i < players; i++) {
      Require.positive("strength[" + i + "]", strength[i]);
      if (!(Require.finite("own[" + i + "]", own[i]) >= strength[i])) {
        throw Require.unexpected("own[" + i + "]", own[i], "at least strength " + strength[i]);
      }
      requireLength("coupling[" + i + "]", coupling[i].length, players);
      this.coupling[i] = coupling[i].clone();
      for (int j = 0; j < players; j++) {
        Require.nonNegative("coupling[" + i + "][" + j + "]", coupling[i][j]);
      }
      if (coupling[i][i] != 0) {
        throw Require.unexpected("coupling[" + i + "][" + i + "]", coupling[i][i], "0");
      }
    }
  }

  private static void requireLength(String name, int length, int expected) {
    if (length != expected) {
      throw Require.unexpected("length of " + name, length, "" + expected);
    }
  }

  /** Number of players. */
  public int players() {
    return strength.length;
  }

  /** μ of a player. */
  public double strength(int player) {
    return strength[player];
  }

  /** L of a player's gradient in another's action. */
  public double coupling(int player, int other) {
    return coupling[player][other];
  }

  /** ℓ of a player. */
  public double own(int player) {
    return own[player];
  }

  /** ρ(Γ), Γ_ij = L_ij / μ_i, rounded up; below 1 some weights have a margin above 0. */
  public double gainRadius() {
    double[][] gains = new double[players()][players()];
    for (int i = 0; i < players(); i++) {
      for (int j = 0; j < players(); j++) {
        gains[i][j] = coupling[i][j] / strength[i] * (coupling[i][j] == 0 ? 1 : ROUNDING);
      }
    }
    return PerronRoot.of(gains).high();
  }

  /** w_i = v_i / u_i with A u = 1 and Aᵀ v = 1, A = diag(μ) − L, the last one 1; empty unless ρ(Γ) &lt; 1. */
  public Optional<double[]> constructedWeights() {
    if (!(gainRadius() < 1)) {
      return Optional.empty();
    }
    int size = players();
    double[][] matrix = new double[size][size];
    double[][] transposed = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        matrix[i][j] = i == j ? strength[i] : -coupling[i][j];
        transposed[j][i] = matrix[i][j];
      }
    }
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    double[] right = Elimination.solve(matrix, ones);
    double[] left = Elimination.solve(transposed, ones);
    double last = left[size - 1] / right[size - 1];
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = left[i] / right[i] / last;
      if (!(weights[i] > 0 && weights[i] < Double.POSITIVE_INFINITY)) {
        return Optional.empty();
      }
    }
    return Optional.of(weights);
  }

  /** Least eigenvalue of K (theory T7) in the metric diag(weights), rounded down: above 0, the flow contracts. */
  public double margin(double[] weights) {
    double shift = Arrays.stream(strength).max().orElseThrow();
    return Math.nextDown(shift - PerronRoot.of(shifted(logarithms(weights))).high());
  }

  /** Lipschitz constant of the gradient field in the metric diag(weights), rounded up. */
  public double lipschitz(double[] weights) {
    double[] logs = logarithms(weights);
    int size = players();
    double[][] scaled = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        scaled[i][j] = i == j ? own[i] : ROUNDING * effect(i, j, logs);
      }
    }
    double[][] square = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < size; k++) {
          square[i][j] = Math.nextUp(square[i][j] + Math.nextUp(scaled[k][i] * scaled[k][j]));
        }
      }
    }
    return Math.nextUp(StrictMath.sqrt(PerronRoot.of(square).high()));
  }

  /** Weights of the largest margin with |log w| ≤ {@link #LARGEST_LOG_WEIGHT}: the margin is concave in log w. */
  public Metric bestMetric() {
    int size = players();
    double[] logs = new double[size];
    constructedWeights().ifPresent(found -> Arrays.setAll(logs, i -> StrictMath.log(found[i])));
    clamp(logs);
    double value = value(logs);
    double step = 1;
    double finest = 1e-10 * Arrays.stream(strength).max().orElseThrow();
    double[] gradient = gradient(logs, value);
    for (int iteration = 0;
        iteration < ITERATIONS && step > 1e-12 && gap(logs, gradient) > finest;
        iteration++) {
      double[] tried = new double[size];
      double length = step;
      Arrays.setAll(tried, i -> logs[i]);
      for (int i = 0; i < size; i++) {
        tried[i] += length * gradient[i];
      }
      clamp(tried);
      double reached = value(tried);
      if (reached > value) {
        double[] next = gradient(tried, reached);
        double moved = 0;
        double bend = 0;
        for (int i = 0; i < size; i++) {
          double move = tried[i] - logs[i];
          moved += move * move;
          bend += move * (gradient[i] - next[i]);
        }
        step = bend > 0 && moved > 0 ? Math.min(moved / bend, 1e6) : 4 * step;
        System.arraycopy(tried, 0, logs, 0, size);
        gradient = next;
        value = reached;
      } else {
        step /= 4;
      }
    }
    boolean isAtBound = false;
    for (double log : logs) {
      isAtBound |= Math.abs(log) >= LARGEST_LOG_WEIGHT;
    }
    double[] weights = new double[size];
    Arrays.setAll(weights, i -> StrictMath.exp(logs[i] - logs[size - 1]));
    return new Metric(
        Arrays.stream(weights).boxed().toList(), margin(weights), gap(logs, gradient), isAtBound);
  }

  /** The ratios w_1 / w_2 whose margin exceeds a target; empty for other numbers of players or where none does. */
  public Optional<Band> band(double target) {
    if (players() != 2 || !(strength[0] > target && strength[1] > target)) {
      return Optional.empty();
    }
    double product = (strength[0] - target) * (strength[1] - target);
    double there = coupling[0][1];
    double back = coupling[1][0];
    if (!(there * back < product)) {
      return Optional.empty();
    }
    double root = StrictMath.sqrt(product) + StrictMath.sqrt(product - there * back);
    double high = root / there;
    double low = back / root;
    return Optional.of(new Band(low * low, high * high));
  }

  /** Steps of projected Euler below this contract, given a margin above 0: 2 margin / lipschitz². */
  public static double eulerLimit(double margin, double lipschitz) {
    return 2 * margin / (lipschitz * lipschitz);
  }

  /** Contraction of one projected Euler step: √(1 − 2 η margin + η² lipschitz²). */
  public static double eulerFactor(double step, double margin, double lipschitz) {
    double scaled = step * lipschitz;
    return StrictMath.sqrt(Math.max(1 - 2 * step * margin + scaled * scaled, 0));
  }

  /** Steps of the classical Runge-Kutta method below this contract without constraints; conservative. */
  public static double rungeKuttaLimit(double margin, double lipschitz) {
    double low = 0;
    double high = eulerLimit(margin, lipschitz);
    for (int halving = 0; halving < 200; halving++) {
      double middle = 0.5 * (low + high);
      double scaled = middle * lipschitz;
      double error = 0.5 * scaled * lipschitz * (1 + scaled / 3 + scaled * scaled / 12);
      double reach = lipschitz + error;
      if (2 * (margin - error) > middle * reach * reach) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The published step 2.5 / lipschitz: a guideline of linear stability, not a bound on one step (T7-RK). */
  public static double publishedRungeKuttaStep(double lipschitz) {
    return 2.5 / lipschitz;
  }

  private double[] logarithms(double[] weights) {
    requireLength("weights", weights.length, players());
    double[] logs = new double[weights.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = StrictMath.log(Require.positive("weights[" + i + "]", weights[i]));
    }
    return logs;
  }

  private double effect(int i, int j, double[] logs) {
    return coupling[i][j] == 0 ? 0 : coupling[i][j] * StrictMath.exp((logs[i] - logs[j]) / 2);
  }

  /** max μ I − K, without negative entries. */
  private double[][] shifted(double[] logs) {
    double shift = Arrays.stream(strength).max().orElseThrow();
    double[][] matrix = new double[players()][players()];
    for (int i = 0; i < players(); i++) {
      for (int j = 0; j < players(); j++) {
        matrix[i][j] = i == j
            ? (shift - strength[i]) * ROUNDING
            : 0.5 * (effect(i, j, logs) + effect(j, i, logs)) * ROUNDING;
      }
    }
    return matrix;
  }

  private double value(double[] logs) {
    return Arrays.stream(strength).max().orElseThrow()
        - PerronRoot.of(shifted(logs)).high();
  }

  /** Derivative of the margin by log w, from the eigenvector of K, found by one inverse step. */
  private double[] gradient(double[] logs, double value) {
    int size = players();
    double shift = Arrays.stream(strength).max().orElseThrow();
    double[][] matrix = shifted(logs);
    double largest = Math.max(shift - value, 1e-300);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        matrix[i][j] = (i == j ? largest * (1 + 1e-13) : 0) - matrix[i][j];
      }
    }
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    double[] vector = Elimination.solve(matrix, ones);
    double length = 0;
    for (double entry : vector) {
      length += entry * entry;
    }
    double[] gradient = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double slope = vector[i] * vector[j] / length * (effect(j, i, logs) - effect(i, j, logs));
        gradient[i] += slope / 2;
      }
    }
    for (double entry : gradient) {
      if (Double.isNaN(entry)) {
        return new double[size];
      }
    }
    return gradient;
  }

  /** What a concave function can gain in the range of weights, by its tangent, plus rounding. */
  private double gap(double[] logs, double[] gradient) {
    double gap = 1e-12 * Arrays.stream(strength).max().orElseThrow();
    for (int i = 0; i < logs.length; i++) {
      double end = gradient[i] > 0 ? LARGEST_LOG_WEIGHT : -LARGEST_LOG_WEIGHT;
      gap += gradient[i] * (end - logs[i]);
    }
    return gap;
  }

  private static void clamp(double[] logs) {
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.min(Math.max(logs[i], -LARGEST_LOG_WEIGHT), LARGEST_LOG_WEIGHT);
    }
  }
}
