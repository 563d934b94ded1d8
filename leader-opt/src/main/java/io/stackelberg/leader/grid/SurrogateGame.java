package io.stackelberg.leader.grid;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.Require;
import java.util.List;
import java.util.function.Function;

/**
 * The restricted game at one context over a box of commitments: V_S(l) = Σ P(a | x, l) U_L(l, a).
 *
 * @param context where the leader commits
 * @param follower how the follower answers
 * @param payoff the leader's utility, one row per action of the follower
 * @param box the commitments
 * @param commitment from a point of the box, in the order of its coordinates, to the commitment
 */
public record SurrogateGame(
    Context context,
    FollowerModel follower,
    AffinePayoff payoff,
    CommitmentBox box,
    Function<List<Double>, Commitment> commitment) {
  public SurrogateGame {
    if (payoff.constants().size() != follower.actions().size()) {
      throw Require.unexpected(
          "number of constants",
          payoff.constants().size(),
          "" + follower.actions().size());
    }
    if (payoff.slopes().get(0).size() != box.dimension()) {
      throw Require.unexpected(
          "number of slopes", payoff.slopes().get(0).size(), "" + box.dimension());
    }
  }

  /** V_S at a point of the box. */
  public double value(List<Double> point) {
    double[] response = follower.respond(context, commitment.apply(point));
    double sum = 0;
    for (int action = 0; action < response.length; action++) {
      if (response[action] > 0) {
        sum += response[action] * payoff.of(point, action);
      }
    }
    return sum;
  }

  /** Largest less smallest utility of the leader, over actions and points of the box. */
  public double payoffRange() {
    return payoff.range(box);
  }

  /**
   * A Lipschitz constant of V_S over the box: L_{U,l} + span(U_L) · K_TV.
   *
   * <p>For V_S(l) − V_S(l') is Σ P_l(a) (U_L(l, a) − U_L(l', a)), at most L_{U,l} ‖l − l'‖, plus
   * Σ (P_l(a) − P_l'(a)) U_L(l', a), at most TV(P_l, P_l') times the span of U_L(l', ·).
   *
   * @param response the proved constant of the response; its coordinates must be the box's, in any order
   */
  public double lipschitz(Regularity.Lipschitz response) {
    requireCoordinates(response.coordinates());
    return payoff.lipschitz(box) + payoff.span(box) * response.totalVariation();
  }

  void requireCoordinates(List<String> names) {
    if (names.size() != box.dimension() || !names.containsAll(box.coordinates())) {
      throw Require.unexpected("coordinates of the regularity", names, "" + box.coordinates());
    }
  }
}
