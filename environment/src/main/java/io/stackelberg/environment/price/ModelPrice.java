package io.stackelberg.environment.price;

import io.stackelberg.game.Require;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Prices of one model.
 *
 * @param model its id in the table
 * @param isFree whether the user declared it free, as a local model is
 * @param mode what the table says it is for, such as {@code chat}
 * @param base prices per token
 * @param longContext prices of a whole call with more input tokens than the key; a rate that is silent falls
 *     back on the next lower tier, last on {@code base}
 * @param tools prices of tool calls that the table ties to this model, by tool
 * @param ignored keys that look like prices and are not used, such as those of batches and priority
 * @param chargesOtherUnits whether a price above 0 in another unit (image, second, query) was among them
 */
public record ModelPrice(
    String model,
    boolean isFree,
    Optional<String> mode,
    Rates base,
    SortedMap<Long, Rates> longContext,
    Map<String, ToolPrice> tools,
    List<String> ignored,
    boolean chargesOtherUnits) {
  public ModelPrice {
    Require.nonBlank("model", model);
    longContext = Collections.unmodifiableSortedMap(new TreeMap<>(longContext));
    tools = Map.copyOf(tools);
    ignored = List.copyOf(ignored);
  }

  /** A model that the user declares free. */
  public static ModelPrice free(String model) {
    return new ModelPrice(
        model, true, Optional.empty(), Rates.UNKNOWN, new TreeMap<>(), Map.of(), List.of(), false);
  }

  /** A model with prices per token and nothing else. */
  public static ModelPrice of(String model, Rates rates) {
    return new ModelPrice(
        model, false, Optional.empty(), rates, new TreeMap<>(), Map.of(), List.of(), false);
  }

  /** Prices of a call with so many input tokens, caches included. */
  public Rates at(long inputTokens) {
    Rates found = base;
    // Keys ascend: a higher tier is laid over the lower ones.
    for (Map.Entry<Long, Rates> tier : longContext.headMap(inputTokens).entrySet()) {
      found = tier.getValue().orElse(found);
    }
    return found;
  }
}
