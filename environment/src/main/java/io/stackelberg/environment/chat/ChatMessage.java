package io.stackelberg.environment.chat;

import io.stackelberg.game.Require;

/**
 * One message of a conversation.
 *
 * @param role who speaks
 * @param text what is said, possibly empty
 */
public record ChatMessage(Role role, String text) {
  /** Who speaks. */
  public enum Role {
    /** Instructions. */
    SYSTEM,
    /** The person, or what stands in for one. */
    USER,
    /** The model. */
    ASSISTANT,
    /** The answer of a tool. */
    TOOL;

    /** Name on the wire. */
    public String id() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public ChatMessage {
    if (text == null) {
      throw Require.unexpected("text", null, "a text, possibly empty");
    }
  }
}
