package io.stackelberg.game;

/** How much text a prompt asks for, from least to most. */
public enum Verbosity {
  CONCISE,
  NORMAL,
  VERBOSE;

  /** Position on the scale from 0 (concise) to 1 (verbose). */
  public double level() {
    return ordinal() / 2.0;
  }

  /** Name in files and tables. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
