/**
 * The vocabulary of a chat model's interface: requests, replies, usage, typed failures.
 *
 * <p>No transport, no prices, no judging. Start at {@link io.stackelberg.environment.chat.ChatEndpoint}.
 */
package io.stackelberg.environment.chat;
