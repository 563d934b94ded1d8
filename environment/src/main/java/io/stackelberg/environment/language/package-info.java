/**
 * A small language model of our own: a vocabulary of words and an n-gram model over it.
 *
 * <p>It exists so that token-by-token methods have a distribution over thousands of tokens to work on, the same
 * on every machine and in milliseconds. Not here: any neural model, any claim about one, and the reading of
 * data files (module {@code pipeline}).
 *
 * <p>Read first: {@link io.stackelberg.environment.language.NgramModel}.
 */
package io.stackelberg.environment.language;
