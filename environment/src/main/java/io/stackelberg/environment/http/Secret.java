package io.stackelberg.environment.http;

import io.stackelberg.game.Require;

/** A key that shows itself only to {@link #reveal()}. */
public final class Secret {
  private final String value;

  /**
   * A key, freed of surrounding white space.
   *
   * @throws IllegalArgumentException if it is blank or holds anything but visible ASCII; the message does not quote it
   */
  public Secret(String value) {
    String stripped = value == null ? "" : value.strip();
    if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw Require.unexpected("secret", "not usable", "a non-blank text of visible ASCII");
    }
    this.value = stripped;
  }

  /** The key itself, for the header of a request and for finding it in a text. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
