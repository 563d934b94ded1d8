package io.stackelberg.leader.bilevel;

import java.util.ArrayList;
import java.util.List;

/**
 * The follower's optimality conditions as a linear system in v = (x, y, λ) with complementarity pairs, and
 * the leader's objective over v as a convex part less squares of linear forms.
 *
 * <p>Where F is not convex, a multiple of the identity y'(∇f − curvature) + λ'(b − A_x x) = 0, which holds at
 * every answer, is added to F if that leaves fewer concave directions; for a bilinear payment it leaves none.
 */
final class KktSystem {
  /** Decision on a pair. */
  static final byte OPEN = 0;

  static final byte MULTIPLIER_ZERO = 1;
  static final byte SLACK_ZERO = 2;

  private static final double ZERO = 1e-11;

  private final BilevelProblem problem;
  private final int n;
  private final List<Integer> pairRows = new ArrayList<>();
  private final double[] pairScale;
  private final List<int[]> opposite = new ArrayList<>();
  private final byte[] initial;
  private double[][] objective;
  private double[] gradient;
  private double constant;

  /** Concave directions w = form · v, each with −½ weight w² in the objective. */
  final List<double[]> forms = new ArrayList<>();

  final List<Double> weights = new ArrayList<>();

  KktSystem(BilevelProblem problem) {
    this.problem = problem;
    n = problem.leaderSize() + problem.followerSize();
    BilevelLevel lower = problem.lower();
    List<Double> scales = new ArrayList<>();
    for (int r = 0; r < lower.rowCount(); r++) {
      double size = 0;
      for (int j = problem.leaderSize(); j < n; j++) {
        size += lower.row(r, j) * lower.row(r, j);
      }
      if (size > 0) {
        pairRows.add(r);
        scales.add(1 / StrictMath.sqrt(size));
      }
    }
    pairScale = scales.stream().mapToDouble(Double::doubleValue).toArray();
    initial = new byte[pairRows.size()];
    findOpposites();
    chooseObjective();
  }

  int pairs() {
    return pairRows.size();
  }

  int size() {
    return n + pairRows.size();
  }

  byte[] initial() {
    return initial.clone();
  }

  double constant() {
    return constant;
  }

  private void findOpposites() {
    BilevelLevel lower = problem.lower();
    for (int p = 0; p < pairs(); p++) {
      for (int q = p + 1; q < pairs(); q++) {
        boolean isOpposite = true;
        for (int j = 0; j < n && isOpposite; j++) {
          double one = lower.row(pairRows.get(p), j) * pairScale[p];
          double other = lower.row(pairRows.get(q), j) * pairScale[q];
          isOpposite = Math.abs(one + other) <= 1e-14 * (Math.abs(one) + Math.abs(other));
        }
        if (isOpposite) {
          double one = lower.rightHandSide(pairRows.get(p)) * pairScale[p];
          double other = lower.rightHandSide(pairRows.get(q)) * pairScale[q];
          if (one + other == 0) {
            initial[p] = SLACK_ZERO;
            initial[q] = SLACK_ZERO;
          } else if (one + other > 1e-6 * (1 + Math.abs(one))) {
            opposite.add(new int[] {p, q});
          }
        }
      }
    }
  }

  /** Decides what follows: of two parallel bounds only one can be active. */
  void propagate(byte[] decided) {
    for (int[] pair : opposite) {
      if (decided[pair[0]] == SLACK_ZERO && decided[pair[1]] == OPEN) {
        decided[pair[1]] = MULTIPLIER_ZERO;
      }
      if (decided[pair[1]] == SLACK_ZERO && decided[pair[0]] == OPEN) {
        decided[pair[0]] = MULTIPLIER_ZERO;
      }
    }
  }

  private void chooseObjective() {
    BilevelLevel upper = problem.upper();
    List<Double> multiples = new ArrayList<>();
    multiples.add(0.0);
    for (int i = problem.leaderSize(); i < n; i++) {
      for (int j = 0; j < n; j++) {
        double cross = problem.lower().quadratic(i, j) * (j < problem.leaderSize() ? 1 : 2);
        double multiple = cross == 0 ? 0 : -upper.quadratic(i, j) / cross;
        if (!multiples.contains(multiple)) {
          multiples.add(multiple);
        }
      }
    }
    int fewest = Integer.MAX_VALUE;
    for (double multiple : multiples) {
      double[][] candidate = hessian(multiple);
      SymmetricEigen eigen = new SymmetricEigen(candidate);
      double largest = 0;
      for (double value : eigen.values()) {
        largest = Math.max(largest, Math.abs(value));
      }
      int concave = 0;
      for (double value : eigen.values()) {
        concave += value < -ZERO * largest ? 1 : 0;
      }
      if (concave < fewest) {
        fewest = concave;
        objective = largest == 0 ? new double[0][0] : candidate;
        gradient = gradient(multiple);
        split(eigen, ZERO * largest, concave);
      }
      if (fewest == 0) {
        break;
      }
    }
    constant = upper.constant();
  }

  private void split(SymmetricEigen eigen, double zero, int concave) {
    forms.clear();
    weights.clear();
    if (concave == 0) {
      return;
    }
    int size = size();
    double[][] convex = new double[size][size];
    boolean curved = false;
    for (int e = 0; e < size; e++) {
      double value = eigen.values()[e];
      if (value < -zero) {
        double[] form = new double[size];
        for (int i = 0; i < size; i++) {
          form[i] = eigen.vectors()[i][e];
        }
        forms.add(form);
        weights.add(-value);
      } else if (value > zero) {
        curved = true;
        for (int i = 0; i < size; i++) {
          for (int j = 0; j < size; j++) {
            convex[i][j] += value * eigen.vectors()[i][e] * eigen.vectors()[j][e];
          }
        }
      }
    }
    objective = curved ? convex : new double[0][0];
  }

  private double[][] hessian(double multiple) {
    BilevelLevel lower = problem.lower();
    int nx = problem.leaderSize();
    double[][] hessian = new double[size()][size()];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        hessian[i][j] = problem.upper().quadratic(i, j);
        if (i >= nx && j >= nx) {
          hessian[i][j] += 2 * multiple * lower.quadratic(i, j);
        } else if (i >= nx || j >= nx) {
          hessian[i][j] += multiple * lower.quadratic(i, j);
        }
      }
    }
    for (int p = 0; p < pairs(); p++) {
      for (int j = 0; j < nx; j++) {
        double entry = -multiple * lower.row(pairRows.get(p), j) * pairScale[p];
        hessian[n + p][j] += entry;
        hessian[j][n + p] += entry;
      }
    }
    return hessian;
  }

  private double[] gradient(double multiple) {
    double[] slope = new double[size()];
    for (int i = 0; i < n; i++) {
      slope[i] = problem.upper().linear(i);
      slope[i] += i >= problem.leaderSize() ? multiple * problem.lower().linear(i) : 0;
    }
    for (int p = 0; p < pairs(); p++) {
      slope[n + p] = multiple * problem.lower().rightHandSide(pairRows.get(p)) * pairScale[p];
    }
    return slope;
  }

  /** Slack of a pair's row, scaled. */
  double slack(int pair, double[] v) {
    int row = pairRows.get(pair);
    double slack = problem.lower().rightHandSide(row);
    for (int j = 0; j < n; j++) {
      slack -= problem.lower().row(row, j) * v[j];
    }
    return slack * pairScale[pair];
  }

  /** Coefficients a of a pair's scaled row over z: slack = {@link #limit} − a · z. */
  double[] row(int pair) {
    double[] row = new double[n];
    for (int j = 0; j < n; j++) {
      row[j] = problem.lower().row(pairRows.get(pair), j) * pairScale[pair];
    }
    return row;
  }

  /** Right-hand side of a pair's scaled row. */
  double limit(int pair) {
    return problem.lower().rightHandSide(pairRows.get(pair)) * pairScale[pair];
  }

  /** Multiplier of a pair's row, scaled. */
  double multiplier(int pair, double[] v) {
    return v[n + pair];
  }

  /**
   * The relaxation: stationarity, feasibility of both levels, decided pairs; the concave squares replaced by
   * their chords over [low, high], those without a finite interval left out.
   */
  ConvexProgram relaxation(byte[] decided, double[] low, double[] high) {
    ConvexProgram program = feasible(decided);
    program.hessian = objective;
    System.arraycopy(gradient, 0, program.gradient, 0, program.size());
    for (int k = 0; k < forms.size(); k++) {
      double slope = -0.5 * weights.get(k) * (low[k] + high[k]);
      double[] form = forms.get(k);
      for (int j = 0; j < form.length; j++) {
        program.gradient[j] += slope * form[j];
      }
      program.row(form, high[k]);
      double[] negative = new double[form.length];
      for (int j = 0; j < form.length; j++) {
        negative[j] = -form[j];
      }
      program.row(negative, -low[k]);
    }
    return program;
  }

  /** The relaxation with the concave squares replaced by their tangents at v: above F, equal at v. */
  ConvexProgram majorised(byte[] decided, double[] v) {
    ConvexProgram program = feasible(decided);
    program.hessian = objective;
    System.arraycopy(gradient, 0, program.gradient, 0, program.size());
    for (int k = 0; k < forms.size(); k++) {
      double slope = -weights.get(k) * ConvexProgram.dot(forms.get(k), v);
      for (int j = 0; j < program.size(); j++) {
        program.gradient[j] += slope * forms.get(k)[j];
      }
    }
    return program;
  }

  /** Constant that the chords add to the relaxation's value. */
  double chordConstant(double[] low, double[] high) {
    double sum = 0;
    for (int k = 0; k < forms.size(); k++) {
      sum += 0.5 * weights.get(k) * low[k] * high[k];
    }
    return sum;
  }

  /** The feasible set alone. */
  ConvexProgram feasible(byte[] decided) {
    int nx = problem.leaderSize();
    BilevelLevel lower = problem.lower();
    ConvexProgram program = new ConvexProgram(size());
    for (int r = 0; r < problem.upper().rowCount(); r++) {
      add(program, problem.upper(), r);
    }
    int pair = 0;
    for (int r = 0; r < lower.rowCount(); r++) {
      boolean isPair = pair < pairs() && pairRows.get(pair) == r;
      if (isPair && decided[pair] == SLACK_ZERO) {
        double[] row = new double[size()];
        for (int j = 0; j < n; j++) {
          row[j] = lower.row(r, j) * pairScale[pair];
        }
        program.equality(row, lower.rightHandSide(r) * pairScale[pair]);
      } else {
        add(program, lower, r);
      }
      if (isPair) {
        program.lower[n + pair] = 0;
        if (decided[pair] == MULTIPLIER_ZERO) {
          program.upper[n + pair] = 0;
        }
        pair++;
      }
    }
    for (int i = nx; i < n; i++) {
      double[] row = new double[size()];
      for (int j = 0; j < n; j++) {
        row[j] = lower.quadratic(i, j);
      }
      for (int p = 0; p < pairs(); p++) {
        row[n + p] = lower.row(pairRows.get(p), i) * pairScale[p];
      }
      program.equality(row, -lower.linear(i));
    }
    return program;
  }

  private void add(ConvexProgram program, BilevelLevel level, int r) {
    int only = -1;
    int entries = 0;
    double size = 0;
    for (int j = 0; j < n; j++) {
      if (level.row(r, j) != 0) {
        only = j;
        entries++;
        size += level.row(r, j) * level.row(r, j);
      }
    }
    if (entries == 1) {
      double end = level.rightHandSide(r) / level.row(r, only);
      if (level.row(r, only) > 0) {
        program.upper[only] = Math.min(program.upper[only], end);
      } else {
        program.lower[only] = Math.max(program.lower[only], end);
      }
      return;
    }
    double scale = entries == 0 ? 1 : 1 / StrictMath.sqrt(size);
    double[] row = new double[size()];
    for (int j = 0; j < n; j++) {
      row[j] = level.row(r, j) * scale;
    }
    program.row(row, level.rightHandSide(r) * scale);
  }
}
