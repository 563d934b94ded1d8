package io.stackelberg.leader.finite;

import io.stackelberg.game.Require;
import io.stackelberg.game.TieBreak;
import io.stackelberg.game.run.Tolerance;
import java.util.List;

/**
 * Security game in compact form: a defender covers targets with probabilities, an attacker chooses one.
 *
 * <p>Each resource covers any one target, so coverages in [0, 1] that sum to at most {@code resources} can
 * be drawn. Source: Kiekintveld et al. (2009) [kiekintveld2009computing].
 *
 * @param resources number of resources, at least 0
 * @param defenderCovered the defender's payoff when the attacked target is covered, per target
 * @param defenderUncovered the same when it is not
 * @param attackerCovered the attacker's payoff when the target is covered, at most the next
 * @param attackerUncovered the same when it is not
 */
public record SecurityGame(
    double resources,
    List<Double> defenderCovered,
    List<Double> defenderUncovered,
    List<Double> attackerCovered,
    List<Double> attackerUncovered) {
  public SecurityGame {
    Require.nonNegative("resources", resources);
    defenderCovered = List.copyOf(Require.nonEmpty("defenderCovered", defenderCovered));
    int targets = defenderCovered.size();
    defenderUncovered = sized("defenderUncovered", defenderUncovered, targets);
    attackerCovered = sized("attackerCovered", attackerCovered, targets);
    attackerUncovered = sized("attackerUncovered", attackerUncovered, targets);
    for (int target = 0; target < targets; target++) {
      Require.finite("defenderCovered[" + target + "]", defenderCovered.get(target));
      Require.finite("defenderUncovered[" + target + "]", defenderUncovered.get(target));
      Require.finite("attackerUncovered[" + target + "]", attackerUncovered.get(target));
      Require.inRange(
          "attackerCovered[" + target + "]",
          attackerCovered.get(target),
          -Double.MAX_VALUE,
          attackerUncovered.get(target));
    }
  }

  /** Number of targets. */
  public int targets() {
    return defenderCovered.size();
  }

  /** The defender's payoff when a target with this coverage is attacked. */
  public double defenderPayoff(int target, double coverage) {
    return coverage * defenderCovered.get(target) + (1 - coverage) * defenderUncovered.get(target);
  }

  /** The attacker's payoff for a target with this coverage. */
  public double attackerPayoff(int target, double coverage) {
    return coverage * attackerCovered.get(target) + (1 - coverage) * attackerUncovered.get(target);
  }

  /**
   * The target that the attacker chooses; payoffs within 1e-9 of the range of the attacker's payoffs tie.
   *
   * @param coverage one probability per target
   * @param ties whether the tied target that is best or worst for the defender is taken
   */
  public int attacked(List<Double> coverage, TieBreak ties) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double top = Double.NEGATIVE_INFINITY;
    for (int target = 0; target < targets(); target++) {
      low = Math.min(low, attackerCovered.get(target));
      high = Math.max(high, attackerUncovered.get(target));
      top = Math.max(top, attackerPayoff(target, coverage.get(target)));
    }
    double sign = ties == TieBreak.OPTIMISTIC ? 1 : -1;
    double best = Double.NEGATIVE_INFINITY;
    int attacked = -1;
    for (int target = 0; target < targets(); target++) {
      double payoff = sign * defenderPayoff(target, coverage.get(target));
      boolean isBestReply = Tolerance.DEFAULT.ties(
          attackerPayoff(target, coverage.get(target)), top, high > low ? high - low : 1);
      if (isBestReply && payoff > best) {
        best = payoff;
        attacked = target;
      }
    }
    return attacked;
  }

  /**
   * The defender's value of a coverage, the attacker choosing best.
   *
   * @param coverage one probability per target
   * @param ties which of the tied targets counts
   */
  public double value(List<Double> coverage, TieBreak ties) {
    int attacked = attacked(coverage, ties);
    return defenderPayoff(attacked, coverage.get(attacked));
  }

  private static List<Double> sized(String name, List<Double> values, int size) {
    if (values.size() != size) {
      throw Require.unexpected("length of " + name, values.size(), "" + size);
    }
    return List.copyOf(values);
  }
}
