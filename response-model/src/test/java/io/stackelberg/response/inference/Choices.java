package io.stackelberg.response.inference;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.QualityCostUtility;
import io.stackelberg.game.QuantalFollower;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.Logs;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Choices of planted followers: three actions, expected quality and tokens written in the context. */
final class Choices {
  static final ActionSet ACTIONS = ActionSet.named(List.of("a", "b", "c"));
  static final double SCALE = 1000;
  static final OutcomeModel OUTCOMES = (context, action) -> new ExpectedOutcome(
      context.numeric(action).orElseThrow(),
      context.numeric(ACTIONS.size() + action),
      OptionalDouble.empty());
  static final QualityCostTerms TERMS = new QualityCostTerms(OUTCOMES, CostUnit.TOKENS, SCALE);

  private Choices() {}

  static FollowerModel follower(double qualityWeight, double costWeight, double temperature) {
    return new QuantalFollower(
        ACTIONS,
        new QualityCostUtility(OUTCOMES, CostUnit.TOKENS, qualityWeight, costWeight, SCALE),
        temperature);
  }

  /** Better actions cost more; commitments vary. */
  static TurnLog log(List<FollowerModel> bySession, int turns, RandomGenerator random) {
    List<Turn> played = new ArrayList<>();
    for (int session = 0; session < bySession.size(); session++) {
      for (int turn = 0; turn < turns; turn++) {
        double[] features = new double[2 * ACTIONS.size()];
        for (int action = 0; action < ACTIONS.size(); action++) {
          features[action] = 0.2 + 0.8 * random.nextDouble();
          features[ACTIONS.size() + action] =
              SCALE * (0.5 * features[action] + random.nextDouble());
        }
        Context context = context("s" + session + "t" + turn, "s" + session, features, Set.of());
        Announcement announced =
            new Announcement(0.5 + 0.5 * random.nextDouble(), random.nextDouble());
        double[] response = bySession.get(session).respond(context, announced);
        played.add(turn(context, announced, draw(response, random)));
      }
    }
    return new TurnLog(ACTIONS, played);
  }

  static Context context(String id, String session, double[] features, Set<String> unavailable) {
    return Logs.context(id, session, features, List.of(), unavailable);
  }

  static Turn turn(Context context, Announcement announced, int action) {
    return Logs.turn(context, announced, ACTIONS, action, Logs.outcome(0.5, 1));
  }

  static int draw(double[] probabilities, RandomGenerator random) {
    double left = random.nextDouble();
    int action = 0;
    while (action < probabilities.length - 1 && left >= probabilities[action]) {
      left -= probabilities[action++];
    }
    return action;
  }
}
