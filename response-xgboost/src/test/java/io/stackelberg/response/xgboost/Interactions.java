package io.stackelberg.response.xgboost;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A follower whose choice among the first three of four actions hangs on an exclusive or of two features' signs
 * and on products with the announcement, which no linear score can follow; the fourth is never taken.
 */
final class Interactions {
  static final ActionSet ACTIONS = ActionSet.named(List.of("a", "b", "c", "never"));
  private static final FeatureSchema FEATURES = new FeatureSchema(List.of("x", "y"), List.of());

  private Interactions() {}

  static double[] law(double[] point) {
    double[] scores = {
      0,
      2 * Math.signum(point[0] * point[1]),
      6 * point[0] * (point[2] - 0.5) + 6 * (point[2] - 0.5) * (point[3] - 0.5)
    };
    double sum = 0;
    for (int action = 0; action < scores.length; action++) {
      scores[action] = StrictMath.exp(scores[action]);
      sum += scores[action];
    }
    return new double[] {scores[0] / sum, scores[1] / sum, scores[2] / sum};
  }

  /** Features in [−1, 1], coordinates in [0, 1], both on a coarse grid in half of the cases. */
  static double[] point(SplittableRandom random) {
    boolean isCoarse = random.nextBoolean();
    double[] point = new double[4];
    for (int column = 0; column < point.length; column++) {
      double value = isCoarse ? random.nextInt(11) / 10.0 : random.nextDouble();
      point[column] = column < 2 ? 2 * value - 1 : value;
    }
    return point;
  }

  static Context context(String session, double[] point) {
    return new Context(
        session,
        session,
        FEATURES,
        new double[] {point[0], point[1]},
        List.of(),
        SessionState.START,
        Set.of());
  }

  static Announcement announcement(double[] point) {
    return new Announcement(point[2], point[3]);
  }

  /** Turns in sessions of four, the action drawn from the law. */
  static TurnLog log(int turns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Turn> log = new ArrayList<>();
    for (int turn = 0; turn < turns; turn++) {
      double[] point = point(random);
      double[] law = law(point);
      double drawn = random.nextDouble();
      int action = drawn < law[0] ? 0 : drawn < law[0] + law[1] ? 1 : 2;
      log.add(turn(turn, point, action));
    }
    return new TurnLog(ACTIONS, log);
  }

  static Turn turn(int turn, double[] point, int action) {
    return new Turn(
        context("s" + turn / 4, point),
        announcement(point),
        OptionalDouble.empty(),
        ACTIONS.get(action),
        new Outcome(OptionalDouble.of(0.5), TokenCount.of(10, 0), Optional.empty()));
  }

  /** Expected log-loss of a model over that of the law itself, minus 1; at 4,000 fresh points. */
  static double excess(FollowerModel model) {
    SplittableRandom random = new SplittableRandom(987_654_321);
    double loss = 0;
    double least = 0;
    for (int index = 0; index < 4_000; index++) {
      double[] point = point(random);
      double[] law = law(point);
      double[] response = model.respond(context("new", point), announcement(point));
      for (int action = 0; action < law.length; action++) {
        loss -= law[action] * StrictMath.log(response[action]);
        least -= law[action] * StrictMath.log(law[action]);
      }
    }
    return loss / least - 1;
  }
}
