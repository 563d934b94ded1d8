/**
 * Fitted models: what predicts, states its regularity and is saved, free of the library that fitted it.
 *
 * <p>A follower is a softmax ({@link io.stackelberg.response.model.SoftmaxFollower}) of scores, one per
 * action, that a {@link io.stackelberg.response.model.ScoreModel} computes from a row: the encoded context
 * first, the commitment's coordinates last ({@link io.stackelberg.response.model.FeatureSpace}). That order
 * is what lets a whole menu share the context's part of the work ({@link
 * io.stackelberg.response.model.GridScores}). What is proved of a model on a box of commitments is in {@link
 * io.stackelberg.response.model.NetworkBounds} and {@link io.stackelberg.response.model.CellResponses}. {@link
 * io.stackelberg.response.model.LinearOutcomes} predicts what an action yields, {@link
 * io.stackelberg.response.model.ModelFile} saves both as JSON. Not here: fitting (package {@code response}).
 *
 * <p>Read first: {@link io.stackelberg.response.model.SoftmaxFollower}, then {@link
 * io.stackelberg.response.model.ScoreModel}.
 */
package io.stackelberg.response.model;
