package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.Arrays;
import java.util.Optional;

/** One run of {@link ScholtesRegularisation}. */
final class ScholtesDescent {
  private static final double LAST = 1e-8;
  private static final double SHRINK = 0.1;
  private static final int STEPS = 20;
  private static final double BOX = 1e4;

  private final BilevelProblem problem;
  private final Deadline deadline;
  private final NodeSolver solver;
  private final KktSystem system;
  private final double objectiveSize;

  private double[] best = {};
  private double bestValue = Double.POSITIVE_INFINITY;
  private boolean foundRay;
  private long programs;

  ScholtesDescent(BilevelProblem problem, SolveLimits limits) {
    this.problem = problem;
    deadline = new Deadline(limits);
    solver = new OjAlgoNodeSolver(deadline);
    system = new KktSystem(problem);
    objectiveSize = problem.upper().objectiveSize();
  }

  BilevelSolution run() {
    NodeAnswer start = start();
    if (start.state == NodeAnswer.State.INFEASIBLE) {
      return BilevelSolution.none(
          StopReason.INFEASIBLE,
          Double.POSITIVE_INFINITY,
          programs,
          "no point even without complementarity");
    }
    if (start.state == NodeAnswer.State.OPTIMAL) {
      double[] v = start.point;
      double room = largestProduct(v);
      for (double t = room; t > LAST && !isOver(); t *= SHRINK) {
        v = descend(v, t);
      }
      if (!isOver()) {
        polish(FollowerCheck.nearest(system, v), v);
        Optional<byte[]> reply = FollowerCheck.pattern(problem, system, v, solver);
        if (reply.isPresent()) {
          polish(reply.get(), v);
        }
      }
    }
    return finished();
  }

  private BilevelSolution finished() {
    if (foundRay) {
      return BilevelSolution.none(
          StopReason.UNBOUNDED, Double.NEGATIVE_INFINITY, programs, FallingRay.WORDS);
    }
    StopReason reason = deadline
        .reached(programs)
        .orElse(best.length == 0 ? StopReason.NUMERICAL_FAILURE : StopReason.CONVERGED);
    return best.length == 0
        ? BilevelSolution.none(reason, Double.NEGATIVE_INFINITY, programs, "")
        : BilevelSolution.at(
            reason, problem, best, Double.NEGATIVE_INFINITY, programs, FollowerCheck.WORDS);
  }

  private boolean isOver() {
    return foundRay || deadline.reached(programs).isPresent();
  }

  private NodeAnswer solve(ConvexProgram program) {
    programs++;
    return solver.solve(program);
  }

  /** The relaxation's optimum, within a box where it has none. */
  private NodeAnswer start() {
    ConvexProgram program = system.majorised(system.initial(), new double[system.size()]);
    NodeAnswer answer = solve(program);
    if (answer.state == NodeAnswer.State.OPTIMAL
        || answer.state == NodeAnswer.State.INFEASIBLE
        || isOver()) {
      return answer;
    }
    for (int j = 0; j < program.size(); j++) {
      program.lower[j] = Math.max(program.lower[j], -BOX);
      program.upper[j] = Math.min(program.upper[j], BOX);
    }
    answer = solve(program);
    // The box is not the problem's: an empty one proves nothing.
    return answer.state == NodeAnswer.State.OPTIMAL
        ? answer
        : NodeAnswer.without(NodeAnswer.State.FAILED);
  }

  private double largestProduct(double[] v) {
    double largest = 0;
    byte[] pairs = system.initial();
    for (int p = 0; p < pairs.length; p++) {
      if (pairs[p] == KktSystem.OPEN) {
        largest = Math.max(largest, system.slack(p, v) * system.multiplier(p, v));
      }
    }
    return largest;
  }

  /** Convex programs around the last point until F stands still; the last point where none is solved. */
  private double[] descend(double[] from, double t) {
    double[] v = from;
    double price = 10 * objectiveSize;
    double before = Double.POSITIVE_INFINITY;
    for (int step = 0; step < STEPS && !isOver(); step++) {
      NodeAnswer answer = solve(around(v, t, price));
      if (answer.state != NodeAnswer.State.OPTIMAL) {
        return v;
      }
      v = Arrays.copyOf(answer.point, system.size());
      double excess = answer.point[system.size()];
      double value = problem.upper().objective(Arrays.copyOf(v, problem.upper().size()));
      double merit = value + price * excess;
      boolean stands = before - merit <= 1e-8 * (objectiveSize + Math.abs(merit));
      if (stands && (excess <= 1e-9 || price > 1e6 * objectiveSize)) {
        return v;
      }
      before = merit;
      if (stands) {
        price *= 10;
        before = Double.POSITIVE_INFINITY;
      }
    }
    return v;
  }

  /** Inner approximation at v; its last variable is the largest excess over the tangents. */
  private ConvexProgram around(double[] v, double t, double price) {
    byte[] pairs = system.initial();
    ConvexProgram program = system.majorised(pairs, v).widened(1);
    int excess = system.size();
    program.lower[excess] = 0;
    program.gradient[excess] = price;
    for (int p = 0; p < pairs.length; p++) {
      if (pairs[p] == KktSystem.OPEN) {
        double slack = Math.max(system.slack(p, v), 1e-3 * t);
        double multiplier = Math.max(system.multiplier(p, v), 1e-3 * t);
        // The tangent at (q, t/q) is slack · t/q + multiplier · q ≤ 2t.
        double q = StrictMath.sqrt(t * slack / multiplier);
        double scale = Math.max(t / q, q);
        double ofSlack = t / q / scale;
        double[] row = Arrays.copyOf(system.row(p), system.size() + 1);
        for (int j = 0; j < system.size(); j++) {
          row[j] *= -ofSlack;
        }
        row[problem.upper().size() + p] = q / scale;
        row[excess] = -1;
        program.row(row, 2 * t / scale - ofSlack * system.limit(p));
      }
    }
    return program;
  }

  /** The leader's problem within one pattern, its concave part replaced by tangents until F stands still. */
  private void polish(byte[] pattern, double[] from) {
    double[] v = from;
    double before = Double.POSITIVE_INFINITY;
    for (int step = 0; step < STEPS && !isOver(); step++) {
      ConvexProgram program = system.majorised(pattern, v);
      NodeAnswer answer = solve(program);
      if (answer.state == NodeAnswer.State.UNBOUNDED && system.forms.isEmpty()) {
        foundRay = FallingRay.isProved(problem, system, pattern, program, solver);
      }
      if (answer.state != NodeAnswer.State.OPTIMAL) {
        return;
      }
      v = answer.point;
      double[] z = Arrays.copyOf(v, problem.upper().size());
      double value = problem.upper().objective(z);
      if (value < bestValue && FollowerCheck.holds(problem, z)) {
        bestValue = value;
        best = z;
      }
      if (system.forms.isEmpty() || before - value <= 1e-9 * (objectiveSize + Math.abs(value))) {
        return;
      }
      before = value;
    }
  }
}
