package io.stackelberg.game.catalog;

import io.stackelberg.game.Require;
import io.stackelberg.game.run.Tolerance;
import java.util.List;
import java.util.OptionalInt;

/**
 * Session of several turns on one token budget that must never be exceeded.
 *
 * <p>Each turn the leader directs one action, which uses a random number of tokens. An action is feasible
 * when its largest token use fits into what is left; when none is, the session ends. The reward of a turn
 * is quality − tokenPrice · tokens, rewards add up. Values follow from backward induction over budgets;
 * cost: O(horizon · budget · actions · outcomes).
 *
 * @param horizon number of turns T, at least 1
 * @param tokenPrice reward lost per token, at least 0
 * @param actions at least one
 */
public record SessionGame(int horizon, double tokenPrice, List<Action> actions) {
  /**
   * Action of a session.
   *
   * @param id name
   * @param quality expected quality, in [0, 1]
   * @param tokens possible token uses, each at least 0
   * @param probabilities their probabilities, above 0, summing to 1 within 1e-9
   */
  public record Action(
      String id, double quality, List<Integer> tokens, List<Double> probabilities) {
    public Action {
      Require.nonBlank("action id", id);
      Require.inUnitInterval("quality", quality);
      tokens = List.copyOf(Require.nonEmpty("tokens", tokens));
      probabilities = List.copyOf(probabilities);
      if (probabilities.size() != tokens.size()) {
        throw Require.unexpected(
            "number of probabilities", probabilities.size(), "" + tokens.size());
      }
      double sum = 0;
      for (int outcome = 0; outcome < tokens.size(); outcome++) {
        Require.atLeast("tokens", tokens.get(outcome), 0);
        sum += Require.inRange("probability", probabilities.get(outcome), Double.MIN_VALUE, 1);
      }
      Require.inRange("sum of probabilities", sum, 1 - 1e-9, 1 + 1e-9);
    }

    /** Largest number of tokens this action may use. */
    public int worstCaseTokens() {
      return tokens.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
  }

  public SessionGame {
    Require.atLeast("horizon", horizon, 1);
    Require.nonNegative("tokenPrice", tokenPrice);
    actions = List.copyOf(Require.nonEmpty("actions", actions));
  }

  /** Whether the action can never exceed {@code budget}. */
  public boolean isFeasible(int actionIndex, int budget) {
    return actions.get(actionIndex).worstCaseTokens() <= budget;
  }

  /** Expected reward of one turn. */
  public double reward(int actionIndex) {
    Action action = actions.get(actionIndex);
    double tokens = 0;
    for (int outcome = 0; outcome < action.tokens().size(); outcome++) {
      tokens += action.probabilities().get(outcome) * action.tokens().get(outcome);
    }
    return action.quality() - tokenPrice * tokens;
  }

  /** Largest expected sum of rewards of a whole session, V_1(budget). */
  public double value(int budget) {
    return valuesFrom(1, budget)[budget];
  }

  /**
   * Expected sum of rewards from a turn on, when this action is taken now and the rest is optimal.
   *
   * @param turn in 1 … horizon
   * @param budget tokens left, at least the action's worst case
   * @throws IllegalArgumentException if the turn lies outside the session or the action is infeasible
   */
  public double actionValue(int turn, int budget, int actionIndex) {
    if (turn < 1 || turn > horizon) {
      throw Require.unexpected("turn", turn, "a whole number in [1, " + horizon + "]");
    }
    if (!isFeasible(actionIndex, budget)) {
      throw Require.unexpected(
          "budget",
          budget,
          "at least the worst case of \"" + actions.get(actionIndex).id() + "\", "
              + actions.get(actionIndex).worstCaseTokens());
    }
    return actionValue(actionIndex, budget, valuesFrom(turn + 1, budget));
  }

  /**
   * The feasible action with the largest reward of this turn alone, the first of tied ones.
   *
   * @return empty when no action is feasible
   */
  public OptionalInt greedyAction(int budget) {
    double range = 0;
    for (int one = 0; one < actions.size(); one++) {
      for (int other = 0; other < actions.size(); other++) {
        range = Math.max(range, reward(one) - reward(other));
      }
    }
    OptionalInt best = OptionalInt.empty();
    for (int action = 0; action < actions.size(); action++) {
      if (isFeasible(action, budget)
          && (best.isEmpty()
              || reward(action) > reward(best.getAsInt())
                  && !Tolerance.DEFAULT.ties(reward(action), reward(best.getAsInt()), range))) {
        best = OptionalInt.of(action);
      }
    }
    return best;
  }

  /** V_turn(b) for b = 0 … budget; 0 after the last turn and where no action is feasible. */
  private double[] valuesFrom(int turn, int budget) {
    double[] values = new double[Require.atLeast("budget", budget, 0) + 1];
    for (int current = horizon; current >= turn; current--) {
      double[] earlier = new double[values.length];
      for (int left = 0; left < values.length; left++) {
        double best = Double.NEGATIVE_INFINITY;
        for (int action = 0; action < actions.size(); action++) {
          if (isFeasible(action, left)) {
            best = Math.max(best, actionValue(action, left, values));
          }
        }
        earlier[left] = best == Double.NEGATIVE_INFINITY ? 0 : best;
      }
      values = earlier;
    }
    return values;
  }

  private double actionValue(int actionIndex, int budget, double[] next) {
    Action action = actions.get(actionIndex);
    double sum = reward(actionIndex);
    for (int outcome = 0; outcome < action.tokens().size(); outcome++) {
      sum += action.probabilities().get(outcome) * next[budget - action.tokens().get(outcome)];
    }
    return sum;
  }
}
