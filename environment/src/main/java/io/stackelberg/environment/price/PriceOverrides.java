package io.stackelberg.environment.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prices that the user gives, laid over a table.
 *
 * @param snapshotDate the day they hold for, where told
 * @param currency their currency, where told
 * @param models whole prices by model
 * @param aliases other names of models, by name
 * @param tools prices of tools, by tool
 * @param sha256 of the text they were read from
 */
public record PriceOverrides(
    Optional<LocalDate> snapshotDate,
    Optional<String> currency,
    Map<String, ModelPrice> models,
    Map<String, String> aliases,
    Map<String, ToolPrice> tools,
    String sha256) {
  private static final Set<String> KEYS =
      Set.of("version", "snapshot_date", "currency", "models", "aliases", "tools");
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  /** Ten thousand per million tokens: no token costs that, so a price per million was meant. */
  private static final BigDecimal IMPLAUSIBLE = new BigDecimal("0.01");

  private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build())
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .build();

  public PriceOverrides {
    models = Map.copyOf(models);
    aliases = Map.copyOf(aliases);
    tools = Map.copyOf(tools);
  }

  /**
   * Reads the user's file: {@code models} with LiteLLM's keys or {@code free: true}, {@code aliases}, {@code
   * tools} with {@code per_call} and {@code per_second}.
   *
   * @param text YAML, JSON included
   * @param source how to name it in messages
   * @throws IllegalArgumentException naming every key that is not known and every value that is no price
   */
  public static PriceOverrides parse(String text, String source) {
    JsonNode root;
    try {
      root = YAML.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw LiteLlmReader.malformed(source, malformed);
    }
    List<String> wrong = new ArrayList<>();
    if (!root.isObject()) {
      throw new IllegalArgumentException(
          source + " is not a mapping, expected keys out of " + sorted(KEYS) + ".");
    }
    requireKnown(root, KEYS, "", wrong);
    if (!root.path("version").isInt() || root.path("version").intValue() != 1) {
      wrong.add("version is " + shown(root.path("version")) + ", expected 1");
    }
    for (String section : List.of("models", "aliases", "tools")) {
      if (root.has(section) && !root.get(section).isObject()) {
        wrong.add(section + " is " + shown(root.get(section)) + ", expected a mapping");
      }
    }
    Map<String, ModelPrice> models = new LinkedHashMap<>();
    root.path("models")
        .properties()
        .forEach(
            model -> models.put(model.getKey(), model(model.getKey(), model.getValue(), wrong)));
    Map<String, String> aliases = new HashMap<>();
    for (Map.Entry<String, JsonNode> alias : root.path("aliases").properties()) {
      if (!alias.getValue().isTextual() || models.containsKey(alias.getKey())) {
        wrong.add("alias \"" + alias.getKey() + "\" is " + shown(alias.getValue())
            + ", expected the id of a model, and no price beside");
      }
      aliases.put(alias.getKey(), alias.getValue().asText());
    }
    Map<String, ToolPrice> tools = new HashMap<>();
    for (Map.Entry<String, JsonNode> tool : root.path("tools").properties()) {
      requireKnown(
          tool.getValue(), Set.of("per_call", "per_second"), "tools." + tool.getKey(), wrong);
      BigDecimal perCall = amount(tool.getValue().path("per_call"), tool.getKey(), wrong);
      BigDecimal perSecond = amount(tool.getValue().path("per_second"), tool.getKey(), wrong);
      tools.put(tool.getKey(), new ToolPrice(perCall, perSecond));
    }
    Optional<LocalDate> date = date(root.path("snapshot_date"), wrong);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          String.join(" (" + source + ").\n", wrong) + " (" + source + ").");
    }
    return new PriceOverrides(
        date,
        Optional.of(root.path("currency")).filter(JsonNode::isTextual).map(JsonNode::textValue),
        models,
        aliases,
        tools,
        Digests.sha256(text));
  }

  /**
   * Reads {@code model=IN,OUT} or {@code model=free}; a price is per token, or per million with {@code /M}.
   *
   * @param argument such as {@code my-model=0.0000025,0.00001} or {@code my-model=2.5/M,10/M}
   * @throws IllegalArgumentException if it is neither, or a price per token is above any plausible one
   */
  public static PriceOverrides argument(String argument) {
    int equals = argument.lastIndexOf('=');
    String model = equals < 0 ? "" : argument.substring(0, equals).strip();
    String prices = argument.substring(equals + 1).strip();
    String[] parts = prices.split(",", -1);
    if (model.isEmpty() || !prices.equals("free") && parts.length != 2) {
      throw new IllegalArgumentException("--price is \"" + argument
          + "\", expected MODEL=IN,OUT or MODEL=free.\n"
          + "Maybe my-model=0.0000025,0.00001 (per token) or my-model=2.5/M,10/M (per million).");
    }
    ModelPrice price = prices.equals("free")
        ? ModelPrice.free(model)
        : ModelPrice.of(model, Rates.of(perToken(parts[0]), perToken(parts[1])));
    return new PriceOverrides(
        Optional.empty(),
        Optional.empty(),
        Map.of(model, price),
        Map.of(),
        Map.of(),
        Digests.sha256(argument));
  }

  private static BigDecimal perToken(String text) {
    String number = text.strip();
    boolean isPerMillion = number.endsWith("/M");
    Optional<BigDecimal> read =
        PriceFields.decimal(isPerMillion ? number.substring(0, number.length() - 2) : number);
    if (read.isEmpty()) {
      throw new IllegalArgumentException(
          "price is \"" + text + "\", expected a number >= 0, with /M when per million tokens.");
    }
    BigDecimal perToken = isPerMillion ? read.get().divide(MILLION) : read.get();
    if (perToken.compareTo(IMPLAUSIBLE) >= 0) {
      throw new IllegalArgumentException("price is " + text
          + ", expected less than " + IMPLAUSIBLE + " per token.\nMaybe " + text.replace("/M", "")
          + "/M, per million tokens, was meant.");
    }
    return perToken;
  }

  private static ModelPrice model(String model, JsonNode entry, List<String> wrong) {
    if (entry.path("free").isBoolean() && entry.path("free").booleanValue()) {
      requireKnown(entry, Set.of("free"), "models." + model, wrong);
      return ModelPrice.free(model);
    }
    if (!entry.isObject() || entry.isEmpty()) {
      wrong.add("models." + model + " is " + shown(entry) + ", expected prices or free: true");
      return ModelPrice.of(model, Rates.UNKNOWN);
    }
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      if (!PriceFields.isRate(field.getKey())) {
        wrong.add("key \"models." + model + "." + field.getKey()
            + "\" is not known, expected free or a price per token by LiteLLM's names, such as"
            + " input_cost_per_token");
      }
    }
    return new PriceFields(model, wrong).read(entry);
  }

  private static BigDecimal amount(JsonNode value, String tool, List<String> wrong) {
    if (value.isMissingNode()) {
      return BigDecimal.ZERO;
    }
    Optional<BigDecimal> read = PriceFields.number(value);
    if (read.isEmpty()) {
      wrong.add("price of tools." + tool + " is " + shown(value) + ", expected a number >= 0");
    }
    return read.orElse(BigDecimal.ZERO);
  }

  private static Optional<LocalDate> date(JsonNode value, List<String> wrong) {
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(value.asText()));
    } catch (DateTimeException noDay) {
      wrong.add("snapshot_date is " + shown(value) + ", expected a day such as 2026-11-20");
      return Optional.empty();
    }
  }

  private static void requireKnown(
      JsonNode node, Set<String> known, String path, List<String> wrong) {
    if (!node.isObject()) {
      wrong.add(path + " is " + shown(node) + ", expected keys out of " + sorted(known));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!known.contains(field.getKey())) {
        wrong.add("key \"" + (path.isEmpty() ? "" : path + ".") + field.getKey()
            + "\" is not known, expected one of " + sorted(known));
      }
    }
  }

  private static List<String> sorted(Set<String> known) {
    return known.stream().sorted().toList();
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "missing" : value.toString();
  }
}
