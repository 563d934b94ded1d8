package io.stackelberg.response.inference;

import io.stackelberg.game.stats.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was tested about the choices before weights were reported.
 *
 * <p>An empty field was not tested, which is not the same as passed.
 *
 * @param overUniform held-out gain in log-likelihood per choice over a uniform draw from the menu, in nats,
 *     clustered by session
 * @param overFrequency the same over the actions' frequencies in the other sessions, each count raised by
 *     1 and renormalised on the menu
 * @param shareExplained 1 − logL / logL(uniform) on the data of the fit (McFadden's), in [0, 1]
 * @param transitivity circles among choices from pairs; empty where no three actions were all paired in
 *     one situation
 * @param actionConstantsP p-value of the hypothesis that the declared terms explain how often each action
 *     is chosen (score test of a constant per action, clustered); empty where the constants add nothing or
 *     sessions are fewer than 5 per constant
 * @param dispersionP Monte Carlo p-value of the hypothesis that all sessions share one set of weights;
 *     empty without simulations
 */
public record CoherenceTests(
    Interval overUniform,
    Interval overFrequency,
    double shareExplained,
    Optional<Transitivity> transitivity,
    OptionalDouble actionConstantsP,
    OptionalDouble dispersionP) {}
