package io.stackelberg.leader.finite;

import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.SolveLimits;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.DenseSimplex.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Optimal strong coverage in a {@link SecurityGame}, twice: by one linear program per target, and by filling.
 *
 * <p>The programs share one polyhedron (coverages with the attacker's value above every target's payoff), so
 * each starts from the last one's basis. The filling finds, for each target, by bisection the extreme
 * coverages that leave it the attacker's choice while the others can be kept no better with the resources
 * left. {@code PROVEN_OPTIMAL} is returned only when both agree target by target and the attacker's reply,
 * computed again at the coverage, gives the bound the programs prove.
 *
 * <p>The weak supremum is that of a matrix game: a unit of all resources goes to a target or to none, so that a
 * coverage is a mixture of these rows with at most 1 / resources on each target, and both players' payoffs are
 * linear in it.
 *
 * <p>Limits: {@code maxEvaluations} counts linear programs.
 * Source: Kiekintveld et al. (2009) [kiekintveld2009computing].
 */
public final class SecurityGameSolver {
  private static final long MAX_STEPS = 200_000;
  private static final double TIE = 1e-9;
  private static final double AGREEMENT = 1e-8;
  private static final double ROUNDING = 1e-13;

  /** Solves the game within the limits. */
  public SecuritySolution solve(SecurityGame game, SolveLimits limits) {
    Deadline deadline = new Deadline(limits);
    int targets = game.targets();
    double[] attacker = range(game.attackerCovered(), game.attackerUncovered());
    double[] defender = range(game.defenderCovered(), game.defenderUncovered());
    DenseSimplex program = program(game, attacker);
    List<OptionalDouble> values = new ArrayList<>();
    Optional<StopReason> stopped = Optional.empty();
    double bound = Double.NEGATIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double[] coverage = new double[targets];
    int attacked = -1;
    for (int target = 0; target < targets; target++) {
      if (stopped.isEmpty()) {
        stopped = deadline.reached(target);
      }
      if (stopped.isPresent()) {
        values.add(OptionalDouble.empty());
        bound = defender[0] + defender[1];
        continue;
      }
      double low = game.defenderUncovered().get(target);
      double slope = game.defenderCovered().get(target) - low;
      program.setSlackBounds(target, 0, 0);
      program.setCost(target, slope / defender[1]);
      Status status = program.solve(MAX_STEPS, deadline);
      program.setSlackBounds(target, 0, Double.POSITIVE_INFINITY);
      program.setCost(target, 0);
      OptionalDouble other = SecurityFilling.value(game, target, TIE * attacker[1]);
      boolean agrees = status == Status.INFEASIBLE && other.isEmpty();
      if (status == Status.OPTIMAL) {
        double value = game.defenderPayoff(target, program.value(target));
        values.add(OptionalDouble.of(value));
        agrees = other.isPresent()
            && Math.abs(other.getAsDouble() - value)
                <= AGREEMENT * defender[1] + ROUNDING * Math.abs(value);
        bound = Math.max(bound, low + defender[1] * program.bound());
        if (value > most) {
          most = value;
          attacked = target;
          for (int index = 0; index < targets; index++) {
            coverage[index] = Math.min(1, Math.max(0, program.value(index)));
          }
        }
      } else {
        values.add(OptionalDouble.empty());
      }
      if (!agrees) {
        stopped = deadline.reached(0).or(() -> Optional.of(StopReason.NUMERICAL_FAILURE));
        bound = defender[0] + defender[1];
      }
    }
    List<Double> best = DoubleStream.of(coverage).boxed().toList();
    int reply = game.attacked(best, TieBreak.OPTIMISTIC);
    double value = game.value(best, TieBreak.OPTIMISTIC);
    double proved = Math.max(bound, value);
    double slack = Math.max(
        Math.max(limits.tolerance().relative(), TIE) * defender[1],
        ROUNDING * (Math.abs(defender[0]) + defender[1]));
    StopReason reason = proved - value <= slack && stopped.isEmpty() && attacked >= 0
        ? StopReason.PROVEN_OPTIMAL
        : stopped.orElse(StopReason.NUMERICAL_FAILURE);
    return new SecuritySolution(
        reason,
        value,
        best,
        reply,
        proved,
        values,
        stopped.isEmpty() ? weak(game, deadline, targets) : Optional.empty());
  }

  /** Variables: coverages, then the attacker's scaled value. */
  private static DenseSimplex program(SecurityGame game, double[] attacker) {
    int targets = game.targets();
    double[][] matrix = new double[targets + 1][targets + 1];
    double[] rhs = new double[targets + 1];
    for (int target = 0; target < targets; target++) {
      double uncovered = game.attackerUncovered().get(target);
      matrix[target][target] = (game.attackerCovered().get(target) - uncovered) / attacker[1];
      matrix[target][targets] = -1;
      rhs[target] = -(uncovered - attacker[0]) / attacker[1];
    }
    Arrays.fill(matrix[targets], 0, targets, 1.0 / targets);
    rhs[targets] = Math.min(game.resources(), targets) / targets;
    DenseSimplex program = new DenseSimplex(matrix, rhs);
    for (int variable = 0; variable <= targets; variable++) {
      program.setBounds(variable, 0, 1);
    }
    return program;
  }

  /** Supremum of what the defender secures, as that of the equivalent matrix game. */
  private static Optional<WeakValue> weak(SecurityGame game, Deadline deadline, long used) {
    int targets = game.targets();
    double resources = Math.min(game.resources(), targets);
    double[][] defender = new double[targets + 1][targets];
    double[][] attacker = new double[targets + 1][targets];
    double[] most = new double[targets + 1];
    for (int row = 0; row <= targets; row++) {
      for (int target = 0; target < targets; target++) {
        double coverage = row == target ? resources : 0;
        defender[row][target] = game.defenderPayoff(target, coverage);
        attacker[row][target] = game.attackerPayoff(target, coverage);
      }
      most[row] = row == targets ? 1 : Math.min(1, 1 / resources);
    }
    FollowerRegions regions = new FollowerRegions(new BimatrixGame(defender, attacker), most);
    WeakSearch search = new WeakSearch(
        List.of(regions),
        List.of(1.0),
        new double[][] {regions.ceilings()},
        mixture -> game.value(coverage(mixture, resources), TieBreak.PESSIMISTIC),
        deadline,
        used);
    return search
        .run()
        .map(weak -> new WeakValue(
            weak.supremum(),
            weak.attainment(),
            coverage(weak.commitment().stream().mapToDouble(share -> share).toArray(), resources),
            weak.value()));
  }

  private static List<Double> coverage(double[] mixture, double resources) {
    return Arrays.stream(mixture)
        .limit(mixture.length - 1)
        .map(share -> Math.min(1, resources * share))
        .boxed()
        .toList();
  }

  /** Least payoff and range, the latter 1 when all payoffs are equal. */
  private static double[] range(List<Double> one, List<Double> other) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int index = 0; index < one.size(); index++) {
      low = Math.min(low, Math.min(one.get(index), other.get(index)));
      high = Math.max(high, Math.max(one.get(index), other.get(index)));
    }
    return new double[] {low, high > low ? high - low : 1};
  }
}
