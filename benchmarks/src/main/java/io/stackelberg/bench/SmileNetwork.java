package io.stackelberg.bench;

import io.stackelberg.response.model.NetworkScores;
import smile.base.mlp.ActivationFunction;
import smile.base.mlp.Cost;
import smile.base.mlp.HiddenLayer;
import smile.base.mlp.Layer;
import smile.base.mlp.LayerBuilder;
import smile.base.mlp.OutputFunction;
import smile.base.mlp.OutputLayer;
import smile.classification.MLP;
import smile.math.matrix.Matrix;

/** smile's own network with the weights of ours; it multiplies by a native BLAS. */
final class SmileNetwork {
  private SmileNetwork() {}

  /** The network; its {@code predict} writes the softmax of our scores. */
  static MLP of(NetworkScores network) {
    LayerBuilder[] layers = new LayerBuilder[network.depth() + 1];
    layers[0] = Layer.input(network.inputs());
    for (int layer = 0; layer < network.depth(); layer++) {
      layers[layer + 1] = new Given(network.layer(layer), layer == network.depth() - 1);
    }
    return new MLP(layers);
  }

  /** Builds a layer with given weights instead of random ones. */
  private static final class Given extends LayerBuilder {
    private final double[][] weights;
    private final boolean isLast;

    Given(double[][] weights, boolean isLast) {
      super(weights.length, 0);
      this.weights = weights;
      this.isLast = isLast;
    }

    @Override
    public Layer build(int inputs) {
      return isLast ? new Last(inputs, weights) : new Hidden(inputs, weights);
    }
  }

  private static final class Hidden extends HiddenLayer {
    private static final long serialVersionUID = 1;

    Hidden(int inputs, double[][] weights) {
      super(weights.length, inputs, 0, ActivationFunction.rectifier());
      copy(weights, weight, bias);
    }
  }

  private static final class Last extends OutputLayer {
    private static final long serialVersionUID = 1;

    Last(int inputs, double[][] weights) {
      super(weights.length, inputs, OutputFunction.SOFTMAX, Cost.LIKELIHOOD);
      copy(weights, weight, bias);
    }
  }

  private static void copy(double[][] weights, Matrix matrix, double[] bias) {
    for (int unit = 0; unit < bias.length; unit++) {
      int inputs = weights[unit].length - 1;
      for (int input = 0; input < inputs; input++) {
        matrix.set(unit, input, weights[unit][input]);
      }
      bias[unit] = weights[unit][inputs];
    }
  }
}
