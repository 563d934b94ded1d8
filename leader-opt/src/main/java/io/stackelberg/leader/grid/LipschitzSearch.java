package io.stackelberg.leader.grid;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

/** One run of the branch and bound of {@link AdaptiveGrid}. */
final class LipschitzSearch {
  /** Share of a radius or value that its rounding may hide. */
  private static final double ROUNDING = 1e-14;

  /** A box with the value at its centre and a bound on all its values. */
  private record Node(
      List<Double> low,
      List<Double> high,
      List<Double> centre,
      double value,
      double bound,
      long order) {}

  private final ToDoubleFunction<List<Double>> function;
  private final CommitmentBox box;
  private final double lipschitz;
  private final double gap;
  private final Deadline deadline;
  private final PriorityQueue<Node> open = new PriorityQueue<>(
      Comparator.comparingDouble((Node node) -> -node.bound()).thenComparingLong(Node::order));
  private long evaluations;
  private List<Double> best = List.of();
  private double bestValue = Double.NEGATIVE_INFINITY;

  LipschitzSearch(
      ToDoubleFunction<List<Double>> function,
      CommitmentBox box,
      double lipschitz,
      double gap,
      SolveLimits limits) {
    this.function = function;
    this.box = box;
    this.lipschitz = lipschitz;
    this.gap = gap;
    this.deadline = new Deadline(limits);
  }

  GridSolution run() {
    Node root = root();
    open.add(root);
    tryCorners(root);
    while (true) {
      double upper =
          open.isEmpty() ? bestValue : Math.max(bestValue, open.peek().bound());
      boolean isProved = upper - bestValue <= gap;
      // A cut takes two evaluations, the second look at the end one.
      Optional<StopReason> stop = deadline.reached(isProved ? evaluations : evaluations + 2);
      if (stop.isPresent()) {
        return solution(stop.get(), upper);
      }
      if (isProved) {
        boolean isSame = evaluate(best) == bestValue;
        return isSame
            ? solution(StopReason.PROVEN_OPTIMAL, upper)
            : solution(StopReason.NUMERICAL_FAILURE, Double.POSITIVE_INFINITY);
      }
      if (!cut(open.peek())) {
        return solution(StopReason.CONVERGED, upper);
      }
    }
  }

  private GridSolution solution(StopReason reason, double upper) {
    return new GridSolution(
        reason, bestValue, best, upper, GridSolution.Supremum.ATTAINED, evaluations);
  }

  private double evaluate(List<Double> point) {
    double value = Require.finite("value at " + point, function.applyAsDouble(point));
    evaluations++;
    if (value > bestValue) {
      bestValue = value;
      best = point;
    }
    return value;
  }

  private Node root() {
    List<Double> centre = new ArrayList<>();
    for (int axis = 0; axis < box.dimension(); axis++) {
      centre.add(middle(box.low().get(axis), box.high().get(axis)));
    }
    double value = evaluate(List.copyOf(centre));
    return node(box.low(), box.high(), List.copyOf(centre), value, Double.POSITIVE_INFINITY);
  }

  /** Optima often lie at a corner, which no centre ever reaches. */
  private void tryCorners(Node root) {
    for (int corner = 0; corner < 1 << box.dimension(); corner++) {
      List<Double> point = new ArrayList<>();
      boolean isNew = true;
      for (int axis = 0; axis < box.dimension(); axis++) {
        boolean isHigh = (corner >> axis & 1) == 1;
        point.add(isHigh ? box.high().get(axis) : box.low().get(axis));
        isNew &= !isHigh || box.high().get(axis) > box.low().get(axis);
      }
      if (isNew && deadline.reached(evaluations + 1).isEmpty()) {
        requireLipschitz(root.centre(), root.value(), point, evaluate(List.copyOf(point)));
      }
    }
  }

  private Node node(
      List<Double> low, List<Double> high, List<Double> centre, double value, double parentBound) {
    double squares = 0;
    for (int axis = 0; axis < centre.size(); axis++) {
      double half = Math.max(high.get(axis) - centre.get(axis), centre.get(axis) - low.get(axis));
      squares += half * half;
    }
    double radius = Math.sqrt(squares) * (1 + ROUNDING);
    double bound = value + lipschitz * radius;
    bound += ROUNDING * (Math.abs(bound) + Math.abs(value));
    return new Node(
        low, high, centre, value, radius == 0 ? value : Math.min(parentBound, bound), evaluations);
  }

  /** A box that cannot hold more than the best value is done. */
  private void keep(Node node) {
    if (node.bound() > bestValue) {
      open.add(node);
    }
  }

  /** Cuts the first open node in three along its longest side; false when it is too thin to be cut. */
  private boolean cut(Node node) {
    int longest = 0;
    for (int axis = 1; axis < box.dimension(); axis++) {
      if (side(node, axis) > side(node, longest)) {
        longest = axis;
      }
    }
    double low = node.low().get(longest);
    double high = node.high().get(longest);
    double first = low + (high - low) / 3;
    double second = high - (high - low) / 3;
    double centre = node.centre().get(longest);
    if (!(low < first && first < centre && centre < second && second < high)) {
      return false;
    }
    open.poll();
    child(node, longest, low, first, middle(low, first));
    child(node, longest, second, high, middle(second, high));
    keep(node(
        with(node.low(), longest, first),
        with(node.high(), longest, second),
        node.centre(),
        node.value(),
        node.bound()));
    return true;
  }

  private void child(Node parent, int axis, double low, double high, double middle) {
    List<Double> centre = with(parent.centre(), axis, middle);
    double value = evaluate(centre);
    requireLipschitz(parent.centre(), parent.value(), centre, value);
    keep(node(
        with(parent.low(), axis, low),
        with(parent.high(), axis, high),
        centre,
        value,
        parent.bound()));
  }

  private void requireLipschitz(
      List<Double> one, double valueThere, List<Double> other, double valueHere) {
    double squares = 0;
    for (int axis = 0; axis < one.size(); axis++) {
      double difference = one.get(axis) - other.get(axis);
      squares += difference * difference;
    }
    double distance = Math.sqrt(squares);
    double change = Math.abs(valueThere - valueHere);
    double rounding = 1e-12 * (Math.abs(valueThere) + Math.abs(valueHere));
    if (change > lipschitz * distance * (1 + 1e-9) + rounding) {
      throw Require.unexpected(
          "lipschitz",
          lipschitz,
          "at least " + change / distance + ", seen between " + one + " and " + other);
    }
  }

  private static double side(Node node, int axis) {
    return node.high().get(axis) - node.low().get(axis);
  }

  private static double middle(double low, double high) {
    return low + (high - low) / 2;
  }

  private static List<Double> with(List<Double> point, int axis, double value) {
    List<Double> changed = new ArrayList<>(point);
    changed.set(axis, value);
    return List.copyOf(changed);
  }
}
