package io.stackelberg.game;

/** Whether a function has a derivative at a point, from the mildest to the worst. */
public enum Smoothness {
  /** The derivative exists. */
  REGULAR,
  /**
   * The set of active constraints, or the piece of a piecewise smooth function, changes here: only one-sided
   * derivatives exist, and a reported derivative is that of one adjoining piece.
   */
  ACTIVE_SET_CHANGE,
  /** The system that defines the derivative is singular; the function may even jump here. */
  SINGULAR;

  /** The worse of the two. */
  public Smoothness or(Smoothness other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
