package io.stackelberg.leader.finite;

import io.stackelberg.game.run.Deadline;
import io.stackelberg.game.run.StopReason;
import io.stackelberg.leader.finite.DenseSimplex.Status;
import io.stackelberg.leader.finite.WeakValue.Attainment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Supremum of what the leader secures against one or more types of followers, by branch and bound over one
 * group of equivalent replies per type. A choice whose joint region has no full dimension is cut off, and so
 * is one whose linear program proves too small a bound; a choice that may reach the same supremum is looked
 * at until one is found that attains it.
 */
final class WeakSearch {
  private final List<FollowerRegions> types;
  private final List<List<int[]>> groups = new ArrayList<>();
  private final double[][] ceiling; // [type][column], scaled
  private final WeakCommitment commitment;
  private final Deadline deadline;
  private final long usedBefore;
  private final int[][] chosen;
  private double supremum = Double.NEGATIVE_INFINITY;
  private Optional<WeakValue> found = Optional.empty();
  private Optional<StopReason> stopped = Optional.empty();

  /**
   * A search.
   *
   * @param prior probability of each type
   * @param ceiling bound on the leader's scaled payoff per type and action; −∞ when never a best reply
   * @param secured a mixture's value in the game's own payoffs, ties going against the leader
   * @param deadline counts linear programs
   * @param used programs solved before
   */
  WeakSearch(
      List<FollowerRegions> types,
      List<Double> prior,
      double[][] ceiling,
      ToDoubleFunction<double[]> secured,
      Deadline deadline,
      long used) {
    this.types = types;
    this.ceiling = ceiling;
    this.deadline = deadline;
    this.usedBefore = used;
    commitment = new WeakCommitment(types, prior, ceiling, secured, deadline);
    for (int type = 0; type < types.size(); type++) {
      int index = type;
      List<int[]> own = types.get(type).equivalentReplies();
      own.removeIf(group -> ceiling(index, group) == Double.NEGATIVE_INFINITY);
      own.sort(Comparator.comparingDouble((int[] group) -> -ceiling(index, group)));
      groups.add(own);
    }
    chosen = new int[types.size()][0];
  }

  /** The supremum; empty when a limit was met or a program gave no answer. */
  Optional<WeakValue> run() {
    descend(0);
    return stopped.isPresent() || commitment.hasFailed() ? Optional.empty() : found;
  }

  /** Linear programs solved. */
  long programs() {
    return commitment.programs();
  }

  private void descend(int type) {
    for (int[] group : groups.get(type)) {
      if (types.size() == 1 && isHopeless(ceiling(type, group))) {
        return;
      }
      chosen[type] = group;
      consider(type);
      chosen[type] = new int[0];
      if (stopped.isEmpty()) {
        stopped = deadline.reached(usedBefore + programs());
      }
      if (stopped.isPresent()) {
        return;
      }
    }
  }

  private void consider(int type) {
    DenseSimplex program = commitment.secured(chosen);
    Status status = commitment.solve(program);
    if (status == Status.INFEASIBLE) {
      return;
    }
    if (status != Status.OPTIMAL) {
      stopped = deadline.reached(0).or(() -> Optional.of(StopReason.NUMERICAL_FAILURE));
      return;
    }
    if (isHopeless(program.bound())) {
      return;
    }
    Optional<double[]> interior = commitment.interior(chosen);
    if (interior.isEmpty()) {
      return;
    }
    if (type + 1 < types.size()) {
      descend(type + 1);
    } else {
      double[] best = types.get(0).mixture(program);
      double value = commitment.worst(chosen, best);
      WeakValue weak = commitment.describe(chosen, best, interior.get());
      if (value > supremum + FollowerRegions.TIE
          || found.isEmpty()
          || weak.attainment() == Attainment.ATTAINED && value >= supremum - FollowerRegions.TIE) {
        found = Optional.of(weak);
      }
      supremum = Math.max(supremum, value);
    }
  }

  /** Whether a scaled bound can neither raise the supremum nor attain one that is not attained yet. */
  private boolean isHopeless(double bound) {
    if (found.isEmpty()) {
      return false;
    }
    boolean isAttained = found.get().attainment() == Attainment.ATTAINED;
    return isAttained ? bound <= supremum : bound < supremum - FollowerRegions.TIE;
  }

  private double ceiling(int type, int[] group) {
    return Arrays.stream(group)
        .mapToDouble(member -> ceiling[type][member])
        .min()
        .orElseThrow();
  }
}
