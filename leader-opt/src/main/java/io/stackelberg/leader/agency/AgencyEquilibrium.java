package io.stackelberg.leader.agency;

import io.stackelberg.game.CommonAgency;
import io.stackelberg.game.run.StopReason;
import java.util.OptionalInt;

/**
 * One profile of thresholds under limited liability, with its certificate.
 *
 * <p>Principal j pays (value − threshold)_+. The certificate is {@link #largestGain}: the most that any
 * principal gains by its best reply, both payoffs summed outcome by outcome. It is an equilibrium (within the
 * tolerance of the run) exactly when {@link #stopReason} is {@code CONVERGED}. Immutable.
 */
public final class AgencyEquilibrium {
  private final CommonAgency game;
  private final StopReason stopReason;
  private final double[] threshold;
  private final double[] policy;
  private final double[] payoff;
  private final double largestGain;
  private final double[][] sensitivity;
  private final double determinant;
  private final boolean isRegular;
  private final int iterations;
  private final long passes;

  AgencyEquilibrium(
      CommonAgency game,
      StopReason stopReason,
      double[] threshold,
      double[] policy,
      double[] payoff,
      double largestGain,
      double[][] sensitivity,
      boolean isRegular,
      int iterations,
      long passes) {
    this.game = game;
    this.stopReason = stopReason;
    this.threshold = threshold;
    this.policy = policy;
    this.payoff = payoff;
    this.largestGain = largestGain;
    this.sensitivity = sensitivity;
    this.determinant = SmallMatrix.determinant(sensitivity);
    this.isRegular = isRegular;
    this.iterations = iterations;
    this.passes = passes;
  }

  /** {@code CONVERGED} when no principal gains more than the tolerance; else why the search stopped before. */
  public StopReason stopReason() {
    return stopReason;
  }

  /** What an outcome must be worth to the principal before it pays; c in the sources. */
  public double threshold(int principal) {
    return threshold[principal];
  }

  /** All thresholds; a fresh array. */
  public double[] thresholds() {
    return threshold.clone();
  }

  /** What the principal pays for the outcome, at least 0. */
  public double payment(int principal, int outcome) {
    return Math.max(game.value(principal, outcome) - threshold[principal], 0);
  }

  /** Probability of the outcome. */
  public double probability(int outcome) {
    return policy[outcome];
  }

  /** Probabilities of all outcomes; a fresh array. */
  public double[] policy() {
    return policy.clone();
  }

  /** What the principal receives, payments deducted. */
  public double payoff(int principal) {
    return payoff[principal];
  }

  /** The most any principal gains by deviating to its best reply; at least 0. */
  public double largestGain() {
    return largestGain;
  }

  /** Derivative of principal j's equation by principal k's threshold; M in the sources, 1 on the diagonal. */
  public double sensitivity(int principal, int other) {
    return sensitivity[principal][other];
  }

  /** Determinant of the sensitivities; its sign is the equilibrium's index. */
  public double determinant() {
    return determinant;
  }

  /**
   * Spectral radius of the absolute off-diagonal sensitivities: below 1, best replies converge from nearby,
   * whether taken in turn or at once; at or above 1 it says nothing.
   */
  public double couplingRadius() {
    double[][] coupling = new double[sensitivity.length][sensitivity.length];
    for (int j = 0; j < coupling.length; j++) {
      for (int k = 0; k < coupling.length; k++) {
        coupling[j][k] = j == k ? 0 : Math.abs(sensitivity[j][k]);
      }
    }
    return SmallMatrix.spectralRadius(coupling);
  }

  /** +1 or −1, the sign of the determinant; empty where a threshold meets a value or the determinant is near 0. */
  public OptionalInt index() {
    return isRegular && Math.abs(determinant) > 1e-9
        ? OptionalInt.of(determinant > 0 ? 1 : -1)
        : OptionalInt.empty();
  }

  /** Newton steps, or sweeps over the principals. */
  public int iterations() {
    return iterations;
  }

  /** Passes over all outcomes, one exponential per outcome each, certificate included. */
  public long passes() {
    return passes;
  }
}
