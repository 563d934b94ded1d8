/**
 * Calibration: corrects what a surrogate predicts by few real turns, and says which turn to play next.
 *
 * <p>Here: the fusion of predictions with samples, cell by cell ({@link
 * io.stackelberg.repair.calibration.PriorFusion}); an outcome model and a follower corrected that way; the
 * allocation of the next call ({@link io.stackelberg.repair.calibration.CallAllocation}); shadow mode, which
 * records what a candidate would have chosen. Not here: any claim that a policy is safe (package {@code
 * io.stackelberg.repair}); a calibrated model is a better guess, not a bound.
 *
 * <p>Read first: {@link io.stackelberg.repair.calibration.PriorFusion}.
 */
package io.stackelberg.repair.calibration;
