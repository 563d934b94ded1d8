package io.stackelberg.response;

import io.stackelberg.game.OutcomeModel;
import java.util.List;

/**
 * A fitted outcome model and how well cross-validation says it predicts.
 *
 * @param model the model
 * @param skills one entry per action that occurred in the log, in the order of the action set
 */
public record OutcomeFit(OutcomeModel model, List<Skill> skills) {
  public OutcomeFit {
    skills = List.copyOf(skills);
  }

  /**
   * Cross-validated skill: 1 − (squared error of the prediction) / (squared error of the mean of the other
   * folds). At or below 0 the features do not help.
   *
   * @param action id of the action, or {@code all} for a model pooled over actions
   * @param rows turns it was fitted on
   * @param qualityPenalty chosen ridge penalty for quality; +infinity means the mean alone
   * @param costPenalty chosen ridge penalty for tokens, or for money where tokens are unknown
   * @param qualitySkill skill for quality; NaN where quality never varies
   * @param costSkill skill for cost; NaN where cost never varies
   */
  public record Skill(
      String action,
      int rows,
      double qualityPenalty,
      double costPenalty,
      double qualitySkill,
      double costSkill) {}
}
