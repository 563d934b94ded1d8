package io.stackelberg.leader.finite;

import io.stackelberg.game.TieBreak;
import io.stackelberg.game.catalog.BimatrixGame;
import io.stackelberg.leader.finite.DenseSimplex.Status;
import io.stackelberg.leader.finite.MatrixSolution.Attainment;
import io.stackelberg.leader.finite.MatrixSolution.Weak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Linear programs for one group of equivalent replies, ties going against the leader. */
final class WeakCommitment {
  /** A reply that falls this far behind somewhere on the optimal face does not tie all over it. */
  private static final double STRICT = 1e-7;

  private static final double FULL_DIMENSION = 1e-8;
  private static final double REDUCED_COST = 1e-8;

  private final BimatrixGame game;
  private final FollowerRegions regions;
  private final long maxSteps;
  private long programs;

  WeakCommitment(BimatrixGame game, FollowerRegions regions, long maxSteps) {
    this.game = game;
    this.regions = regions;
    this.maxSteps = maxSteps;
  }

  /** Linear programs solved so far. */
  long programs() {
    return programs;
  }

  /** A mixture at which the group beats every other reply by a margin; empty when there is none. */
  Optional<double[]> interior(int[] group) {
    double[] margin = new double[regions.live.length];
    Arrays.fill(margin, 1);
    for (int member : group) {
      margin[regions.place[member]] = 0;
    }
    DenseSimplex program = regions.program(margin, List.of());
    program.setSlackBounds(regions.place[group[0]], 0, 0);
    program.setCost(regions.rows + 1, 1);
    boolean isFull =
        solve(program) == Status.OPTIMAL && program.value(regions.rows + 1) > FULL_DIMENSION;
    return isFull ? Optional.of(regions.mixture(program)) : Optional.empty();
  }

  /** The mixture on the group's region whose worst member is best; empty when no answer was found. */
  Optional<double[]> best(int[] group) {
    DenseSimplex program = securedPayoff(group, new int[0]);
    return solve(program) == Status.OPTIMAL
        ? Optional.of(regions.mixture(program))
        : Optional.empty();
  }

  /** Scaled payoff of the group's worst member. */
  double worst(int[] group, double[] mixture) {
    double worst = Double.POSITIVE_INFINITY;
    for (int member : group) {
      worst = Math.min(worst, FollowerRegions.expected(regions.leader[member], mixture));
    }
    return worst;
  }

  /** The supremum over a group of full dimension, with a mixture that secures it or comes near. */
  Weak describe(int[] group, double[] best, double[] interior) {
    double supremum = worst(group, best);
    double own = regions.unscaled(supremum);
    double slack = FollowerRegions.TIE * regions.leaderRange;
    if (game.value(best, TieBreak.PESSIMISTIC) >= own - slack) {
      return new Weak(own, Attainment.ATTAINED, list(best), game.value(best, TieBreak.PESSIMISTIC));
    }
    double[] near = near(group, best, interior);
    double[] chosen = near;
    Attainment attainment = Attainment.UNDECIDED;
    Optional<Optional<double[]>> search = securing(group, best, supremum);
    if (search.isPresent() && search.get().isEmpty()) {
      attainment = Attainment.NOT_ATTAINED;
    } else if (search.isPresent()) {
      double[] candidate = search.get().get();
      if (game.value(candidate, TieBreak.PESSIMISTIC) >= own - slack) {
        attainment = Attainment.ATTAINED;
        chosen = candidate;
      }
    }
    return new Weak(own, attainment, list(chosen), game.value(chosen, TieBreak.PESSIMISTIC));
  }

  static List<Double> list(double[] mixture) {
    return DoubleStream.of(mixture).boxed().toList();
  }

  /** A mixture close to {@code best} at which the group alone is the best reply. */
  private double[] near(int[] group, double[] best, double[] interior) {
    double lead = Double.POSITIVE_INFINITY;
    double payoff = FollowerRegions.expected(regions.follower[group[0]], interior);
    for (int column : regions.live) {
      if (!contains(group, column)) {
        double other = FollowerRegions.expected(regions.follower[column], interior);
        lead = Math.min(lead, payoff - other);
      }
    }
    double share = Math.min(1, 3 * FollowerRegions.TIE / lead);
    double[] mixture = new double[regions.rows];
    for (int row = 0; row < mixture.length; row++) {
      mixture[row] = best[row] + share * (interior[row] - best[row]);
    }
    return mixture;
  }

  /**
   * Looks on the group's optimal face for a mixture that secures the supremum: replies that tie all over the
   * face must pay the supremum too, which narrows the face, until none is left or the face is empty.
   *
   * @return a mixture; an empty one when there is none; nothing when the programs gave no answer
   */
  private Optional<Optional<double[]>> securing(int[] group, double[] best, double supremum) {
    double payoff = FollowerRegions.expected(regions.follower[group[0]], best);
    int[] tied = Arrays.stream(regions.live)
        .filter(column -> !contains(group, column))
        .filter(
            column -> payoff - FollowerRegions.expected(regions.follower[column], best) <= STRICT)
        .toArray();
    DenseSimplex program = securedPayoff(group, tied);
    if (solve(program) != Status.OPTIMAL) {
      return Optional.empty();
    }
    program.fixOptimalFace(REDUCED_COST);
    List<Integer> open = new ArrayList<>();
    for (int index = 0; index < tied.length; index++) {
      open.add(index);
    }
    while (true) {
      List<double[]> witnesses = new ArrayList<>(List.of(regions.mixture(program)));
      List<Integer> tiedEverywhere = new ArrayList<>(open);
      while (!tiedEverywhere.isEmpty()) {
        aimAtSlacks(program, tied, tiedEverywhere);
        if (solve(program) != Status.OPTIMAL) {
          return Optional.empty();
        }
        double most = 0;
        for (int index : tiedEverywhere) {
          most = Math.max(most, program.slack(regions.place[tied[index]]));
        }
        if (most <= STRICT) {
          break;
        }
        double enough = most;
        witnesses.add(regions.mixture(program));
        tiedEverywhere.removeIf(index -> program.slack(regions.place[tied[index]]) >= 0.5 * enough);
      }
      if (tiedEverywhere.isEmpty()) {
        return Optional.of(Optional.of(mean(witnesses)));
      }
      for (int index : tiedEverywhere) {
        int row = regions.live.length + 1 + group.length + index;
        program.setSlackBounds(row, supremum, Double.POSITIVE_INFINITY);
      }
      open.removeAll(tiedEverywhere);
      aimAtSlacks(program, tied, List.of());
      Status status = solve(program);
      if (status == Status.INFEASIBLE) {
        return Optional.of(Optional.empty());
      }
      if (status != Status.OPTIMAL) {
        return Optional.empty();
      }
    }
  }

  /**
   * Maximises the last variable, which is at most every member's payoff; the slacks of the last rows are the
   * tied replies' payoffs.
   */
  private DenseSimplex securedPayoff(int[] group, int[] tied) {
    int rows = regions.rows;
    List<double[]> extra = new ArrayList<>();
    for (int member : group) {
      extra.add(minusPayoff(member));
      extra.get(extra.size() - 1)[rows + 1] = 1;
    }
    for (int column : tied) {
      extra.add(minusPayoff(column));
    }
    DenseSimplex program = regions.program(new double[regions.live.length], extra);
    program.setSlackBounds(regions.place[group[0]], 0, 0);
    program.setCost(rows + 1, 1);
    return program;
  }

  private double[] minusPayoff(int column) {
    double[] line = new double[regions.rows + 2];
    for (int row = 0; row < regions.rows; row++) {
      line[row] = -regions.leader[column][row];
    }
    return line;
  }

  private void aimAtSlacks(DenseSimplex program, int[] tied, List<Integer> indices) {
    for (int row = 0; row < regions.rows; row++) {
      double sum = 0;
      for (int index : indices) {
        sum -= regions.follower[tied[index]][row];
      }
      program.setCost(row, sum);
    }
    program.setCost(regions.rows, indices.size());
    program.setCost(regions.rows + 1, 0);
  }

  private Status solve(DenseSimplex program) {
    programs++;
    return program.solve(maxSteps);
  }

  private static double[] mean(List<double[]> points) {
    double[] mean = new double[points.get(0).length];
    for (double[] point : points) {
      for (int index = 0; index < mean.length; index++) {
        mean[index] += point[index] / points.size();
      }
    }
    return mean;
  }

  private static boolean contains(int[] group, int column) {
    return Arrays.stream(group).anyMatch(member -> member == column);
  }
}
