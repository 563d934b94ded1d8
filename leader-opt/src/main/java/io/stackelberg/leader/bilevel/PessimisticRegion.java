package io.stackelberg.leader.bilevel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The pessimistic problem over one region of x, as an optimistic one: the leader chooses (x, λ, an inner answer,
 * its strictness), the follower one worst answer for F and one for each upper row with y, all on the face of
 * the region's fixed rows.
 */
final class PessimisticRegion {
  private final BilevelProblem problem;
  private final KktSystem system;
  private final byte[] pattern;
  private final int nx;
  private final int ny;
  private final int leaders;
  private final int strictness;
  private final List<Integer> coupling = new ArrayList<>();
  private final int size;

  PessimisticRegion(BilevelProblem problem, KktSystem system, byte[] pattern) {
    this.problem = problem;
    this.system = system;
    this.pattern = pattern;
    nx = problem.leaderSize();
    ny = problem.followerSize();
    strictness = nx + system.pairs() + ny;
    leaders = strictness + 1;
    for (int r = 0; r < problem.upper().rowCount(); r++) {
      if (isCoupling(problem, r)) {
        coupling.add(r);
      }
    }
    size = leaders + ny * (1 + coupling.size());
  }

  static boolean isCoupling(BilevelProblem problem, int row) {
    for (int j = problem.leaderSize(); j < problem.upper().size(); j++) {
      if (problem.upper().row(row, j) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Least F over the region's closure. */
  BilevelProblem least() {
    return over(worstObjective(), problem.upper().constant(), new Rows(size));
  }

  /** Greatest strictness, hence a point inside the region where it is positive, with F at most the limit. */
  BilevelProblem inner(double limit) {
    Rows rows = new Rows(size);
    rows.add(worstObjective(), limit - problem.upper().constant());
    double[] objective = new double[size];
    objective[strictness] = -1;
    return over(objective, 0, rows);
  }

  /** The strictness at a point of {@link #inner}. */
  double strictness(double[] leader) {
    return leader[strictness];
  }

  private double[] worstObjective() {
    double[] objective = new double[size];
    for (int j = 0; j < nx; j++) {
      objective[j] = problem.upper().linear(j);
    }
    for (int i = 0; i < ny; i++) {
      objective[leaders + i] = problem.upper().linear(nx + i);
    }
    return objective;
  }

  private BilevelProblem over(double[] objective, double constant, Rows upper) {
    addRegion(upper);
    double[] answer = new double[size];
    Rows lower = new Rows(size);
    for (int copy = 0; copy <= coupling.size(); copy++) {
      int at = leaders + ny * copy;
      for (int i = 0; i < ny; i++) {
        answer[at + i] = copy == 0
            ? -problem.upper().linear(nx + i)
            : -problem.upper().row(coupling.get(copy - 1), nx + i);
      }
      addFace(lower, at, false);
    }
    for (int r = 0; r < problem.upper().rowCount(); r++) {
      double[] row = new double[size];
      int copy = coupling.indexOf(r);
      for (int j = 0; j < nx; j++) {
        row[j] = problem.upper().row(r, j);
      }
      for (int i = 0; i < ny && copy >= 0; i++) {
        row[leaders + ny * (copy + 1) + i] = problem.upper().row(r, nx + i);
      }
      upper.add(row, problem.upper().rightHandSide(r));
    }
    return new BilevelProblem(
        leaders, size - leaders, upper.level(objective, constant), lower.level(answer, 0));
  }

  private void addRegion(Rows upper) {
    BilevelLevel lower = problem.lower();
    for (int r = 0; r < lower.rowCount(); r++) {
      double[] row = new double[size];
      boolean hasAnswer = false;
      for (int j = 0; j < nx + ny; j++) {
        hasAnswer |= j >= nx && lower.row(r, j) != 0;
        row[j] = j < nx ? lower.row(r, j) : 0;
      }
      if (!hasAnswer) {
        upper.add(row, lower.rightHandSide(r));
      }
    }
    for (int i = nx; i < nx + ny; i++) {
      double[] row = new double[size];
      for (int j = 0; j < nx; j++) {
        row[j] = lower.quadratic(i, j);
      }
      for (int p = 0; p < system.pairs(); p++) {
        row[nx + p] = system.row(p)[i];
      }
      upper.addEquality(row, -lower.linear(i));
    }
    for (int p = 0; p < system.pairs(); p++) {
      double[] row = new double[size];
      if (pattern[p] == KktSystem.SLACK_ZERO) {
        row[nx + p] = -1;
        row[strictness] = 1;
        upper.add(row, 0);
      } else {
        row[nx + p] = 1;
        upper.addEquality(row, 0);
      }
    }
    addFace(upper, nx + system.pairs(), true);
    double[] end = new double[size];
    end[strictness] = 1;
    upper.add(end, 1);
    double[] floor = new double[size];
    floor[strictness] = -1;
    upper.add(floor, 0);
  }

  /** Rows of an answer at a place; the open ones with the strictness as least slack where asked. */
  private void addFace(Rows rows, int at, boolean isStrict) {
    for (int p = 0; p < system.pairs(); p++) {
      double[] pair = system.row(p);
      double[] row = Arrays.copyOf(Arrays.copyOf(pair, nx), size);
      System.arraycopy(pair, nx, row, at, ny);
      if (pattern[p] == KktSystem.SLACK_ZERO) {
        rows.addEquality(row, system.limit(p));
      } else {
        row[strictness] = isStrict ? 1 : 0;
        rows.add(row, system.limit(p));
      }
    }
  }

  /** Rows as they grow. */
  private static final class Rows {
    private final int size;
    private final List<double[]> rows = new ArrayList<>();
    private final List<Double> limits = new ArrayList<>();

    Rows(int size) {
      this.size = size;
    }

    void add(double[] row, double limit) {
      rows.add(row);
      limits.add(limit);
    }

    void addEquality(double[] row, double value) {
      add(row, value);
      double[] negative = new double[size];
      for (int j = 0; j < size; j++) {
        negative[j] = -row[j];
      }
      add(negative, -value);
    }

    BilevelLevel level(double[] objective, double constant) {
      return new BilevelLevel(
          new double[0][],
          objective,
          constant,
          rows.toArray(new double[0][]),
          limits.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
