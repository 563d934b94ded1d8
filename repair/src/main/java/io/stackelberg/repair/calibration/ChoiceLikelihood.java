package io.stackelberg.repair.calibration;

import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;

/** Penalised likelihood of observed choices in sharpness and weights; concave, so Newton finds its maximum. */
final class ChoiceLikelihood {
  private static final int STEPS = 100;
  private static final double FLAT = 1e-10;

  private final List<ChoiceSample> samples;
  private final double[] penalty;

  ChoiceLikelihood(List<ChoiceSample> samples, double penalty) {
    this.samples = samples;
    int size = samples.get(0).features().length;
    this.penalty = new double[size];
    this.penalty[0] = penalty;
    for (int feature = 1; feature < size; feature++) {
      // In the term's own unit, so that a change of unit changes nothing but the weight's.
      this.penalty[feature] = penalty * Math.max(Double.MIN_NORMAL, spread(feature));
    }
  }

  /** Mean variance of a term over the possible actions. */
  private double spread(int feature) {
    double sum = 0;
    for (ChoiceSample sample : samples) {
      double mean = 0;
      double square = 0;
      int count = 0;
      for (int candidate = 0; candidate < sample.features()[0].length; candidate++) {
        if (sample.features()[0][candidate] > Double.NEGATIVE_INFINITY) {
          double value = sample.features()[feature][candidate];
          count++;
          double change = value - mean;
          mean += change / count;
          square += change * (value - mean);
        }
      }
      sum += square / count;
    }
    return sum / samples.size();
  }

  /** Sharpness, at least 0, then weights. */
  double[] maximise() {
    double[] weights = new double[penalty.length];
    weights[0] = 1;
    double value = value(weights);
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[weights.length];
      double[][] curvature = new double[weights.length][weights.length];
      differentiate(weights, gradient, curvature);
      boolean isHeld = weights[0] == 0 && gradient[0] < 0;
      if (isHeld) {
        gradient[0] = 0;
        for (int feature = 1; feature < weights.length; feature++) {
          curvature[0][feature] = 0;
          curvature[feature][0] = 0;
        }
      }
      double[] direction = new CholeskyDecomposition(
              new Array2DRowRealMatrix(curvature, false), 1e-8, 0)
          .getSolver()
          .solve(new ArrayRealVector(gradient, false))
          .toArray();
      double length = 1;
      double[] tried = moved(weights, direction, length);
      double reached = value(tried);
      while (!(reached >= value) && length > 1e-12) {
        length /= 2;
        tried = moved(weights, direction, length);
        reached = value(tried);
      }
      if (!(reached - value > FLAT * Math.max(1, Math.abs(value)))) {
        return reached >= value ? tried : weights;
      }
      weights = tried;
      value = reached;
    }
    return weights;
  }

  private static double[] moved(double[] from, double[] direction, double length) {
    double[] to = new double[from.length];
    for (int feature = 0; feature < to.length; feature++) {
      to[feature] = from[feature] + length * direction[feature];
    }
    to[0] = Math.max(0, to[0]);
    return to;
  }

  private double value(double[] weights) {
    double value = 0;
    for (ChoiceSample sample : samples) {
      value -= sample.loss(weights);
    }
    for (int feature = 0; feature < weights.length; feature++) {
      double away = weights[feature] - (feature == 0 ? 1 : 0);
      value -= penalty[feature] * away * away / 2;
    }
    return value;
  }

  /** Gradient, and the negative second derivative. */
  private void differentiate(double[] weights, double[] gradient, double[][] curvature) {
    int size = weights.length;
    for (int feature = 0; feature < size; feature++) {
      gradient[feature] = -penalty[feature] * (weights[feature] - (feature == 0 ? 1 : 0));
      curvature[feature][feature] = penalty[feature];
    }
    for (ChoiceSample sample : samples) {
      double[] probabilities = sample.probabilities(weights);
      double[] mean = new double[size];
      for (int feature = 0; feature < size; feature++) {
        for (int candidate = 0; candidate < probabilities.length; candidate++) {
          if (probabilities[candidate] > 0) {
            mean[feature] += probabilities[candidate] * sample.features()[feature][candidate];
          }
        }
        gradient[feature] += sample.features()[feature][sample.action()] - mean[feature];
      }
      for (int candidate = 0; candidate < probabilities.length; candidate++) {
        if (probabilities[candidate] > 0) {
          for (int one = 0; one < size; one++) {
            double left = sample.features()[one][candidate] - mean[one];
            for (int other = 0; other < size; other++) {
              curvature[one][other] += probabilities[candidate]
                  * left
                  * (sample.features()[other][candidate] - mean[other]);
            }
          }
        }
      }
    }
  }
}
