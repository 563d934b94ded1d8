package io.stackelberg.leader.bilevel;

/** Step within the null space: to the minimum of the quadratic there, or along a ray without curvature. */
final class ReducedStep {
  /** Whether the slope vanishes on the null space. */
  final boolean stationary;
  /** Whether the objective falls for ever along the direction. */
  final boolean ray;

  final double[] direction;

  private ReducedStep(boolean stationary, boolean ray, double[] direction) {
    this.stationary = stationary;
    this.ray = ray;
    this.direction = direction;
  }

  static ReducedStep of(NullSpace space, double[][] hessian, double[] slope, double tolerance) {
    int size = space.free.size();
    double[] reduced = new double[size];
    double largest = 0;
    for (int k = 0; k < size; k++) {
      reduced[k] = ConvexProgram.dot(slope, space.free.get(k));
      largest = Math.max(largest, Math.abs(reduced[k]));
    }
    if (largest <= tolerance) {
      return new ReducedStep(true, false, new double[slope.length]);
    }
    double[] step = new double[size];
    if (hessian.length == 0) {
      for (int k = 0; k < size; k++) {
        step[k] = -reduced[k];
      }
      return new ReducedStep(false, true, lift(space, step, slope.length));
    }
    double[][] matrix = new double[size][size];
    double scale = 0;
    for (int k = 0; k < size; k++) {
      double[] image = new double[slope.length];
      for (int i = 0; i < slope.length; i++) {
        image[i] = ConvexProgram.dot(hessian[i], space.free.get(k));
      }
      for (int l = 0; l < size; l++) {
        matrix[k][l] = ConvexProgram.dot(image, space.free.get(l));
      }
    }
    for (int i = 0; i < hessian.length; i++) {
      scale = Math.max(scale, Math.abs(hessian[i][i]));
    }
    for (int k = 0; k < size; k++) {
      for (int l = 0; l < k; l++) {
        matrix[k][l] = matrix[l][k];
      }
    }
    SymmetricEigen eigen = new SymmetricEigen(matrix);
    double[] fall = new double[size];
    double falling = 0;
    for (int e = 0; e < size; e++) {
      double along = 0;
      for (int k = 0; k < size; k++) {
        along += eigen.vectors()[k][e] * reduced[k];
      }
      boolean flat = eigen.values()[e] <= 1e-10 * scale;
      if (flat) {
        falling = Math.max(falling, Math.abs(along));
      }
      for (int k = 0; k < size; k++) {
        if (flat) {
          fall[k] -= along * eigen.vectors()[k][e];
        } else {
          step[k] -= along / eigen.values()[e] * eigen.vectors()[k][e];
        }
      }
    }
    if (falling > tolerance) {
      return new ReducedStep(false, true, lift(space, fall, slope.length));
    }
    return new ReducedStep(false, false, lift(space, step, slope.length));
  }

  private static double[] lift(NullSpace space, double[] step, int size) {
    double[] direction = new double[size];
    for (int k = 0; k < step.length; k++) {
      for (int i = 0; i < size; i++) {
        direction[i] += step[k] * space.free.get(k)[i];
      }
    }
    return direction;
  }
}
