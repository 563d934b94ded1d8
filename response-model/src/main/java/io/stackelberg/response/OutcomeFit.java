package io.stackelberg.response;

import io.stackelberg.game.OutcomeModel;
import java.util.List;

/**
 * A fitted outcome model and how well cross-validation says it predicts.
 *
 * @param model the model
 * @param skills one entry per action that occurred in the log, in the order of the action set
 * @param errors errors on turns of sessions the predicting model had not seen, in the same order; empty where
 *     they were not measured
 */
public record OutcomeFit(OutcomeModel model, List<Skill> skills, List<PredictionErrors> errors) {
  public OutcomeFit {
    skills = List.copyOf(skills);
    errors = List.copyOf(errors);
  }

  /** A fit whose errors were not measured. */
  public OutcomeFit(OutcomeModel model, List<Skill> skills) {
    this(model, skills, List.of());
  }

  /** The same fit with the errors of its estimator when cross-fitted. */
  public OutcomeFit withErrors(List<PredictionErrors> measured) {
    return new OutcomeFit(model, skills, measured);
  }

  /**
   * Cross-validated skill: 1 − (squared error of the prediction) / (squared error of the mean of the other
   * folds). At or below 0 the features do not help.
   *
   * @param action id of the action, or {@code all} for a model pooled over actions
   * @param rows turns it was fitted on
   * @param qualityPenalty chosen ridge penalty for quality; +infinity means the mean alone, NaN no ridge
   * @param costPenalty chosen ridge penalty for tokens, or for money where tokens are unknown
   * @param qualitySkill skill for quality; NaN where quality never varies or skill was not measured
   * @param costSkill skill for cost; NaN where cost never varies or skill was not measured
   */
  public record Skill(
      String action,
      int rows,
      double qualityPenalty,
      double costPenalty,
      double qualitySkill,
      double costSkill) {}
}
