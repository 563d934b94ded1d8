package io.stackelberg.leader.bilevel;

import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;

/** One run of {@link PessimisticBilevel}: regions by best bound first, ties by age. */
final class PessimisticSearch {
  private static final double STRICT = 1e-8;
  private static final double INSIDE = 1e-7;
  private static final double GAP = 1e-7;
  private static final double EQUAL = 1e-6;
  private static final double NEAR = 1e-4;

  private final BilevelProblem problem;
  private final SolveLimits limits;
  private final long began = System.nanoTime();
  private final Deadline deadline;
  private final NodeSolver solver;
  private final KktSystem system;
  private final double objectiveSize;
  private final boolean isCoupled;
  private final PriorityQueue<Node> open = new PriorityQueue<>(
      Comparator.comparingDouble((Node node) -> node.bound).thenComparingLong(node -> node.age));

  private BilevelSolution optimistic =
      BilevelSolution.none(StopReason.NUMERICAL_FAILURE, Double.NEGATIVE_INFINITY, 0, "");
  private double best = Double.POSITIVE_INFINITY;
  private boolean attained;
  private double[] bestX = {};
  private OptionalDouble guaranteed = OptionalDouble.empty();
  private double openBound = Double.POSITIVE_INFINITY;
  private boolean anyFailure;
  private Optional<StopReason> ended = Optional.empty();
  private long programs;
  private long ages;

  private static final class Node {
    final byte[] decided;
    final double bound;
    final long age;

    Node(byte[] decided, double bound, long age) {
      this.decided = decided;
      this.bound = bound;
      this.age = age;
    }
  }

  PessimisticSearch(BilevelProblem problem, SolveLimits limits) {
    this.problem = problem;
    this.limits = limits;
    deadline = new Deadline(limits);
    solver = new OjAlgoNodeSolver(deadline);
    system = new KktSystem(problem);
    objectiveSize = problem.upper().objectiveSize();
    boolean coupled = false;
    for (int r = 0; r < problem.upper().rowCount(); r++) {
      coupled |= PessimisticRegion.isCoupling(problem, r);
    }
    isCoupled = coupled;
  }

  PessimisticSolution run() {
    optimistic = new ComplementarityBranchAndBound().solve(problem, limits);
    if (optimistic.stopReason() == StopReason.INFEASIBLE) {
      return solution(StopReason.INFEASIBLE, Double.POSITIVE_INFINITY);
    }
    // No answer is better for the leader than the best one.
    open.add(new Node(system.initial(), optimistic.bound(), ages++));
    while (!open.isEmpty() && ended.isEmpty()) {
      Node node = open.poll();
      if (node.bound >= best - gap() && (attained || node.bound > best + gap())) {
        break;
      }
      ended = deadline.reached(programs);
      if (ended.isPresent()) {
        openBound = Math.min(openBound, node.bound);
      } else {
        expand(node);
      }
    }
    if (ended.isPresent()) {
      for (Node node : open) {
        openBound = Math.min(openBound, node.bound);
      }
      return solution(ended.get(), Math.min(openBound, best));
    }
    if (anyFailure && deadline.reached(0).isPresent()) {
      return solution(StopReason.TIME_LIMIT, Math.min(openBound, best));
    }
    if (bestX.length == 0) {
      return anyFailure
          ? solution(StopReason.NUMERICAL_FAILURE, openBound)
          : solution(StopReason.INFEASIBLE, Double.POSITIVE_INFINITY);
    }
    boolean isProved = openBound >= best - gap() && (attained || !isCoupled);
    return solution(
        isProved ? StopReason.PROVEN_OPTIMAL : StopReason.CONVERGED, Math.min(openBound, best));
  }

  private PessimisticSolution solution(StopReason reason, double bound) {
    boolean isProved = reason == StopReason.PROVEN_OPTIMAL;
    return new PessimisticSolution(
        reason,
        optimistic,
        isProved ? OptionalDouble.of(best) : OptionalDouble.empty(),
        isProved && attained,
        bestX,
        guaranteed,
        bound,
        programs,
        bestX.length == 0 ? "" : WorstAnswer.WORDS);
  }

  private double gap() {
    return GAP * size(best);
  }

  private double size(double value) {
    return Double.isInfinite(value) ? objectiveSize : Math.max(objectiveSize, Math.abs(value));
  }

  private void fail(double bound) {
    anyFailure = true;
    openBound = Math.min(openBound, bound);
  }

  private void expand(Node node) {
    programs += 2;
    NodeAnswer inside = solver.solve(inside(node.decided));
    if (inside.state == NodeAnswer.State.INFEASIBLE
        || (inside.state == NodeAnswer.State.OPTIMAL && -inside.value <= STRICT)) {
      return;
    }
    NodeAnswer relaxed =
        solver.solve(system.relaxation(node.decided, new double[0], new double[0]));
    if (relaxed.state == NodeAnswer.State.INFEASIBLE) {
      return;
    }
    double bound = node.bound;
    byte[] decided = node.decided;
    int pair = -1;
    double most = -1;
    for (int p = 0; p < decided.length; p++) {
      if (decided[p] == KktSystem.OPEN) {
        double product = relaxed.state == NodeAnswer.State.OPTIMAL
            ? Math.max(0, system.slack(p, relaxed.point) * system.multiplier(p, relaxed.point))
            : 0;
        if (product > most) {
          most = product;
          pair = p;
        }
      }
    }
    if (relaxed.state == NodeAnswer.State.OPTIMAL) {
      bound = Math.max(bound, relaxed.value + system.constant());
    }
    if (bound > best + gap()) {
      return;
    }
    if (pair < 0) {
      leaf(decided, bound);
      return;
    }
    for (byte choice : new byte[] {KktSystem.MULTIPLIER_ZERO, KktSystem.SLACK_ZERO}) {
      byte[] child = decided.clone();
      child[pair] = choice;
      system.propagate(child);
      open.add(new Node(child, bound, ages++));
    }
  }

  /** Greatest common strictness of the decided pairs; positive inside the region. */
  private ConvexProgram inside(byte[] decided) {
    ConvexProgram program = system.feasible(decided).widened(1);
    int strictness = system.size();
    program.lower[strictness] = 0;
    program.upper[strictness] = 1;
    program.gradient[strictness] = -1;
    for (int p = 0; p < decided.length; p++) {
      if (decided[p] == KktSystem.SLACK_ZERO) {
        double[] row = new double[program.size()];
        row[problem.upper().size() + p] = -1;
        row[strictness] = 1;
        program.row(row, 0);
      } else if (decided[p] == KktSystem.MULTIPLIER_ZERO) {
        double[] row = Arrays.copyOf(system.row(p), program.size());
        row[strictness] = 1;
        program.row(row, system.limit(p));
      }
    }
    return program;
  }

  private BilevelSolution solve(BilevelProblem region) {
    Optional<Duration> left = limits
        .maxTime()
        .map(time -> Duration.ofNanos(Math.max(1, time.toNanos() - (System.nanoTime() - began))));
    BilevelSolution solution = new ComplementarityBranchAndBound()
        .solve(
            region,
            new SolveLimits(
                Math.max(1, limits.maxEvaluations() - programs), left, limits.tolerance()));
    programs += solution.nodes();
    return solution;
  }

  private void leaf(byte[] pattern, double bound) {
    PessimisticRegion region = new PessimisticRegion(problem, system, pattern);
    BilevelSolution least = solve(region.least());
    switch (least.stopReason()) {
      case INFEASIBLE -> {}
      case PROVEN_OPTIMAL -> found(region, least.upperValue().orElseThrow(), bound);
      case UNBOUNDED -> {
        if (isCoupled) {
          fail(Double.NEGATIVE_INFINITY);
        } else {
          ended = Optional.of(StopReason.UNBOUNDED);
          openBound = Double.NEGATIVE_INFINITY;
        }
      }
      case EVALUATION_LIMIT, TIME_LIMIT -> {
        ended = Optional.of(least.stopReason());
        openBound = Math.min(openBound, Math.max(bound, least.bound()));
      }
      default -> fail(Math.max(bound, least.bound()));
    }
  }

  /** Looks for a decision inside the region that guarantees its value, or nearly so. */
  private void found(PessimisticRegion region, double value, double bound) {
    if (value > best + gap() || (attained && value >= best - gap())) {
      return;
    }
    if (accept(region, value, GAP * size(value), EQUAL, true)) {
      return;
    }
    if (ended.isEmpty()
        && !(value >= best - gap())
        && !accept(region, value, NEAR * size(value), 2 * NEAR, false)
        && ended.isEmpty()) {
      fail(Math.max(bound, value - gap()));
    }
  }

  private boolean accept(
      PessimisticRegion region, double value, double slack, double tolerance, boolean attains) {
    BilevelSolution inner = solve(region.inner(value + slack));
    if (inner.stopReason() == StopReason.EVALUATION_LIMIT
        || inner.stopReason() == StopReason.TIME_LIMIT) {
      ended = Optional.of(inner.stopReason());
      openBound = Math.min(openBound, value);
    }
    if (!inner.hasPoint()) {
      return false;
    }
    double strictness = region.strictness(inner.x());
    // Within the slack alone every region is entered by about as much as the slack.
    if (!(strictness > INSIDE) || (attains && !(strictness > 100 * slack))) {
      return false;
    }
    double[] x = Arrays.copyOf(inner.x(), problem.leaderSize());
    OptionalDouble worst = WorstAnswer.value(problem, x, new ActiveSetSolver(deadline));
    if (worst.isEmpty() || !(worst.getAsDouble() - value <= tolerance * size(value))) {
      return false;
    }
    best = Math.min(best, value);
    attained = attains;
    bestX = x;
    guaranteed = worst;
    return true;
  }
}
