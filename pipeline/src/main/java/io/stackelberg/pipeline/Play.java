package io.stackelberg.pipeline;

import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.MixedCommitment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What one policy did on one part, turn by turn: expected over its own lottery and the follower's response
 * where outcomes are recorded, drawn where they are simulated.
 *
 * <p>Arrays are indexed by turn; they are not copied and not changed after construction.
 */
final class Play {
  private final List<Context> contexts;
  private final List<MixedCommitment> drawn;
  private final double[][] memberQuality;
  private final double[] quality;
  private final double[] tokens;
  private final double[] money;
  private final double[] actionShares;
  private final CostUnit unit;
  private final int[] clusters;
  private final Map<String, Integer> indices = new HashMap<>();

  private Play(Builder builder) {
    contexts = List.copyOf(builder.contexts);
    drawn = List.copyOf(builder.drawn);
    memberQuality = builder.memberQuality.toArray(double[][]::new);
    quality = array(builder.quality);
    tokens = array(builder.tokens);
    money = array(builder.money);
    unit = builder.unit;
    actionShares = builder.actionSums.clone();
    Map<String, Integer> sessions = new LinkedHashMap<>();
    clusters = new int[contexts.size()];
    for (int turn = 0; turn < clusters.length; turn++) {
      Context context = contexts.get(turn);
      sessions.putIfAbsent(context.session(), sessions.size());
      clusters[turn] = sessions.get(context.session());
      indices.put(context.id(), turn);
    }
    for (int action = 0; action < actionShares.length; action++) {
      actionShares[action] /= Math.max(1, clusters.length);
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Number of turns. */
  int turns() {
    return contexts.size();
  }

  /** Contexts as this policy met them. */
  List<Context> contexts() {
    return contexts;
  }

  /** Lottery the leader announced from. */
  MixedCommitment drawn(int turn) {
    return drawn.get(turn);
  }

  /** Quality under each member of that lottery. */
  double[] memberQuality(int turn) {
    return memberQuality[turn];
  }

  /** Quality per turn, in [0, 1]. */
  double[] quality() {
    return quality;
  }

  /** Cost per turn in the study's unit. */
  double[] cost() {
    return unit == CostUnit.TOKENS ? tokens : money;
  }

  /** Tokens per turn; NaN where not recorded. */
  double[] tokens() {
    return tokens;
  }

  /** Dollars per turn; NaN where not recorded. */
  double[] money() {
    return money;
  }

  /** Mean probability of each action. */
  double[] actionShares() {
    return actionShares;
  }

  /** Session of each turn as a number. */
  int[] clusters() {
    return clusters;
  }

  /** Number of sessions. */
  int sessions() {
    return (int) Arrays.stream(clusters).distinct().count();
  }

  /** The turns of this play whose session satisfies the condition; action shares are not kept. */
  Play where(Predicate<String> session) {
    Builder kept = new Builder(unit, 0);
    for (int turn = 0; turn < turns(); turn++) {
      if (session.test(contexts.get(turn).session())) {
        kept.add(
            contexts.get(turn),
            drawn.get(turn),
            memberQuality[turn],
            quality[turn],
            tokens[turn],
            money[turn],
            new double[0]);
      }
    }
    return kept.build();
  }

  /** Positions, in this play, of the contexts of another. */
  int[] positionsOf(Play other) {
    int[] positions = new int[other.turns()];
    for (int turn = 0; turn < positions.length; turn++) {
      positions[turn] = indices.get(other.contexts.get(turn).id());
    }
    return positions;
  }

  /** The values at the given positions. */
  static double[] at(double[] values, int[] positions) {
    double[] picked = new double[positions.length];
    for (int index = 0; index < picked.length; index++) {
      picked[index] = values[positions[index]];
    }
    return picked;
  }

  /** Mean in index order; NaN when a value is. */
  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Collects turns in order. */
  static final class Builder {
    private final CostUnit unit;
    private final double[] actionSums;
    private final List<Context> contexts = new ArrayList<>();
    private final List<MixedCommitment> drawn = new ArrayList<>();
    private final List<double[]> memberQuality = new ArrayList<>();
    private final List<Double> quality = new ArrayList<>();
    private final List<Double> tokens = new ArrayList<>();
    private final List<Double> money = new ArrayList<>();

    Builder(CostUnit unit, int actions) {
      this.unit = unit;
      actionSums = new double[actions];
    }

    void add(
        Context context,
        MixedCommitment lottery,
        double[] qualities,
        double meanQuality,
        double meanTokens,
        double meanMoney,
        double[] actions) {
      contexts.add(context);
      drawn.add(lottery);
      memberQuality.add(qualities);
      quality.add(meanQuality);
      tokens.add(meanTokens);
      money.add(meanMoney);
      for (int action = 0; action < actionSums.length; action++) {
        actionSums[action] += actions[action];
      }
    }

    Play build() {
      return new Play(this);
    }
  }
}
