package io.stackelberg.leader.grid;

import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** One enumeration of the cells on which a response is constant, for {@link AdaptiveGrid}. */
final class CellSearch {
  /** One side of a cell; the representative end always belongs to it. */
  private record Segment(
      double low, double high, boolean holdsLow, boolean holdsHigh, double representative) {}

  /** The supremum of a cell, where it lies or is approached, and whether it is attained. */
  private record Peak(double supremum, List<Double> point, boolean isAttained) {}

  private final SurrogateGame game;
  private final double gap;
  private final double ties;
  private final Deadline deadline;
  private final List<List<Segment>> axes = new ArrayList<>();
  private long evaluations;

  CellSearch(SurrogateGame game, Regularity.Cells cells, double gap, SolveLimits limits) {
    this.game = game;
    this.gap = gap;
    this.ties = limits.tolerance().relative() * game.payoffRange();
    this.deadline = new Deadline(limits);
    game.requireCoordinates(cells.coordinates());
    CommitmentBox box = game.box();
    for (int axis = 0; axis < box.dimension(); axis++) {
      int own = cells.coordinates().indexOf(box.coordinates().get(axis));
      axes.add(segments(
          cells.thresholds().get(own),
          cells.side(),
          box.low().get(axis),
          box.high().get(axis)));
    }
  }

  /** The parts of [low, high]: [low, t], (t, t'], … or [low, t), [t, t'), … */
  private static List<Segment> segments(
      List<Double> thresholds, Regularity.Side side, double low, double high) {
    boolean isLeft = side == Regularity.Side.LESS_OR_EQUAL;
    List<Segment> segments = new ArrayList<>();
    double from = low;
    boolean holdsFrom = true;
    for (double threshold : new TreeSet<>(thresholds)) {
      boolean isInside =
          isLeft ? threshold >= low && threshold < high : threshold > low && threshold <= high;
      if (isInside) {
        segments.add(new Segment(from, threshold, holdsFrom, isLeft, isLeft ? threshold : from));
        from = threshold;
        holdsFrom = !isLeft;
      }
    }
    segments.add(new Segment(from, high, holdsFrom, true, isLeft ? high : from));
    return segments;
  }

  GridSolution run() {
    Optional<Peak> highest = Optional.empty();
    Optional<Peak> attained = Optional.empty();
    int[] index = new int[axes.size()];
    do {
      // A cell takes two evaluations, the second look at the end one.
      Optional<StopReason> stop = deadline.reached(evaluations + 2);
      if (stop.isPresent()) {
        return unfinished(stop.get(), highest);
      }
      Peak peak = peak(index);
      if (highest.isEmpty() || peak.supremum > highest.get().supremum) {
        highest = Optional.of(peak);
      }
      if (peak.isAttained && (attained.isEmpty() || peak.supremum > attained.get().supremum)) {
        attained = Optional.of(peak);
      }
    } while (advance(index));
    double supremum = highest.orElseThrow().supremum;
    // A difference that rounding may have made does not decide whether the supremum is attained.
    boolean isAttained = attained.isPresent() && attained.get().supremum >= supremum - ties;
    Peak chosen = isAttained ? attained.get() : highest.get();
    double value = evaluate(chosen.point);
    double allowed = Math.max(gap, ties);
    double rounding = 1e-12 * (game.payoffRange() + Math.abs(supremum));
    if (!(Math.abs(supremum - value) <= allowed + rounding)) {
      return new GridSolution(
          StopReason.NUMERICAL_FAILURE,
          value,
          chosen.point,
          Double.POSITIVE_INFINITY,
          GridSolution.Supremum.UNKNOWN,
          evaluations);
    }
    return new GridSolution(
        supremum - value <= allowed ? StopReason.PROVEN_OPTIMAL : StopReason.CONVERGED,
        value,
        chosen.point,
        Math.max(supremum, value),
        isAttained ? GridSolution.Supremum.ATTAINED : GridSolution.Supremum.NOT_ATTAINED,
        evaluations);
  }

  /** Some cells were not seen: whatever the response there, no action yields more than its most. */
  private GridSolution unfinished(StopReason reason, Optional<Peak> highest) {
    List<Double> point =
        highest.map(Peak::point).orElseGet(() -> representative(new int[axes.size()]));
    double value = evaluate(point);
    return new GridSolution(
        reason,
        value,
        point,
        Math.max(value, game.payoff().most(game.box())),
        GridSolution.Supremum.UNKNOWN,
        evaluations);
  }

  private double evaluate(List<Double> point) {
    evaluations++;
    return game.value(point);
  }

  private double[] respond(List<Double> point) {
    evaluations++;
    return game.follower().respond(game.context(), game.commitment().apply(point));
  }

  private void requireConstant(double[] response, List<Double> point, List<Double> middle) {
    double[] there = respond(middle);
    for (int action = 0; action < response.length; action++) {
      if (!(Math.abs(response[action] - there[action]) <= 1e-9)) {
        throw Require.unexpected(
            "response",
            response[action] + " at " + point + " and " + there[action] + " at " + middle,
            "the same throughout a cell");
      }
    }
  }

  private Peak peak(int[] index) {
    List<Double> representative = representative(index);
    double[] response = respond(representative);
    requireConstant(response, representative, middle(index));
    double supremum = 0;
    for (int action = 0; action < response.length; action++) {
      supremum += response[action] * game.payoff().constants().get(action);
    }
    List<Double> point = new ArrayList<>();
    boolean isAttained = true;
    for (int axis = 0; axis < axes.size(); axis++) {
      Segment segment = axes.get(axis).get(index[axis]);
      double slope = 0;
      for (int action = 0; action < response.length; action++) {
        slope += response[action] * game.payoff().slopes().get(action).get(axis);
      }
      double end = slope > 0 ? segment.high : segment.low;
      supremum += slope * end;
      boolean holdsEnd = slope > 0 ? segment.holdsHigh : segment.holdsLow;
      boolean isFlat = Math.abs(slope) * (segment.high - segment.low) <= ties / axes.size();
      if (isFlat) {
        point.add(segment.representative);
      } else if (holdsEnd) {
        point.add(end);
      } else {
        isAttained = false;
        point.add(near(end, segment, Math.abs(slope)));
      }
    }
    return new Peak(supremum, List.copyOf(point), isAttained);
  }

  /** A point of the segment so close to its open end that no more than the gap is lost. */
  private double near(double end, Segment segment, double slope) {
    double loss = Math.max(gap, ties) / (2 * axes.size());
    double step = Math.min(loss / slope, (segment.high - segment.low) / 2);
    return end == segment.high
        ? Math.max(segment.low, Math.min(end - step, Math.nextDown(end)))
        : Math.min(segment.high, Math.max(end + step, Math.nextUp(end)));
  }

  private List<Double> representative(int[] index) {
    List<Double> point = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      point.add(axes.get(axis).get(index[axis]).representative);
    }
    return List.copyOf(point);
  }

  private List<Double> middle(int[] index) {
    List<Double> point = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      Segment segment = axes.get(axis).get(index[axis]);
      double middle = segment.low + (segment.high - segment.low) / 2;
      // Between neighbouring numbers there is no middle.
      boolean isInside = middle > segment.low && middle < segment.high;
      point.add(isInside ? middle : segment.representative);
    }
    return List.copyOf(point);
  }

  private boolean advance(int[] index) {
    for (int axis = 0; axis < index.length; axis++) {
      if (++index[axis] < axes.get(axis).size()) {
        return true;
      }
      index[axis] = 0;
    }
    return false;
  }
}
