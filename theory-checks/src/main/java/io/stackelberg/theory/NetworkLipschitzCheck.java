package io.stackelberg.theory;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Lipschitz constants of a network with rectifier activations on a box: interval propagation, the interval
 * Jacobian multiplied from the output layer inwards, and the product of the layers' norms; all rounded outwards.
 *
 * <p>Source: Gowal et al. (2019) [gowal2019scalable], interval bound propagation. The product uses the library's
 * singular values, raised by 1e-12 of themselves.
 */
public final class NetworkLipschitzCheck {
  private static final String NAME = "C07 mlp-lipschitz";

  private final double[][][] layers;
  private final double[][] biases;

  private NetworkLipschitzCheck(Regularity.Layers network, int inputs) {
    layers = network.layers().stream()
        .map(rows -> rows.stream().map(NetworkLipschitzCheck::array).toArray(double[][]::new))
        .toArray(double[][][]::new);
    biases = network.biases().stream().map(NetworkLipschitzCheck::array).toArray(double[][]::new);
    Require.atLeast("layers", layers.length, 1);
    int width = inputs;
    for (int layer = 0; layer < layers.length; layer++) {
      Vectors.requireMatrix("weights of layer " + layer, layers[layer], width);
      width = layers[layer].length;
      if (biases.length != layers.length || biases[layer].length != width) {
        throw Require.unexpected(
            "biases of layer " + layer, biases.length, "one list per layer, one number per row");
      }
    }
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Checks the bounds, and a claimed constant, on sampled pairs.
   *
   * @param network weights and biases; rectifiers between the layers, none after the last
   * @param low lower ends of the box
   * @param high upper ends of the box
   * @param claimed claimed Lipschitz constant of the outputs (before any softmax)
   * @param samples pairs to try, at least 1
   */
  public static CheckResult check(
      Regularity.Layers network,
      double[] low,
      double[] high,
      OptionalDouble claimed,
      int samples,
      RandomGenerator random) {
    Vectors.requireBox(low, high, low.length);
    Require.atLeast("samples", samples, 1);
    NetworkLipschitzCheck net = new NetworkLipschitzCheck(network, low.length);
    Interval[] values = new Interval[low.length];
    Arrays.setAll(values, axis -> new Interval(low[axis], high[axis]));
    Interval[][] slopes = new Interval[net.layers.length - 1][];
    for (int layer = 0; layer < net.layers.length; layer++) {
      values = net.propagate(layer, values);
      if (layer < slopes.length) {
        slopes[layer] =
            Arrays.stream(values).map(NetworkLipschitzCheck::slope).toArray(Interval[]::new);
        values =
            Arrays.stream(values).map(NetworkLipschitzCheck::rectified).toArray(Interval[]::new);
      }
    }
    Interval[][] jacobian = net.jacobian(slopes, low.length);
    double local = frobenius(jacobian);
    double product = net.product();
    double bound = Math.min(local, product);
    Findings findings = new Findings(NAME)
        .add("output_low", Arrays.stream(values).mapToDouble(Interval::low).toArray())
        .add("output_high", Arrays.stream(values).mapToDouble(Interval::high).toArray())
        .add("jacobian_bound", local)
        .add("norm_product", product)
        .add("lipschitz", bound)
        .add("softmax_l2_lipschitz", bound / 2);
    if (values.length > 1) {
      // ‖J_a − J_b‖ ≤ √2 ‖J‖, so the product bounds the spread of two outputs too.
      double spread = Math.min(spread(jacobian), Interval.up(Math.sqrt(2) * product));
      findings.add("softmax_tv_lipschitz", spread / 4);
    }
    return net.challenge(findings, values, bound, low, high, claimed, samples, random);
  }

  private CheckResult challenge(
      Findings findings,
      Interval[] range,
      double bound,
      double[] low,
      double[] high,
      OptionalDouble claimed,
      int samples,
      RandomGenerator random) {
    double fastest = 0;
    String witness = "";
    double width = Vectors.distance(low, high);
    for (int sample = 0; sample < samples; sample++) {
      double[] from = Vectors.draw(low, high, random);
      double[] along = steepestDirection(from);
      double[] near = from.clone();
      for (int axis = 0; axis < near.length; axis++) {
        double moved = near[axis] + 1e-3 * width * along[axis];
        near[axis] = Math.max(low[axis], Math.min(high[axis], moved));
      }
      double[] image = image(from);
      for (int output = 0; output < image.length; output++) {
        double slack = 1e-9 * (1 + range[output].magnitude());
        if (image[output] < range[output].low() - slack
            || image[output] > range[output].high() + slack) {
          return findings.violated(
              Rigour.SAMPLED,
              "output " + output + " is " + image[output] + " at " + Arrays.toString(from),
              "An output leaves its propagated range.");
        }
      }
      for (double[] to : new double[][] {near, Vectors.draw(low, high, random)}) {
        double distance = Vectors.distance(from, to);
        double rate = distance > 1e-5 * width ? Vectors.distance(image, image(to)) / distance : 0;
        if (rate > fastest) {
          fastest = rate;
          witness = "between " + Arrays.toString(from) + " and " + Arrays.toString(to)
              + " the outputs move " + rate + " times as far";
        }
      }
    }
    findings.add("samples", 2.0 * samples).add("largest_ratio", bound == 0 ? 0 : fastest / bound);
    if (fastest > bound * (1 + 1e-9)) {
      return findings.violated(Rigour.SAMPLED, witness, "A pair moves further than the bound.");
    }
    if (claimed.isPresent() && fastest > claimed.getAsDouble() * (1 + 1e-9)) {
      return findings.violated(
          Rigour.SAMPLED, witness, "A pair exceeds the claimed " + claimed.getAsDouble() + ".");
    }
    if (claimed.isPresent() && claimed.getAsDouble() < bound * (1 - 1e-9)) {
      return findings.inconclusive(
          Rigour.SAMPLED,
          "a pair that moves faster than the claim, or a proof below " + bound,
          "No sampled pair exceeds the claimed " + claimed.getAsDouble() + ".");
    }
    return findings.holds(
        Rigour.EXACT,
        claimed.isPresent() ? Math.max(0, claimed.getAsDouble() - bound) : 0,
        "The outputs move at most " + bound + " times as far as the commitment.");
  }

  private Interval[] propagate(int layer, Interval[] inputs) {
    Interval[] outputs = new Interval[layers[layer].length];
    for (int row = 0; row < outputs.length; row++) {
      Interval sum = Interval.of(biases[layer][row]);
      for (int column = 0; column < inputs.length; column++) {
        sum = sum.plus(Interval.of(layers[layer][row][column]).times(inputs[column]));
      }
      outputs[row] = sum;
    }
    return outputs;
  }

  private static Interval rectified(Interval value) {
    return new Interval(Math.max(0, value.low()), Math.max(0, value.high()));
  }

  private static Interval slope(Interval value) {
    return new Interval(value.low() > 0 ? 1 : 0, value.high() < 0 ? 0 : 1);
  }

  /** W_K diag(d) … W_1, multiplied from the left. */
  private Interval[][] jacobian(Interval[][] slopes, int inputs) {
    Interval[][] left = intervals(layers[layers.length - 1]);
    for (int layer = layers.length - 2; layer >= 0; layer--) {
      int columns = layer == 0 ? inputs : layers[layer - 1].length;
      Interval[][] next = new Interval[left.length][columns];
      for (int row = 0; row < left.length; row++) {
        for (int column = 0; column < columns; column++) {
          Interval sum = Interval.ZERO;
          for (int inner = 0; inner < slopes[layer].length; inner++) {
            sum = sum.plus(left[row][inner]
                .times(slopes[layer][inner])
                .times(Interval.of(layers[layer][inner][column])));
          }
          next[row][column] = sum;
        }
      }
      left = next;
    }
    return left;
  }

  private static Interval[][] intervals(double[][] matrix) {
    Interval[][] intervals = new Interval[matrix.length][matrix[0].length];
    for (int row = 0; row < matrix.length; row++) {
      for (int column = 0; column < matrix[0].length; column++) {
        intervals[row][column] = Interval.of(matrix[row][column]);
      }
    }
    return intervals;
  }

  private static double frobenius(Interval[][] matrix) {
    double sum = 0;
    for (Interval[] row : matrix) {
      sum = Interval.up(sum + squares(row));
    }
    return Interval.up(Math.sqrt(sum));
  }

  private static double squares(Interval[] row) {
    double sum = 0;
    for (Interval entry : row) {
      sum = Interval.up(sum + Interval.up(entry.magnitude() * entry.magnitude()));
    }
    return sum;
  }

  /** Largest distance of two rows of the Jacobian. */
  private static double spread(Interval[][] jacobian) {
    double most = 0;
    for (Interval[] one : jacobian) {
      for (Interval[] other : jacobian) {
        Interval[] gap = new Interval[one.length];
        Arrays.setAll(gap, axis -> one[axis].minus(other[axis]));
        most = one == other ? most : Math.max(most, Interval.up(Math.sqrt(squares(gap))));
      }
    }
    return most;
  }

  private double product() {
    double product = 1;
    for (double[][] layer : layers) {
      product *= Vectors.spectralNorm(layer) * (1 + 1e-12);
    }
    return product;
  }

  private double[] image(double[] point) {
    double[] values = point;
    for (int layer = 0; layer < layers.length; layer++) {
      values = Vectors.affine(layers[layer], values, biases[layer]);
      for (int unit = 0; layer < layers.length - 1 && unit < values.length; unit++) {
        values[unit] = Math.max(0, values[unit]);
      }
    }
    return values;
  }

  /** Direction in which the outputs move fastest at a point. */
  private double[] steepestDirection(double[] point) {
    double[] values = point;
    Array2DRowRealMatrix jacobian = new Array2DRowRealMatrix(layers[0]);
    for (int layer = 1; layer < layers.length; layer++) {
      values = Vectors.affine(layers[layer - 1], values, biases[layer - 1]);
      double[][] switched = new double[layers[layer].length][values.length];
      for (int unit = 0; unit < values.length; unit++) {
        for (int row = 0; row < switched.length; row++) {
          switched[row][unit] = values[unit] > 0 ? layers[layer][row][unit] : 0;
        }
        values[unit] = Math.max(0, values[unit]);
      }
      jacobian = new Array2DRowRealMatrix(switched).multiply(jacobian);
    }
    return new SingularValueDecomposition(jacobian).getV().getColumn(0);
  }
}
