package io.stackelberg.environment.api;

import io.stackelberg.game.Require;

/**
 * Tests that an answer passes or not.
 *
 * <p>This library runs no code that a model wrote; an implementation that does has to confine it.
 */
public interface AnswerTests {
  /** Names the tests and their version. */
  String name();

  /** Runs all tests on an answer. */
  Result run(ChatTask task, String answer);

  /**
   * How many tests passed.
   *
   * @param total 0 when there is no test for the task
   */
  record Result(int passed, int total) {
    public Result {
      Require.atLeast("total", total, 0);
      Require.inRange("passed", passed, 0, total);
    }
  }
}
