/**
 * Boosted trees of the follower's response, trained by XGBoost's native library and evaluated in Java.
 *
 * <p>Here: {@link io.stackelberg.response.xgboost.XgBoostResponse}, and the way from XGBoost's saved model to
 * {@link io.stackelberg.response.model.TreeScores}. Not here: what a fitted model computes (package {@code
 * response.model}), which needs nothing of XGBoost.
 */
package io.stackelberg.response.xgboost;
