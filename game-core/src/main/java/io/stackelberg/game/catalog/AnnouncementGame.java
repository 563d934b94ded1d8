package io.stackelberg.game.catalog;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.ExpectedOutcome;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.OutcomeModel;
import io.stackelberg.game.ShortfallUtility;

/**
 * Game at one context in which the leader announces and a probabilistic follower answers with one of
 * finitely many actions.
 *
 * @param context the one context
 * @param follower how the follower answers
 * @param outcomes what each action yields; tokens must be known
 * @param leaderUtility how the leader weighs quality, tokens and incentive spend
 */
public record AnnouncementGame(
    Context context,
    FollowerModel follower,
    OutcomeModel outcomes,
    ShortfallUtility leaderUtility) {

  /** The follower's actions. */
  public ActionSet actions() {
    return follower.actions();
  }

  /** Leader's utility when the action at {@code actionIndex} answers the announcement. */
  public double leaderUtility(Announcement announcement, int actionIndex) {
    ExpectedOutcome expected = outcomes.expect(context, actionIndex);
    return leaderUtility.of(
        announcement.costIncentive(), expected.quality(), expected.cost(CostUnit.TOKENS));
  }

  /** The leader's value of an announcement: V_S(l) = Σ_a P(a | l) U_L(l, a), by summation. */
  public double value(Announcement announcement) {
    double[] response = follower.respond(context, announcement);
    double sum = 0;
    for (int action = 0; action < response.length; action++) {
      sum += response[action] * leaderUtility(announcement, action);
    }
    return sum;
  }
}
