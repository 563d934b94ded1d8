package io.stackelberg.response;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Followers of known law over two features in [−1, 1] and an announcement, and logs drawn from them. */
enum Planted {
  /** Scores linear in every column. */
  LINEAR {
    @Override
    double[] scores(double x, double y, double q, double c) {
      return new double[] {0, x + 2 * q - 2 * c - 0.5, 1.5 * y - x + 3 * q - 4 * c};
    }
  },
  /** An exclusive or of two signs, a product of a feature and a coordinate, and one of coordinates. */
  INTERACTING {
    @Override
    double[] scores(double x, double y, double q, double c) {
      return new double[] {0, 2 * Math.signum(x * y), 6 * x * (q - 0.5) + 6 * (q - 0.5) * (c - 0.5)
      };
    }
  };

  static final ActionSet ACTIONS = ActionSet.named(List.of("a", "b", "c"));

  abstract double[] scores(double x, double y, double q, double c);

  private double[] law(double[] point) {
    double[] law = scores(point[0], point[1], point[2], point[3]);
    SoftmaxLoss.softmax(law, 0);
    return law;
  }

  private static double[] point(SplittableRandom random) {
    return new double[] {
      2 * random.nextDouble() - 1,
      2 * random.nextDouble() - 1,
      random.nextDouble(),
      random.nextDouble()
    };
  }

  /** Turns in sessions of four. */
  TurnLog log(int turns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Turn> log = new ArrayList<>();
    for (int turn = 0; turn < turns; turn++) {
      double[] point = point(random);
      double left = random.nextDouble();
      double[] law = law(point);
      int action = 0;
      while (action < law.length - 1 && left >= law[action]) {
        left -= law[action++];
      }
      log.add(Logs.turn(
          context(turn, point),
          new Announcement(point[2], point[3]),
          ACTIONS,
          action,
          Logs.outcome(0.5, 10)));
    }
    return new TurnLog(ACTIONS, log);
  }

  private static Context context(int turn, double[] point) {
    return Logs.context(
        "q" + turn, "s" + turn / 4, new double[] {point[0], point[1]}, List.of(), Set.of());
  }

  /**
   * How far a model is from the law.
   *
   * @param totalVariation mean total variation distance
   * @param excess expected log-loss over that of the law itself, minus 1
   */
  record Distance(double totalVariation, double excess) {}

  /** Mean over 4,000 fresh points of expectations over the law. */
  Distance distance(FollowerModel model) {
    SplittableRandom random = new SplittableRandom(987_654_321);
    double variation = 0;
    double loss = 0;
    double least = 0;
    for (int index = 0; index < 4_000; index++) {
      double[] point = point(random);
      double[] law = law(point);
      double[] response = model.respond(context(0, point), new Announcement(point[2], point[3]));
      for (int action = 0; action < law.length; action++) {
        variation += Math.abs(law[action] - response[action]) / 2 / 4_000;
        loss -= law[action] * Math.log(response[action]);
        least -= law[action] * Math.log(law[action]);
      }
    }
    return new Distance(variation, loss / least - 1);
  }
}
