package io.stackelberg.theory;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.OutcomeModel;
import java.util.List;

/**
 * Recomputes claimed numbers by plain code of its own and compares.
 *
 * <p>A claim that is NaN is never confirmed. Differences are relative to 1 + |recomputed|.
 */
public final class ClaimAudit {
  private ClaimAudit() {}

  /**
   * A claimed number beside its recomputation.
   *
   * @param name what is claimed
   * @param claimed the claim
   * @param recomputed the audit's own figure
   */
  public record Claim(String name, double claimed, double recomputed) {
    /** |claimed − recomputed| / (1 + |recomputed|); NaN if either is. */
    public double difference() {
      return Math.abs(claimed - recomputed) / (1 + Math.abs(recomputed));
    }
  }

  /**
   * Compares claims with their recomputation.
   *
   * @param tolerance largest relative difference that counts as equal
   */
  public static CheckResult compare(String check, List<Claim> claims, double tolerance) {
    Claim worst = null;
    for (Claim claim : claims) {
      if (!(claim.difference() <= tolerance)) {
        return new CheckResult.Violated(
            check,
            Rigour.EXACT,
            claim.name() + " was claimed as " + claim.claimed() + ", recomputed "
                + claim.recomputed(),
            "A claimed number does not follow from its inputs.");
      }
      worst = worst == null || claim.difference() > worst.difference() ? claim : worst;
    }
    if (worst == null) {
      return new CheckResult.Inconclusive(
          check, Rigour.EXACT, "at least one claim", "Nothing was claimed, nothing was checked.");
    }
    return new CheckResult.Holds(
        check,
        Rigour.EXACT,
        tolerance - worst.difference(),
        claims.size()
            + " claimed numbers recomputed; the largest relative difference is "
            + worst.difference()
            + " ("
            + worst.name()
            + ").");
  }

  /**
   * Expected quality of a policy on the surrogate, by summing over contexts, the leader's lottery and the
   * follower's response.
   */
  public static double meanQuality(
      LeaderPolicy policy, List<Context> contexts, FollowerModel follower, OutcomeModel outcomes) {
    double sum = 0;
    for (Context context : contexts) {
      double[] actions = actionProbabilities(policy.commit(context), context, follower);
      for (int action = 0; action < actions.length; action++) {
        sum += actions[action] > 0
            ? actions[action] * outcomes.expect(context, action).quality()
            : 0;
      }
    }
    return sum / contexts.size();
  }

  /** Expected cost of a policy on the surrogate, in the same way. */
  public static double meanCost(
      LeaderPolicy policy,
      List<Context> contexts,
      FollowerModel follower,
      OutcomeModel outcomes,
      CostUnit unit) {
    double sum = 0;
    for (Context context : contexts) {
      double[] actions = actionProbabilities(policy.commit(context), context, follower);
      for (int action = 0; action < actions.length; action++) {
        sum += actions[action] > 0
            ? actions[action] * outcomes.expect(context, action).cost(unit)
            : 0;
      }
    }
    return sum / contexts.size();
  }

  private static double[] actionProbabilities(
      MixedCommitment mixed, Context context, FollowerModel follower) {
    double[] total = new double[follower.actions().size()];
    for (int member = 0; member < mixed.support().size(); member++) {
      Commitment commitment = mixed.support().get(member);
      double[] response = follower.respond(context, commitment);
      for (int action = 0; action < total.length; action++) {
        total[action] += mixed.probabilities().get(member) * response[action];
      }
    }
    return total;
  }
}
