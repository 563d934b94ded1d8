package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/** Reads the usage objects of the providers, each into the one meaning of {@link Usage}. */
final class UsageObjects {
  private UsageObjects() {}

  /**
   * Chat and responses usage: the input includes the cache; the output includes reasoning unless the total
   * says that it does not.
   */
  static Usage openAi(JsonNode usage) {
    if (Fields.isUnknown(usage)) {
      return Usage.UNKNOWN;
    }
    Fields.requireObject(usage, "usage");
    JsonNode in = first(usage, "prompt_tokens_details", "input_tokens_details");
    JsonNode out = first(usage, "completion_tokens_details", "output_tokens_details");
    OptionalLong input = Fields.count(usage, "prompt_tokens", "input_tokens");
    OptionalLong output = Fields.count(usage, "completion_tokens", "output_tokens");
    OptionalLong reasoning = Fields.count(out, "reasoning_tokens");
    return new Usage(
        input,
        withReasoning(input, output, reasoning, Fields.count(usage, "total_tokens")),
        or(
            Fields.count(in, "cached_tokens"),
            Fields.count(
                usage, "prompt_cache_hit_tokens", "cached_tokens", "cache_read_input_tokens")),
        or(
            Fields.count(in, "cache_write_tokens", "cache_creation_tokens"),
            Fields.count(usage, "cache_creation_input_tokens")),
        reasoning);
  }

  private static JsonNode first(JsonNode usage, String one, String other) {
    JsonNode node = Fields.object(usage, one);
    return node.isMissingNode() ? Fields.object(usage, other) : node;
  }

  /** The output with reasoning added where the total shows that it was left out. */
  static OptionalLong withReasoning(
      OptionalLong input, OptionalLong output, OptionalLong reasoning, OptionalLong total) {
    boolean isOutside = input.isPresent()
        && output.isPresent()
        && total.isPresent()
        && reasoning.orElse(0) > 0
        && total.getAsLong() == input.getAsLong() + output.getAsLong() + reasoning.getAsLong();
    return isOutside ? OptionalLong.of(output.getAsLong() + reasoning.getAsLong()) : output;
  }

  /** Messages usage: the input excludes the cache, whose reads and writes are added here. */
  static Usage anthropic(JsonNode usage) {
    if (Fields.isUnknown(usage)) {
      return Usage.UNKNOWN;
    }
    Fields.requireObject(usage, "usage");
    JsonNode created = Fields.object(usage, "cache_creation");
    OptionalLong write = or(
        Fields.count(usage, "cache_creation_input_tokens"),
        sum(
            Fields.count(created, "ephemeral_5m_input_tokens"),
            Fields.count(created, "ephemeral_1h_input_tokens")));
    return exclusive(
        Fields.count(usage, "input_tokens"),
        Fields.count(usage, "output_tokens"),
        Fields.count(usage, "cache_read_input_tokens"),
        write,
        Fields.count(Fields.object(usage, "output_tokens_details"), "thinking_tokens"));
  }

  private static Usage exclusive(
      OptionalLong input,
      OptionalLong output,
      OptionalLong read,
      OptionalLong write,
      OptionalLong reasoning) {
    OptionalLong total = input.isPresent()
        ? OptionalLong.of(input.getAsLong() + read.orElse(0) + write.orElse(0))
        : input;
    return new Usage(total, output, read, write, reasoning);
  }

  /** Inspect's model usage: whether the input includes the cache is decided by the total. */
  static Usage inspect(JsonNode usage) {
    if (Fields.isUnknown(usage)) {
      return Usage.UNKNOWN;
    }
    Fields.requireObject(usage, "usage");
    OptionalLong input = Fields.count(usage, "input_tokens");
    OptionalLong output = Fields.count(usage, "output_tokens");
    OptionalLong read = Fields.count(usage, "input_tokens_cache_read");
    OptionalLong write = Fields.count(usage, "input_tokens_cache_write");
    OptionalLong reasoning = Fields.count(usage, "reasoning_tokens");
    OptionalLong total = Fields.count(usage, "total_tokens");
    long cache = read.orElse(0) + write.orElse(0);
    if (cache > 0 && input.isPresent() && output.isPresent() && total.isPresent()) {
      long outside = total.getAsLong() - input.getAsLong() - output.getAsLong();
      if (outside == cache || outside == cache + reasoning.orElse(0)) {
        OptionalLong whole =
            outside == cache ? output : OptionalLong.of(output.getAsLong() + reasoning.getAsLong());
        return exclusive(input, whole, read, write, reasoning);
      }
    }
    return new Usage(input, withReasoning(input, output, reasoning, total), read, write, reasoning);
  }

  static OptionalLong or(OptionalLong one, OptionalLong other) {
    return one.isPresent() ? one : other;
  }

  /** The sum of what is known; empty where nothing is. */
  static OptionalLong sum(OptionalLong one, OptionalLong other) {
    return one.isEmpty() && other.isEmpty()
        ? one
        : OptionalLong.of(one.orElse(0) + other.orElse(0));
  }
}
