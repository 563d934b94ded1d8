package io.stackelberg.leader.bilevel;

import io.stackelberg.game.Require;
import java.util.List;

/**
 * Bilevel problem of polynomials, both levels minimised: the leader chooses x, the follower answers with a
 * y that minimises {@code lowerObjective} subject to {@code lowerConstraints} ≤ 0; among several such y the
 * leader's favourite counts (optimistic).
 *
 * <p>Minimised, unlike the games of this library, because the collections that hold such problems minimise.
 *
 * @param leaderVariables number of x, at least 1; they are the first variables of every polynomial
 * @param followerVariables number of y, at least 1
 * @param upperObjective F, minimised by the leader
 * @param lowerObjective f, minimised by the follower
 * @param upperConstraints G ≤ 0; the follower does not see them
 * @param lowerConstraints g ≤ 0
 */
public record PolynomialBilevelProblem(
    int leaderVariables,
    int followerVariables,
    Polynomial upperObjective,
    Polynomial lowerObjective,
    List<Polynomial> upperConstraints,
    List<Polynomial> lowerConstraints) {
  public PolynomialBilevelProblem {
    Require.atLeast("leaderVariables", leaderVariables, 1);
    Require.atLeast("followerVariables", followerVariables, 1);
    upperConstraints = List.copyOf(upperConstraints);
    lowerConstraints = List.copyOf(lowerConstraints);
    int variables = leaderVariables + followerVariables;
    requireVariables("upperObjective", upperObjective, variables);
    requireVariables("lowerObjective", lowerObjective, variables);
    upperConstraints.forEach(one -> requireVariables("upperConstraints", one, variables));
    lowerConstraints.forEach(one -> requireVariables("lowerConstraints", one, variables));
  }

  /** Number of all variables. */
  public int variables() {
    return leaderVariables + followerVariables;
  }

  private static void requireVariables(String name, Polynomial polynomial, int variables) {
    if (polynomial.variables() != variables) {
      throw Require.unexpected("variables of " + name, polynomial.variables(), "" + variables);
    }
  }
}
