package io.stackelberg.environment.chat;

import java.nio.charset.StandardCharsets;

/** Counts tokens where the provider does not; its counts are always marked as estimated. */
public interface TokenEstimator {
  /** A quarter of the UTF-8 bytes, rounded up. */
  TokenEstimator QUARTER_OF_BYTES = new TokenEstimator() {
    @Override
    public String name() {
      return "utf8-bytes/4";
    }

    @Override
    public long tokens(String text) {
      return (text.getBytes(StandardCharsets.UTF_8).length + 3L) / 4;
    }
  };

  /** Name for records. */
  String name();

  /** Tokens of a text, at least 0. */
  long tokens(String text);
}
