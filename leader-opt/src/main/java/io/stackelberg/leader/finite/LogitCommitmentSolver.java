package io.stackelberg.leader.finite;

import io.stackelberg.game.Require;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * Best mixture of rows against a follower who answers by logit: maximises Σ_j P_j(p) (p'L)_j, P_j
 * proportional to exp(precision × (p'F)_j).
 *
 * <p>Local ascent from several mixtures, then branch and bound over subdivided simplices, best bound first.
 * Up to three rows the gap usually closes in well under a second; with more rows, or a precision so high that
 * the response jumps within rounding, the cells run out first and the answer is {@code CONVERGED} with the
 * gap that is left. {@code PROVEN_OPTIMAL} says that no mixture is better by more than the tolerance times
 * the leader's payoff range (or by more than rounding, where that is larger), and that a second formula gave the same value.
 *
 * <p>As the precision grows the value need not tend to the strong value: where two columns always tie, logit
 * mixes them.
 *
 * <p>Cost: rows × columns² per cell. Source: the problem as in Černý et al. (2020) [cerny2020dinkelbach];
 * response McFadden (1974) [mcfadden1974conditional], McKelvey and Palfrey (1995) [mckelvey1995quantal]; the
 * bounds are derived in {@code LogitCell}.
 */
public final class LogitCommitmentSolver {
  private static final double MAX_PRECISION = 1e6;
  private static final int CLIMB_STEPS = 500;

  private final Options options;

  /**
   * Choices that affect speed and the gap, never what is claimed.
   *
   * @param starts random mixtures to climb from, beside each row and the uniform mixture, at least 0
   * @param maxCells cells of the branch and bound, at least 1
   */
  public record Options(int starts, int maxCells) {
    /** 8 starts, 200,000 cells. */
    public static final Options DEFAULT = new Options(8, 200_000);

    public Options {
      Require.atLeast("starts", starts, 0);
      Require.atLeast("maxCells", maxCells, 1);
    }

    /** The same options with another number of random starts. */
    public Options withStarts(int number) {
      return new Options(number, maxCells);
    }

    /** The same options with another number of cells. */
    public Options withMaxCells(int number) {
      return new Options(starts, number);
    }
  }

  /** A solver with {@link Options#DEFAULT}. */
  public LogitCommitmentSolver() {
    this(Options.DEFAULT);
  }

  /** A solver with these options. */
  public LogitCommitmentSolver(Options options) {
    this.options = options;
  }

  /**
   * Solves the game within the limits.
   *
   * @param precision the follower's rationality, in 1/utility, in [0, 1e6]
   * @param limits an evaluation is one mixture, for value or gradient; the second look is not counted
   * @param random draws the starts
   * @throws IllegalArgumentException if {@code precision} is NaN or outside its range
   */
  public LogitSolution solve(
      BimatrixGame game, double precision, SolveLimits limits, RandomGenerator random) {
    Require.inRange("precision", precision, 0, MAX_PRECISION);
    LogitPayoff payoff = new LogitPayoff(game, precision);
    if (!(payoff.leaderRange < Double.POSITIVE_INFINITY && payoff.rounding() < Double.MAX_VALUE)) {
      return none(StopReason.NUMERICAL_FAILURE, 0);
    }
    Deadline deadline = new Deadline(limits);
    double tolerance =
        Math.max(limits.tolerance().relative() * payoff.leaderRange, 4 * payoff.rounding());
    double[] best = new double[game.rows()];
    double bestValue = Double.NEGATIVE_INFINITY;
    for (double[] start : starts(game.rows(), random)) {
      if (payoff.evaluations() > 0 && deadline.reached(payoff.evaluations()).isPresent()) {
        break;
      }
      double value = payoff.value(start);
      if (value > bestValue) {
        best = start;
        bestValue = value;
      }
      if (deadline.reached(payoff.evaluations()).isEmpty()) {
        double[] reached = payoff.climb(start, CLIMB_STEPS, deadline);
        value = payoff.value(reached);
        if (value > bestValue) {
          best = reached;
          bestValue = value;
        }
      }
    }
    if (deadline.reached(payoff.evaluations()).isPresent()) {
      StopReason reason = deadline.reached(payoff.evaluations()).get();
      return verified(game, payoff, best, payoff.leaderRange / 2, reason, tolerance);
    }
    PriorityQueue<LogitCell> open =
        new PriorityQueue<>((one, other) -> Double.compare(other.bound, one.bound));
    open.add(new LogitCell(payoff, rowsAsVertices(game.rows())));
    double closedBound = Double.NEGATIVE_INFINITY;
    int cells = 1;
    StopReason reason = StopReason.PROVEN_OPTIMAL;
    while (!open.isEmpty() && open.peek().bound - bestValue > tolerance) {
      if (deadline.reached(payoff.evaluations()).isPresent()) {
        reason = deadline.reached(payoff.evaluations()).get();
        break;
      }
      if (cells + 2 > options.maxCells() || game.rows() == 1) {
        reason = StopReason.CONVERGED;
        break;
      }
      for (double[][] half : open.remove().halves()) {
        LogitCell cell = new LogitCell(payoff, half);
        cells++;
        if (cell.centreValue > bestValue) {
          best = payoff.climb(cell.centre, CLIMB_STEPS, deadline);
          bestValue = payoff.value(best);
        }
        if (cell.bound - bestValue > tolerance) {
          open.add(cell);
        } else {
          closedBound = Math.max(closedBound, cell.bound);
        }
      }
    }
    double bound = Math.max(closedBound, bestValue);
    if (!open.isEmpty()) {
      bound = Math.max(bound, open.peek().bound);
    }
    return verified(game, payoff, best, bound, reason, tolerance);
  }

  private LogitSolution verified(
      BimatrixGame game,
      LogitPayoff payoff,
      double[] best,
      double bound,
      StopReason reason,
      double tolerance) {
    long evaluations = payoff.evaluations();
    double value = recompute(game, payoff.precision, best);
    double slack = Math.max(tolerance, 2 * payoff.rounding());
    if (!(Math.abs(value - (payoff.value(best) + payoff.middle)) <= slack)) {
      return none(StopReason.NUMERICAL_FAILURE, evaluations);
    }
    List<Double> mixture = new ArrayList<>();
    for (double probability : best) {
      mixture.add(probability);
    }
    double upper = Math.max(value, bound + payoff.middle);
    StopReason stated = reason == StopReason.PROVEN_OPTIMAL && upper - value > slack
        ? StopReason.CONVERGED
        : reason;
    return new LogitSolution(stated, mixture, value, upper, evaluations);
  }

  /** The value from the game itself, by P_j = 1 / Σ_k exp(precision × (v_k − v_j)). */
  private static double recompute(BimatrixGame game, double precision, double[] mixture) {
    double sum = 0;
    for (int column = 0; column < game.columns(); column++) {
      double odds = 0;
      for (int rival = 0; rival < game.columns(); rival++) {
        double lead = 0;
        for (int row = 0; row < mixture.length; row++) {
          lead +=
              mixture[row] * (game.followerPayoff(row, rival) - game.followerPayoff(row, column));
        }
        odds += StrictMath.exp(precision * lead);
      }
      double payoff = 0;
      for (int row = 0; row < mixture.length; row++) {
        payoff += mixture[row] * game.leaderPayoff(row, column);
      }
      sum += payoff / odds;
    }
    return sum;
  }

  private List<double[]> starts(int rows, RandomGenerator random) {
    List<double[]> starts = new ArrayList<>(List.of(rowsAsVertices(rows)));
    double[] uniform = new double[rows];
    Arrays.fill(uniform, 1.0 / rows);
    starts.add(uniform);
    for (int count = 0; count < options.starts(); count++) {
      double[] start = new double[rows];
      double total = 0;
      for (int row = 0; row < rows; row++) {
        start[row] = -StrictMath.log(1 - random.nextDouble());
        total += start[row];
      }
      for (int row = 0; row < rows; row++) {
        start[row] = total > 0 ? start[row] / total : 1.0 / rows;
      }
      starts.add(start);
    }
    return starts;
  }

  private static double[][] rowsAsVertices(int rows) {
    double[][] vertices = new double[rows][rows];
    for (int row = 0; row < rows; row++) {
      vertices[row][row] = 1;
    }
    return vertices;
  }

  private static LogitSolution none(StopReason reason, long evaluations) {
    return new LogitSolution(reason, List.of(), Double.NaN, Double.POSITIVE_INFINITY, evaluations);
  }
}
