package io.stackelberg.leader.several;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds a pure equilibrium among several leaders, by the model's equations or by repeated best replies, and
 * certifies it: every leader's best reply over its whole strategy set gains at most the tolerance times max(1,
 * largest payoff). Best replies need not converge; then no equilibrium is claimed, and a profile that comes back
 * (compared with one kept from the last sweep that is a power of two) is reported as a cycle.
 */
public final class BestReplySolver {
  /** Where the profile comes from. */
  public enum Schedule {
    /** The model's equations, best replies in turn where these fail. */
    DIRECT,
    /** Best replies in turn, each leader seeing the moves before its own. */
    GAUSS_SEIDEL,
    /** Best replies at once, each leader seeing the profile before. */
    JACOBI,
    /**
     * As {@link #JACOBI}, but each leader moves half the way to its best reply, which stays feasible where
     * strategy sets are convex.
     */
    RELAXED
  }

  private static final double MOVING = 1e-6;
  private static final double SAME = 1e-12;

  private final Schedule schedule;
  private final int maxSweeps;

  /**
   * A solver with this schedule.
   *
   * @param maxSweeps sweeps over all leaders before it gives up, at least 1
   */
  public BestReplySolver(Schedule schedule, int maxSweeps) {
    this.schedule = schedule;
    this.maxSweeps = Require.atLeast("maxSweeps", maxSweeps, 1);
  }

  /** A solver with this schedule and at most 2000 sweeps. */
  public BestReplySolver(Schedule schedule) {
    this(schedule, 2000);
  }

  /** Solves a game; limits count best replies. */
  public MultiLeaderSolution solve(MultiLeaderGame game, SolveLimits limits) {
    if (schedule == Schedule.DIRECT) {
      if (game.provesNoEquilibrium()) {
        return new MultiLeaderSolution(
            StopReason.INFEASIBLE,
            List.of(),
            List.of(),
            List.of(),
            0,
            0,
            "no pure equilibrium exists");
      }
      Optional<double[][]> candidate = game.candidate();
      if (candidate.isPresent()) {
        MultiLeaderSolution solution =
            certify(game, candidate.get(), 0, 0, limits, StopReason.NUMERICAL_FAILURE);
        if (solution.isEquilibrium()) {
          return solution;
        }
      }
    }
    return iterate(game, limits);
  }

  private MultiLeaderSolution iterate(MultiLeaderGame game, SolveLimits limits) {
    long deadline =
        limits.maxTime().map(time -> System.nanoTime() + time.toNanos()).orElse(Long.MAX_VALUE);
    double[][] profile = game.start();
    StopReason otherwise = StopReason.EVALUATION_LIMIT;
    int sweeps = 0;
    double last = Double.POSITIVE_INFINITY;
    double[][] checkpoint = profile.clone();
    int checkpointSweep = 0;
    int cycle = 0;
    while (sweeps < maxSweeps && (long) (sweeps + 2) * game.leaders() <= limits.maxEvaluations()) {
      if (limits.maxTime().isPresent() && System.nanoTime() - deadline > 0) {
        otherwise = StopReason.TIME_LIMIT;
        break;
      }
      double change = sweep(game, profile);
      sweeps++;
      if (!Double.isFinite(change)) {
        otherwise = StopReason.NUMERICAL_FAILURE;
        break;
      }
      if (change <= 1e-15 || (change <= 1e-11 && change >= 0.5 * last)) {
        break;
      }
      if (change > MOVING && distance(profile, checkpoint) <= SAME) {
        cycle = sweeps - checkpointSweep;
        break;
      }
      if (sweeps >= 2 * checkpointSweep) {
        checkpoint = profile.clone();
        checkpointSweep = sweeps;
      }
      last = change;
    }
    return certify(game, profile, sweeps, cycle, limits, otherwise);
  }

  private static double distance(double[][] one, double[][] other) {
    double distance = 0;
    for (int leader = 0; leader < one.length; leader++) {
      distance = Math.max(distance, change(one[leader], other[leader]));
    }
    return distance;
  }

  /** Largest change of an entry relative to max(1, size); NaN when an entry is. */
  private static double change(double[] after, double[] before) {
    double change = 0;
    for (int k = 0; k < after.length; k++) {
      double moved = Math.abs(after[k] - before[k]) / Math.max(1, Math.abs(after[k]));
      change = moved > change || Double.isNaN(moved) ? moved : change;
    }
    return change;
  }

  /** Moves every strategy to its best reply or half the way; returns the largest distance to one. */
  private double sweep(MultiLeaderGame game, double[][] profile) {
    double[][] seen =
        schedule == Schedule.JACOBI || schedule == Schedule.RELAXED ? profile.clone() : profile;
    double change = 0;
    for (int leader = 0; leader < profile.length; leader++) {
      double[] before = profile[leader];
      double[] reply = game.bestReply(leader, seen);
      double moved = change(reply, before);
      change = moved > change || Double.isNaN(moved) ? moved : change;
      for (int k = 0; schedule == Schedule.RELAXED && k < reply.length; k++) {
        reply[k] = 0.5 * (before[k] + reply[k]);
      }
      profile[leader] = reply;
    }
    return change;
  }

  private static MultiLeaderSolution certify(
      MultiLeaderGame game,
      double[][] profile,
      int sweeps,
      int cycle,
      SolveLimits limits,
      StopReason otherwise) {
    List<Double> payoffs = new ArrayList<>();
    List<Double> gains = new ArrayList<>();
    double scale = 1;
    double largest = 0;
    for (int leader = 0; leader < profile.length; leader++) {
      double payoff = game.payoff(leader, profile);
      double[][] deviation = profile.clone();
      deviation[leader] = game.bestReply(leader, profile);
      double gain = game.payoff(leader, deviation) - payoff;
      payoffs.add(payoff);
      gains.add(gain);
      scale = Math.max(scale, Math.abs(payoff));
      largest = gain > largest || Double.isNaN(gain) ? gain : largest;
    }
    boolean isEquilibrium = largest <= limits.tolerance().relative() * scale;
    List<List<Double>> strategies = new ArrayList<>();
    for (double[] strategy : profile) {
      strategies.add(Arrays.stream(strategy).boxed().toList());
    }
    return new MultiLeaderSolution(
        isEquilibrium ? StopReason.CONVERGED : otherwise,
        strategies,
        payoffs,
        gains,
        sweeps,
        cycle,
        isEquilibrium ? game.uniqueness(profile) : "");
  }
}
