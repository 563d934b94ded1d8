package io.stackelberg.leader.grid;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.IncentiveForm;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QualityCostUtility;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.ShortfallUtility;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Small games over boxes of commitments. */
final class GridGames {
  static final Context CONTEXT = Context.named("x");

  private GridGames() {}

  /** A follower that plays one action with certainty, by the cell of the point. */
  record CellFollower(ActionSet actions, Regularity.Cells cells, List<List<Double>> responses)
      implements FollowerModel, Regularity.Stated {
    @Override
    public double[] respond(Context context, Commitment commitment) {
      int cell = 0;
      for (int axis = 0; axis < cells.coordinates().size(); axis++) {
        double at = commitment.coordinates().get(cells.coordinates().get(axis));
        int passed = 0;
        for (double threshold : cells.thresholds().get(axis)) {
          boolean isRight =
              cells.side() == Regularity.Side.LESS_THAN ? at >= threshold : at > threshold;
          passed += isRight ? 1 : 0;
        }
        cell = cell * (cells.thresholds().get(axis).size() + 1) + passed;
      }
      return responses.get(cell).stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public Regularity regularity(Context context) {
      return cells;
    }
  }

  static ActionSet actions(int count) {
    return ActionSet.named(
        IntStream.range(0, count).mapToObj(index -> "a" + index).toList());
  }

  /** From a point of the box (quality_target, cost_incentive) to the announcement. */
  static Commitment announce(List<Double> point) {
    return new Announcement(point.get(0), point.get(1));
  }

  /** Theory 1.5, R1-grid, on incentives in [0, 1] and targets in [lowTarget, 1]. */
  static SurrogateGame scalarGrid(double lowTarget) {
    double[] efforts = {0, 0.5, 1};
    // 2a - a²/2 - (1 + c) a = a - a²/2 - c a: a weight of 1.5 keeps the quality within [0, 1].
    OutcomeModel own = (context, action) -> new ExpectedOutcome(
        (2 * efforts[action] - efforts[action] * efforts[action] / 2) / 1.5,
        OptionalDouble.of(efforts[action]),
        OptionalDouble.empty());
    OutcomeModel outcomes = (context, action) -> new ExpectedOutcome(
        1 - (1 - efforts[action]) * (1 - efforts[action]),
        OptionalDouble.of(efforts[action]),
        OptionalDouble.empty());
    ActionSet actions = actions(3);
    CommitmentBox box = CommitmentBox.announcements(lowTarget, 1, 0, 1);
    ShortfallUtility leader = new ShortfallUtility(1, 2, 1, 0.5, IncentiveForm.SUBSIDY, 1);
    return new SurrogateGame(
        CONTEXT,
        new QuantalFollower(actions, new QualityCostUtility(own, CostUnit.TOKENS, 1.5, 1, 1), 0.1),
        AffinePayoff.of(leader, CONTEXT, actions, outcomes, CostUnit.TOKENS, box),
        box,
        GridGames::announce);
  }

  /** A random logit game over announcements; costs in [0, 1]. */
  static SurrogateGame random(RandomGenerator random) {
    int count = 2 + random.nextInt(3);
    double[] quality = random.doubles(count).toArray();
    double[] cost = random.doubles(count).toArray();
    OutcomeModel outcomes = (context, action) -> new ExpectedOutcome(
        quality[action], OptionalDouble.of(cost[action]), OptionalDouble.empty());
    ActionSet actions = actions(count);
    CommitmentBox box = CommitmentBox.announcements(0.2, 1, 0, 0.5 + random.nextDouble());
    return new SurrogateGame(
        CONTEXT,
        new QuantalFollower(
            actions,
            new QualityCostUtility(outcomes, CostUnit.TOKENS, 1, random.nextDouble(), 1),
            0.2 + random.nextDouble()),
        AffinePayoff.of(
            new ShortfallUtility(0.8, 2, 1, 0.5, IncentiveForm.SUBSIDY, 1),
            CONTEXT,
            actions,
            outcomes,
            CostUnit.TOKENS,
            box),
        box,
        GridGames::announce);
  }

  /** A random response that is constant on cells; some thresholds lie at or beyond the box's ends. */
  static SurrogateGame randomCells(RandomGenerator random) {
    List<List<Double>> thresholds = List.of(thresholds(random), thresholds(random));
    int cells = (thresholds.get(0).size() + 1) * (thresholds.get(1).size() + 1);
    int count = 2 + random.nextInt(2);
    List<List<Double>> responses = new ArrayList<>();
    for (int cell = 0; cell < cells; cell++) {
      double[] weights = random.doubles(count).toArray();
      double sum =
          IntStream.range(0, count).mapToDouble(index -> weights[index]).sum();
      responses.add(
          IntStream.range(0, count).mapToObj(index -> weights[index] / sum).toList());
    }
    List<Double> constants = random.doubles(count).boxed().toList();
    List<List<Double>> slopes = IntStream.range(0, count)
        .mapToObj(index -> random.doubles(2, -1, 1).boxed().toList())
        .toList();
    Regularity.Side side =
        random.nextBoolean() ? Regularity.Side.LESS_THAN : Regularity.Side.LESS_OR_EQUAL;
    List<String> names = List.of("quality_target", "cost_incentive");
    return new SurrogateGame(
        CONTEXT,
        new CellFollower(actions(count), new Regularity.Cells(names, thresholds, side), responses),
        new AffinePayoff(constants, slopes),
        CommitmentBox.announcements(0, 1, 0, 1),
        GridGames::announce);
  }

  private static List<Double> thresholds(RandomGenerator random) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(index -> random.nextInt(-1, 10) / 8.0)
        .distinct()
        .sorted()
        .toList();
  }
}
