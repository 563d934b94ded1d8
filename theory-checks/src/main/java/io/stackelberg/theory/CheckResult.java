package io.stackelberg.theory;

import java.util.List;

/** What a check found. "Could not tell" is its own answer and never folded into "fine". */
public sealed interface CheckResult {
  /** Name of the check. */
  String check();

  /** How strong the evidence is. */
  Rigour rigour();

  /** What was found, in one sentence with its numbers. */
  String detail();

  /** What was computed, in a fixed order; possibly nothing. */
  List<Quantity> quantities();

  /**
   * The statement holds.
   *
   * @param margin distance to failure, in the check's own unit, at least 0
   */
  record Holds(String check, Rigour rigour, double margin, String detail, List<Quantity> quantities)
      implements CheckResult {
    public Holds {
      quantities = List.copyOf(quantities);
    }

    /** Without quantities. */
    public Holds(String check, Rigour rigour, double margin, String detail) {
      this(check, rigour, margin, detail, List.of());
    }
  }

  /**
   * The statement is false.
   *
   * @param witness the case that refutes it
   */
  record Violated(
      String check, Rigour rigour, String witness, String detail, List<Quantity> quantities)
      implements CheckResult {
    public Violated {
      quantities = List.copyOf(quantities);
    }

    /** Without quantities. */
    public Violated(String check, Rigour rigour, String witness, String detail) {
      this(check, rigour, witness, detail, List.of());
    }
  }

  /**
   * Neither could be shown.
   *
   * @param missing what would decide it
   */
  record Inconclusive(
      String check, Rigour rigour, String missing, String detail, List<Quantity> quantities)
      implements CheckResult {
    public Inconclusive {
      quantities = List.copyOf(quantities);
    }

    /** Without quantities. */
    public Inconclusive(String check, Rigour rigour, String missing, String detail) {
      this(check, rigour, missing, detail, List.of());
    }
  }
}
