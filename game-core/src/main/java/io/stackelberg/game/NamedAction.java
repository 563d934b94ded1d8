package io.stackelberg.game;

/**
 * Action known by name only, such as "concise" or "model A".
 *
 * @param id the name
 */
public record NamedAction(String id) implements ResourceAction {
  public NamedAction {
    Require.nonBlank("action id", id);
  }
}
