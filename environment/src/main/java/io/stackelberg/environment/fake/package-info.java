/**
 * A local server that speaks the chat-completions interface, answers by the simulated executor's laws and
 * can fail in every way a client has to survive.
 *
 * <p>No client and no ledger here. Start at {@link io.stackelberg.environment.fake.FakeServer}; {@link
 * io.stackelberg.environment.fake.Fault} lists what can go wrong.
 */
package io.stackelberg.environment.fake;
