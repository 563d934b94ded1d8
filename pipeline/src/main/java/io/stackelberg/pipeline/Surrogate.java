package io.stackelberg.pipeline;

import io.stackelberg.game.Context;
import io.stackelberg.game.FollowerModel;
import io.stackelberg.response.OutcomeFit;
import java.util.List;
import java.util.Optional;

/**
 * What was learned from the fitting part.
 *
 * @param model name of the outcome model
 * @param contexts contexts of the fitting part
 * @param follower learned, or known where the follower obeys
 * @param response held-out score of a learned follower
 * @param outcomes cross-fitted outcome model
 * @param fit skills of the outcome regressions
 */
record Surrogate(
    String model,
    List<Context> contexts,
    FollowerModel follower,
    Optional<ResponseScore> response,
    CrossFittedOutcomes outcomes,
    OutcomeFit fit) {}
