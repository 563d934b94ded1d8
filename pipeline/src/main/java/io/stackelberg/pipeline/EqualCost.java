package io.stackelberg.pipeline;

import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.MeanEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares a policy with the best random mixture at the cost the policy really had on the evaluated turns.
 *
 * <p>The mixture's two members come from the fitting part; its share is set on the evaluated turns so that
 * both cost the same. Where the policy is cheaper than the cheapest member, or dearer than the best one, it
 * is held against that member alone. The standard error is that of the per-turn differences (quality of the
 * policy − quality of the mixture) − slope × (cost of the policy − cost of the mixture), clustered by
 * session: the linearisation of the gain, the re-set share included.
 */
final class EqualCost {
  /**
   * Result at one cost.
   *
   * @param fraction where the target lies between the cheapest and the dearest constant commitment
   * @param target the budget the policy was solved for, on the fitting part
   * @param cost what it really cost
   * @param mixtureCost what the mixture cost; differs from {@code cost} only beyond the hull's ends
   * @param differences per-turn linearised gain, whose mean is {@code gain}
   */
  record Point(
      double fraction,
      double target,
      double cost,
      double mixtureCost,
      double mixtureQuality,
      double policyQuality,
      MeanEstimate gain,
      List<Double> differences) {}

  private final MixtureFrontier frontier;
  private final List<Play> members;

  /**
   * A comparison.
   *
   * @param frontier the hull on the fitting part
   * @param members plays of the hull's members on the evaluated turns, in the hull's order
   */
  EqualCost(MixtureFrontier frontier, List<Play> members) {
    this.frontier = frontier;
    this.members = List.copyOf(members);
  }

  /** Compares one play with the mixture at equal cost. */
  Point compare(double fraction, double target, Play play) {
    double cost = Play.mean(play.cost());
    int index = bracket(cost, frontier.within(target).index());
    Play cheaper = members.get(index);
    Play dearer = members.get(Math.min(index + 1, members.size() - 1));
    double from = Play.mean(cheaper.cost());
    double to = Play.mean(dearer.cost());
    boolean inside = to > from && cost > from && cost < to;
    double share = inside ? (cost - from) / (to - from) : cost >= to ? 1 : 0;
    double slope =
        inside ? (Play.mean(dearer.quality()) - Play.mean(cheaper.quality())) / (to - from) : 0;
    int[] cheap = cheaper.positionsOf(play);
    int[] dear = dearer.positionsOf(play);
    double[] differences = new double[play.turns()];
    double mixtureQuality = 0;
    double mixtureCost = 0;
    for (int turn = 0; turn < differences.length; turn++) {
      double quality =
          (1 - share) * cheaper.quality()[cheap[turn]] + share * dearer.quality()[dear[turn]];
      double spent = (1 - share) * cheaper.cost()[cheap[turn]] + share * dearer.cost()[dear[turn]];
      differences[turn] = play.quality()[turn] - quality - slope * (play.cost()[turn] - spent);
      mixtureQuality += quality / differences.length;
      mixtureCost += spent / differences.length;
    }
    return new Point(
        fraction,
        target,
        cost,
        mixtureCost,
        mixtureQuality,
        Play.mean(play.quality()),
        snapped(ClusteredMeans.mean(differences, play.clusters())),
        IntStream.range(0, differences.length)
            .mapToObj(turn -> differences[turn])
            .toList());
  }

  /** Pair of neighbours whose evaluated costs enclose {@code cost}, the preferred one first. */
  private int bracket(double cost, int preferred) {
    List<Integer> order =
        new ArrayList<>(List.of(Math.min(preferred, Math.max(0, members.size() - 2))));
    IntStream.range(0, Math.max(1, members.size() - 1)).forEach(order::add);
    for (int index : order) {
      if (index + 1 < members.size()
          && cost >= Play.mean(members.get(index).cost())
          && cost <= Play.mean(members.get(index + 1).cost())) {
        return index;
      }
    }
    return cost < Play.mean(members.get(0).cost()) ? 0 : members.size() - 1;
  }

  /** Mean over points of the per-turn gains, with their correlation. */
  static MeanEstimate mean(List<Point> points, int[] clusters) {
    return snapped(ClusteredMeans.mean(meanDifferences(points), clusters));
  }

  /** Mean excess of one series of gains over another on the same turns. */
  static MeanEstimate meanExcess(List<Point> points, List<Point> others, int[] clusters) {
    double[] excess = meanDifferences(points);
    double[] other = meanDifferences(others);
    for (int turn = 0; turn < excess.length; turn++) {
      excess[turn] -= other[turn];
    }
    return snapped(ClusteredMeans.mean(excess, clusters));
  }

  /** Mean over points of the per-turn gains. */
  static double[] meanDifferences(List<Point> points) {
    double[] mean = new double[points.get(0).differences().size()];
    for (Point point : points) {
      for (int turn = 0; turn < mean.length; turn++) {
        mean[turn] += point.differences().get(turn) / points.size();
      }
    }
    return mean;
  }

  /** A gain within rounding of 0, as when policy and mixture are the same, is 0. */
  private static MeanEstimate snapped(MeanEstimate gain) {
    return Math.abs(gain.mean()) < 1e-12 && gain.standardError() < 1e-12
        ? new MeanEstimate(0, 0, gain.degreesOfFreedom())
        : gain;
  }
}
