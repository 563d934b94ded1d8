/**
 * Texts as numbers by a sentence encoder that runs in this process; optional, built with {@code -Pembeddings}.
 *
 * <p>Here: {@link io.stackelberg.response.embeddings.SentenceEmbedding}, and the program {@link
 * io.stackelberg.response.embeddings.EmbedTexts}, which appends its numbers to a file of recorded data, so
 * that a study reads them as ordinary numeric features. It stands above {@code pipeline}, whose readers of
 * files it uses; no other module knows it. Not here: texts as hashed words, which need no library and are
 * part of a study ({@link io.stackelberg.response.model.HashedText}).
 *
 * <p>Read first: {@link io.stackelberg.response.embeddings.EmbedTexts}.
 */
package io.stackelberg.response.embeddings;
