package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.TokenEstimator;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Verbosity;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How turns become requests.
 *
 * @param model name of the executor model
 * @param run names the run; part of every call's id, equal when a run is resumed
 * @param arm names the policy that plays; part of every call's id
 * @param temperature empty leaves it to the endpoint
 * @param isStreamed whether answers are asked for in pieces
 * @param conciseTokens limit on output tokens of a concise answer
 * @param normalTokens limit on output tokens of a normal answer
 * @param verboseTokens limit on output tokens of a verbose answer
 * @param choiceTokens limit on output tokens of a choice of action
 * @param fallbackAction taken when a choice cannot be read; empty makes that a failed turn
 * @param isEstimateAllowed whether estimated token counts enter an outcome; else they are unknown there
 * @param estimator counts the tokens of histories
 * @param templates what the model reads
 */
public record ApiSettings(
    String model,
    String run,
    String arm,
    OptionalDouble temperature,
    boolean isStreamed,
    int conciseTokens,
    int normalTokens,
    int verboseTokens,
    int choiceTokens,
    Optional<ResourceVector> fallbackAction,
    boolean isEstimateAllowed,
    TokenEstimator estimator,
    Templates templates) {
  public ApiSettings {
    Require.nonBlank("model", model);
    Require.nonBlank("run", run);
    Require.nonBlank("arm", arm);
    Require.atLeast("conciseTokens", conciseTokens, 1);
    Require.atLeast("normalTokens", normalTokens, conciseTokens);
    Require.atLeast("verboseTokens", verboseTokens, normalTokens);
    Require.atLeast("choiceTokens", choiceTokens, 1);
  }

  /** Blocking calls at temperature 0 with the texts of this library. */
  public static ApiSettings of(String model, String run, String arm) {
    return new ApiSettings(
        model,
        run,
        arm,
        OptionalDouble.of(0),
        false,
        400,
        1200,
        3000,
        64,
        Optional.empty(),
        false,
        TokenEstimator.QUARTER_OF_BYTES,
        Templates.defaults());
  }

  /** The same for another policy. */
  public ApiSettings withArm(String changed) {
    return with(changed, isStreamed, fallbackAction, isEstimateAllowed, templates);
  }

  /** The same with answers in pieces. */
  public ApiSettings streamed() {
    return with(arm, true, fallbackAction, isEstimateAllowed, templates);
  }

  /** The same with an action for choices that cannot be read. */
  public ApiSettings withFallbackAction(ResourceVector changed) {
    return with(arm, isStreamed, Optional.of(changed), isEstimateAllowed, templates);
  }

  /** The same with estimated token counts in outcomes. */
  public ApiSettings withEstimatesAllowed() {
    return with(arm, isStreamed, fallbackAction, true, templates);
  }

  /** The same with other texts. */
  public ApiSettings withTemplates(Templates changed) {
    return with(arm, isStreamed, fallbackAction, isEstimateAllowed, changed);
  }

  /** The same with other limits on output tokens. */
  public ApiSettings withOutputLimits(int concise, int normal, int verbose) {
    return new ApiSettings(
        model,
        run,
        arm,
        temperature,
        isStreamed,
        concise,
        normal,
        verbose,
        choiceTokens,
        fallbackAction,
        isEstimateAllowed,
        estimator,
        templates);
  }

  int maxTokens(Verbosity verbosity) {
    return switch (verbosity) {
      case CONCISE -> conciseTokens;
      case NORMAL -> normalTokens;
      case VERBOSE -> verboseTokens;
    };
  }

  private ApiSettings with(
      String changedArm,
      boolean streams,
      Optional<ResourceVector> fallback,
      boolean allowsEstimates,
      Templates texts) {
    return new ApiSettings(
        model,
        run,
        changedArm,
        temperature,
        streams,
        conciseTokens,
        normalTokens,
        verboseTokens,
        choiceTokens,
        fallback,
        allowsEstimates,
        estimator,
        texts);
  }
}
