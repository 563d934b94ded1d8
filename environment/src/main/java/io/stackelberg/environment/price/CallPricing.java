package io.stackelberg.environment.price;

import io.stackelberg.environment.chat.Usage;
import io.stackelberg.game.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Prices one call of one model; made for one call, then dropped. */
final class CallPricing {
  /** Uses of a model whose unit is the token; a table's rerank or audio models charge otherwise. */
  private static final Set<String> TOKEN_MODES =
      Set.of("chat", "completion", "responses", "embedding", "moderation");

  private final ModelPrice model;
  private final String currency;
  private final Map<String, ToolPrice> tools;
  private final List<String> notices = new ArrayList<>();
  private BigDecimal sum = BigDecimal.ZERO;
  private Optional<String> missing = Optional.empty();

  CallPricing(
      ModelPrice model, Map<String, ToolPrice> tools, String currency, Optional<String> notice) {
    this.model = model;
    this.currency = currency;
    this.tools = tools;
    notice.ifPresent(notices::add);
  }

  Cost cost(CallUse use) {
    if (!model.isFree()) {
      addTokens(use);
    }
    use.tools().forEach(this::add);
    return result();
  }

  /** No call with at most these counts costs more, tool use as given. */
  Cost upperBound(long inputTokens, long maxOutputTokens, List<ToolUse> toolUse) {
    if (!model.isFree()) {
      checkUnit(inputTokens + maxOutputTokens);
      // A cheaper tier may still be the dearer one for some token: take the dearest of those in
      // reach.
      List<Rates> inReach = Stream.concat(
              Stream.of(model.base()),
              model.longContext().headMap(inputTokens).keySet().stream()
                  .map(above -> model.at(above + 1)))
          .toList();
      Optional<BigDecimal> input = dearest(
          inReach.stream().map(Rates::input),
          inReach.stream()
              .flatMap(rates ->
                  Stream.of(rates.cacheRead(), rates.cacheWrite(), rates.cacheWriteLong())));
      Optional<BigDecimal> output =
          dearest(inReach.stream().map(Rates::output), inReach.stream().map(Rates::reasoning));
      add(inputTokens, input, "input");
      add(maxOutputTokens, output, "output");
    }
    toolUse.forEach(this::add);
    return result();
  }

  private Cost result() {
    if (missing.isPresent()) {
      return new Cost.Unknown(missing.get());
    }
    BigDecimal plain = sum.stripTrailingZeros();
    return new Cost.Known(
        new Money(plain.scale() < 0 ? plain.setScale(0) : plain, currency), notices);
  }

  private void addTokens(CallUse use) {
    Usage usage = use.usage();
    if (usage.input().isEmpty() || usage.output().isEmpty()) {
      miss("the number of " + (usage.input().isEmpty() ? "input" : "output")
          + " tokens is unknown (" + model.model() + ")");
      return;
    }
    long input = usage.input().getAsLong();
    long output = usage.output().getAsLong();
    checkUnit(input + output);
    Rates rates = model.at(input);
    noteTier(input);
    long cacheRead = usage.cacheRead().orElse(0);
    long cacheWrite = usage.cacheWrite().orElse(0);
    add(input - cacheRead - cacheWrite, rates.input(), "input");
    if (usage.cacheRead().isEmpty() && rates.cacheRead().isPresent()) {
      notices.add("cache reads are not reported: all input is priced as not cached");
    }
    if (cacheRead > 0 && rates.cacheRead().isEmpty() && rates.input().isPresent()) {
      notices.add("cache reads have no price of their own: priced as input");
    }
    add(cacheRead, rates.cacheRead().or(rates::input), "cache read");
    add(cacheWrite - use.cacheWriteLong(), rates.cacheWrite(), "cache write");
    add(use.cacheWriteLong(), rates.cacheWriteLong(), "one-hour cache write");
    addOutput(output, usage, rates);
  }

  private void addOutput(long output, Usage usage, Rates rates) {
    boolean isApart = rates.reasoning().isPresent()
        && rates.output().isPresent()
        && rates.reasoning().get().compareTo(rates.output().get()) != 0;
    if (isApart && usage.reasoning().isEmpty()) {
      notices.add("reasoning tokens are not reported: all output is priced at the dearer of both");
      add(output, Optional.of(rates.reasoning().get().max(rates.output().get())), "output");
      return;
    }
    long reasoning = usage.reasoning().orElse(0);
    add(output - reasoning, rates.output(), "output");
    add(reasoning, rates.reasoning().or(rates::output), "reasoning");
  }

  private void noteTier(long input) {
    var reached = model.longContext().headMap(input);
    if (!reached.isEmpty()) {
      notices.add("more than " + reached.lastKey()
          + " input tokens: the whole call is priced at that tier");
    }
  }

  private void checkUnit(long tokens) {
    Optional<String> otherMode = model.mode().filter(mode -> !TOKEN_MODES.contains(mode));
    if (otherMode.isPresent()) {
      miss("model \"" + model.model() + "\" has mode " + otherMode.get()
          + ", which charges other units than tokens");
      return;
    }
    boolean isAllZero = Stream.of(model.base().input(), model.base().output())
        .allMatch(rate -> rate.isPresent() && rate.get().signum() == 0);
    if (tokens > 0 && isAllZero && model.chargesOtherUnits()) {
      miss("model \"" + model.model() + "\" charges other units than tokens: " + model.ignored());
    }
  }

  private void add(long tokens, Optional<BigDecimal> rate, String kind) {
    if (tokens == 0) {
      return;
    }
    if (rate.isEmpty()) {
      miss("model \"" + model.model() + "\" has no price per " + kind + " token");
      return;
    }
    sum = sum.add(rate.get().multiply(BigDecimal.valueOf(tokens)));
  }

  private void add(ToolUse use) {
    ToolPrice price = tools.getOrDefault(use.tool(), model.tools().get(use.tool()));
    if (price == null) {
      miss("tool \"" + use.tool() + "\" has no price");
      return;
    }
    sum = sum.add(price.perCall().multiply(BigDecimal.valueOf(use.calls())));
    if (price.perSecond().signum() == 0) {
      return;
    }
    if (use.time().isEmpty()) {
      miss("tool \"" + use.tool() + "\" is charged by the second and its time is unknown");
      return;
    }
    BigDecimal seconds = BigDecimal.valueOf(use.time().get().getSeconds())
        .add(BigDecimal.valueOf(use.time().get().getNano(), 9));
    sum = sum.add(price.perSecond().multiply(seconds));
  }

  private void miss(String reason) {
    if (missing.isEmpty()) {
      missing = Optional.of(reason);
    }
  }

  /** The highest price; empty where any of the needed ones is. */
  private static Optional<BigDecimal> dearest(
      Stream<Optional<BigDecimal>> needed, Stream<Optional<BigDecimal>> others) {
    List<Optional<BigDecimal>> required = needed.toList();
    if (required.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    return Stream.concat(required.stream(), others)
        .flatMap(Optional::stream)
        .max(BigDecimal::compareTo);
  }
}
