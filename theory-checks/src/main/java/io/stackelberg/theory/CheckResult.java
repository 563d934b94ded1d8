package io.stackelberg.theory;

/** What a check found. "Could not tell" is its own answer and never folded into "fine". */
public sealed interface CheckResult {
  /** Name of the check. */
  String check();

  /** How strong the evidence is. */
  Rigour rigour();

  /** What was found, in one sentence with its numbers. */
  String detail();

  /**
   * The statement holds.
   *
   * @param margin distance to failure, in the check's own unit, at least 0
   */
  record Holds(String check, Rigour rigour, double margin, String detail) implements CheckResult {}

  /**
   * The statement is false.
   *
   * @param witness the case that refutes it
   */
  record Violated(String check, Rigour rigour, String witness, String detail)
      implements CheckResult {}

  /**
   * Neither could be shown.
   *
   * @param missing what would decide it
   */
  record Inconclusive(String check, Rigour rigour, String missing, String detail)
      implements CheckResult {}
}
