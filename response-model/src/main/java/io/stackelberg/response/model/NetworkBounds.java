package io.stackelberg.response.model;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Proved Lipschitz constants of a rectifier network with a softmax, everywhere or on a box of commitments.
 *
 * <p>Everywhere: the product of the layers' spectral norms. On a box: ranges of all hidden sums by interval
 * bound propagation tell which rectifiers are on, off or undecided; interval matrices W_K diag(d) … W_1,
 * multiplied from the left, then hold every Jacobian of the scores. Scores that move by v over a temperature
 * T move the probabilities by at most span(v) / (4T) in total variation and ‖v‖ / (2T) in Euclidean norm,
 * and by no more than √2 times the total variation, for the changes sum to 0. The span is bounded pair by
 * pair of scores. All arithmetic rounds outward; what a response's own evaluation rounds comes on top.
 * Undecided rectifiers count as free of each other, so a local bound may exceed the product of norms; the
 * smaller of both is reported.
 *
 * <p>Cost of a box: pairs of scores × weights.
 *
 * <p>Source: product of norms Szegedy et al. (2014) [szegedy2014intriguing]; ranges Gowal et al. (2018)
 * [gowal2018effectiveness]; softmax Gao and Pavel (2017) [gao2017softmax].
 */
public final class NetworkBounds {
  private static final double ROOT_OF_TWO = Upward.root(2);

  private final Regularity.Layers layers;
  private final double[][][] weights;
  private final double[][] biases;
  private final int fixed;
  private final double hiddenNorms;

  /**
   * What holds on a box.
   *
   * @param low lower bounds of the scores, before they are divided by the temperature
   * @param high upper bounds of the scores
   * @param jacobian bound on the spectral norm of the scores' Jacobian from the box alone; may exceed {@link
   *     NetworkBounds#normProduct()}
   * @param response the softmax's constants, never above {@link NetworkBounds#everywhere()}
   */
  public record Local(
      List<Double> low, List<Double> high, double jacobian, Regularity.Lipschitz response) {
    public Local {
      low = List.copyOf(low);
      high = List.copyOf(high);
    }
  }

  /** Bounds of a network; takes the norms of its layers once. */
  public NetworkBounds(Regularity.Layers layers) {
    this.layers = layers;
    fixed = layers.fixed().size();
    weights = layers.layers().stream()
        .map(rows -> rows.stream().map(NetworkBounds::unboxed).toArray(double[][]::new))
        .toArray(double[][][]::new);
    biases = layers.biases().stream().map(NetworkBounds::unboxed).toArray(double[][]::new);
    double product = 1;
    for (int layer = 0; layer < weights.length - 1; layer++) {
      product = Upward.times(product, Upward.spectralNorm(moving(layer)));
    }
    hiddenNorms = product;
  }

  private static double[] unboxed(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A layer's weights without the columns of fixed inputs. */
  private double[][] moving(int layer) {
    return Arrays.stream(weights[layer])
        .map(row -> layer == 0 ? Arrays.copyOfRange(row, fixed, row.length) : row)
        .toArray(double[][]::new);
  }

  /** Upper bound on the product of the layers' spectral norms; bounds the Jacobian of the scores everywhere. */
  public double normProduct() {
    return Upward.times(hiddenNorms, Upward.spectralNorm(moving(weights.length - 1)));
  }

  /** Constants that hold for all commitments. */
  public Regularity.Lipschitz everywhere() {
    double[][] last = moving(weights.length - 1);
    double widest = 0;
    for (int one = 0; one < last.length; one++) {
      for (int other = 0; other < one; other++) {
        widest = Math.max(widest, norm(difference(last[one], last[other])));
      }
    }
    return new Regularity.Lipschitz(
        layers.coordinates(),
        totalVariation(Upward.times(hiddenNorms, widest)),
        euclidean(normProduct()));
  }

  private double totalVariation(double widest) {
    return Upward.over(Upward.times(widest, 0.25), layers.temperature());
  }

  private double euclidean(double jacobian) {
    return Upward.over(Upward.times(jacobian, 0.5), layers.temperature());
  }

  /**
   * Bounds on a box.
   *
   * @param low lower ends, finite, in the order of the coordinates
   * @param high upper ends, finite; a coordinate with equal ends does not move
   */
  public Local within(List<Double> low, List<Double> high) {
    int coordinates = layers.coordinates().size();
    if (low.size() != coordinates || high.size() != coordinates) {
      throw Require.unexpected(
          "number of ends", low.size() + " and " + high.size(), coordinates + " each");
    }
    OutwardInterval[] values = new OutwardInterval[fixed + coordinates];
    boolean[] moves = new boolean[coordinates];
    Arrays.setAll(
        values, input -> OutwardInterval.of(input < fixed ? layers.fixed().get(input) : 0));
    for (int axis = 0; axis < coordinates; axis++) {
      double to = Require.finite("high", high.get(axis));
      double from =
          Require.inRange("low", Require.finite("low", low.get(axis)), -Double.MAX_VALUE, to);
      values[fixed + axis] = new OutwardInterval(from, to);
      moves[axis] = from < to;
    }
    OutwardInterval[][] sums = new OutwardInterval[weights.length][];
    for (int layer = 0; layer < weights.length; layer++) {
      sums[layer] = sums(layer, values);
      values = Arrays.stream(sums[layer])
          .map(OutwardInterval::rectified)
          .toArray(OutwardInterval[]::new);
    }
    double[][] last = weights[weights.length - 1];
    List<OutwardInterval[]> jacobian = new ArrayList<>();
    double widest = 0;
    for (int one = 0; one < last.length; one++) {
      jacobian.add(slopes(difference(last[one], new double[last[one].length]), sums, moves));
      for (int other = 0; other < one; other++) {
        OutwardInterval[] pair = slopes(difference(last[one], last[other]), sums, moves);
        widest = Math.max(widest, norm(pair));
      }
    }
    double local = norm(jacobian);
    Regularity.Lipschitz everywhere = everywhere();
    double totalVariation = Math.min(totalVariation(widest), everywhere.totalVariation());
    double euclidean = Math.min(euclidean(local), everywhere.euclidean());
    OutwardInterval[] scores = sums[weights.length - 1];
    return new Local(
        Arrays.stream(scores).map(OutwardInterval::low).toList(),
        Arrays.stream(scores).map(OutwardInterval::high).toList(),
        local,
        new Regularity.Lipschitz(
            layers.coordinates(),
            totalVariation,
            Math.min(euclidean, Upward.times(ROOT_OF_TWO, totalVariation))));
  }

  private OutwardInterval[] sums(int layer, OutwardInterval[] values) {
    OutwardInterval[] sums = new OutwardInterval[weights[layer].length];
    for (int unit = 0; unit < sums.length; unit++) {
      OutwardInterval sum = OutwardInterval.of(biases[layer][unit]);
      for (int input = 0; input < values.length; input++) {
        sum = sum.plus(values[input].times(weights[layer][unit][input]));
      }
      sums[unit] = sum;
    }
    return sums;
  }

  private static OutwardInterval[] difference(double[] one, double[] other) {
    OutwardInterval[] difference = new OutwardInterval[one.length];
    Arrays.setAll(
        difference,
        index -> OutwardInterval.of(one[index]).plus(OutwardInterval.of(-other[index])));
    return difference;
  }

  /** Slopes by the coordinates of a score whose weights on the last hidden layer are given; 0 for fixed ones. */
  private OutwardInterval[] slopes(
      OutwardInterval[] score, OutwardInterval[][] sums, boolean[] moves) {
    OutwardInterval[] row = score;
    for (int layer = weights.length - 2; layer >= 0; layer--) {
      OutwardInterval[] next = new OutwardInterval[weights[layer][0].length];
      Arrays.fill(next, OutwardInterval.ZERO);
      for (int unit = 0; unit < row.length; unit++) {
        OutwardInterval slope = row[unit].gated(sums[layer][unit]);
        for (int input = layer == 0 ? fixed : 0; input < next.length; input++) {
          next[input] = next[input].plus(slope.times(weights[layer][unit][input]));
        }
      }
      row = next;
    }
    OutwardInterval[] slopes = Arrays.copyOfRange(row, fixed, row.length);
    Arrays.setAll(slopes, axis -> moves[axis] ? slopes[axis] : OutwardInterval.ZERO);
    return slopes;
  }

  private static double norm(OutwardInterval[] row) {
    return Upward.norm(
        Arrays.stream(row).mapToDouble(OutwardInterval::magnitude).toArray());
  }

  /** The smaller of ‖magnitudes‖ by Frobenius and ‖middle‖₂ + ‖radius‖ by Frobenius. */
  private static double norm(List<OutwardInterval[]> matrix) {
    double[][] middles = new double[matrix.size()][];
    double[] radii = new double[matrix.size()];
    double[] magnitudes = new double[matrix.size()];
    for (int row = 0; row < radii.length; row++) {
      OutwardInterval[] entries = matrix.get(row);
      double[] middle = Arrays.stream(entries)
          .mapToDouble(entry -> entry.low() / 2 + entry.high() / 2)
          .toArray();
      double[] radius = new double[entries.length];
      Arrays.setAll(
          radius,
          column -> Math.max(
              Upward.plus(entries[column].high(), -middle[column]),
              Upward.plus(middle[column], -entries[column].low())));
      middles[row] = middle;
      radii[row] = Upward.norm(radius);
      magnitudes[row] = norm(entries);
    }
    double frobenius = Upward.norm(magnitudes);
    return frobenius < Double.POSITIVE_INFINITY
        ? Math.min(frobenius, Upward.plus(Upward.spectralNorm(middles), Upward.norm(radii)))
        : frobenius;
  }
}
