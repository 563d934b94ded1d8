package io.stackelberg.environment.http;

import io.stackelberg.game.Require;

/**
 * How much of an answer is read; beyond it the answer is malformed.
 *
 * @param maxBytes bytes of a body
 * @param maxLineBytes bytes of one event of a stream
 * @param maxDepth nesting of JSON
 * @param maxToolCalls tool calls in one answer
 */
public record ResponseLimits(int maxBytes, int maxLineBytes, int maxDepth, int maxToolCalls) {
  /** 16 MiB, 1 MiB, 64 levels, 128 calls. */
  public static final ResponseLimits DEFAULT = new ResponseLimits(1 << 24, 1 << 20, 64, 128);

  public ResponseLimits {
    Require.atLeast("maxBytes", maxBytes, 1);
    Require.atLeast("maxLineBytes", maxLineBytes, 1);
    Require.atLeast("maxDepth", maxDepth, 4);
    Require.atLeast("maxToolCalls", maxToolCalls, 0);
  }

  /** The same with another limit on the body. */
  public ResponseLimits withMaxBytes(int limit) {
    return new ResponseLimits(limit, maxLineBytes, maxDepth, maxToolCalls);
  }

  /** The same with another limit on an event. */
  public ResponseLimits withMaxLineBytes(int limit) {
    return new ResponseLimits(maxBytes, limit, maxDepth, maxToolCalls);
  }
}
