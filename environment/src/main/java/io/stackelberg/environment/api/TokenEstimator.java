package io.stackelberg.environment.api;

/** Counts tokens of a text without asking the provider; every count is an estimate. */
@FunctionalInterface
public interface TokenEstimator {
  /** Four characters a token, rounded up. */
  TokenEstimator FOUR_CHARACTERS = text -> (text.length() + 3L) / 4;

  /** Estimated tokens, at least 0. */
  long tokens(String text);
}
