package io.stackelberg.response.ope;

import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.Require;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What the leader wants of a turn, to be maximised, with the range it was declared to lie in.
 *
 * <p>Estimates and bounds are computed after rescaling the range to [0, 1], and rescaled back. For a
 * range other than [0, 1] a weighted mean therefore is lowest + (highest − lowest) · mean(w · rescaled),
 * which differs from mean(w · reward) wherever the mean weight is not 1.
 *
 * @param name what is measured, for reports
 * @param lowest smallest possible reward, finite
 * @param highest largest possible reward, finite, above {@code lowest}
 * @param measure the reward of an outcome; empty where it was not measured
 */
public record Reward(
    String name, double lowest, double highest, Function<Outcome, OptionalDouble> measure) {
  public Reward {
    Require.nonBlank("name", name);
    Require.finite("lowest", lowest);
    Require.finite("highest", highest);
    Require.positive("width of the reward's range", highest - lowest);
  }

  /** Judged quality, in [0, 1]. */
  public static Reward quality() {
    return new Reward("quality", 0, 1, Outcome::quality);
  }

  /**
   * Minus the cost, in [−largestCost, 0].
   *
   * @param unit in which cost is counted
   * @param largestCost largest cost a turn can have, declared in advance, above 0
   */
  public static Reward minusCost(CostUnit unit, double largestCost) {
    Require.positive("largestCost", largestCost);
    return new Reward("minus cost in " + unit.id(), -largestCost, 0, outcome -> {
      OptionalDouble cost = unit.of(outcome);
      return cost.isPresent() ? OptionalDouble.of(-cost.getAsDouble()) : cost;
    });
  }

  double width() {
    return highest - lowest;
  }

  double toUnit(double reward) {
    return (reward - lowest) / width();
  }

  double fromUnit(double unit) {
    return lowest + width() * unit;
  }
}
