package io.stackelberg.theory;

import io.stackelberg.game.Require;

/** How far an assumption is known to hold (theory section 0). */
public sealed interface AssumptionStatus {
  /** The best verdict that a conclusion resting on it can have. */
  Verdict ceiling();

  /** Exact enumeration, closed form, or a bound with explicit slack. */
  record Proved() implements AssumptionStatus {
    @Override
    public Verdict ceiling() {
      return Verdict.CERTIFIED;
    }
  }

  /**
   * Holds with a finite-sample confidence.
   *
   * @param delta probability that it fails, in (0, 1)
   */
  record Estimated(double delta) implements AssumptionStatus {
    public Estimated {
      Require.inOpenUnitInterval("delta", delta);
    }

    @Override
    public Verdict ceiling() {
      return Verdict.CERTIFIED;
    }
  }

  /** Justified by a limit as the sample grows; never to be read as finite-sample. */
  record EstimatedAsymptotic() implements AssumptionStatus {
    @Override
    public Verdict ceiling() {
      return Verdict.CONDITIONAL;
    }
  }

  /** Taken as given; the evidence of the assumption says why. */
  record Assumed() implements AssumptionStatus {
    @Override
    public Verdict ceiling() {
      return Verdict.CONDITIONAL;
    }
  }

  /** A sufficient condition failed, or was never tested; no counterexample is known. */
  record Unknown() implements AssumptionStatus {
    @Override
    public Verdict ceiling() {
      return Verdict.INCONCLUSIVE;
    }
  }

  /**
   * A counterexample was found.
   *
   * @param witness the case against it, non-blank
   */
  record Violated(String witness) implements AssumptionStatus {
    public Violated {
      Require.nonBlank("witness", witness);
    }

    @Override
    public Verdict ceiling() {
      return Verdict.INCONCLUSIVE;
    }
  }
}
