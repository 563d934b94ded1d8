package io.stackelberg.theory;

import java.util.Collection;

/**
 * What a certificate says of its claim (theory section 0), from the weakest to the strongest support.
 *
 * <p>The order of the constants is the order of support: a verdict that moves towards the end of it improved.
 */
public enum Verdict {
  /** A witness, or an interval wholly on the wrong side, contradicts the conclusion. */
  REFUTED,
  /** Neither shown nor contradicted, or resting on an assumption that fails or is unknown. */
  INCONCLUSIVE,
  /** Shown, if what is assumed, or holds only as the sample grows, is granted. */
  CONDITIONAL,
  /** Shown; every assumption is proved or holds with a finite-sample confidence. */
  CERTIFIED;

  /** How the interval of a conclusion lies to what is claimed. */
  public enum Finding {
    /** Wholly on the claimed side. */
    SHOWN,
    /** Wholly on the other side. */
    CONTRADICTED,
    /** On both sides, or unknown. */
    OPEN
  }

  /**
   * The verdict rule.
   *
   * <p>A violated assumption removes the guarantee and no more: it refutes nothing unless the conclusion itself is
   * contradicted.
   *
   * @param finding what the conclusion's interval says
   * @param assumptions all the conclusion rests on; none means that it rests on nothing
   */
  public static Verdict of(Finding finding, Collection<AssumptionStatus> assumptions) {
    if (finding == Finding.CONTRADICTED) {
      return REFUTED;
    }
    if (finding == Finding.OPEN) {
      return INCONCLUSIVE;
    }
    Verdict verdict = CERTIFIED;
    for (AssumptionStatus status : assumptions) {
      Verdict ceiling = status.ceiling();
      verdict = ceiling.compareTo(verdict) < 0 ? ceiling : verdict;
    }
    return verdict;
  }
}
