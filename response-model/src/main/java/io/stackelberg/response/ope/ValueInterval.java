package io.stackelberg.response.ope;

import io.stackelberg.game.Require;

/**
 * Two-sided interval for a policy's value, with how it was computed and how far that carries.
 *
 * <p>Not cut to the reward's range, and the estimate need not lie inside: a weighted mean may leave the
 * range while its bound does not.
 *
 * @param bound how it was computed; fixes the rigour
 * @param confidence its level, in (0, 1); each end alone holds at (1 + confidence)/2
 * @param low lower end in the reward's units, possibly −infinity
 * @param high upper end, at least {@code low}, possibly +infinity
 */
public record ValueInterval(Bound bound, double confidence, double low, double high) {
  public ValueInterval {
    Require.inOpenUnitInterval("confidence", confidence);
    if (!(low <= high)) {
      throw Require.unexpected("interval", "[" + low + ", " + high + "]", "low <= high");
    }
  }

  /** Whether the interval holds at the given sample size or only as it grows. */
  public Rigour rigour() {
    return bound.rigour();
  }

  /** Whether {@code value} lies between the ends, both included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** How far an interval carries. */
  public enum Rigour {
    /** Holds with its confidence at the sample size at hand. */
    FINITE_SAMPLE,
    /** Holds with its confidence in the limit of many sessions only. */
    ASYMPTOTIC
  }

  /** Ways of bounding a mean over sessions. */
  public enum Bound {
    /** Empirical Bernstein on bounded terms; Maurer and Pontil (2009) [maurer2009empirical]. */
    EMPIRICAL_BERNSTEIN(Rigour.FINITE_SAMPLE),
    /** Betting on bounded terms; Waudby-Smith and Ramdas (2024) [waudbysmith2024betting]. */
    BETTING(Rigour.FINITE_SAMPLE),
    /**
     * Betting on the weighted reward for the lower end and on the weighted distance from the best reward
     * for the upper end; needs neither a largest weight nor complete overlap.
     */
    NON_NEGATIVE_BETTING(Rigour.FINITE_SAMPLE),
    /** Student's t, by linearisation where the estimate is a ratio. */
    STUDENT(Rigour.ASYMPTOTIC);

    private final Rigour rigour;

    Bound(Rigour rigour) {
      this.rigour = rigour;
    }

    /** How far intervals of this kind carry. */
    public Rigour rigour() {
      return rigour;
    }
  }
}
