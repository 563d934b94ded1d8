package io.stackelberg.leader.agency;

import io.stackelberg.game.CommonAgency;

/**
 * Maximiser of the regularised joint welfare of common agency: ⟨π, Σ_j value_j⟩ − J (temperature × KL(π‖reference) +
 * least shift of π), J principals.
 *
 * <p>It is what one principal of the mean value Σ_j value_j / J would induce under limited liability, hence
 * unique and one scalar root away. It is no equilibrium of the game unless there is one principal.
 */
public final class RegularisedWelfare {
  private final double threshold;
  private final double[] policy;
  private final double welfare;

  private RegularisedWelfare(double threshold, double[] policy, double welfare) {
    this.threshold = threshold;
    this.policy = policy;
    this.welfare = welfare;
  }

  /** The maximiser for a game. */
  public static RegularisedWelfare of(CommonAgency game) {
    double[] mean = game.totalValues();
    for (int outcome = 0; outcome < mean.length; outcome++) {
      mean[outcome] /= game.principals();
    }
    CommonAgency alone =
        new CommonAgency(game.reference(), game.temperature(), new double[][] {mean});
    double threshold = new LimitedLiabilityEquilibrium().bestReply(alone, 0, new double[1]);
    double[] payment = new double[mean.length];
    for (int outcome = 0; outcome < mean.length; outcome++) {
      payment[outcome] = Math.max(mean[outcome] - threshold, 0);
    }
    double[] policy = game.respond(payment);
    return new RegularisedWelfare(threshold, policy, welfare(game, policy));
  }

  /** The regularised joint welfare of any policy; −infinity where the policy has a 0. */
  public static double welfare(CommonAgency game, double[] policy) {
    double[] total = game.totalValues();
    double sum = 0;
    for (int outcome = 0; outcome < total.length; outcome++) {
      sum += policy[outcome] * total[outcome];
    }
    return sum - game.principals() * (game.divergenceCost(policy) + game.leastShift(policy));
  }

  /** What an outcome's mean value must exceed to be paid for. */
  public double threshold() {
    return threshold;
  }

  /** The maximising policy; a fresh array. */
  public double[] policy() {
    return policy.clone();
  }

  /** The regularised joint welfare at the maximiser. */
  public double welfare() {
    return welfare;
  }
}
