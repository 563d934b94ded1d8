package io.stackelberg.repair;

import io.stackelberg.game.Commitment;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes nothing and claims nothing: the control that the other strategies are compared with. */
public record NoRepair() implements RepairStrategy {
  @Override
  public RepairedPolicy repair(
      LeaderPolicy raw, Commitment baseline, Trials trials, double margin, double delta) {
    Require.positive("margin", margin);
    CalibrationEvidence evidence = trials.play(raw);
    List<Commitment> members = new ArrayList<>(List.of(baseline));
    members.addAll(evidence.commitments());
    return new RepairedPolicy(
        raw,
        "none",
        LowerBound.STUDENT.id(),
        LowerBound.STUDENT.rigour(),
        evidence.sessions(),
        new SessionTest(LowerBound.STUDENT, 2).whole("raw policy", evidence, margin, delta),
        List.of(),
        members,
        false,
        Optional.empty(),
        List.of(),
        "Repair is switched off: the raw policy is deployed as it is, without any claim.");
  }
}
