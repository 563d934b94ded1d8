package io.stackelberg.leader.gradient;

import io.stackelberg.game.Smoothness;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Bookkeeping of one ascent: evaluations in units of the box, their count, what was met, and the ends of the
 * climbs.
 */
final class AscentRun {
  /** Ends of climbs nearer than this share of the box are one. */
  private static final double SAME = 1e-6;

  /** Climbs from one start and returns the last point. */
  @FunctionalInterface
  interface Climb {
    End from(double[] start, AscentRun run);
  }

  /** A point in units of the box, with what was found there. */
  static final class Trial {
    final double[] point;
    final double value;
    final double[] slope;
    final Smoothness smoothness;

    private Trial(double[] point, double value, double[] slope, Smoothness smoothness) {
      this.point = point;
      this.value = value;
      this.slope = slope;
      this.smoothness = smoothness;
    }

    boolean isUsable() {
      return smoothness != Smoothness.SINGULAR;
    }
  }

  /** End of a climb. */
  record End(Trial trial, boolean isConverged) {}

  final CommitmentRegion region;
  private final ContinuousProblem problem;
  private final Deadline deadline;
  private final SolveLimits limits;
  private final Map<Smoothness, Long> met = new EnumMap<>(Smoothness.class);
  private long evaluations;
  private long allowed;
  private double steepest;

  AscentRun(ContinuousProblem problem, SolveLimits limits) {
    this.problem = problem;
    this.limits = limits;
    deadline = new Deadline(limits);
    region = problem.region().inUnits();
  }

  /** Climbs from the centre and from drawn starts, and evaluates the best end again. */
  AscentSolution climb(int starts, long perStart, RandomGenerator random, Climb climb) {
    List<End> ends = new ArrayList<>();
    Optional<StopReason> stopped = Optional.empty();
    for (int start = 0; start < starts && stopped.isEmpty(); start++) {
      double[] from = start == 0 ? region.centre() : region.draw(random);
      stopped = deadline.reached(evaluations + 1);
      if (stopped.isEmpty()) {
        allowed = evaluations + perStart;
        ends.add(climb.from(from, this));
        stopped = deadline.reached(evaluations + 1);
      }
    }
    ends.sort(Comparator.comparingDouble(end -> -end.trial().value));
    List<End> distinct = new ArrayList<>();
    for (End end : ends) {
      if (distinct.stream()
          .noneMatch(other -> distance(end.trial().point, other.trial().point) <= SAME)) {
        distinct.add(end);
      }
    }
    List<AscentSolution.Optimum> optima = distinct.stream().map(this::optimum).toList();
    if (optima.isEmpty()) {
      return solution(stopped.orElse(StopReason.NUMERICAL_FAILURE), optima);
    }
    End best = distinct.get(0);
    Trial again = evaluate(best.trial().point);
    double allowance = limits.tolerance().relative() * Math.max(1e-300, Math.abs(again.value));
    if (!(Math.abs(again.value - best.trial().value) <= allowance)) {
      return solution(StopReason.NUMERICAL_FAILURE, List.of());
    }
    boolean singular = ends.stream().noneMatch(end -> end.trial().isUsable());
    return solution(
        stopped.orElse(
            singular
                ? StopReason.NUMERICAL_FAILURE
                : best.isConverged() ? StopReason.CONVERGED : StopReason.EVALUATION_LIMIT),
        optima);
  }

  private AscentSolution solution(StopReason reason, List<AscentSolution.Optimum> optima) {
    return new AscentSolution(reason, optima.stream().findFirst(), optima, evaluations, met);
  }

  private AscentSolution.Optimum optimum(End end) {
    return new AscentSolution.Optimum(
        Arrays.stream(problem.region().fromUnits(end.trial().point)).boxed().toList(),
        end.trial().value,
        end.trial().smoothness,
        end.isConverged());
  }

  /** Whether this start may evaluate once more, one evaluation being kept for the last look. */
  boolean mayGoOn() {
    return evaluations < allowed && deadline.reached(evaluations + 1).isEmpty();
  }

  /** Evaluates at a point in units of the box. */
  Trial evaluate(double[] unit) {
    evaluations++;
    ValueGradient found = problem.evaluate(problem.region().fromUnits(unit));
    met.merge(found.smoothness(), 1L, Long::sum);
    double[] slope = found.onePiece().clone();
    for (int i = 0; i < slope.length; i++) {
      slope[i] *= problem.region().width(i);
      if (found.smoothness() != Smoothness.SINGULAR) {
        steepest = Math.max(steepest, Math.abs(slope[i]));
      }
    }
    return new Trial(unit.clone(), found.value(), slope, found.smoothness());
  }

  /** Largest slope met so far, in units of the box, against which others are small. */
  double steepest() {
    return steepest;
  }

  /**
   * Whether a projected gradient step moves by no more than the tolerance, slopes being relative to the
   * steepest met.
   */
  boolean isStationary(Trial here, double tolerance) {
    return here.isUsable()
        && (steepest == 0
            || distance(step(here.point, here.slope, 1 / steepest), here.point) <= tolerance);
  }

  /** The projection of point + length · direction. */
  double[] step(double[] point, double[] direction, double length) {
    double[] target = point.clone();
    for (int i = 0; i < target.length; i++) {
      target[i] += length * direction[i];
    }
    return region.project(target);
  }

  /** Largest difference in a coordinate. */
  static double distance(double[] one, double[] other) {
    double largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs(one[i] - other[i]));
    }
    return largest;
  }
}
