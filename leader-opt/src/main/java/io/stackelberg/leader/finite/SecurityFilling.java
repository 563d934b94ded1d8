package io.stackelberg.leader.finite;

import java.util.OptionalDouble;

/**
 * The value of one attacked target without a linear program.
 *
 * <p>With coverage c the target pays the attacker u(c), falling in c; every other target t then needs the
 * least coverage that brings it down to u(c). That need grows with c, so the coverages that can be afforded
 * are an interval from 0 and the defender's payoff, linear in c, is best at one of its ends; the upper one
 * is found by bisection.
 */
final class SecurityFilling {
  private static final int HALVINGS = 200;

  private SecurityFilling() {}

  /** Most the defender gets when the target is attacked; empty when it cannot be made the best one. */
  static OptionalDouble value(SecurityGame game, int target, double tie) {
    if (!isAffordable(game, target, 0, tie)) {
      return OptionalDouble.empty();
    }
    double low = 0;
    double high = Math.min(1, game.resources());
    if (isAffordable(game, target, high, 0)) {
      low = high;
    }
    for (int halving = 0; halving < HALVINGS && low < high; halving++) {
      double middle = 0.5 * (low + high);
      if (middle == low || middle == high) {
        break;
      }
      if (isAffordable(game, target, middle, 0)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalDouble.of(
        Math.max(game.defenderPayoff(target, 0), game.defenderPayoff(target, low)));
  }

  private static boolean isAffordable(SecurityGame game, int target, double coverage, double tie) {
    double payoff = game.attackerPayoff(target, coverage);
    double left = game.resources() - coverage;
    for (int other = 0; other < game.targets(); other++) {
      double uncovered = game.attackerUncovered().get(other);
      if (other == target || uncovered <= payoff + tie) {
        continue;
      }
      double covered = game.attackerCovered().get(other);
      if (covered > payoff + tie) {
        return false;
      }
      left -= covered < uncovered ? (uncovered - payoff) / (uncovered - covered) : 0;
    }
    return left >= -1e-12 * (1 + game.resources());
  }
}
