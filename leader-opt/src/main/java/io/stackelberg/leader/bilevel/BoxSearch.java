package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.StopReason;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Global minimum of a polynomial over the follower's part of a box, subject to polynomials ≤ limits, by
 * branch and bound with interval bounds, best bound first.
 */
final class BoxSearch {
  private static final int MAX_ROUNDS = 1_000;

  private final Deadline deadline;
  private final int firstVariable;
  private final double smallest;
  private final int maxBoxes;
  private long evaluations;

  /** What was found: the point (empty when none), its value, and a proved lower bound. */
  record Found(Optional<double[]> point, double value, double bound) {}

  private record Piece(double[] low, double[] high, double bound) {}

  /**
   * A search.
   *
   * @param firstVariable variables before it are fixed
   * @param smallest boxes narrower than this share of the whole are not cut
   */
  BoxSearch(Deadline deadline, int firstVariable, double smallest, int maxBoxes) {
    this.deadline = deadline;
    this.firstVariable = firstVariable;
    this.smallest = smallest;
    this.maxBoxes = maxBoxes;
  }

  /** Boxes examined since construction. */
  long evaluations() {
    return evaluations;
  }

  /** Counts one examined box. */
  void count() {
    evaluations++;
  }

  /** The limit that has been reached, if any. */
  Optional<StopReason> stop() {
    return deadline.reached(evaluations);
  }

  /**
   * Minimises.
   *
   * @param limits constraints[i] ≤ limits[i]
   * @param low lower ends; equal to the upper ends before {@code firstVariable}
   * @param cutoff values at or above it are of no interest
   * @param gap difference between value and bound that ends the search
   */
  Found minimise(
      EnclosedPolynomial objective,
      List<EnclosedPolynomial> constraints,
      double[] limits,
      double[] low,
      double[] high,
      double cutoff,
      double gap) {
    double best = cutoff;
    Optional<double[]> point = Optional.empty();
    double closed = Double.POSITIVE_INFINITY;
    PriorityQueue<Piece> open =
        new PriorityQueue<>((one, other) -> Double.compare(one.bound(), other.bound()));
    open.add(new Piece(low, high, Double.NEGATIVE_INFINITY));
    for (double[] end : new double[][] {low, high}) {
      double value = objective.value(end);
      if (value < best && isFeasible(constraints, limits, end)) {
        best = value;
        point = Optional.of(end.clone());
      }
    }
    int boxes = 0;
    while (!open.isEmpty()
        && open.peek().bound() < best - gap
        && boxes < maxBoxes
        && deadline.reached(evaluations).isEmpty()) {
      Piece piece = open.remove();
      int cut = widest(piece, low, high);
      double[][] ends = {piece.low(), piece.high()};
      double[] middle = EnclosedPolynomial.centre(piece.low(), piece.high());
      for (int half = 0; half < (cut < 0 ? 1 : 2); half++) {
        double[] from = ends[0].clone();
        double[] to = ends[1].clone();
        if (cut >= 0) {
          (half == 0 ? to : from)[cut] = middle[cut];
        }
        boxes++;
        evaluations++;
        double bound = Math.max(piece.bound(), objective.range(from, to)[0]);
        if (bound >= best - gap || isExcluded(constraints, limits, from, to)) {
          closed = bound >= best - gap ? Math.min(closed, bound) : closed;
          continue;
        }
        double[] centre = EnclosedPolynomial.centre(from, to);
        double value = objective.value(centre);
        if (value < best && isFeasible(constraints, limits, centre)) {
          best = value;
          point = Optional.of(centre);
        }
        if (cut < 0) {
          closed = Math.min(closed, bound);
        } else {
          open.add(new Piece(from, to, bound));
        }
      }
    }
    double bound = Math.min(closed, best);
    if (!open.isEmpty()) {
      bound = Math.min(bound, open.peek().bound());
    }
    return new Found(point, best, bound);
  }

  /** Lowers the objective from a feasible point by a pattern search within the box. */
  double[] descend(
      EnclosedPolynomial objective,
      List<EnclosedPolynomial> constraints,
      double[] limits,
      double[] low,
      double[] high,
      double[] start) {
    double[] point = start.clone();
    double value = objective.value(point);
    double step = 1.0 / 64;
    for (int round = 0; round < MAX_ROUNDS && step > smallest; round++) {
      boolean moved = false;
      for (int variable = firstVariable; variable < point.length; variable++) {
        for (int sign = -1; sign <= 1; sign += 2) {
          double before = point[variable];
          double reach = sign * step * (high[variable] - low[variable]);
          point[variable] = Math.max(low[variable], Math.min(high[variable], before + reach));
          double next = objective.value(point);
          if (next < value && isFeasible(constraints, limits, point)) {
            value = next;
            moved = true;
          } else {
            point[variable] = before;
          }
        }
      }
      step = moved ? step : step / 2;
    }
    return point;
  }

  private int widest(Piece piece, double[] low, double[] high) {
    int widest = -1;
    double most = smallest;
    for (int variable = firstVariable; variable < low.length; variable++) {
      double whole = high[variable] - low[variable];
      double share = whole > 0 ? (piece.high()[variable] - piece.low()[variable]) / whole : 0;
      if (share > most) {
        most = share;
        widest = variable;
      }
    }
    return widest;
  }

  static boolean isFeasible(List<EnclosedPolynomial> constraints, double[] limits, double[] point) {
    for (int index = 0; index < limits.length; index++) {
      if (!(constraints.get(index).value(point) <= limits[index])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isExcluded(
      List<EnclosedPolynomial> constraints, double[] limits, double[] low, double[] high) {
    for (int index = 0; index < limits.length; index++) {
      if (constraints.get(index).range(low, high)[0] > limits[index]) {
        return true;
      }
    }
    return false;
  }
}
