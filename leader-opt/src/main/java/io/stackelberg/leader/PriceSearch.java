package io.stackelberg.leader;

import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Solves an {@link AssignmentProblem} by the prices of its coupling constraints.
 *
 * <p>At given prices the contexts fall apart: one pass finds the best commitment of each, its sums are a
 * column of a tiny master problem, and the dual value at those prices bounds every policy from above. The
 * master's own prices name the next pass (Dantzig and Wolfe 1960 [dantzig1960decomposition]). A drawn
 * subset of the contexts is solved first, so that the full passes start where the optimum lies. Sums are
 * taken in blocks of fixed size and added in order: the answer does not depend on the number of threads.
 *
 * <p>{@code PROVEN_OPTIMAL} means that the gap between the lottery found and the bound is within the
 * tolerance of the range of the rewards seen, and that every limit is kept to the same tolerance, both
 * recomputed. Cost: one pass, contexts × commitments × resources, per iteration.
 */
public final class PriceSearch {
  private static final int BLOCK = 8_192;
  private static final int MAX_PASSES = 500;
  private static final int COARSEST = 4_096;

  /**
   * Solves the problem.
   *
   * @param problem the problem
   * @param limits tolerance, time, and evaluations counted as pairs of context and commitment
   */
  public AssignmentSolution solve(AssignmentProblem problem, SolveLimits limits) {
    double[] start = new double[problem.resources()];
    for (int stride = problem.contexts() / COARSEST; stride > 1; stride /= 16) {
      Search coarse = new Search(problem, stride, limits, 1e-4);
      start = coarse.run(start).bestPrices;
    }
    return new Search(problem, 1, limits, limits.tolerance().relative())
        .run(start)
        .solution();
  }

  /** One search over every {@code stride}-th context. */
  private static final class Search {
    private final AssignmentProblem problem;
    private final int stride;
    private final int contexts;
    private final SolveLimits limits;
    private final double tolerance;
    private final long deadline;
    private final List<PriceVector> prices = new ArrayList<>();
    private final List<double[]> columns = new ArrayList<>();
    private RestrictedMaster master;
    private RestrictedMaster.Optimum optimum;
    private double bound = Double.POSITIVE_INFINITY;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    private double[] bestPrices;
    private StopReason reason = StopReason.NUMERICAL_FAILURE;

    Search(AssignmentProblem problem, int stride, SolveLimits limits, double tolerance) {
      this.problem = problem;
      this.stride = stride;
      this.contexts = (problem.contexts() - 1) / stride + 1;
      this.limits = limits;
      this.tolerance = tolerance;
      this.deadline =
          limits.maxTime().map(time -> System.nanoTime() + time.toNanos()).orElse(Long.MAX_VALUE);
      this.bestPrices = new double[problem.resources()];
    }

    Search run(double[] start) {
      double[] scales = begin(start);
      double[] limit = new double[problem.resources()];
      Arrays.setAll(limit, problem::limit);
      master = new RestrictedMaster(limit, scales);
      columns.forEach(master::add);
      while (true) {
        optimum = master.solve();
        double[] next = optimum.prices();
        double weight = optimum.isFeasible() ? 1 : 0;
        double[] column = pass(weight, next);
        if (optimum.isFeasible()) {
          double dual = column[0] + dot(next, limit) - use(next, column);
          if (dual < bound) {
            bound = dual;
            bestPrices = next;
          }
          if (bound - optimum.objective() <= tolerance * Math.max(highest - lowest, 1e-300)) {
            reason = StopReason.PROVEN_OPTIMAL;
            return this;
          }
        } else if (use(next, column) > dot(next, limit) + 1e-9 * (1 + Math.abs(dot(next, limit)))) {
          reason =
              StopReason
                  .INFEASIBLE; // no choice at any context brings this combination within its limit
          return this;
        }
        if (isKnown(column)) {
          reason = StopReason.NUMERICAL_FAILURE;
          return this;
        }
        if (columns.size() >= MAX_PASSES
            || (double) columns.size() * contexts * problem.commitments()
                > limits.maxEvaluations()) {
          reason = StopReason.EVALUATION_LIMIT;
          return this;
        }
        if (limits.maxTime().isPresent() && System.nanoTime() - deadline > 0) {
          reason = StopReason.TIME_LIMIT;
          return this;
        }
        remember(weight, next, column);
        master.add(column);
      }
    }

    /** First columns: the start, no prices, and each resource alone; returns the scales of the uses. */
    private double[] begin(double[] start) {
      double[] none = new double[problem.resources()];
      remember(1, none, pass(1, none));
      for (int resource = 0; resource < none.length; resource++) {
        double[] alone = new double[none.length];
        alone[resource] = 1;
        remember(0, alone, pass(0, alone));
      }
      if (!Arrays.equals(start, none)) {
        for (double factor : new double[] {1, 0.97, 1.03}) {
          double[] near = Arrays.stream(start).map(price -> price * factor).toArray();
          remember(1, near, pass(1, near));
        }
      }
      double[] scales = new double[none.length];
      for (double[] column : columns) {
        for (int resource = 0; resource < scales.length; resource++) {
          scales[resource] = Math.max(scales[resource], Math.abs(column[resource + 1]));
        }
      }
      Arrays.setAll(scales, resource -> scales[resource] > 0 ? scales[resource] : 1);
      return scales;
    }

    private void remember(double weight, double[] at, double[] column) {
      prices.add(new PriceVector(weight, Arrays.stream(at).boxed().toList()));
      columns.add(column);
      lowest = Math.min(lowest, column[0]);
      highest = Math.max(highest, column[0]);
    }

    private boolean isKnown(double[] column) {
      return columns.stream().anyMatch(known -> Arrays.equals(known, column));
    }

    /** Mean reward and uses of the choices at these prices. */
    private double[] pass(double rewardWeight, double[] at) {
      int blocks = (contexts - 1) / BLOCK + 1;
      double[][] sums = new double[blocks][problem.resources() + 1];
      IntStream.range(0, blocks).parallel().forEach(block -> {
        int from = block * BLOCK;
        int to = Math.min(contexts, from + BLOCK);
        if (stride == 1) {
          problem.addChoices(from, to, rewardWeight, at, sums[block]);
        } else {
          for (int index = from; index < to; index++) {
            problem.addChoices(index * stride, index * stride + 1, rewardWeight, at, sums[block]);
          }
        }
      });
      double[] mean = new double[problem.resources() + 1];
      for (double[] block : sums) {
        for (int entry = 0; entry < mean.length; entry++) {
          mean[entry] += block[entry];
        }
      }
      for (int entry = 0; entry < mean.length; entry++) {
        mean[entry] /= contexts;
      }
      return mean;
    }

    private static double use(double[] at, double[] column) {
      double sum = 0;
      for (int resource = 0; resource < at.length; resource++) {
        sum += at[resource] * column[resource + 1];
      }
      return sum;
    }

    private static double dot(double[] one, double[] other) {
      double sum = 0;
      for (int index = 0; index < one.length; index++) {
        sum += one[index] * other[index];
      }
      return sum;
    }

    AssignmentSolution solution() {
      List<PriceVector> drawn = new ArrayList<>();
      List<Double> weights = new ArrayList<>();
      double[] means = new double[problem.resources() + 1];
      double integral = Double.NaN;
      for (int index = 0; index < columns.size(); index++) {
        double[] column = columns.get(index);
        if (keepsLimits(column) && !(column[0] <= integral)) {
          integral = column[0];
        }
      }
      if (reason == StopReason.INFEASIBLE || !optimum.isFeasible()) {
        return new AssignmentSolution(
            reason == StopReason.PROVEN_OPTIMAL ? StopReason.NUMERICAL_FAILURE : reason,
            Double.NaN,
            reason == StopReason.INFEASIBLE ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY,
            List.of(),
            List.of(),
            List.of(),
            Double.NaN,
            columns.size() + 1);
      }
      for (int index = 0; index < optimum.weights().length; index++) {
        double weight = optimum.weights()[index];
        if (weight > 0) {
          drawn.add(prices.get(index));
          weights.add(weight);
          for (int entry = 0; entry < means.length; entry++) {
            means[entry] += weight * columns.get(index)[entry];
          }
        }
      }
      boolean kept = keepsLimits(means);
      return new AssignmentSolution(
          reason == StopReason.PROVEN_OPTIMAL && !kept ? StopReason.NUMERICAL_FAILURE : reason,
          means[0],
          bound,
          drawn,
          weights,
          Arrays.stream(means, 1, means.length).boxed().toList(),
          integral,
          columns.size() + 1);
    }

    private boolean keepsLimits(double[] column) {
      boolean kept = true;
      for (int resource = 0; resource < problem.resources(); resource++) {
        double limit = problem.limit(resource);
        kept &= column[resource + 1] <= limit + 1e-9 * (1 + Math.abs(limit));
      }
      return kept;
    }
  }
}
