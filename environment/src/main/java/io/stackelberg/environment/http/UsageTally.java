package io.stackelberg.environment.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.environment.chat.Usage;
import java.util.OptionalLong;

/**
 * Gathers token counts in whatever shape a provider gives them and states them in our one meaning.
 *
 * <p>Counts may be absent, null, numbers or texts; negative, fractional and absurd ones count as unsaid, as does an input of 0, for no
 * request is empty. Where several objects come, a later count replaces an earlier one, field by field. Rules, each a public
 * oddity of some provider: with {@code input_tokens} beside cache counts of its own level the input excludes the cache, which is added;
 * reasoning above the output, or a total that fits only with it, means that the output excludes reasoning, which is added; of
 * input, output and total the third follows from two. Cache parts that exceed the input are added to it and the counts marked as
 * estimated, because the provider contradicts itself.
 */
final class UsageTally {
  private static final long MAX_COUNT = 1_000_000_000_000L;

  private OptionalLong prompt = OptionalLong.empty();
  private OptionalLong input = OptionalLong.empty();
  private OptionalLong output = OptionalLong.empty();
  private OptionalLong total = OptionalLong.empty();
  private OptionalLong cacheRead = OptionalLong.empty();
  private OptionalLong cacheWrite = OptionalLong.empty();
  private OptionalLong reasoning = OptionalLong.empty();
  private boolean cacheBesideInput;

  void add(JsonNode usage) {
    JsonNode in = usage.path(
        usage.path("prompt_tokens_details").isObject()
            ? "prompt_tokens_details"
            : "input_tokens_details");
    JsonNode out = usage.path(
        usage.path("completion_tokens_details").isObject()
            ? "completion_tokens_details"
            : "output_tokens_details");
    prompt = first(positive(count(usage, "prompt_tokens")), prompt);
    input = first(positive(count(usage, "input_tokens")), input);
    output = first(count(usage, "completion_tokens"), count(usage, "output_tokens"), output);
    total = first(positive(count(usage, "total_tokens")), total);
    OptionalLong readBeside = count(usage, "cache_read_input_tokens");
    OptionalLong writeBeside =
        first(count(usage, "cache_creation_input_tokens"), tiers(usage.path("cache_creation")));
    cacheBesideInput |= readBeside.isPresent() || writeBeside.isPresent();
    cacheRead = first(
        count(in, "cached_tokens"),
        readBeside,
        count(usage, "prompt_cache_hit_tokens"),
        count(usage, "cached_tokens"),
        cacheRead);
    cacheWrite = first(
        writeBeside,
        count(in, "cache_creation_tokens"),
        count(in, "cache_write_tokens"),
        cacheWrite);
    reasoning = first(count(out, "reasoning_tokens"), count(usage, "reasoning_tokens"), reasoning);
  }

  /**
   * The counts in our meaning.
   *
   * @param inputEstimate taken when the provider says no input
   * @param outputEstimate taken when the provider says no output, or 0 for an answer that is not empty
   * @param isComplete a cut answer's output is at least the estimate, and its counts are estimated
   */
  Usage settle(long inputEstimate, long outputEstimate, boolean isComplete) {
    boolean estimated = !isComplete;
    long cached = cacheRead.orElse(0) + cacheWrite.orElse(0);
    OptionalLong in = prompt;
    if (prompt.isEmpty() && input.isPresent()) {
      in = cacheBesideInput ? OptionalLong.of(input.getAsLong() + cached) : input;
    }
    OptionalLong out = output;
    if (out.isPresent() && reasoning.isPresent() && reasoning.getAsLong() > 0) {
      long hidden = reasoning.getAsLong();
      boolean fitsOnlyWith = in.isPresent()
          && total.isPresent()
          && total.getAsLong() == in.getAsLong() + out.getAsLong() + hidden;
      if (hidden > out.getAsLong() || fitsOnlyWith) {
        out = OptionalLong.of(out.getAsLong() + hidden);
      }
    }
    if (out.isPresent() && out.getAsLong() == 0 && outputEstimate > 0) {
      out = OptionalLong.empty();
    }
    if (in.isEmpty() && out.isPresent() && total.isPresent()) {
      in = positive(OptionalLong.of(total.getAsLong() - out.getAsLong()));
    } else if (in.isPresent() && out.isEmpty() && total.isPresent()) {
      out = positive(OptionalLong.of(total.getAsLong() - in.getAsLong()));
    }
    estimated |= in.isEmpty() || out.isEmpty();
    long inputTokens = in.orElse(inputEstimate);
    long outputTokens = out.orElse(outputEstimate);
    if (!isComplete) {
      outputTokens = Math.max(outputTokens, outputEstimate);
    }
    if (cached > inputTokens) {
      inputTokens += cached;
      estimated = true;
    }
    outputTokens = Math.max(outputTokens, reasoning.orElse(0));
    return new Usage(
        OptionalLong.of(inputTokens),
        OptionalLong.of(outputTokens),
        cacheRead,
        cacheWrite,
        reasoning,
        estimated);
  }

  private static OptionalLong tiers(JsonNode creation) {
    OptionalLong five = count(creation, "ephemeral_5m_input_tokens");
    OptionalLong hour = count(creation, "ephemeral_1h_input_tokens");
    return five.isEmpty() && hour.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(five.orElse(0) + hour.orElse(0));
  }

  private static OptionalLong count(JsonNode node, String key) {
    JsonNode value = node.path(key);
    long count = -1;
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      count = value.longValue();
    } else if (value.isNumber()
        && value.doubleValue() == StrictMath.rint(value.doubleValue())
        && StrictMath.abs(value.doubleValue()) <= MAX_COUNT) {
      count = (long) value.doubleValue();
    } else if (value.isTextual() && value.textValue().matches("\\s*[0-9]{1,13}\\s*")) {
      count = Long.parseLong(value.textValue().strip());
    }
    return count >= 0 && count <= MAX_COUNT ? OptionalLong.of(count) : OptionalLong.empty();
  }

  private static OptionalLong positive(OptionalLong count) {
    return count.isPresent() && count.getAsLong() > 0 ? count : OptionalLong.empty();
  }

  private static OptionalLong first(OptionalLong... counts) {
    for (OptionalLong count : counts) {
      if (count.isPresent()) {
        return count;
      }
    }
    return OptionalLong.empty();
  }
}
