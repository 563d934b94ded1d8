package io.stackelberg.leader.finite;

import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.DenseSimplex.Status;
import io.stackelberg.leader.finite.MatrixSolution.Pure;
import io.stackelberg.leader.finite.MatrixSolution.Reply;
import io.stackelberg.leader.finite.MatrixSolution.ReplyState;
import io.stackelberg.leader.finite.MatrixSolution.Strong;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Optimal mixed commitment in a matrix game, strong and weak, by one linear program per follower action.
 *
 * <p>The programs share one polyhedron (mixtures with the follower's value above every action's payoff) and
 * differ in which action's slack is 0, so each starts from the last one's basis. Strictly dominated actions
 * are removed; the others come in order of the leader's largest payoff, and those that cannot beat the value
 * found are left out unless {@link Options#everyReply()}. {@code PROVEN_OPTIMAL} is returned only when the
 * follower's best reply, computed again at the mixture in the game's own payoffs, gives the leader the
 * largest bound that the programs' multipliers prove, within the tolerance times the payoff range.
 *
 * <p>In the programs replies tie exactly, up to 1e-10 of the follower's range; the wider tie of {@link
 * BimatrixGame} enters only where a returned mixture is played out.
 *
 * <p>The weak supremum ranges over actions whose region has full dimension, payoff-equivalent actions taken
 * at their worst; whether it is attained is decided on the optimal face.
 *
 * <p>Limits: {@code maxEvaluations} counts linear programs; {@code maxTime} is looked at between them.
 * Source: Conitzer and Sandholm (2006) [conitzer2006commit]; weak values: von Stengel and Zamir (2010)
 * [vonstengel2010leadership].
 */
public final class MultipleLpSolver {
  private static final long MAX_STEPS = 200_000;

  /** Share of the largest payoff that a value may lose to rounding. */
  private static final double ROUNDING = 1e-13;

  /**
   * What to compute.
   *
   * @param everyReply whether every action's program is solved, even those that cannot matter
   */
  public record Options(boolean everyReply) {
    /** Only what decides the strong and the weak value. */
    public static final Options DEFAULT = new Options(false);

    /** The same options, with every action's value or not. */
    public Options withEveryReply(boolean every) {
      return new Options(every);
    }
  }

  private final Options options;

  /** Solver with {@link Options#DEFAULT}. */
  public MultipleLpSolver() {
    this(Options.DEFAULT);
  }

  /** Solver with these options. */
  public MultipleLpSolver(Options options) {
    this.options = options;
  }

  /** Solves the game within the limits. */
  public MatrixSolution solve(BimatrixGame game, SolveLimits limits) {
    return new Search(game, limits, options).run();
  }

  /** One solve. */
  private static final class Search {
    private final BimatrixGame game;
    private final SolveLimits limits;
    private final Options options;
    private final FollowerRegions regions;
    private final DenseSimplex program;
    private final ReplyState[] states;
    private final double[] values; // scaled
    private final double[] bounds; // scaled
    private final double[][] mixtures;
    private final Deadline deadline;
    private long programs;
    private boolean hasFailed;
    private Optional<StopReason> stopped = Optional.empty();
    private double best = Double.NEGATIVE_INFINITY;
    private double[] bestMixture;

    Search(BimatrixGame game, SolveLimits limits, Options options) {
      this.game = game;
      this.limits = limits;
      this.options = options;
      deadline = new Deadline(limits);
      regions = new FollowerRegions(game);
      program = regions.program();
      states = new ReplyState[regions.columns];
      Arrays.fill(states, ReplyState.NEVER_BEST);
      values = new double[regions.columns];
      bounds = regions.ceilings();
      mixtures = new double[regions.columns][];
      for (int column : regions.live) {
        states[column] = ReplyState.NOT_SOLVED;
      }
    }

    MatrixSolution run() {
      Pure pureStrong = bestPure(TieBreak.OPTIMISTIC);
      bestMixture = new double[regions.rows];
      bestMixture[pureStrong.row()] = 1;
      best = (pureStrong.value() - regions.leaderLow) / regions.leaderRange;
      List<Integer> order = new ArrayList<>();
      Arrays.stream(regions.live).forEach(order::add);
      order.sort(Comparator.comparingDouble((Integer column) -> -bounds[column]));
      for (int column : order) {
        if (!options.everyReply() && bounds[column] <= best) {
          break;
        }
        if (!solveReply(column)) {
          break;
        }
      }
      Optional<WeakValue> weak = Optional.empty();
      if (stopped.isEmpty() && !hasFailed) {
        WeakSearch search = new WeakSearch(
            List.of(regions),
            List.of(1.0),
            new double[][] {bounds},
            mixture -> game.value(mixture, TieBreak.PESSIMISTIC),
            deadline,
            programs);
        weak = search.run();
        programs += search.programs();
      }
      double bound = Arrays.stream(bounds).max().orElseThrow();
      Optional<Strong> strong = Optional.of(recomputed());
      double proved = Math.max(regions.unscaled(bound), strong.get().value());
      double rounding = ROUNDING * (Math.abs(regions.leaderLow) + regions.leaderRange);
      double relative = Math.max(limits.tolerance().relative(), FollowerRegions.TIE);
      boolean isTight =
          proved - strong.get().value() <= Math.max(relative * regions.leaderRange, rounding);
      StopReason reason =
          isTight ? StopReason.PROVEN_OPTIMAL : stopped.orElse(StopReason.NUMERICAL_FAILURE);
      return new MatrixSolution(
          reason,
          strong,
          proved,
          weak,
          replies(),
          pureStrong,
          bestPure(TieBreak.PESSIMISTIC),
          programs);
    }

    /** The best single row, by enumeration. */
    private Pure bestPure(TieBreak ties) {
      double sign = ties == TieBreak.OPTIMISTIC ? 1 : -1;
      Pure found = new Pure(Double.NEGATIVE_INFINITY, -1);
      for (int row = 0; row < regions.rows; row++) {
        double top = Double.NEGATIVE_INFINITY;
        for (int column : regions.live) {
          top = Math.max(top, regions.follower[column][row]);
        }
        double most = Double.NEGATIVE_INFINITY;
        for (int column : regions.live) {
          if (top - regions.follower[column][row] <= FollowerRegions.TIE) {
            most = Math.max(most, sign * game.leaderPayoff(row, column));
          }
        }
        found = sign * most > found.value() ? new Pure(sign * most, row) : found;
      }
      return found;
    }

    /** Solves one action's program; false when a limit was met. */
    private boolean solveReply(int column) {
      stopped = deadline.reached(programs);
      if (stopped.isPresent()) {
        return false;
      }
      programs++;
      int own = regions.place[column];
      program.setSlackBounds(own, 0, 0);
      for (int row = 0; row < regions.rows; row++) {
        program.setCost(row, regions.leader[column][row]);
      }
      Status status = program.solve(MAX_STEPS, deadline);
      program.setSlackBounds(own, 0, Double.POSITIVE_INFINITY);
      if (status == Status.INFEASIBLE) {
        states[column] = ReplyState.NEVER_BEST;
        bounds[column] = Double.NEGATIVE_INFINITY;
      } else if (status == Status.OPTIMAL) {
        states[column] = ReplyState.BEST_REPLY;
        mixtures[column] = regions.mixture(program);
        values[column] = FollowerRegions.expected(regions.leader[column], mixtures[column]);
        bounds[column] = Math.max(values[column], Math.min(bounds[column], program.bound()));
        if (values[column] > best) {
          best = values[column];
          bestMixture = mixtures[column];
        }
      } else {
        stopped = deadline.reached(0);
        hasFailed = stopped.isEmpty();
      }
      return stopped.isEmpty();
    }

    /** The follower's best reply and the value at the best mixture, from the game itself. */
    private Strong recomputed() {
      int reply = -1;
      double value = Double.NEGATIVE_INFINITY;
      for (int column : game.bestReplies(bestMixture)) {
        double payoff = 0;
        for (int row = 0; row < game.rows(); row++) {
          payoff += bestMixture[row] * game.leaderPayoff(row, column);
        }
        if (payoff > value) {
          value = payoff;
          reply = column;
        }
      }
      return new Strong(value, WeakCommitment.list(bestMixture), reply);
    }

    private List<Reply> replies() {
      List<Reply> replies = new ArrayList<>();
      for (int column = 0; column < regions.columns; column++) {
        boolean isKnown = states[column] == ReplyState.BEST_REPLY;
        replies.add(new Reply(
            states[column],
            isKnown ? OptionalDouble.of(regions.unscaled(values[column])) : OptionalDouble.empty(),
            regions.unscaled(bounds[column])));
      }
      return replies;
    }
  }
}
