package io.stackelberg.leader;

import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Solves a {@link RegularisedProblem} by the prices of its coupling constraints.
 *
 * <p>At given prices the contexts fall apart, and the dual value bounds every policy from above; it is convex
 * and smooth in the prices. Newton's steps minimise it; after one that falls short of a tenth of its promise
 * the next prices come from a master program over the policies met so far (Dantzig and Wolfe 1960
 * [dantzig1960decomposition]; with a concave objective, von Hohenbalken 1977 [vonhohenbalken1977simplicial]),
 * whose answer is a policy within the limits. The gap between the two is the proof. Sums are taken in blocks
 * of fixed size and added in order: the answer does not depend on the number of threads.
 *
 * <p>{@code PROVEN_OPTIMAL} means that the value of the policy, computed once more from its lotteries, lies
 * within the tolerance of the bound, relative to the mean over contexts of the range of rewards (to the
 * strength where rewards do not differ), and that every limit is kept to 1e-9 of 1 + |limit|. Cost: one pass,
 * contexts × commitments × (resources² + log commitments), per iteration.
 */
public final class RegularisedPolicySearch {
  private static final int BLOCK = 2_048;
  private static final int MAX_PASSES = 500;
  private static final double KEPT = 1e-9;
  private static final double ROUNDING = 1e-14;

  /**
   * Solves the problem.
   *
   * @param limits tolerance, time, and evaluations counted as pairs of context and commitment
   */
  public RegularisedSolution solve(RegularisedProblem problem, SolveLimits limits) {
    return new Search(problem, limits).run();
  }

  /** Adds what one context contributes, its lottery made by the given buffers, to the sums. */
  private interface Contribution {
    void add(RegularisedProblem.Lottery lottery, int context, double[] sums);
  }

  /** The dual at one price vector. */
  private record Point(double[] prices, double dual, double[] slope, double[] curvature) {}

  private static final class Search {
    private final RegularisedProblem problem;
    private final AssignmentProblem assignment;
    private final SolveLimits limits;
    private final int resources;
    private final Deadline deadline;
    private final double scale;
    private final List<PriceVector> prices = new ArrayList<>();
    private final List<double[]> columns = new ArrayList<>();
    private RestrictedMaster master;
    private RestrictedMaster.Optimum optimum;
    private Point best;
    private int passes;

    Search(RegularisedProblem problem, SolveLimits limits) {
      this.problem = problem;
      this.assignment = problem.assignment();
      this.limits = limits;
      this.resources = assignment.resources();
      this.deadline = new Deadline(limits);
      double range = 0;
      for (int context = 0; context < assignment.contexts(); context++) {
        range += problem.rewardRange(context) / assignment.contexts();
      }
      this.scale = range > 0 ? range : problem.strength();
    }

    RegularisedSolution run() {
      begin();
      boolean isNewtonDue = true;
      while (true) {
        optimum = master.solve();
        if (optimum.isFeasible() && best.dual - optimum.objective() <= slack()) {
          return solution(StopReason.PROVEN_OPTIMAL);
        }
        Optional<StopReason> limit = limitReached();
        if (limit.isPresent()) {
          return solution(limit.get());
        }
        double[] proposed = optimum.prices();
        if (!optimum.isFeasible()) {
          double[] column = pass(0, proposed);
          double allowed = dotLimits(proposed);
          if (dotUses(proposed, column) > allowed + KEPT * (1 + Math.abs(allowed))) {
            return solution(StopReason.INFEASIBLE); // no lottery brings this combination within
          }
          if (!remember(0, proposed, column)) {
            return solution(StopReason.NUMERICAL_FAILURE);
          }
          continue;
        }
        Optional<double[]> newton = isNewtonDue
            ? NewtonPrices.step(best.prices, best.slope, best.curvature)
            : Optional.empty();
        Point before = best;
        boolean isNew = evaluate(newton.orElse(proposed));
        if (newton.isPresent()) {
          isNewtonDue =
              best != before && before.dual - best.dual >= 0.1 * promise(before, newton.get());
        } else if (isNew) {
          isNewtonDue = best != before;
        } else {
          return solution(StopReason.NUMERICAL_FAILURE);
        }
      }
    }

    /** First columns: no prices, and each resource alone; they also give the scales of the uses. */
    private void begin() {
      double[] scales = new double[resources];
      double[] limit = new double[resources];
      evaluate(new double[resources]);
      for (int resource = 0; resource < resources; resource++) {
        double[] alone = new double[resources];
        alone[resource] = 1;
        remember(0, alone, pass(0, alone));
        limit[resource] = assignment.limit(resource);
      }
      for (double[] column : columns) {
        for (int resource = 0; resource < resources; resource++) {
          scales[resource] = Math.max(scales[resource], Math.abs(column[resource + 1]));
        }
      }
      Arrays.setAll(scales, resource -> scales[resource] > 0 ? scales[resource] : 1);
      master = new RestrictedMaster(limit, scales);
      columns.forEach(master::add);
    }

    private double slack() {
      return limits.tolerance().relative() * scale + ROUNDING * Math.abs(best.dual);
    }

    private Optional<StopReason> limitReached() {
      return passes >= MAX_PASSES
          ? Optional.of(StopReason.EVALUATION_LIMIT)
          : deadline.reached((long) passes * assignment.contexts() * assignment.commitments());
    }

    /** How much the quadratic model falls between a point and new prices. */
    private double promise(Point from, double[] to) {
      double fall = 0;
      int entry = 0;
      for (int row = 0; row < resources; row++) {
        double step = to[row] - from.prices[row];
        fall -= from.slope[row] * step;
        for (int column = 0; column <= row; column++) {
          double other = to[column] - from.prices[column];
          fall -= (row == column ? 0.5 : 1) * from.curvature[entry++] * step * other;
        }
      }
      return fall;
    }

    /** Passes over the contexts at these prices; whether the column is new. */
    private boolean evaluate(double[] at) {
      double[] column = pass(1, at);
      double dual = column[0] + dotLimits(at) - dotUses(at, column);
      if (best == null || dual < best.dual) {
        double[] slope = new double[resources];
        Arrays.setAll(slope, resource -> assignment.limit(resource) - column[resource + 1]);
        double[] curvature = Arrays.copyOfRange(column, resources + 2, column.length);
        best = new Point(at.clone(), dual, slope, curvature);
      }
      return remember(1, at, column);
    }

    private boolean remember(double weight, double[] at, double[] sums) {
      double[] column = Arrays.copyOf(sums, resources + 1);
      if (columns.stream().anyMatch(known -> Arrays.equals(known, column))) {
        return false;
      }
      prices.add(new PriceVector(weight, Arrays.stream(at).boxed().toList()));
      columns.add(column);
      if (master != null) {
        master.add(column);
      }
      return true;
    }

    /** Mean value, uses, reward and curvature of the dual at these prices. */
    private double[] pass(double rewardWeight, double[] at) {
      int offset = resources + 2;
      return means(offset + resources * (resources + 1) / 2, (lottery, context, sums) -> {
        lottery.choose(context, rewardWeight, at);
        lottery.addTo(context, sums);
        if (rewardWeight > 0) {
          lottery.addCurvature(context, sums, offset);
        }
      });
    }

    private double[] means(int length, Contribution contribution) {
      passes++;
      int contexts = assignment.contexts();
      int blocks = (contexts - 1) / BLOCK + 1;
      double[][] sums = new double[blocks][length];
      IntStream.range(0, blocks).parallel().forEach(block -> {
        RegularisedProblem.Lottery lottery = problem.new Lottery();
        int to = Math.min(contexts, (block + 1) * BLOCK);
        for (int context = block * BLOCK; context < to; context++) {
          contribution.add(lottery, context, sums[block]);
        }
      });
      double[] mean = new double[length];
      for (double[] block : sums) {
        for (int entry = 0; entry < length; entry++) {
          mean[entry] += block[entry] / contexts;
        }
      }
      return mean;
    }

    private double dotUses(double[] at, double[] column) {
      double sum = 0;
      for (int resource = 0; resource < resources; resource++) {
        sum += at[resource] * column[resource + 1];
      }
      return sum;
    }

    private double dotLimits(double[] at) {
      double sum = 0;
      for (int resource = 0; resource < resources; resource++) {
        sum += at[resource] * assignment.limit(resource);
      }
      return sum;
    }

    private RegularisedSolution solution(StopReason reason) {
      if (!optimum.isFeasible()) {
        double bound = reason == StopReason.INFEASIBLE ? Double.NEGATIVE_INFINITY : best.dual;
        return new RegularisedSolution(
            reason,
            Double.NaN,
            bound,
            Double.NaN,
            Double.NaN,
            List.of(),
            List.of(),
            List.of(),
            passes);
      }
      double total = Arrays.stream(optimum.weights()).sum();
      List<PriceVector> mixed = new ArrayList<>();
      List<Double> weights = new ArrayList<>();
      for (int index = 0; index < optimum.weights().length; index++) {
        if (optimum.weights()[index] > 0) {
          mixed.add(prices.get(index));
          weights.add(optimum.weights()[index] / total);
        }
      }
      double[] weight = weights.stream().mapToDouble(Double::doubleValue).toArray();
      double[][] at = mixed.stream().map(PriceVector::array).toArray(double[][]::new);
      double[] mean = means(resources + 2, (lottery, context, sums) -> {
        double[] mixture = new double[assignment.commitments()];
        for (int index = 0; index < weight.length; index++) {
          lottery.choose(context, mixed.get(index).rewardWeight(), at[index]);
          for (int commitment = 0; commitment < mixture.length; commitment++) {
            mixture[commitment] += weight[index] * lottery.probability[commitment];
          }
        }
        System.arraycopy(mixture, 0, lottery.probability, 0, mixture.length);
        lottery.addTo(context, sums);
      });
      boolean isConfirmed = best.dual - mean[0] <= slack() + ROUNDING * Math.abs(best.dual);
      for (int resource = 0; resource < resources; resource++) {
        double limit = assignment.limit(resource);
        isConfirmed &= mean[resource + 1] <= limit + KEPT * (1 + Math.abs(limit));
      }
      return new RegularisedSolution(
          reason == StopReason.PROVEN_OPTIMAL && !isConfirmed
              ? StopReason.NUMERICAL_FAILURE
              : reason,
          mean[0],
          best.dual,
          mean[resources + 1],
          (mean[resources + 1] - mean[0]) / problem.strength(),
          mixed,
          weights,
          Arrays.stream(mean, 1, resources + 1).boxed().toList(),
          passes);
    }
  }
}
