package io.stackelberg.game;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Announced pair of quality target and cost incentive, the l = (q, c) of the theory.
 *
 * @param qualityTarget quality the follower is asked for, in [0, 1]
 * @param costIncentive reward per unit of saved cost, at least 0
 */
public record Announcement(double qualityTarget, double costIncentive) implements Commitment {
  public Announcement {
    Require.inUnitInterval("qualityTarget", qualityTarget);
    Require.nonNegative("costIncentive", costIncentive);
  }

  @Override
  public SortedMap<String, Double> coordinates() {
    return Collections.unmodifiableSortedMap(
        new TreeMap<>(Map.of("quality_target", qualityTarget, "cost_incentive", costIncentive)));
  }

  @Override
  public String label() {
    return "q=" + qualityTarget + ",c=" + costIncentive;
  }
}
