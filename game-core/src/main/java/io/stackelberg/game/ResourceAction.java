package io.stackelberg.game;

/**
 * The follower's move: how much context, prompt and tooling a turn may use.
 *
 * <p>Either a {@link ResourceVector} or, where a data set records other choices, a {@link NamedAction}.
 */
public sealed interface ResourceAction permits ResourceVector, NamedAction {
  /** Identifies the action within its {@link ActionSet} and in logs. */
  String id();
}
