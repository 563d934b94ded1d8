package io.stackelberg.leader.finite;

import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.BayesianGame;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.DenseSimplex.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Optimal strong commitment against a follower of unknown type, by branch and bound over the types' replies.
 *
 * <p>A node fixes the replies of some types. Its linear program maximises their share of the leader's payoff
 * plus, for every other type, the smaller of the largest payoff that type alone allows and the mixture of
 * the rows' largest payoffs; no big constant is needed. Every point met is played out in full and may
 * become the best. Nodes are cut by the bound their multipliers prove. {@code PROVEN_OPTIMAL} is returned
 * only when the value recomputed in the game's own payoffs reaches the largest bound left.
 *
 * <p>The weak supremum comes from a second search of the same kind over groups of equivalent replies whose joint
 * region has full dimension, see {@link WeakValue}; {@code stopReason} speaks of the strong value.
 *
 * <p>Limits: {@code maxEvaluations} counts linear programs.
 * Source: the hierarchical bounds of Jain, Kiekintveld and Tambe (2011) [jain2011quality], without their
 * column generation.
 */
public final class BayesianStackelbergSolver {
  private static final long MAX_STEPS = 200_000;

  /** Solves the game within the limits. */
  public BayesianSolution solve(BayesianGame game, SolveLimits limits) {
    return new Search(game, limits).run();
  }

  /** One solve; payoffs of each type are scaled, weights turn them back. */
  private static final class Search {
    private final BayesianGame game;
    private final SolveLimits limits;
    private final Deadline deadline;
    private final List<FollowerRegions> regions = new ArrayList<>();
    private final double[] weight;
    private final double scale;
    private final double offset;
    private final double slack;
    private final int[] order;
    private final int[] firstRow;
    private final int[] chosen;
    private final double[][] ceiling; // [type][column], scaled; −∞ when never a best reply
    private final DenseSimplex program;
    private double best = Double.NEGATIVE_INFINITY;
    private double[] bestMixture = new double[0];
    private double left = Double.NEGATIVE_INFINITY;
    private long programs;
    private Optional<StopReason> stopped = Optional.empty();

    Search(BayesianGame game, SolveLimits limits) {
      this.game = game;
      this.limits = limits;
      deadline = new Deadline(limits);
      int types = game.types().size();
      weight = new double[types];
      ceiling = new double[types][];
      double sum = 0;
      double low = 0;
      for (int type = 0; type < types; type++) {
        regions.add(new FollowerRegions(game.types().get(type)));
        weight[type] = game.prior().get(type) * regions.get(type).leaderRange;
        low += game.prior().get(type) * regions.get(type).leaderLow;
        sum += weight[type];
      }
      scale = sum > 0 ? sum : 1;
      offset = low;
      double relative = Math.max(limits.tolerance().relative(), FollowerRegions.TIE);
      slack = Math.max(relative * scale, 1e-13 * (Math.abs(offset) + scale));
      order = IntStream.range(0, types)
          .boxed()
          .sorted(Comparator.comparingDouble((Integer type) -> -weight[type]))
          .mapToInt(type -> type)
          .toArray();
      firstRow = new int[types];
      chosen = new int[types];
      program = build();
    }

    BayesianSolution run() {
      for (int row = 0; row < game.rows(); row++) {
        double[] pure = new double[game.rows()];
        pure[row] = 1;
        offer(pure);
      }
      for (int type = 0; type < weight.length; type++) {
        bound(type);
      }
      descend(0, offset + scale);
      double bound = Math.max(left, best);
      StopReason reason = bound - best <= slack
          ? StopReason.PROVEN_OPTIMAL
          : stopped.orElse(StopReason.NUMERICAL_FAILURE);
      Optional<WeakValue> weak = Optional.empty();
      if (!isStopped()) {
        WeakSearch search = new WeakSearch(
            regions,
            game.prior(),
            ceiling,
            mixture -> game.value(mixture, TieBreak.PESSIMISTIC),
            deadline,
            programs);
        weak = search.run();
        programs += search.programs();
      }
      List<Integer> replies = new ArrayList<>();
      for (BimatrixGame type : game.types()) {
        replies.add(bestForLeader(type));
      }
      return new BayesianSolution(
          reason, best, WeakCommitment.list(bestMixture), replies, bound, weak, programs);
    }

    /**
     * Variables: probabilities; per type the follower's value; per type the leader's payoff while the
     * type's reply is open.
     */
    private DenseSimplex build() {
      int types = weight.length;
      int rows = game.rows();
      int width = rows + 2 * types;
      List<double[]> lines = new ArrayList<>();
      for (int type = 0; type < types; type++) {
        firstRow[type] = lines.size();
        for (int column : regions.get(type).live) {
          double[] line = Arrays.copyOf(regions.get(type).follower[column], width);
          line[rows + type] = -1;
          lines.add(line);
        }
      }
      for (int type = 0; type < types; type++) {
        double[] line = new double[width];
        for (int row = 0; row < rows; row++) {
          for (int column : regions.get(type).live) {
            line[row] = Math.min(line[row], -regions.get(type).leader[column][row]);
          }
        }
        line[rows + types + type] = 1;
        lines.add(line);
      }
      double[] sum = new double[width];
      Arrays.fill(sum, 0, rows, 1);
      lines.add(sum);
      double[] rhs = new double[lines.size()];
      rhs[rhs.length - 1] = 1;
      DenseSimplex simplex = new DenseSimplex(lines.toArray(double[][]::new), rhs);
      simplex.setSlackBounds(rhs.length - 1, 0, 0);
      for (int variable = 0; variable < width; variable++) {
        simplex.setBounds(variable, 0, 1);
      }
      return simplex;
    }

    /** Most each reply of a type can give the leader when the other types do not matter. */
    private void bound(int type) {
      FollowerRegions own = regions.get(type);
      ceiling[type] = own.ceilings();
      double most = Double.NEGATIVE_INFINITY;
      for (int column : own.live) {
        if (!isStopped()) {
          for (int row = 0; row < own.rows; row++) {
            program.setCost(row, own.leader[column][row]);
          }
          Status status = solveWith(type, column);
          if (status == Status.INFEASIBLE) {
            ceiling[type][column] = Double.NEGATIVE_INFINITY;
          } else if (status == Status.OPTIMAL) {
            ceiling[type][column] = Math.min(ceiling[type][column], program.bound());
            offer(own.mixture(program));
          }
        }
        release(type, column);
        most = Math.max(most, ceiling[type][column]);
      }
      program.setBounds(own.rows + weight.length + type, 0, Math.min(1, Math.max(0, most)));
    }

    private void descend(int depth, double parentBound) {
      if (depth == order.length) {
        return;
      }
      int type = order[depth];
      Integer[] columns = Arrays.stream(regions.get(type).live)
          .boxed()
          .filter(column -> ceiling[type][column] > Double.NEGATIVE_INFINITY)
          .sorted(Comparator.comparingDouble((Integer column) -> -ceiling[type][column]))
          .toArray(Integer[]::new);
      for (int column : columns) {
        for (int row = 0; row < game.rows(); row++) {
          program.setCost(row, cost(depth, column, row));
        }
        for (int later = 0; later < order.length; later++) {
          program.setCost(
              game.rows() + weight.length + order[later],
              later > depth ? weight[order[later]] / scale : 0);
        }
        if (isStopped()) {
          left = Math.max(left, parentBound);
          return;
        }
        chosen[depth] = column;
        Status status = solveWith(type, column);
        if (status == Status.OPTIMAL) {
          double bound = offset + scale * program.bound();
          offer(regions.get(type).mixture(program));
          if (depth == order.length - 1) {
            left = Math.max(left, bound);
          } else if (bound > best + 0.1 * slack) {
            descend(depth + 1, bound);
          } else {
            left = Math.max(left, bound);
          }
        } else if (status != Status.INFEASIBLE) {
          left = Math.max(left, parentBound);
        }
        release(type, column);
      }
    }

    /** Scaled payoff of a row, summed over the types whose reply is fixed and this one. */
    private double cost(int depth, int column, int row) {
      double sum = weight[order[depth]] / scale * regions.get(order[depth]).leader[column][row];
      for (int earlier = 0; earlier < depth; earlier++) {
        int type = order[earlier];
        sum += weight[type] / scale * regions.get(type).leader[chosen[earlier]][row];
      }
      return sum;
    }

    private Status solveWith(int type, int column) {
      program.setSlackBounds(firstRow[type] + regions.get(type).place[column], 0, 0);
      programs++;
      return program.solve(MAX_STEPS, deadline);
    }

    private void release(int type, int column) {
      program.setSlackBounds(
          firstRow[type] + regions.get(type).place[column], 0, Double.POSITIVE_INFINITY);
    }

    private boolean isStopped() {
      if (stopped.isEmpty()) {
        stopped = deadline.reached(programs);
      }
      return stopped.isPresent();
    }

    /** Plays a mixture out in the game's own payoffs. */
    private void offer(double[] mixture) {
      double value = game.value(mixture, TieBreak.OPTIMISTIC);
      if (value > best) {
        best = value;
        bestMixture = mixture;
      }
    }

    private int bestForLeader(BimatrixGame type) {
      int reply = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int column : type.bestReplies(bestMixture)) {
        double payoff = 0;
        for (int row = 0; row < type.rows(); row++) {
          payoff += bestMixture[row] * type.leaderPayoff(row, column);
        }
        if (payoff > most) {
          most = payoff;
          reply = column;
        }
      }
      return reply;
    }
  }
}
