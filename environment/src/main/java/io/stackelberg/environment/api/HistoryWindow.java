package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatMessage.Role;
import io.stackelberg.environment.chat.TokenEstimator;
import java.util.ArrayList;
import java.util.List;

/**
 * Which messages of a history are sent: system messages always, of the others the newest ones that fit into
 * a number of tokens; the oldest are dropped first, and nothing older than a dropped one is kept.
 */
record HistoryWindow(List<ChatMessage> kept, long keptTokens, int dropped) {
  static HistoryWindow of(List<ChatMessage> history, long budget, TokenEstimator estimator) {
    long used = 0;
    int first = history.size();
    for (int index = history.size() - 1; index >= 0; index--) {
      if (history.get(index).role() != Role.SYSTEM) {
        long tokens = estimator.tokens(history.get(index).text());
        if (used + tokens > budget) {
          break;
        }
        used += tokens;
      }
      first = index;
    }
    List<ChatMessage> kept = new ArrayList<>();
    for (int index = 0; index < history.size(); index++) {
      if (index >= first || history.get(index).role() == Role.SYSTEM) {
        kept.add(history.get(index));
      }
    }
    return new HistoryWindow(List.copyOf(kept), used, history.size() - kept.size());
  }

  static long tokens(List<ChatMessage> history, TokenEstimator estimator) {
    return history.stream()
        .filter(message -> message.role() != Role.SYSTEM)
        .mapToLong(message -> estimator.tokens(message.text()))
        .sum();
  }
}
