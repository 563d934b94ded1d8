package io.stackelberg.environment.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the prices of one model by LiteLLM's key names; what is wrong is told by its place. */
final class PriceFields {
  private static final Pattern RATE = Pattern.compile("(input_cost_per_token"
      + "|output_cost_per_token"
      + "|cache_read_input_token_cost"
      + "|input_cost_per_token_cache_hit"
      + "|cache_creation_input_token_cost"
      + "|cache_creation_input_token_cost_above_1hr"
      + "|output_cost_per_reasoning_token)"
      + "(?:_above_(\\d{1,9})k_tokens)?");
  private static final Pattern SERVICE_TIER = Pattern.compile(".*_(batches|batch|priority|flex)");
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  /** More digits than any price has; beyond, arithmetic could be made to take forever. */
  private static final int MAX_DIGITS = 40;

  private final String model;
  private final List<String> wrong;
  private final TreeMap<Long, Map<String, BigDecimal>> rates = new TreeMap<>();
  private final Map<String, ToolPrice> tools = new HashMap<>();
  private final List<String> ignored = new ArrayList<>();
  private boolean chargesOtherUnits;

  /**
   * Prepares to read one model.
   *
   * @param wrong receives a sentence for each value that is no price
   */
  PriceFields(String model, List<String> wrong) {
    this.model = model;
    this.wrong = wrong;
  }

  ModelPrice read(JsonNode entry) {
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      if (!field.getValue().isNull()) {
        read(field.getKey(), field.getValue());
      }
    }
    TreeMap<Long, Rates> tiers = new TreeMap<>();
    rates.forEach((above, named) -> tiers.put(above, rates(named)));
    Rates base = Optional.ofNullable(tiers.remove(0L)).orElse(Rates.UNKNOWN);
    Optional<String> mode =
        Optional.of(entry.path("mode")).filter(JsonNode::isTextual).map(JsonNode::textValue);
    return new ModelPrice(model, false, mode, base, tiers, tools, ignored, chargesOtherUnits);
  }

  /** Whether a key names a price per token that is used. */
  static boolean isRate(String key) {
    return RATE.matcher(key).matches();
  }

  private void read(String key, JsonNode value) {
    if (isRate(key)) {
      rate(key, value, 0);
    } else if (key.equals("tiered_pricing")) {
      tiers(value);
    } else if (key.equals("search_context_cost_per_query")) {
      search(value);
    } else if (key.equals("file_search_cost_per_1k_calls")) {
      price(key, value).ifPresent(cost -> tool("file_search", cost.divide(THOUSAND)));
    } else if (key.equals("code_interpreter_cost_per_session")) {
      price(key, value).ifPresent(cost -> tool("code_interpreter", cost));
    } else if (key.contains("cost")) {
      ignored.add(key);
      boolean isOtherUnit = !SERVICE_TIER.matcher(key).matches();
      chargesOtherUnits |=
          isOtherUnit && value.isNumber() && value.decimalValue().signum() > 0;
    }
  }

  private void rate(String key, JsonNode value, long from) {
    Matcher parts = RATE.matcher(key);
    if (!parts.matches()) {
      return;
    }
    long above = parts.group(2) == null ? from : Long.parseLong(parts.group(2)) * 1000;
    price(key, value)
        .ifPresent(cost ->
            rates.computeIfAbsent(above, tier -> new HashMap<>()).put(parts.group(1), cost));
  }

  /** A list of tiers by number of input tokens; the whole call is priced at the one it falls into. */
  private void tiers(JsonNode list) {
    for (JsonNode tier : list) {
      JsonNode from = tier.path("range").path(0);
      if (!from.isNumber() || !from.canConvertToExactIntegral() || from.longValue() < 0) {
        // Search engines give tiers by number of results.
        ignored.add("tiered_pricing");
        chargesOtherUnits = true;
        return;
      }
      for (Map.Entry<String, JsonNode> field : tier.properties()) {
        rate(field.getKey(), field.getValue(), from.longValue());
      }
    }
  }

  private void search(JsonNode sizes) {
    for (String size : List.of("low", "medium", "high")) {
      JsonNode value = sizes.path("search_context_size_" + size);
      if (!value.isMissingNode() && !value.isNull()) {
        price("search_context_size_" + size, value).ifPresent(cost -> {
          tool("web_search_" + size, cost);
          if (size.equals("medium")) {
            tool("web_search", cost);
          }
        });
      }
    }
  }

  private void tool(String name, BigDecimal perCall) {
    tools.put(name, new ToolPrice(perCall, BigDecimal.ZERO));
  }

  /** The price, exact; empty, with a word in {@code wrong}, where it is none. */
  private Optional<BigDecimal> price(String key, JsonNode value) {
    Optional<BigDecimal> read = number(value);
    if (read.isEmpty()) {
      String shown = value.toString();
      wrong.add(key + " of \"" + model + "\" is "
          + (shown.length() > MAX_DIGITS ? shown.substring(0, MAX_DIGITS) + "..." : shown)
          + ", expected a number >= 0");
    }
    return read;
  }

  /** The number a value holds, as number or text (YAML takes 1e-07 for a text), if it is a price. */
  static Optional<BigDecimal> number(JsonNode value) {
    if (value.isTextual()) {
      return decimal(value.textValue());
    }
    return value.isNumber() ? reasonable(value.decimalValue()) : Optional.empty();
  }

  /** The number a text holds, if it is a price. */
  static Optional<BigDecimal> decimal(String text) {
    try {
      return reasonable(new BigDecimal(text.strip()));
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  /** The number if it is at least 0 and of a length that prices have. */
  private static Optional<BigDecimal> reasonable(BigDecimal number) {
    boolean isShort = number.precision() <= MAX_DIGITS
        && number.scale() <= MAX_DIGITS
        && number.scale() >= -MAX_DIGITS;
    return isShort && number.signum() >= 0 ? Optional.of(number) : Optional.empty();
  }

  private static Rates rates(Map<String, BigDecimal> named) {
    return new Rates(
        Optional.ofNullable(named.get("input_cost_per_token")),
        Optional.ofNullable(named.get("output_cost_per_token")),
        Optional.ofNullable(named.get("cache_read_input_token_cost"))
            .or(() -> Optional.ofNullable(named.get("input_cost_per_token_cache_hit"))),
        Optional.ofNullable(named.get("cache_creation_input_token_cost")),
        Optional.ofNullable(named.get("cache_creation_input_token_cost_above_1hr")),
        Optional.ofNullable(named.get("output_cost_per_reasoning_token")));
  }
}
