/**
 * Turns of a real chat model: a commitment and a resource action become requests, an answer becomes a judged
 * outcome, and no logical call is paid twice.
 *
 * <p>Transport, prices and the ledger's storage are elsewhere; here they are a {@link
 * io.stackelberg.environment.chat.ChatEndpoint}, a {@link io.stackelberg.environment.api.Pricing} and a {@link
 * io.stackelberg.environment.ledger.Ledger}. Start at {@link io.stackelberg.environment.api.ApiExecutor}; a
 * judge of your own implements {@link io.stackelberg.environment.api.Judge}.
 */
package io.stackelberg.environment.api;
