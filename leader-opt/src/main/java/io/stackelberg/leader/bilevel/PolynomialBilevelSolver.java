package io.stackelberg.leader.bilevel;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Global search of small polynomial bilevel problems, optimistic, whose follower may be nonconvex.
 *
 * <p>Upper values come from points x at which the follower's problem is searched globally. Lower bounds come
 * from boxes of (x, y), excluded by interval tests ({@code BilevelNode}). {@code PROVEN_OPTIMAL} says: the
 * constraints imply a box; no bilevel-feasible point is better by more than {@code gap} times the range of
 * F; and the returned y passed a separate finer search of the follower's problem within {@code
 * followerSlack} times the range of f, constraints within the tolerance of the limits times their ranges.
 * The returned point is optimal for the follower within that slack, not exactly, so F may lie slightly below
 * the exact optimum. Everything else that stops by itself is {@code CONVERGED}. Ranges are taken from a
 * sample of the box.
 *
 * <p>Made for a handful of variables; the cost grows exponentially with their number. Deterministic.
 *
 * <p>Source: relaxation by a fixed reply and branch and bound on both levels as in Mitsos, Lemonidis and
 * Barton (2008) [mitsos2008global] and Kleniati and Adjiman (2014) [kleniati2014branch]; unlike there, boxes
 * of (x, y) are excluded one by one by interval enclosures, without convex relaxations or subproblem solvers.
 */
public final class PolynomialBilevelSolver {
  private static final double SMALLEST = 1e-12;
  private static final int RETRACTIONS = 24;
  private static final int INTERIOR_SAMPLES = 65;
  private static final int MAX_RIVALS = 4;

  private final Options options;

  /**
   * Choices that affect speed and how tight the answer is.
   *
   * @param gap difference of F to prove, as a share of its range, in [0, 1)
   * @param followerSlack excess of f that still counts as a best reply, as a share of its range, in (0, 1)
   * @param maxNodes boxes of the upper search, at least 1
   * @param fallbackReach half-width of the search box where constraints imply none, positive
   */
  public record Options(double gap, double followerSlack, int maxNodes, double fallbackReach) {
    /** Gap 1e-5, slack 1e-11, 100,000 nodes, reach 100. */
    public static final Options DEFAULT = new Options(1e-5, 1e-11, 100_000, 100);

    public Options {
      Require.inRange("gap", gap, 0, Math.nextDown(1.0));
      Require.inOpenUnitInterval("followerSlack", followerSlack);
      Require.atLeast("maxNodes", maxNodes, 1);
      Require.positive("fallbackReach", fallbackReach);
    }

    /** The same options with another gap. */
    public Options withGap(double share) {
      return new Options(share, followerSlack, maxNodes, fallbackReach);
    }

    /** The same options with another slack. */
    public Options withFollowerSlack(double share) {
      return new Options(gap, share, maxNodes, fallbackReach);
    }

    /** The same options with another number of nodes. */
    public Options withMaxNodes(int nodes) {
      return new Options(gap, followerSlack, nodes, fallbackReach);
    }

    /** The same options with another reach. */
    public Options withFallbackReach(double reach) {
      return new Options(gap, followerSlack, maxNodes, reach);
    }
  }

  /** A solver with {@link Options#DEFAULT}. */
  public PolynomialBilevelSolver() {
    this(Options.DEFAULT);
  }

  /** A solver with these options. */
  public PolynomialBilevelSolver(Options options) {
    this.options = options;
  }

  /**
   * Solves the problem within the limits.
   *
   * @param limits an evaluation is one box, of either level; the tolerance is that of constraints
   */
  public PolynomialBilevelSolution solve(PolynomialBilevelProblem problem, SolveLimits limits) {
    BilevelScope scope = new BilevelScope(
        problem, options.fallbackReach(), limits.tolerance().relative(), options.followerSlack());
    if (scope.box.isEmpty()) {
      return PolynomialBilevelSolution.none(StopReason.INFEASIBLE, Double.POSITIVE_INFINITY, 0);
    }
    if (!(scope.upperRange < Double.POSITIVE_INFINITY
        && scope.lowerSlack < Double.POSITIVE_INFINITY)) {
      return PolynomialBilevelSolution.none(
          StopReason.NUMERICAL_FAILURE, Double.NEGATIVE_INFINITY, 0);
    }
    return new Run(scope, FollowerReply.search(new Deadline(limits), scope)).solve();
  }

  /** One search: the incumbent and what was learnt at each x. */
  private final class Run {
    private final BilevelScope scope;
    private final BoxSearch search;
    private final double gap;
    private final Map<List<Double>, Optional<double[]>> minimisers = new HashMap<>();
    private Optional<double[]> best = Optional.empty();
    private double bestValue = Double.POSITIVE_INFINITY;

    Run(BilevelScope scope, BoxSearch search) {
      this.scope = scope;
      this.search = search;
      gap = options.gap() * scope.upperRange;
    }

    PolynomialBilevelSolution solve() {
      sweep();
      PriorityQueue<BilevelNode> open =
          new PriorityQueue<>((one, other) -> Double.compare(one.bound(), other.bound()));
      open.add(
          new BilevelNode(scope.box.low.clone(), scope.box.high.clone(), Double.NEGATIVE_INFINITY));
      Map<List<Double>, List<double[]>> rivals = new HashMap<>();
      double closed = Double.POSITIVE_INFINITY;
      StopReason reason = StopReason.PROVEN_OPTIMAL;
      int nodes = 0;
      while (!open.isEmpty() && open.peek().bound() < bestValue - gap) {
        if (search.stop().isPresent()) {
          reason = search.stop().get();
          break;
        }
        if (nodes >= options.maxNodes()) {
          reason = StopReason.CONVERGED;
          break;
        }
        BilevelNode node = open.remove();
        int cut = node.widest(scope.box, SMALLEST);
        if (cut < 0) {
          closed = Math.min(closed, node.bound());
          continue;
        }
        double middle = node.low[cut] / 2 + node.high[cut] / 2;
        for (int half = 0; half < 2; half++) {
          double[] low = node.low.clone();
          double[] high = node.high.clone();
          (half == 0 ? high : low)[cut] = middle;
          BilevelNode child = new BilevelNode(low, high, node.bound());
          nodes++;
          search.count();
          if (!child.isExcluded(scope, List.of())
              && !child.isExcluded(
                  scope, rivals.computeIfAbsent(key(low, high), key -> rivals(child)))) {
            if (child.bound() < bestValue - gap) {
              open.add(child);
            } else {
              closed = Math.min(closed, child.bound());
            }
          }
        }
      }
      if (best.isPresent()) {
        polish();
      }
      double bound = open.isEmpty() ? closed : Math.min(closed, open.peek().bound());
      return answer(reason, Math.min(bound, bestValue));
    }

    /** Tries a coarse grid of x. */
    private void sweep() {
      int perAxis = scope.leaders() == 1 ? 33 : scope.leaders() == 2 ? 9 : 3;
      int total = (int) StrictMath.pow(perAxis, Math.min(scope.leaders(), 6));
      for (int index = 0; index < total && search.stop().isEmpty(); index++) {
        double[] x = new double[scope.leaders()];
        int rest = index;
        for (int variable = 0; variable < x.length; variable++) {
          double share = (double) (rest % perAxis) / (perAxis - 1);
          x[variable] = scope.box.low[variable]
              + share * (scope.box.high[variable] - scope.box.low[variable]);
          rest /= perAxis;
        }
        visit(x);
      }
    }

    /** Searches the follower's problem at x; returns its minimiser and keeps a better answer. */
    private Optional<double[]> visit(double[] x) {
      FollowerReply reply = new FollowerReply(scope, x, bestValue, search);
      if (reply.favourite.isPresent() && reply.upperValue < bestValue) {
        best = reply.favourite;
        bestValue = reply.upperValue;
      }
      return reply.minimiser;
    }

    /** Replies that are feasible for every x of the box, from the follower's optimum at its middle. */
    private List<double[]> rivals(BilevelNode node) {
      double[] x = new double[scope.leaders()];
      List<Double> at = new ArrayList<>();
      for (int variable = 0; variable < x.length; variable++) {
        x[variable] = node.low[variable] / 2 + node.high[variable] / 2;
        at.add(x[variable]);
      }
      List<double[]> rivals = new ArrayList<>();
      Optional<double[]> minimiser = minimisers.computeIfAbsent(at, key -> visit(x));
      if (minimiser.isEmpty()) {
        return rivals;
      }
      double[] interior = interior(minimiser.get());
      for (int power = RETRACTIONS; power >= 0 && rivals.size() < MAX_RIVALS; power--) {
        double share = power == RETRACTIONS ? 0 : StrictMath.pow(2, -power);
        double[] rival = minimiser.get().clone();
        for (int variable = scope.leaders(); variable < rival.length; variable++) {
          rival[variable] += share * (interior[variable] - rival[variable]);
        }
        if (isFeasibleThroughout(node, rival)) {
          rivals.add(rival);
          break;
        }
      }
      return rivals;
    }

    private boolean isFeasibleThroughout(BilevelNode node, double[] rival) {
      double[] low = rival.clone();
      double[] high = rival.clone();
      System.arraycopy(node.low, 0, low, 0, scope.leaders());
      System.arraycopy(node.high, 0, high, 0, scope.leaders());
      for (EnclosedPolynomial constraint : scope.lowerConstraints) {
        boolean isExactBound = !involvesLeader(constraint) && constraint.value(rival) <= 0;
        if (!isExactBound && !(constraint.range(low, high)[1] <= 0)) {
          return false;
        }
      }
      return true;
    }

    private boolean involvesLeader(EnclosedPolynomial constraint) {
      for (int variable = 0; variable < scope.leaders(); variable++) {
        if (constraint.involves(variable)) {
          return true;
        }
      }
      return false;
    }

    /** A y at the same x that leaves every constraint of the follower as much room as a sample finds. */
    private double[] interior(double[] point) {
      double[] interior = point.clone();
      double most = Double.NEGATIVE_INFINITY;
      for (int sample = 0; sample < INTERIOR_SAMPLES; sample++) {
        double[] candidate = point.clone();
        for (int variable = scope.leaders(); variable < candidate.length; variable++) {
          double turn = sample * StrictMath.sqrt(2 + 3.0 * variable);
          candidate[variable] = scope.box.low[variable]
              + (turn - Math.floor(turn)) * (scope.box.high[variable] - scope.box.low[variable]);
        }
        double room = Double.POSITIVE_INFINITY;
        for (int index = 0; index < scope.lowerLimits.length; index++) {
          double scale = Math.max(scope.lowerLimits[index], Double.MIN_NORMAL);
          room = Math.min(room, -scope.lowerConstraints.get(index).value(candidate) / scale);
        }
        if (room > most) {
          most = room;
          interior = candidate;
        }
      }
      return interior;
    }

    /** Pattern search over x from the best answer. */
    private void polish() {
      for (double step = 1.0 / 64; step > 1e-10 && search.stop().isEmpty(); ) {
        double before = bestValue;
        for (int variable = 0; variable < scope.leaders(); variable++) {
          for (int sign = -1; sign <= 1; sign += 2) {
            double[] x = Arrays.copyOf(best.orElseThrow(), scope.leaders());
            double whole = scope.box.high[variable] - scope.box.low[variable];
            x[variable] = Math.max(
                scope.box.low[variable],
                Math.min(scope.box.high[variable], x[variable] + sign * step * whole));
            visit(x);
          }
        }
        step = before - bestValue > 1e-3 * gap ? step : step / 4;
      }
    }

    private List<Double> key(double[] low, double[] high) {
      List<Double> key = new ArrayList<>();
      for (int variable = 0; variable < scope.leaders(); variable++) {
        key.add(low[variable]);
        key.add(high[variable]);
      }
      return key;
    }

    private PolynomialBilevelSolution answer(StopReason reason, double bound) {
      double proved = scope.box.isImplied ? bound : Double.NEGATIVE_INFINITY;
      long evaluations = search.evaluations();
      if (best.isEmpty()) {
        boolean isInfeasible =
            reason == StopReason.PROVEN_OPTIMAL && proved == Double.POSITIVE_INFINITY;
        StopReason stated = isInfeasible
            ? StopReason.INFEASIBLE
            : reason == StopReason.PROVEN_OPTIMAL ? StopReason.NUMERICAL_FAILURE : reason;
        return PolynomialBilevelSolution.none(stated, proved, evaluations);
      }
      double[] point = best.get();
      PolynomialBilevelProblem problem = scope.problem;
      double value = problem.upperObjective().value(point);
      double lowerValue = problem.lowerObjective().value(point);
      double excess = Math.max(0, lowerValue - FollowerGrid.least(problem, scope, point));
      boolean isFeasible = BoxSearch.isFeasible(scope.lowerConstraints, scope.lowerLimits, point)
          && BoxSearch.isFeasible(scope.upperConstraints, scope.upperLimits, point);
      if (!(isFeasible && excess <= 2 * scope.lowerSlack)) {
        return PolynomialBilevelSolution.none(StopReason.NUMERICAL_FAILURE, proved, evaluations);
      }
      StopReason stated = reason == StopReason.PROVEN_OPTIMAL && !(value - proved <= gap)
          ? StopReason.CONVERGED
          : reason;
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (int variable = 0; variable < point.length; variable++) {
        (variable < scope.leaders() ? x : y).add(point[variable]);
      }
      return new PolynomialBilevelSolution(
          stated, x, y, value, lowerValue, proved, excess, scope.lowerSlack, evaluations);
    }
  }
}
