package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.Usage;
import io.stackelberg.game.Money;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.TokenCount;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** Adds up what a turn's calls cost; a sum with an unknown part is unknown. */
final class Bill {
  private Bill() {}

  static Outcome outcome(OptionalDouble quality, List<PaidReply> calls, boolean isEstimateAllowed) {
    if (!isEstimateAllowed
        && calls.stream().anyMatch(call -> call.reply().usage().isEstimated())) {
      return new Outcome(quality, TokenCount.UNKNOWN, Optional.empty());
    }
    return new Outcome(
        quality,
        new TokenCount(
            sum(calls, Usage::input), sum(calls, Usage::output), sum(calls, Usage::cacheRead)),
        money(calls));
  }

  private static OptionalLong sum(List<PaidReply> calls, Function<Usage, OptionalLong> part) {
    long sum = 0;
    for (PaidReply call : calls) {
      OptionalLong count = part.apply(call.reply().usage());
      if (count.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += count.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  private static Optional<Money> money(List<PaidReply> calls) {
    Optional<Money> sum = Optional.empty();
    for (PaidReply call : calls) {
      if (call.money().isEmpty()) {
        return Optional.empty();
      }
      Money part = call.money().get();
      if (sum.isPresent() && !sum.get().currency().equals(part.currency())) {
        return Optional.empty();
      }
      sum = Optional.of(sum.map(
              before -> new Money(before.amount().add(part.amount()), part.currency()))
          .orElse(part));
    }
    return sum;
  }
}
