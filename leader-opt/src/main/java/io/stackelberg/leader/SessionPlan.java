package io.stackelberg.leader;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.StopReason;
import java.util.List;
import java.util.Optional;

/**
 * What to commit to at every state of a session whose budget must never be exceeded, and what it is worth.
 *
 * @param stopReason {@code PROVEN_OPTIMAL} when states are exact and the plan, followed forward, is worth the
 *     same; {@code CONVERGED} when the budget is counted in larger units
 * @param value V_1(budget); NaN without a plan
 * @param upperBound proved bound on V_1(budget); +infinity when nothing was proved
 * @param tokensPerUnit tokens of one unit of budget
 * @param values V_t by turn, then by whole units left; empty without a plan
 * @param choices commitments by turn, then by whole units left; empty where none is feasible
 * @param evaluations responses of the follower that the plan is built on
 */
public record SessionPlan(
    StopReason stopReason,
    double value,
    double upperBound,
    int tokensPerUnit,
    List<List<Double>> values,
    List<List<Optional<Commitment>>> choices,
    long evaluations) {
  public SessionPlan {
    Require.atLeast("tokensPerUnit", tokensPerUnit, 1);
    values = values.stream().map(List::copyOf).toList();
    choices = choices.stream().map(List::copyOf).toList();
  }

  /** A result without a plan. */
  static SessionPlan none(StopReason reason, int tokensPerUnit) {
    return new SessionPlan(
        reason, Double.NaN, Double.POSITIVE_INFINITY, tokensPerUnit, List.of(), List.of(), 0);
  }

  /**
   * What to commit to; empty where nothing is feasible and the session ends.
   *
   * @param turn in 1 … horizon
   * @param tokensLeft from 0 to the session's budget; with larger units, what is left of the budget when
   *     each turn's use is rounded up to whole units
   * @throws IllegalStateException if there is no plan
   */
  public Optional<Commitment> commit(int turn, int tokensLeft) {
    return choices.get(index(turn)).get(units(turn, tokensLeft));
  }

  /** Expected sum of rewards from a state on, V_turn; same arguments as {@link #commit}. */
  public double value(int turn, int tokensLeft) {
    return values.get(index(turn)).get(units(turn, tokensLeft));
  }

  private int index(int turn) {
    if (choices.isEmpty()) {
      throw new IllegalStateException(
          "the planner stopped with " + stopReason + " and has no plan.");
    }
    if (turn < 1 || turn > choices.size()) {
      throw Require.unexpected("turn", turn, "a whole number in [1, " + choices.size() + "]");
    }
    return turn - 1;
  }

  private int units(int turn, int tokensLeft) {
    int units = Require.atLeast("tokensLeft", tokensLeft, 0) / tokensPerUnit;
    int most = choices.get(index(turn)).size() - 1;
    if (units > most) {
      throw Require.unexpected("tokensLeft", tokensLeft, "at most the budget");
    }
    return units;
  }
}
