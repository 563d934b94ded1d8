package io.stackelberg.leader.bilevel;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** One run of {@link StrongDualityBranchAndBound}: best bound first, ties by age. */
final class StrongDualitySearch {
  private static final double GAP = 1e-7;
  private static final double NARROW = 1e-9;
  private static final int TANGENT_ROUNDS = 5;

  private final BilevelProblem problem;
  private final SolveLimits limits;
  private final Deadline deadline;
  private final NodeSolver solver;
  private final KktSystem system;
  private final StrongDualityForm form;
  private final double objectiveSize;
  private final PriorityQueue<Node> open = new PriorityQueue<>(
      Comparator.comparingDouble((Node node) -> node.bound).thenComparingLong(node -> node.age));

  private double[] best = {};
  private double bestValue = Double.POSITIVE_INFINITY;
  private double closedBound = Double.POSITIVE_INFINITY;
  private boolean anyFailure;
  private boolean foundRay;
  private long programs;
  private long ages;

  private static final class Node {
    final double[] low;
    final double[] high;
    final List<double[]> tangents;
    final double bound;
    final long age;

    Node(double[] low, double[] high, List<double[]> tangents, double bound, long age) {
      this.low = low;
      this.high = high;
      this.tangents = tangents;
      this.bound = bound;
      this.age = age;
    }
  }

  StrongDualitySearch(BilevelProblem problem, SolveLimits limits) {
    this.problem = problem;
    this.limits = limits;
    deadline = new Deadline(limits);
    solver = new OjAlgoNodeSolver(deadline);
    system = new KktSystem(problem);
    if (!system.forms.isEmpty()) {
      throw Require.unexpected(
          "number of concave directions of F", system.forms.size(), "0 (a convex leader)");
    }
    form = new StrongDualityForm(problem, system);
    objectiveSize = problem.upper().objectiveSize();
  }

  BilevelSolution run() {
    double[] low = new double[system.size()];
    double[] high = new double[system.size()];
    Arrays.fill(low, Double.NEGATIVE_INFINITY);
    Arrays.fill(high, Double.POSITIVE_INFINITY);
    Arrays.fill(low, problem.upper().size(), low.length, 0);
    Optional<BilevelSolution> ended = bound(low, high, 0, problem.leaderSize());
    if (ended.isPresent()) {
      return ended.get();
    }
    for (int j = 0; j < problem.leaderSize(); j++) {
      if (Double.isInfinite(low[j]) || Double.isInfinite(high[j])) {
        throw Require.unexpected(
            "range of x[" + j + "]", "[" + low[j] + ", " + high[j] + "]", "a bounded interval");
      }
    }
    ended = bound(low, high, problem.leaderSize(), system.size());
    if (ended.isPresent()) {
      return ended.get();
    }
    open.add(new Node(low, high, List.of(), Double.NEGATIVE_INFINITY, ages++));
    while (!open.isEmpty()) {
      Node node = open.poll();
      if (node.bound >= bestValue - gapAllowed()) {
        closedBound = Math.min(closedBound, node.bound);
        break;
      }
      Optional<StopReason> reached = deadline.reached(programs);
      if (reached.isPresent()) {
        return ended(reached.get(), Math.min(node.bound, closedBound));
      }
      expand(node);
      if (foundRay) {
        return BilevelSolution.none(
            StopReason.UNBOUNDED, Double.NEGATIVE_INFINITY, programs, FallingRay.WORDS);
      }
    }
    return finished();
  }

  /** Bounds variables over the conditions without the gap; a solution where that already ends the run. */
  private Optional<BilevelSolution> bound(double[] low, double[] high, int from, int to) {
    ConvexProgram program = from == 0
        ? system.feasible(system.initial())
        : form.relaxation(low, high, List.of()).withoutObjective();
    for (int j = from; j < to; j++) {
      for (int sign = 1; sign >= -1; sign -= 2) {
        Optional<StopReason> reached = deadline.reached(programs);
        if (reached.isPresent()) {
          return Optional.of(ended(reached.get(), Double.NEGATIVE_INFINITY));
        }
        Arrays.fill(program.gradient, 0);
        program.gradient[j] = sign;
        programs++;
        NodeAnswer answer = solver.solve(program);
        if (answer.state == NodeAnswer.State.INFEASIBLE) {
          return Optional.of(finished());
        }
        if (answer.state == NodeAnswer.State.OPTIMAL) {
          double slack = 1e-7 * (1 + Math.abs(answer.value));
          if (sign > 0) {
            low[j] = Math.max(low[j], answer.value - slack);
          } else {
            high[j] = Math.min(high[j], -answer.value + slack);
          }
        }
      }
    }
    return Optional.empty();
  }

  private BilevelSolution ended(StopReason reason, double bound) {
    return best.length == 0
        ? BilevelSolution.none(reason, bound, programs, "")
        : BilevelSolution.at(
            reason, problem, best, Math.min(bound, bestValue), programs, FollowerCheck.WORDS);
  }

  private BilevelSolution finished() {
    Optional<StopReason> reached = anyFailure ? deadline.reached(0) : Optional.empty();
    if (reached.isPresent()) {
      return ended(reached.get(), closedBound);
    }
    if (best.length == 0) {
      return anyFailure
          ? ended(StopReason.NUMERICAL_FAILURE, closedBound)
          : BilevelSolution.none(
              StopReason.INFEASIBLE, Double.POSITIVE_INFINITY, programs, "tree exhausted");
    }
    double bound = Math.min(bestValue, closedBound);
    boolean closes = bestValue - bound <= 2 * gapAllowed();
    return ended(closes ? StopReason.PROVEN_OPTIMAL : StopReason.CONVERGED, bound);
  }

  private double gapAllowed() {
    double size = Double.isInfinite(bestValue) ? 0 : Math.abs(bestValue - system.constant());
    return Math.max(limits.tolerance().relative(), GAP) * Math.max(objectiveSize, size);
  }

  private void expand(Node node) {
    List<double[]> tangents = new ArrayList<>(node.tangents);
    double bound = node.bound;
    NodeAnswer answer = NodeAnswer.without(NodeAnswer.State.FAILED);
    for (int round = 0; round < (form.isCurved() ? TANGENT_ROUNDS : 1); round++) {
      programs++;
      answer = solver.solve(form.relaxation(node.low, node.high, tangents));
      if (answer.state != NodeAnswer.State.OPTIMAL) {
        break;
      }
      bound = Math.max(bound, answer.value + system.constant());
      double[] y =
          Arrays.copyOfRange(answer.point, problem.leaderSize(), problem.upper().size());
      if (form.missingCurve(answer.point, y) <= 1e-9) {
        break;
      }
      tangents.add(y);
    }
    if (answer.state == NodeAnswer.State.INFEASIBLE) {
      return;
    }
    double[] v = answer.state == NodeAnswer.State.OPTIMAL ? answer.point : middle(node);
    // Only points with exactly active rows: a gap of 1e-8 is an answer off by its square root.
    FollowerCheck.pattern(problem, system, v, solver).ifPresent(this::complete);
    if (answer.state == NodeAnswer.State.OPTIMAL) {
      complete(FollowerCheck.nearest(system, v));
    }
    if (bound >= bestValue - gapAllowed()) {
      closedBound = Math.min(closedBound, bound);
      return;
    }
    split(node, tangents, bound, v, answer.state == NodeAnswer.State.OPTIMAL);
  }

  private double[] middle(Node node) {
    double[] v = new double[system.size()];
    for (int j = 0; j < problem.leaderSize(); j++) {
      v[j] = 0.5 * (node.low[j] + node.high[j]);
    }
    return v;
  }

  private void split(
      Node node, List<double[]> tangents, double bound, double[] v, boolean isRelaxed) {
    int widest = -1;
    double most = -1;
    for (int j = 0; j < problem.leaderSize(); j++) {
      double width = node.high[j] - node.low[j];
      if (width > NARROW * (1 + Math.abs(node.low[j]))) {
        double gain = isRelaxed ? form.splitGain(j, v, node.low, node.high) : 0;
        // A trace of the width itself decides where no product is wrong.
        gain += 1e-12 * width;
        if (gain > most) {
          most = gain;
          widest = j;
        }
      }
    }
    if (widest < 0) {
      anyFailure = true;
      closedBound = Math.min(closedBound, bound);
      return;
    }
    double margin = 0.2 * (node.high[widest] - node.low[widest]);
    double cut =
        Math.min(node.high[widest] - margin, Math.max(node.low[widest] + margin, v[widest]));
    double[] lowerHigh = node.high.clone();
    lowerHigh[widest] = cut;
    open.add(new Node(node.low, lowerHigh, tangents, bound, ages++));
    double[] upperLow = node.low.clone();
    upperLow[widest] = cut;
    open.add(new Node(upperLow, node.high, tangents, bound, ages++));
  }

  /** Solves the leader's problem where the same rows stay active. */
  private void complete(byte[] pattern) {
    programs++;
    ConvexProgram program = system.majorised(pattern, new double[system.size()]);
    NodeAnswer answer = solver.solve(program);
    if (answer.state == NodeAnswer.State.UNBOUNDED) {
      foundRay |= FallingRay.isProved(problem, system, pattern, program, solver);
    }
    if (answer.state == NodeAnswer.State.OPTIMAL) {
      accept(Arrays.copyOf(answer.point, problem.upper().size()));
    }
  }

  private void accept(double[] z) {
    double value = problem.upper().objective(z);
    if (value < bestValue && FollowerCheck.holds(problem, z)) {
      bestValue = value;
      best = z;
    }
  }
}
