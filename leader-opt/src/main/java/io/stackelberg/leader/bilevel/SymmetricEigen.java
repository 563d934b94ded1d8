package io.stackelberg.leader.bilevel;

/** Eigenvalues and eigenvectors of a small symmetric matrix, by cyclic Jacobi rotations. */
final class SymmetricEigen {
  private static final int SWEEPS = 60;

  private final double[] values;
  private final double[][] vectors;

  SymmetricEigen(double[][] matrix) {
    int n = matrix.length;
    double[][] a = new double[n][];
    vectors = new double[n][n];
    double size = 0;
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
      vectors[i][i] = 1;
      for (double entry : a[i]) {
        size += entry * entry;
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double off = 0;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          off += a[p][q] * a[p][q];
          rotate(a, p, q);
        }
      }
      if (off <= 1e-32 * size) {
        break;
      }
    }
    values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = a[i][i];
    }
  }

  private void rotate(double[][] a, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + StrictMath.sqrt(theta * theta + 1));
    double cosine = 1 / StrictMath.sqrt(t * t + 1);
    double sine = t * cosine;
    for (int k = 0; k < a.length; k++) {
      double kp = a[k][p];
      double kq = a[k][q];
      a[k][p] = cosine * kp - sine * kq;
      a[k][q] = sine * kp + cosine * kq;
    }
    for (int k = 0; k < a.length; k++) {
      double pk = a[p][k];
      double qk = a[q][k];
      a[p][k] = cosine * pk - sine * qk;
      a[q][k] = sine * pk + cosine * qk;
      double vp = vectors[k][p];
      double vq = vectors[k][q];
      vectors[k][p] = cosine * vp - sine * vq;
      vectors[k][q] = sine * vp + cosine * vq;
    }
  }

  /** Eigenvalues, in the order of the columns of {@link #vectors}; shared. */
  double[] values() {
    return values;
  }

  /** Eigenvectors as columns; shared. */
  double[][] vectors() {
    return vectors;
  }
}
