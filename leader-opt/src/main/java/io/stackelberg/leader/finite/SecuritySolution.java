package io.stackelberg.leader.finite;

import io.stackelberg.game.run.StopReason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@link SecurityGameSolver} found.
 *
 * @param stopReason {@code PROVEN_OPTIMAL} when both methods agree and the value was recomputed
 * @param value the defender's value at the coverage, ties going to the defender
 * @param coverage probability that each target is covered
 * @param attackedTarget the attacker's reply
 * @param upperBound no coverage has a larger value
 * @param valuePerTarget most the defender gets when this target is attacked; empty when it never is
 * @param weak what the defender secures when the attacker breaks ties against it; empty when it was not reached
 */
public record SecuritySolution(
    StopReason stopReason,
    double value,
    List<Double> coverage,
    int attackedTarget,
    double upperBound,
    List<OptionalDouble> valuePerTarget,
    Optional<WeakValue> weak) {
  public SecuritySolution {
    coverage = List.copyOf(coverage);
    valuePerTarget = List.copyOf(valuePerTarget);
  }
}
