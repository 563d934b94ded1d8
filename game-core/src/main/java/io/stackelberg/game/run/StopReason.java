package io.stackelberg.game.run;

/** Why a solver stopped. */
public enum StopReason {
  /** The returned policy is optimal and its value was recomputed. */
  PROVEN_OPTIMAL,
  /** The method's own criterion was met; optimality is not proved. */
  CONVERGED,
  /** The limit on evaluations was reached. */
  EVALUATION_LIMIT,
  /** The limit on time was reached. */
  TIME_LIMIT,
  /** No policy satisfies the constraints; proved. */
  INFEASIBLE,
  /** The objective has no finite bound; proved. */
  UNBOUNDED,
  /** Numbers broke down; nothing is claimed. */
  NUMERICAL_FAILURE
}
