package io.stackelberg.pipeline;

import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a policy stands to the upper hull, in the plane of cost and quality, of the policies anybody could deploy instead:
 * fixed actions and baselines.
 *
 * <p>The hull is drawn on the very turns the policy is scored on, which favours the hull.
 *
 * @param candidates the policies the hull is drawn over
 * @param low member of the hull that costs no more than the policy; empty where none is as cheap
 * @param high the next dearer member, or {@code low} again at the hull's dear end
 * @param gap quality of the policy minus that of the hull at the same cost, paired by session; empty where nothing
 *     on the hull is as cheap
 */
record BaselineHull(
    List<PolicyRow> candidates,
    Optional<PolicyRow> low,
    Optional<PolicyRow> high,
    Optional<MeanEstimate> gap) {
  /** Stands the row of that name to the hull of a board's fixed actions and baselines. */
  static BaselineHull of(Scoreboard board, String name) {
    Play policy = board.play(name);
    List<PolicyRow> candidates = board.rows().stream()
        .filter(row -> !row.isOptimistic())
        .filter(row -> row.name().startsWith("fixed:") || row.name().startsWith("baseline:"))
        .toList();
    List<PolicyRow> hull = hull(candidates);
    double cost = Play.mean(policy.cost());
    if (cost < cost(hull.get(0))) {
      return new BaselineHull(candidates, Optional.empty(), Optional.empty(), Optional.empty());
    }
    int right = 0;
    while (right + 1 < hull.size() && cost(hull.get(right)) <= cost) {
      right++;
    }
    PolicyRow high = hull.get(right);
    PolicyRow low = cost(high) <= cost ? high : hull.get(Math.max(0, right - 1));
    double width = cost(high) - cost(low);
    double share = width > 0 ? (cost - cost(low)) / width : 0;
    double slope = width > 0 ? (quality(high) - quality(low)) / width : 0;
    double[] difference = new double[policy.turns()];
    int[] inLow = low.play().positionsOf(policy);
    int[] inHigh = high.play().positionsOf(policy);
    for (int turn = 0; turn < difference.length; turn++) {
      double mixedQuality = (1 - share) * low.play().quality()[inLow[turn]]
          + share * high.play().quality()[inHigh[turn]];
      double mixedCost =
          (1 - share) * low.play().cost()[inLow[turn]] + share * high.play().cost()[inHigh[turn]];
      // The share that equals the costs is itself an estimate: its error enters through the slope.
      difference[turn] =
          policy.quality()[turn] - mixedQuality - slope * (policy.cost()[turn] - mixedCost);
    }
    return new BaselineHull(
        candidates,
        Optional.of(low),
        Optional.of(high),
        Optional.of(ClusteredMeans.mean(difference, policy.clusters())));
  }

  /** The member or the mixture of two that costs what the policy costs, in words. */
  String atThatCost() {
    if (low.isEmpty()) {
      return "nothing is as cheap";
    }
    String cheaper = low.get().name();
    String dearer = high.orElseThrow().name();
    return cheaper.equals(dearer) ? cheaper : cheaper + " with " + dearer;
  }

  /** Whether the policy lies on or above the hull within two standard errors. */
  boolean isOnOrAbove() {
    return gap.isEmpty() || gap.get().mean() >= -2 * gap.get().standardError() - 1e-12;
  }

  /** Members of the upper hull, cheapest first, quality strictly increasing. */
  private static List<PolicyRow> hull(List<PolicyRow> rows) {
    List<PolicyRow> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingDouble(BaselineHull::cost)
        .thenComparing(Comparator.comparingDouble(BaselineHull::quality).reversed()));
    List<PolicyRow> hull = new ArrayList<>();
    for (PolicyRow row : sorted) {
      if (!hull.isEmpty() && !(quality(row) > quality(hull.get(hull.size() - 1)))) {
        continue;
      }
      while (hull.size() > 1
          && slope(hull.get(hull.size() - 2), hull.get(hull.size() - 1))
              <= slope(hull.get(hull.size() - 1), row)) {
        hull.remove(hull.size() - 1);
      }
      hull.add(row);
    }
    return hull;
  }

  private static double slope(PolicyRow from, PolicyRow to) {
    return (quality(to) - quality(from)) / (cost(to) - cost(from));
  }

  private static double cost(PolicyRow row) {
    return Play.mean(row.play().cost());
  }

  private static double quality(PolicyRow row) {
    return Play.mean(row.play().quality());
  }
}
