package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.game.Money;
import java.util.Optional;

/**
 * The reply to one logical call and what it cost.
 *
 * @param callId the logical call
 * @param reply the answer
 * @param money empty when no price is known
 * @param isFromLedger whether it was settled before and nothing was sent now
 */
public record PaidReply(
    String callId, ChatReply reply, Optional<Money> money, boolean isFromLedger) {}
