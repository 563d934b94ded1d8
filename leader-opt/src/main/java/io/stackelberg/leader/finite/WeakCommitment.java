package io.stackelberg.leader.finite;

import io.stackelberg.game.run.Deadline;
import io.stackelberg.leader.finite.DenseSimplex.Status;
import io.stackelberg.leader.finite.WeakValue.Attainment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Linear programs for one group of equivalent replies per type, ties going against the leader; an empty group
 * leaves a type's reply open.
 *
 * <p>Variables: probabilities; each type's value; the leader's payoff from each type; the margin by which the
 * groups lead.
 */
final class WeakCommitment {
  /** A reply that falls this far behind somewhere on the optimal face does not tie all over it. */
  private static final double STRICT = 1e-7;

  /** A region in which no mixture leads by this share of the follower's range counts as flat. */
  private static final double FULL_DIMENSION = 1e-8;

  private static final double REDUCED_COST = 1e-8;
  private static final long MAX_STEPS = 200_000;

  private final List<FollowerRegions> types;
  private final double[][] ceiling;
  private final ToDoubleFunction<double[]> secured;
  private final Deadline deadline;
  private final int rows;
  private final double[] weight; // sums to 1
  private final double scale;
  private final double offset;
  private long programs;
  private boolean hasFailed;

  /** A reply of a type outside its group. */
  private record Rival(int type, int column) {}

  WeakCommitment(
      List<FollowerRegions> types,
      List<Double> prior,
      double[][] ceiling,
      ToDoubleFunction<double[]> secured,
      Deadline deadline) {
    this.types = types;
    this.ceiling = ceiling;
    this.secured = secured;
    this.deadline = deadline;
    rows = types.get(0).rows;
    weight = new double[types.size()];
    double low = 0;
    double sum = 0;
    for (int type = 0; type < weight.length; type++) {
      weight[type] = prior.get(type) * types.get(type).leaderRange;
      low += prior.get(type) * types.get(type).leaderLow;
      sum += weight[type];
    }
    scale = sum;
    offset = low;
    for (int type = 0; type < weight.length; type++) {
      weight[type] /= sum;
    }
  }

  /** Linear programs solved so far. */
  long programs() {
    return programs;
  }

  /** Whether some region's dimension was not found out. */
  boolean hasFailed() {
    return hasFailed;
  }

  Status solve(DenseSimplex program) {
    programs++;
    return program.solve(MAX_STEPS, deadline);
  }

  /** Maximises what the worst members pay over the closed joint region. */
  DenseSimplex secured(int[][] groups) {
    return secured(groups, List.of());
  }

  /** A mixture at which every group beats all other replies by a margin; empty when there is none. */
  Optional<double[]> interior(int[][] groups) {
    DenseSimplex program = program(groups, List.of());
    program.setCost(rows + 2 * weight.length, 1);
    Status status = solve(program);
    hasFailed |= status != Status.OPTIMAL && status != Status.INFEASIBLE;
    boolean isFull =
        status == Status.OPTIMAL && program.value(rows + 2 * weight.length) > FULL_DIMENSION;
    return isFull ? Optional.of(types.get(0).mixture(program)) : Optional.empty();
  }

  /** Scaled payoff of the groups' worst members. */
  double worst(int[][] groups, double[] mixture) {
    double sum = 0;
    for (int type = 0; type < weight.length; type++) {
      double worst = Double.POSITIVE_INFINITY;
      for (int member : groups[type]) {
        worst = Math.min(worst, FollowerRegions.expected(types.get(type).leader[member], mixture));
      }
      sum += weight[type] * worst;
    }
    return sum;
  }

  /** The supremum over groups of full dimension, with a mixture that secures it or comes near. */
  WeakValue describe(int[][] groups, double[] best, double[] interior) {
    double own = offset + scale * worst(groups, best);
    double enough = own - FollowerRegions.TIE * scale;
    if (secured.applyAsDouble(best) >= enough) {
      return new WeakValue(own, Attainment.ATTAINED, list(best), secured.applyAsDouble(best));
    }
    double[] chosen = near(groups, best, interior);
    Attainment attainment = Attainment.UNDECIDED;
    Optional<Optional<double[]>> search = securing(groups, best);
    if (search.isPresent() && search.get().isEmpty()) {
      attainment = Attainment.NOT_ATTAINED;
    } else if (search.isPresent() && secured.applyAsDouble(search.get().get()) >= enough) {
      attainment = Attainment.ATTAINED;
      chosen = search.get().get();
    }
    return new WeakValue(own, attainment, list(chosen), secured.applyAsDouble(chosen));
  }

  static List<Double> list(double[] mixture) {
    return DoubleStream.of(mixture).boxed().toList();
  }

  /** A mixture close to {@code best} at which the groups alone are the best replies. */
  private double[] near(int[][] groups, double[] best, double[] interior) {
    double lead = Double.POSITIVE_INFINITY;
    for (Rival rival : rivals(groups)) {
      lead = Math.min(lead, lead(groups, rival, interior));
    }
    double share = Math.min(1, 3 * FollowerRegions.TIE / lead);
    while (true) {
      double[] mixture = new double[rows];
      for (int row = 0; row < rows; row++) {
        mixture[row] = best[row] + share * (interior[row] - best[row]);
      }
      double claimed = offset + scale * worst(groups, mixture);
      if (share == 1 || secured.applyAsDouble(mixture) >= claimed - FollowerRegions.TIE * scale) {
        return mixture;
      }
      share = Math.min(1, 4 * share); // the game's own ties are wider than the regions'
    }
  }

  /**
   * Looks on the groups' optimal face for a mixture that secures the supremum: replies that tie all over the
   * face must pay as much as their type's group, which narrows the face, until none is left or the face is
   * empty.
   *
   * @return a mixture; an empty one when there is none; nothing when the programs gave no answer
   */
  private Optional<Optional<double[]>> securing(int[][] groups, double[] best) {
    List<Rival> tied = rivals(groups);
    tied.removeIf(rival -> lead(groups, rival, best) > STRICT);
    DenseSimplex program = secured(groups, tied);
    int firstTied = rowOf(new Rival(weight.length, 0)) + 1;
    for (int[] group : groups) {
      firstTied += group.length;
    }
    if (solve(program) != Status.OPTIMAL) {
      return Optional.empty();
    }
    program.fixOptimalFace(REDUCED_COST);
    List<Integer> open = new ArrayList<>();
    for (int index = 0; index < tied.size(); index++) {
      open.add(index);
    }
    while (true) {
      List<double[]> witnesses = new ArrayList<>(List.of(types.get(0).mixture(program)));
      List<Integer> tiedEverywhere = new ArrayList<>(open);
      while (!tiedEverywhere.isEmpty()) {
        aimAtLeads(program, tied, tiedEverywhere);
        if (solve(program) != Status.OPTIMAL) {
          return Optional.empty();
        }
        double most = 0;
        for (int index : tiedEverywhere) {
          most = Math.max(most, program.slack(rowOf(tied.get(index))));
        }
        if (most <= STRICT) {
          break;
        }
        double enough = most;
        witnesses.add(types.get(0).mixture(program));
        tiedEverywhere.removeIf(index -> program.slack(rowOf(tied.get(index))) >= 0.5 * enough);
      }
      if (tiedEverywhere.isEmpty()) {
        return Optional.of(Optional.of(mean(witnesses)));
      }
      for (int index : tiedEverywhere) {
        program.setSlackBounds(firstTied + index, 0, Double.POSITIVE_INFINITY);
      }
      open.removeAll(tiedEverywhere);
      aimAtLeads(program, tied, List.of());
      Status status = solve(program);
      if (status == Status.INFEASIBLE) {
        return Optional.of(Optional.empty());
      }
      if (status != Status.OPTIMAL) {
        return Optional.empty();
      }
    }
  }

  private DenseSimplex secured(int[][] groups, List<Rival> tied) {
    DenseSimplex program = program(groups, tied);
    for (int type = 0; type < weight.length; type++) {
      program.setCost(rows + weight.length + type, weight[type]);
    }
    program.setBounds(rows + 2 * weight.length, 0, 0);
    return program;
  }

  /**
   * Rows: every type's live replies, whose slack is the type's value less their payoff; probabilities sum
   * to 1; the payoff from a type is at most every member's, or where its reply is open, every row's largest;
   * tied replies, free until their slack is bounded.
   */
  private DenseSimplex program(int[][] groups, List<Rival> tied) {
    int count = weight.length;
    int width = rows + 2 * count + 1;
    List<double[]> lines = new ArrayList<>();
    for (int type = 0; type < count; type++) {
      for (int column : types.get(type).live) {
        double[] line = Arrays.copyOf(types.get(type).follower[column], width);
        line[rows + type] = -1;
        line[width - 1] = groups[type].length > 0 && !contains(groups[type], column) ? 1 : 0;
        lines.add(line);
      }
    }
    int sumRow = lines.size();
    double[] sum = new double[width];
    Arrays.fill(sum, 0, rows, 1);
    lines.add(sum);
    for (int type = 0; type < count; type++) {
      for (int member : groups[type]) {
        lines.add(payoff(type, member));
      }
      if (groups[type].length == 0) {
        lines.add(largestPayoffs(type));
      }
    }
    int firstTied = lines.size();
    for (Rival rival : tied) {
      lines.add(payoff(rival.type, rival.column));
    }
    double[] rhs = new double[lines.size()];
    rhs[sumRow] = 1;
    DenseSimplex program = new DenseSimplex(lines.toArray(double[][]::new), rhs);
    for (int variable = 0; variable < width; variable++) {
      program.setBounds(variable, 0, variable < rows ? types.get(0).most[variable] : 1);
    }
    program.setSlackBounds(sumRow, 0, 0);
    for (int type = 0; type < count; type++) {
      for (int member : groups[type]) {
        boolean isFirst = member == groups[type][0];
        program.setSlackBounds(
            rowOf(new Rival(type, member)),
            isFirst ? 0 : Double.NEGATIVE_INFINITY,
            isFirst ? 0 : Double.POSITIVE_INFINITY);
      }
      if (groups[type].length == 0) {
        double most = Arrays.stream(ceiling[type]).max().orElseThrow();
        program.setBounds(rows + count + type, 0, Math.min(1, Math.max(0, most)));
      }
    }
    for (int row = firstTied; row < rhs.length; row++) {
      program.setSlackBounds(row, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    return program;
  }

  private double[] payoff(int type, int column) {
    double[] line = new double[rows + 2 * weight.length + 1];
    for (int row = 0; row < rows; row++) {
      line[row] = -types.get(type).leader[column][row];
    }
    line[rows + weight.length + type] = 1;
    return line;
  }

  private double[] largestPayoffs(int type) {
    double[] largest = new double[rows + 2 * weight.length + 1];
    for (int column : types.get(type).live) {
      double[] line = payoff(type, column);
      for (int row = 0; row < rows; row++) {
        largest[row] = Math.min(largest[row], line[row]);
      }
    }
    largest[rows + weight.length + type] = 1;
    return largest;
  }

  private void aimAtLeads(DenseSimplex program, List<Rival> tied, List<Integer> indices) {
    double[] cost = new double[rows + 2 * weight.length];
    for (int index : indices) {
      Rival rival = tied.get(index);
      cost[rows + rival.type]++;
      for (int row = 0; row < rows; row++) {
        cost[row] -= types.get(rival.type).follower[rival.column][row];
      }
    }
    for (int variable = 0; variable < cost.length; variable++) {
      program.setCost(variable, cost[variable]);
    }
  }

  /** Live replies outside their type's group. */
  private List<Rival> rivals(int[][] groups) {
    List<Rival> rivals = new ArrayList<>();
    for (int type = 0; type < weight.length; type++) {
      for (int column : types.get(type).live) {
        if (!contains(groups[type], column)) {
          rivals.add(new Rival(type, column));
        }
      }
    }
    return rivals;
  }

  private double lead(int[][] groups, Rival rival, double[] mixture) {
    double[][] payoffs = types.get(rival.type).follower;
    return FollowerRegions.expected(payoffs[groups[rival.type][0]], mixture)
        - FollowerRegions.expected(payoffs[rival.column], mixture);
  }

  /** Row of a reply; for the type after the last one, the row after all replies. */
  private int rowOf(Rival rival) {
    int row = 0;
    for (int type = 0; type < rival.type; type++) {
      row += types.get(type).live.length;
    }
    return rival.type < weight.length ? row + types.get(rival.type).place[rival.column] : row;
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
