package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** One run of {@link ComplementarityBranchAndBound}: best bound first, ties by age. */
final class BilevelSearch {
  private static final double COMPLEMENTARY = 1e-9;
  private static final double BOX = 1e4;

  private final BilevelProblem problem;
  private final SolveLimits limits;
  private final NodeSolver solver;
  private final KktSystem system;
  private final Deadline deadline;
  private final double objectiveSize;
  private final PriorityQueue<Node> open = new PriorityQueue<>(
      Comparator.comparingDouble((Node node) -> node.bound).thenComparingLong(node -> node.age));

  private double[] best = {};
  private double bestValue = Double.POSITIVE_INFINITY;
  private double closedBound = Double.POSITIVE_INFINITY;
  private boolean anyFailure;
  private boolean foundRay;
  private long nodes;
  private long ages;

  private static final class Node {
    final byte[] decided;
    final double[] low;
    final double[] high;
    final double bound;
    final long age;

    Node(byte[] decided, double[] low, double[] high, double bound, long age) {
      this.decided = decided;
      this.low = low;
      this.high = high;
      this.bound = bound;
      this.age = age;
    }
  }

  BilevelSearch(BilevelProblem problem, SolveLimits limits) {
    this.problem = problem;
    this.limits = limits;
    system = new KktSystem(problem);
    deadline = new Deadline(limits);
    solver = new OjAlgoNodeSolver(deadline);
    objectiveSize = problem.upper().objectiveSize();
  }

  BilevelSolution run() {
    double[] low = new double[system.forms.size()];
    double[] high = new double[system.forms.size()];
    Arrays.fill(low, Double.NEGATIVE_INFINITY);
    Arrays.fill(high, Double.POSITIVE_INFINITY);
    push(system.initial(), low, high, Double.NEGATIVE_INFINITY);
    while (!open.isEmpty()) {
      Node node = open.poll();
      if (node.bound >= bestValue - gapAllowed()) {
        closedBound = Math.min(closedBound, node.bound);
        open.clear();
        break;
      }
      Optional<StopReason> reached = deadline.reached(nodes);
      if (reached.isPresent()) {
        return stopped(reached.get(), Math.min(node.bound, closedBound));
      }
      expand(node);
      if (foundRay) {
        return BilevelSolution.none(
            StopReason.UNBOUNDED, Double.NEGATIVE_INFINITY, nodes, FallingRay.WORDS);
      }
    }
    return finished();
  }

  private BilevelSolution stopped(StopReason reason, double bound) {
    return best.length == 0
        ? BilevelSolution.none(reason, bound, nodes, "")
        : BilevelSolution.at(
            reason, problem, best, Math.min(bound, bestValue), nodes, FollowerCheck.WORDS);
  }

  private BilevelSolution finished() {
    Optional<StopReason> reached = anyFailure ? deadline.reached(0) : Optional.empty();
    if (reached.isPresent()) {
      return stopped(reached.get(), closedBound);
    }
    if (best.length == 0) {
      return anyFailure
          ? BilevelSolution.none(StopReason.NUMERICAL_FAILURE, Double.NEGATIVE_INFINITY, nodes, "")
          : BilevelSolution.none(
              StopReason.INFEASIBLE, Double.POSITIVE_INFINITY, nodes, "tree exhausted");
    }
    double bound = Math.min(bestValue, closedBound);
    boolean closes = bestValue - bound <= 2 * gapAllowed();
    return BilevelSolution.at(
        closes ? StopReason.PROVEN_OPTIMAL : StopReason.CONVERGED,
        problem,
        best,
        bound,
        nodes,
        FollowerCheck.WORDS);
  }

  private double gapAllowed() {
    double size = Double.isInfinite(bestValue) ? 0 : Math.abs(bestValue - system.constant());
    return Math.max(limits.tolerance().relative(), 1e-9) * Math.max(objectiveSize, size);
  }

  private void push(byte[] decided, double[] low, double[] high, double bound) {
    system.propagate(decided);
    open.add(new Node(decided, low, high, bound, ages++));
  }

  private void expand(Node node) {
    double[] low = node.low.clone();
    double[] high = node.high.clone();
    if (low.length > 0) {
      if (!tighten(node.decided, low, high)) {
        return;
      }
      for (int k = 0; k < low.length; k++) {
        if (Double.isInfinite(low[k]) || Double.isInfinite(high[k])) {
          branchAnywhere(node, low, high);
          return;
        }
      }
    }
    nodes++;
    ConvexProgram program = system.relaxation(node.decided, low, high);
    NodeAnswer answer = solver.solve(program);
    switch (answer.state) {
      case INFEASIBLE -> {}
      case UNBOUNDED -> {
        if (firstOpen(node.decided) < 0) {
          if (FallingRay.isProved(problem, system, node.decided, program, solver)) {
            foundRay = true;
          } else {
            fail(node.bound);
          }
        } else {
          branchAnywhere(node, low, high);
        }
      }
      case FAILED -> branchAnywhere(node, low, high);
      case OPTIMAL -> {
        double bound = Math.max(
            node.bound, answer.value + system.constant() + system.chordConstant(low, high));
        if ((nodes == 1 || nodes % 8 == 0) && nodes < limits.maxEvaluations()) {
          completeFollower(answer.point, low, high);
        }
        if (bound >= bestValue - gapAllowed()) {
          closedBound = Math.min(closedBound, bound);
          return;
        }
        split(node.decided, low, high, bound, answer.point);
      }
    }
  }

  private void fail(double bound) {
    anyFailure = true;
    closedBound = Math.min(closedBound, bound);
  }

  private void branchAnywhere(Node node, double[] low, double[] high) {
    int pair = firstOpen(node.decided);
    if (pair >= 0) {
      ConvexProgram boxed = system.feasible(node.decided);
      for (int j = 0; j < boxed.size(); j++) {
        boxed.lower[j] = Math.max(boxed.lower[j], -BOX);
        boxed.upper[j] = Math.min(boxed.upper[j], BOX);
      }
      if (low.length == 0) {
        System.arraycopy(
            system.relaxation(node.decided, low, high).gradient,
            0,
            boxed.gradient,
            0,
            boxed.size());
      }
      NodeAnswer inside = solver.solve(boxed);
      if (inside.state == NodeAnswer.State.OPTIMAL) {
        int worst = worstPair(node.decided, inside.point);
        pair = worst >= 0 ? worst : pair;
      }
      branch(node.decided, low, high, node.bound, pair);
    } else {
      fail(node.bound);
    }
  }

  private void branch(byte[] decided, double[] low, double[] high, double bound, int pair) {
    byte[] multiplierZero = decided.clone();
    multiplierZero[pair] = KktSystem.MULTIPLIER_ZERO;
    push(multiplierZero, low, high, bound);
    byte[] slackZero = decided.clone();
    slackZero[pair] = KktSystem.SLACK_ZERO;
    push(slackZero, low, high, bound);
  }

  private void split(byte[] decided, double[] low, double[] high, double bound, double[] v) {
    int pair = worstPair(decided, v);
    if (pair >= 0) {
      branch(decided, low, high, bound, pair);
      return;
    }
    double[] z = Arrays.copyOf(v, problem.upper().size());
    boolean accepted = accept(z);
    int widest = -1;
    double widestGap = 0;
    for (int k = 0; k < low.length; k++) {
      double w = ConvexProgram.dot(system.forms.get(k), v);
      double gap = 0.5 * system.weights.get(k) * (w - low[k]) * (high[k] - w);
      if (gap > widestGap) {
        widestGap = gap;
        widest = k;
      }
    }
    if (widest >= 0 && widestGap > 0.1 * gapAllowed() / low.length) {
      double w = ConvexProgram.dot(system.forms.get(widest), v);
      double margin = 0.1 * (high[widest] - low[widest]);
      double cut = Math.min(high[widest] - margin, Math.max(low[widest] + margin, w));
      double[] lowerHigh = high.clone();
      lowerHigh[widest] = cut;
      push(decided.clone(), low, lowerHigh, bound);
      double[] upperLow = low.clone();
      upperLow[widest] = cut;
      push(decided.clone(), upperLow, high, bound);
      return;
    }
    int undecided = firstOpen(decided);
    if (!accepted && undecided >= 0) {
      branch(decided, low, high, bound, undecided);
    } else if (accepted) {
      closedBound = Math.min(closedBound, bound);
    } else {
      fail(bound);
    }
  }

  private boolean accept(double[] z) {
    double value = problem.upper().objective(z);
    if (!FollowerCheck.holds(problem, z)) {
      return false;
    }
    if (value < bestValue) {
      bestValue = value;
      best = z;
    }
    return true;
  }

  private static int firstOpen(byte[] decided) {
    for (int p = 0; p < decided.length; p++) {
      if (decided[p] == KktSystem.OPEN) {
        return p;
      }
    }
    return -1;
  }

  private int worstPair(byte[] decided, double[] v) {
    int worst = -1;
    double worstProduct = 0;
    for (int p = 0; p < decided.length; p++) {
      if (decided[p] == KktSystem.OPEN) {
        double slack = system.slack(p, v);
        double multiplier = system.multiplier(p, v);
        if (Math.min(slack, multiplier) > COMPLEMENTARY && slack * multiplier > worstProduct) {
          worstProduct = slack * multiplier;
          worst = p;
        }
      }
    }
    return worst;
  }

  /** Solves the follower at x, then the leader's problem where the same rows stay active. */
  private void completeFollower(double[] v, double[] low, double[] high) {
    Optional<byte[]> pattern = FollowerCheck.pattern(problem, system, v, solver);
    if (pattern.isEmpty()) {
      return;
    }
    nodes++;
    NodeAnswer answer = solver.solve(system.relaxation(pattern.get(), low, high));
    if (answer.state == NodeAnswer.State.OPTIMAL) {
      accept(Arrays.copyOf(answer.point, problem.upper().size()));
    }
  }

  /** Shrinks the intervals of the concave forms to the node; false where the node is empty. */
  private boolean tighten(byte[] decided, double[] low, double[] high) {
    for (int k = 0; k < low.length; k++) {
      for (int sign = 1; sign >= -1; sign -= 2) {
        ConvexProgram program = system.feasible(decided);
        for (int j = 0; j < program.size(); j++) {
          program.gradient[j] = sign * system.forms.get(k)[j];
        }
        nodes++;
        NodeAnswer answer = solver.solve(program);
        if (answer.state == NodeAnswer.State.INFEASIBLE) {
          return false;
        }
        if (answer.state == NodeAnswer.State.OPTIMAL) {
          double slack = 1e-9 * (1 + Math.abs(answer.value));
          if (sign > 0) {
            low[k] = Math.max(low[k], answer.value - slack);
          } else {
            high[k] = Math.min(high[k], -answer.value + slack);
          }
        }
      }
      if (low[k] > high[k]) {
        return false;
      }
    }
    return true;
  }
}
