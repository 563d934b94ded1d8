/**
 * Repair: turns a policy optimised on a learned surrogate into one that evidence from real turns supports.
 *
 * <p>Here: the contract {@link io.stackelberg.repair.RepairStrategy}, the evidence it works from ({@link
 * io.stackelberg.repair.CalibrationEvidence}), its implementations and their chain; safe sets, certified and
 * convex, and optimisation inside them; the gates by themselves. Calibration is in package {@code calibration}. Not
 * here: playing the calibration turns (module {@code pipeline} plays them on a turn executor) and any claim about the
 * evaluation part.
 *
 * <p>Read first: {@link io.stackelberg.repair.SafeSetProjection}.
 */
package io.stackelberg.repair;
