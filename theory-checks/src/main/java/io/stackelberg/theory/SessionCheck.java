package io.stackelberg.theory;

import io.stackelberg.game.Require;
import io.stackelberg.game.catalog.SessionGame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Session on a budget that must never be exceeded, by recursion from its definition: at each state the leader
 * maximises expected reward plus what follows, over commitments of which every action the follower may draw
 * fits the budget; where none does the session ends at 0.
 *
 * <p>Source: Bellman (1957) [bellman1957dynamic]. Compared with the greedy choice of the first turn.
 */
public final class SessionCheck {
  private static final String NAME = "C23 session-dp";

  private final SessionGame session;
  private final double[][] responses;
  private final Map<List<Integer>, Double> known = new HashMap<>();

  private SessionCheck(SessionGame session, double[][] responses) {
    this.session = session;
    this.responses = responses;
  }

  /** A session whose follower obeys: one commitment per action. */
  public static CheckResult check(
      SessionGame session, int budget, OptionalDouble claimedValue, OptionalInt claimedFirst) {
    double[][] obedient = new double[session.actions().size()][session.actions().size()];
    for (int action = 0; action < obedient.length; action++) {
      obedient[action][action] = 1;
    }
    return check(session, obedient, budget, claimedValue, claimedFirst);
  }

  /**
   * A session whose follower draws from given responses, alike at every state.
   *
   * @param session horizon, price of a token and actions
   * @param responses P(a | l), one row per commitment; each sums to 1 within 1e-9
   * @param budget tokens of the whole session, at least 0
   * @param claimedValue claimed V_1(budget); compared to 1e-9 of the number of turns
   * @param claimedFirst index of the commitment that is claimed to be best in the first turn
   */
  public static CheckResult check(
      SessionGame session,
      double[][] responses,
      int budget,
      OptionalDouble claimedValue,
      OptionalInt claimedFirst) {
    Require.atLeast("budget", budget, 0);
    Vectors.requireMatrix("P", responses, session.actions().size());
    for (double[] response : responses) {
      double sum = 0;
      for (double probability : response) {
        sum += Require.nonNegative("probability", probability);
      }
      Require.inRange("sum of a response", sum, 1 - 1e-9, 1 + 1e-9);
    }
    SessionCheck plan = new SessionCheck(session, responses);
    double value = plan.value(1, budget);
    Findings findings = new Findings(NAME).add("value", value);
    List<Double> firstValues = new ArrayList<>();
    int best = -1;
    int greedy = -1;
    double tie = 1e-9 * session.horizon();
    for (int commitment = 0; commitment < responses.length; commitment++) {
      Optional<Double> after = plan.valueOf(commitment, 1, budget);
      firstValues.add(after.orElse(Double.NEGATIVE_INFINITY));
      if (after.isPresent()) {
        best = best < 0 || after.get() > firstValues.get(best) + tie ? commitment : best;
        greedy =
            greedy < 0 || plan.reward(commitment) > plan.reward(greedy) + tie ? commitment : greedy;
      }
    }
    findings.add(
        "first_values", firstValues.stream().mapToDouble(Double::doubleValue).toArray());
    if (best >= 0) {
      findings
          .add("first", best)
          .add("greedy_first", greedy)
          .add("greedy_value", firstValues.get(greedy))
          .add("greedy_regret", Math.max(0, value - firstValues.get(greedy)));
    }
    if (claimedFirst.isPresent()) {
      int claimed = claimedFirst.getAsInt();
      Require.inRange("claimed first commitment", claimed, 0, responses.length - 1);
      double regret = value - firstValues.get(claimed);
      if (!(regret <= tie)) {
        return findings.violated(
            Rigour.EXACT,
            "starting with " + claimed + " is worth " + firstValues.get(claimed) + ", with " + best
                + " " + value,
            "The claimed first commitment is not optimal: regret " + regret + ".");
      }
    }
    if (claimedValue.isPresent()) {
      double off = Math.abs(value - claimedValue.getAsDouble());
      if (!(off <= tie)) {
        return findings.violated(
            Rigour.EXACT,
            "V_1(" + budget + ") is " + value + ", claimed " + claimedValue.getAsDouble(),
            "The claimed value is not that of the best plan.");
      }
    }
    return findings.holds(
        Rigour.EXACT, 0, "V_1(" + budget + ") = " + value + " by recursion over the budget.");
  }

  private double value(int turn, int budget) {
    if (turn > session.horizon()) {
      return 0;
    }
    List<Integer> state = List.of(turn, budget);
    if (!known.containsKey(state)) {
      Optional<Double> best = Optional.empty();
      for (int commitment = 0; commitment < responses.length; commitment++) {
        Optional<Double> value = valueOf(commitment, turn, budget);
        best = value.isPresent() && (best.isEmpty() || value.get() > best.get()) ? value : best;
      }
      known.put(state, best.orElse(0.0));
    }
    return known.get(state);
  }

  /** Empty where some action that may be drawn could exceed the budget. */
  private Optional<Double> valueOf(int commitment, int turn, int budget) {
    double sum = reward(commitment);
    for (int action = 0; action < session.actions().size(); action++) {
      SessionGame.Action drawn = session.actions().get(action);
      double probability = responses[commitment][action];
      for (int outcome = 0; probability > 0 && outcome < drawn.tokens().size(); outcome++) {
        if (drawn.tokens().get(outcome) > budget) {
          return Optional.empty();
        }
        sum += probability
            * drawn.probabilities().get(outcome)
            * value(turn + 1, budget - drawn.tokens().get(outcome));
      }
    }
    return Optional.of(sum);
  }

  private double reward(int commitment) {
    double sum = 0;
    for (int action = 0; action < session.actions().size(); action++) {
      SessionGame.Action drawn = session.actions().get(action);
      double tokens = 0;
      for (int outcome = 0; outcome < drawn.tokens().size(); outcome++) {
        tokens += drawn.probabilities().get(outcome) * drawn.tokens().get(outcome);
      }
      sum += responses[commitment][action] * (drawn.quality() - session.tokenPrice() * tokens);
    }
    return sum;
  }
}
