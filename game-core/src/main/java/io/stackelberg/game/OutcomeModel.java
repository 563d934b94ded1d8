package io.stackelberg.game;

/** What an action is expected to yield at a context; known or learned, without state between calls. */
@FunctionalInterface
public interface OutcomeModel {
  /** Expected quality, tokens and money of the action at {@code actionIndex}. */
  ExpectedOutcome expect(Context context, int actionIndex);
}
