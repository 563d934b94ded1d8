package io.stackelberg.response.inference;

import io.stackelberg.game.stats.Interval;
import java.util.Optional;

/**
 * Ratio of two inferred weights, or of 1 and a weight: the trade-offs that choices do identify.
 *
 * @param numerator name of the term above, or "1"
 * @param denominator name of the term below
 * @param estimate the ratio of the estimates; infinite or NaN only where the denominator is exactly 0
 * @param deltaMethod symmetric interval around the estimate; empty where the interval of the denominator
 *     includes 0, for there its coverage is not what it says
 * @param fieller the set that holds its level either way; the one to quote
 */
public record WeightRatio(
    String numerator,
    String denominator,
    double estimate,
    Optional<Interval> deltaMethod,
    FiellerSet fieller) {}
