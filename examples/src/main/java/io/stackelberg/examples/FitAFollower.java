package io.stackelberg.examples;

import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Turn;
import io.stackelberg.game.catalog.Catalog;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.MultinomialLogit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Simulates a noisy follower, learns its response from the log alone, and compares with the truth. */
public final class FitAFollower {
  private static final int TURNS = 4000;

  private FitAFollower() {}

  /** Logs the follower of R1-grid under random announcements and fits a multinomial logit. */
  public static void main(String[] arguments) {
    FollowerModel truth = Catalog.r1Grid().game().follower();
    SplittableRandom random = new SplittableRandom(1);

    List<Turn> turns = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      Context context = Context.named("turn-" + turn);
      Announcement announcement = new Announcement(random.nextDouble(), random.nextDouble());
      int action = draw(truth.respond(context, announcement), random);
      // Nothing was measured but the choice: quality, tokens and money stay unknown, never zero.
      turns.add(new Turn(
          context,
          announcement,
          OptionalDouble.empty(),
          truth.actions().get(action),
          new Outcome(OptionalDouble.empty(), TokenCount.UNKNOWN, Optional.empty())));
    }
    TurnLog log = new TurnLog(truth.actions(), turns);

    FollowerModel learned = new MultinomialLogit(MultinomialLogit.Options.DEFAULT.withPenalty(0.1))
        .fit(log, new SplittableRandom(2));

    System.out.println("total variation between truth and fit, " + TURNS + " turns");
    for (double incentive : new double[] {0, 0.2, 0.4, 0.6, 0.8, 1}) {
      Announcement announcement = new Announcement(0.5, incentive);
      Context context = Context.named("new");
      double distance = totalVariation(
          truth.respond(context, announcement), learned.respond(context, announcement));
      System.out.printf("  c = %.1f   %.4f%n", incentive, distance);
    }
  }

  /** Half the sum of absolute differences of two distributions, in [0, 1]. */
  static double totalVariation(double[] one, double[] other) {
    double sum = 0;
    for (int action = 0; action < one.length; action++) {
      sum += Math.abs(one[action] - other[action]) / 2;
    }
    return sum;
  }

  private static int draw(double[] probabilities, RandomGenerator random) {
    double position = random.nextDouble();
    int action = 0;
    while (action + 1 < probabilities.length && position >= probabilities[action]) {
      position -= probabilities[action++];
    }
    return action;
  }
}
