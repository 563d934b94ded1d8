/**
 * Risk-constrained revision of contract clauses: a leader announces risk and token budgets per category, a
 * reviser drafts, a verifier accepts or sends back, and a judge that neither of them saw says what was resolved.
 *
 * <p>Here: the rounds, the leader's choice of budgets, a rule-based reviser with a declared law of success, two
 * verifiers, and the same two roles played by any OpenAI-compatible model. Not here: transport and keys (package
 * {@code environment.http}); advice on contracts, which nothing in this package gives.
 *
 * <p>Read first: {@link io.stackelberg.pipeline.reproduce.revision.RevisionRounds}, then {@link
 * io.stackelberg.pipeline.reproduce.revision.ContractRevision}.
 */
package io.stackelberg.pipeline.reproduce.revision;
