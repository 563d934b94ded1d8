/**
 * Intervals, tests and sample sizes that every module shares.
 *
 * <p>Here: {@link io.stackelberg.game.stats.ClusteredMeans} and {@link
 * io.stackelberg.game.stats.MeanEstimate} (means over sessions, asymptotic), {@link
 * io.stackelberg.game.stats.MeanBounds} and {@link io.stackelberg.game.stats.BettingBound} (finite-sample
 * bounds on means of values in [0, 1]), {@link io.stackelberg.game.stats.NonInferiority}, {@link
 * io.stackelberg.game.stats.Equivalence}, {@link io.stackelberg.game.stats.WelchTest} of a {@link
 * io.stackelberg.game.stats.MeanDifference}, {@link io.stackelberg.game.stats.SampleSize}, {@link
 * io.stackelberg.game.stats.ReportedChange} (what published numbers imply), and {@link
 * io.stackelberg.game.stats.DeltaLedger}, which adds up error probabilities. For looks at any time: {@link
 * io.stackelberg.game.stats.ConfidenceSequence}, {@link io.stackelberg.game.stats.PredictableBernstein}. For forecasts
 * ({@link io.stackelberg.game.stats.BinaryForecasts} of an event, {@link
 * io.stackelberg.game.stats.ActionForecasts} of the follower's action): {@link
 * io.stackelberg.game.stats.ProperScores}, {@link io.stackelberg.game.stats.Reliability}, the calibration
 * maps {@link io.stackelberg.game.stats.TemperatureScaling} and {@link
 * io.stackelberg.game.stats.IsotonicMap}, and {@link io.stackelberg.game.stats.ConformalSets}. Not here:
 * off-policy estimates (module {@code response-model}) and what a certificate concludes (module {@code
 * theory-checks}).
 *
 * <p>What holds at every sample size: {@code MeanBounds}, {@code BettingBound}, {@code
 * PredictableBernstein}, {@code ConfidenceSequence}, {@code
 * BoundedMean.finiteSampleInterval} and {@code Reliability.errorInterval}, for independent values in a range
 * declared in advance, and the marginal coverage of {@code ConformalSets} under exchangeability. The rest is
 * asymptotic, or exact for normal data only, and must be reported so.
 *
 * <p>Read first: {@link io.stackelberg.game.stats.Interval}, {@link
 * io.stackelberg.game.stats.MeanEstimate}.
 */
package io.stackelberg.game.stats;
