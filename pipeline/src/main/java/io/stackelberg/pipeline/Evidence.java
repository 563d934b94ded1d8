package io.stackelberg.pipeline;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.Directive;
import io.stackelberg.repair.CalibrationEvidence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns two plays of the calibration part into the evidence that repair works from. */
final class Evidence {
  private Evidence() {}

  /**
   * Splits the change of quality by the commitment in force.
   *
   * @param raw play of the raw policy
   * @param baseline play of the baseline on the same contexts
   * @param fallback the baseline's commitment, which contributes nothing
   */
  static CalibrationEvidence collect(Play raw, Play baseline, Directive fallback) {
    Set<Commitment> used = new LinkedHashSet<>();
    for (int turn = 0; turn < raw.turns(); turn++) {
      used.addAll(raw.drawn(turn).support());
    }
    used.remove(fallback);
    List<Commitment> commitments = new ArrayList<>(used);
    int sessions = raw.sessions();
    double[][] contributions = new double[sessions][commitments.size()];
    double[][] weights = new double[sessions][commitments.size()];
    int[] turnsOf = new int[sessions];
    int[] paired = baseline.positionsOf(raw);
    for (int turn = 0; turn < raw.turns(); turn++) {
      int session = raw.clusters()[turn];
      turnsOf[session]++;
      for (int member = 0; member < raw.drawn(turn).support().size(); member++) {
        int index = commitments.indexOf(raw.drawn(turn).support().get(member));
        if (index >= 0) {
          double probability = raw.drawn(turn).probabilities().get(member);
          contributions[session][index] +=
              probability * (raw.memberQuality(turn)[member] - baseline.quality()[paired[turn]]);
          weights[session][index] += probability;
        }
      }
    }
    double meanTurns = (double) raw.turns() / sessions;
    int mostTurns = 0;
    for (int session = 0; session < sessions; session++) {
      mostTurns = Math.max(mostTurns, turnsOf[session]);
      for (int index = 0; index < commitments.size(); index++) {
        contributions[session][index] /= meanTurns;
        weights[session][index] /= meanTurns;
      }
    }
    return new CalibrationEvidence(commitments, contributions, weights, mostTurns / meanTurns);
  }
}
