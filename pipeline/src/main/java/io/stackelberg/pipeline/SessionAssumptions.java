package io.stackelberg.pipeline;

import io.stackelberg.pipeline.io.EvaluationCsv.Row;
import io.stackelberg.theory.AssumptionStatus;
import io.stackelberg.theory.Certificate.Assumption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What every statement from a run's sessions rests on, whatever it says.
 *
 * <p>Proved is what was enumerated or has a closed form (theory section 0). A simulator's laws are written down: that
 * they do not change with time, and that its quality is quality, is read off them. That its pseudo-random sessions
 * are independent is not enumerated by anybody, and assumed.
 */
final class SessionAssumptions {
  static final AssumptionStatus PROVED = new AssumptionStatus.Proved();
  static final AssumptionStatus ASSUMED = new AssumptionStatus.Assumed();

  private SessionAssumptions() {}

  /** A1, A2, A5, B1 and A7; A3 and A4 depend on the statement. */
  static List<Assumption> shared(boolean isSimulated, Optional<String> overlap) {
    AssumptionStatus law = isSimulated ? PROVED : ASSUMED;
    return List.of(
        new Assumption(
            "A1",
            "Sessions are independent.",
            ASSUMED,
            isSimulated
                ? "Each session has a pseudo-random generator of its own; no enumeration shows that such"
                    + " generators are independent."
                : "The unit is the session as recorded; nothing in the data can show independence."),
        new Assumption(
            "A2",
            "Interface and mix of tasks stay as they were.",
            law,
            isSimulated
                ? "In closed form: the simulator's laws have no time in them; the claim is about them alone."
                : "The outcomes were recorded once; a later model or mix may differ."),
        new Assumption(
            "A5",
            "The policy and all candidates were fixed before the certifying data.",
            overlap
                .<AssumptionStatus>map(
                    session -> new AssumptionStatus.Violated("session " + session))
                .orElse(PROVED),
            overlap.isPresent()
                ? "A session of the evaluation part also chose the policy."
                : "By enumeration: no evaluation session is among those of the fitting or calibration part."),
        new Assumption(
            "B1",
            "The study and the options of the certificate were fixed before the evaluation part was seen.",
            ASSUMED,
            "A run cannot tell how often its study was changed and run again."),
        new Assumption(
            "A7",
            "The quality score is quality.",
            law,
            isSimulated
                ? "By definition: the claim is about the simulator's quality."
                : "The score is taken as recorded; no other judge was asked."));
  }

  /** All required assumptions of a statement that nothing statistical enters. */
  static List<Assumption> unused(String why) {
    return List.of(
        unused("A1", "sessions are independent.", why),
        unused("A2", "interface and mix of tasks stay as they were.", why),
        unused("A3", "outcomes were observed.", why),
        unused("A4", "values have a declared range.", why),
        unused("A5", "the policy was fixed before the certifying data.", why),
        unused("A7", "the quality score is quality.", why));
  }

  private static Assumption unused(String id, String text, String why) {
    return new Assumption(id, "Not used by this claim: " + text, PROVED, why);
  }

  /** A session that both chose policies and scores them. */
  static Optional<String> overlap(List<Row> rows) {
    Set<String> choosing = new HashSet<>();
    for (Row row : rows) {
      if (!row.part().equals("evaluate")) {
        choosing.add(row.session());
      }
    }
    return rows.stream()
        .filter(row -> row.part().equals("evaluate"))
        .map(Row::session)
        .filter(choosing::contains)
        .findFirst();
  }
}
