package io.stackelberg.repair;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.LeaderPolicy;
import java.util.List;
import java.util.Optional;

/**
 * A repaired policy with the evidence for every change.
 *
 * @param policy the policy to deploy
 * @param strategy name of the strategy
 * @param bound name of the confidence bound
 * @param rigour {@code finite-sample} or {@code asymptotic}
 * @param sessions calibration sessions
 * @param whole the finding about the raw policy as a whole
 * @param findings one per commitment other than the baseline, on the sessions that choose the safe set
 * @param safeSet the admitted commitments, the baseline first
 * @param isFallback whether the baseline alone is left
 * @param gate the finding about the projected policy, on sessions that did not choose the safe set; empty
 *     when nothing was projected
 * @param changes every change against the raw policy, in order; empty where it was kept
 * @param explanation what happened and why, in one or two sentences
 */
public record RepairedPolicy(
    LeaderPolicy policy,
    String strategy,
    String bound,
    String rigour,
    int sessions,
    Finding whole,
    List<Finding> findings,
    List<Commitment> safeSet,
    boolean isFallback,
    Optional<Finding> gate,
    List<Change> changes,
    String explanation) {
  public RepairedPolicy {
    findings = List.copyOf(findings);
    safeSet = List.copyOf(safeSet);
    changes = List.copyOf(changes);
  }

  /**
   * One change of what the policy commits to.
   *
   * @param cell the contexts it is about
   * @param before label of the raw policy's commitment there
   * @param after label of what takes its place
   * @param evidence why, with the numbers
   */
  public record Change(String cell, String before, String after, String evidence) {
    /** Every context. */
    public static final String EVERYWHERE = "all contexts";
  }

  /**
   * Evidence about one commitment, or about the whole policy.
   *
   * @param commitment label
   * @param share share of calibration turns it was in force
   * @param change estimated contribution to the change of mean quality per turn
   * @param lowerBound lower confidence bound on that contribution
   * @param allowed the contribution has to stay above this
   * @param isAdmitted whether it does
   */
  public record Finding(
      String commitment,
      double share,
      double change,
      double lowerBound,
      double allowed,
      boolean isAdmitted) {
    /** The numbers, for the reader of a change. */
    String evidence() {
      return "change of mean quality " + change + ", lower bound " + lowerBound + ", "
          + (isAdmitted ? "at least " : "not at least ") + allowed + ", on a share " + share
          + " of turns";
    }
  }
}
