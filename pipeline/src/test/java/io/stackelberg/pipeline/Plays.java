package io.stackelberg.pipeline;

import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.SessionState;
import java.util.List;
import java.util.Set;

/** Plays with given numbers, for tests. */
final class Plays {
  private Plays() {}

  /** One turn per context q0, q1, ..., each its own session; cost in tokens. */
  static Play of(double[] cost, double[] quality) {
    return of(cost, quality, 1);
  }

  /** Sessions of {@code turnsPerSession} consecutive turns. */
  static Play of(double[] cost, double[] quality, int turnsPerSession) {
    Play.Builder play = new Play.Builder(CostUnit.TOKENS, 1);
    for (int turn = 0; turn < cost.length; turn++) {
      play.add(
          context("q" + turn, "s" + turn / turnsPerSession),
          MixedCommitment.pure(new Directive("any")),
          new double[] {quality[turn]},
          quality[turn],
          cost[turn],
          Double.NaN,
          new double[] {1});
    }
    return play.build();
  }

  static Context context(String id, String session, String... unavailable) {
    return new Context(
        id,
        session,
        FeatureSchema.EMPTY,
        new double[0],
        List.of(),
        SessionState.START,
        Set.of(unavailable));
  }

  static MixtureFrontier.Point point(String action, double cost, double quality) {
    return new MixtureFrontier.Point(new Directive(action), cost, quality);
  }

  /** The frontier of constant plays, named a0, a1, ... in order. */
  static MixtureFrontier frontier(List<Play> constants) {
    List<MixtureFrontier.Point> points = new java.util.ArrayList<>();
    for (Play play : constants) {
      points.add(point("a" + points.size(), Play.mean(play.cost()), Play.mean(play.quality())));
    }
    return new MixtureFrontier(points, new Directive("a0"));
  }
}
