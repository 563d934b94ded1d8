package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Directive;
import io.stackelberg.game.Money;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.game.Verbosity;
import io.stackelberg.response.model.Unannounced;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads one line of a log; every refusal is an {@link IllegalArgumentException} that names the field.
 *
 * <p>A field that is null or absent is unknown, never zero.
 *
 * @param line the line's object
 * @param names what a field is called in complaints; its own name where absent
 */
record TurnFields(JsonNode line, Map<String, String> names) {
  static final String SCHEMA = "turns/1";

  /** Fields that this reader uses; all others are counted. */
  static final Set<String> USED = Set.of(
      "schema",
      "gen_ai.conversation.id",
      "turn",
      "task.id",
      "gen_ai.usage.input_tokens",
      "gen_ai.usage.output_tokens",
      "gen_ai.usage.cache_read.input_tokens",
      "gen_ai.usage.cache_creation.input_tokens",
      "gov.features",
      "gov.session",
      "gov.leader",
      "gov.actions_available",
      "gov.action",
      "gov.propensity",
      "gov.propensity.source",
      "gov.outcome",
      "gov.cost",
      "calls");

  TurnDraft draft() {
    if (!line.isObject()) {
      throw Require.unexpected("the line", Shown.of(line), "a JSON object");
    }
    if (!SCHEMA.equals(line.path("schema").asText())) {
      throw unlike("schema", line.path("schema"), "\"" + SCHEMA + "\"");
    }
    String session = text("gen_ai.conversation.id", line.path("gen_ai.conversation.id"));
    long turn = count("turn", line.path("turn"))
        .orElseThrow(() -> unlike("turn", line.path("turn"), "a whole number >= 0"));
    if (turn > Integer.MAX_VALUE) {
      throw unlike("turn", line.path("turn"), "a whole number below 2^31");
    }
    JsonNode action = line.path("gov.action");
    Optional<ResourceVector> levels = levels(action);
    String actionId = levels.isPresent() && unknown(action.path("id"))
        ? levels.get().id()
        : text("gov.action.id", action.path("id"));
    Optional<List<String>> available = available();
    if (available.isPresent() && !available.get().contains(actionId)) {
      throw Require.unexpected(
          told("gov.action.id"),
          "\"" + actionId + "\"",
          "one of " + told("gov.actions_available") + " " + available.get());
    }
    JsonNode task = line.path("task.id");
    return new TurnDraft(
        unknown(task) ? session + "/" + turn : text("task.id", task),
        session,
        (int) turn,
        features(),
        state((int) turn),
        commitment(),
        propensity(),
        line.path("gov.propensity.source").asText().equals("estimated"),
        actionId,
        levels,
        available,
        new Outcome(quality(), tokens(), money()));
  }

  /** The features of a turn that has not been played yet. */
  Map<String, JsonNode> stateFeatures() {
    if (!line.isObject()) {
      throw Require.unexpected("the line", Shown.of(line), "a JSON object");
    }
    if (line.hasNonNull("schema") && !SCHEMA.equals(line.path("schema").asText())) {
      throw unlike("schema", line.path("schema"), "\"" + SCHEMA + "\"");
    }
    return features();
  }

  /** The turn's number, 0 where it does not say. */
  int turnOrZero() {
    long turn = count("turn", line.path("turn")).orElse(0);
    if (turn > Integer.MAX_VALUE) {
      throw unlike("turn", line.path("turn"), "a whole number below 2^31");
    }
    return (int) turn;
  }

  private String told(String field) {
    return names.getOrDefault(field, field);
  }

  private IllegalArgumentException unlike(String field, JsonNode value, String condition) {
    return Require.unexpected(told(field), Shown.of(value), condition);
  }

  private static boolean unknown(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private String text(String field, JsonNode node) {
    // Ids are often plain numbers.
    if (!node.isTextual() && !node.isIntegralNumber() || node.asText().isBlank()) {
      throw unlike(field, node, "a non-blank text");
    }
    return node.asText();
  }

  private OptionalDouble number(String field, JsonNode node) {
    if (unknown(node)) {
      return OptionalDouble.empty();
    }
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw unlike(field, node, "a finite number");
    }
    return OptionalDouble.of(node.doubleValue());
  }

  private OptionalDouble inUnitInterval(String field, JsonNode node) {
    OptionalDouble value = number(field, node);
    value.ifPresent(known -> Require.inUnitInterval(told(field), known));
    return value;
  }

  private OptionalLong count(String field, JsonNode node) {
    if (unknown(node)) {
      return OptionalLong.empty();
    }
    try {
      long value = node.isNumber() ? node.decimalValue().longValueExact() : -1;
      if (value >= 0) {
        return OptionalLong.of(value);
      }
    } catch (ArithmeticException fraction) {
      // told below
    }
    throw unlike(field, node, "a whole number >= 0");
  }

  private Optional<ResourceVector> levels(JsonNode action) {
    if (!action.isObject()) {
      throw unlike("gov.action", action, "an object with an id");
    }
    List<String> present = new ArrayList<>();
    for (String level : List.of("context", "verbosity", "tools")) {
      if (!unknown(action.path(level))) {
        present.add(level);
      }
    }
    if (present.isEmpty()) {
      return Optional.empty();
    }
    if (present.size() < 3) {
      throw Require.unexpected(
          told("gov.action"), "of levels " + present, "context, verbosity and tools, or none");
    }
    String verbosity = action.path("verbosity").asText();
    for (Verbosity level : Verbosity.values()) {
      if (level.id().equals(verbosity)) {
        long tools = count("gov.action.tools", action.path("tools")).orElseThrow();
        if (tools > Integer.MAX_VALUE) {
          throw unlike("gov.action.tools", action.path("tools"), "a whole number below 2^31");
        }
        return Optional.of(new ResourceVector(
            inUnitInterval("gov.action.context", action.path("context")).orElseThrow(), level, (int)
                tools));
      }
    }
    throw unlike("gov.action.verbosity", action.path("verbosity"), "concise, normal or verbose");
  }

  Optional<List<String>> available() {
    JsonNode list = line.path("gov.actions_available");
    if (unknown(list)) {
      return Optional.empty();
    }
    if (!list.isArray() || list.isEmpty()) {
      throw unlike("gov.actions_available", list, "a list of action ids");
    }
    List<String> ids = new ArrayList<>();
    list.forEach(id -> ids.add(text("gov.actions_available", id)));
    if (new HashSet<>(ids).size() < ids.size()) {
      throw Require.unexpected(told("gov.actions_available"), ids, "distinct ids");
    }
    return Optional.of(ids);
  }

  private Map<String, JsonNode> features() {
    JsonNode features = line.path("gov.features");
    if (!unknown(features) && !features.isObject()) {
      throw unlike("gov.features", features, "an object");
    }
    Map<String, JsonNode> read = new LinkedHashMap<>();
    features.properties().forEach(entry -> {
      String field = "gov.features." + entry.getKey();
      JsonNode value = entry.getValue();
      if (value.isContainerNode()) {
        throw unlike(field, value, "a number, true, false, a text or null");
      }
      if (value.isNumber()) {
        number(field, value);
      }
      read.put(entry.getKey(), value);
    });
    return read;
  }

  SessionState state(int turn) {
    JsonNode session = line.path("gov.session");
    OptionalLong logged = count("gov.session.history_tokens", session.path("history_tokens"));
    return new SessionState(
        turn,
        logged.orElse(0),
        count("gov.session.tokens_left", session.path("tokens_left")),
        inUnitInterval("gov.session.mean_quality", session.path("mean_quality")));
  }

  private Commitment commitment() {
    JsonNode leader = line.path("gov.leader");
    if (unknown(leader)) {
      return new Unannounced();
    }
    if (!leader.isObject()) {
      throw unlike("gov.leader", leader, "an object");
    }
    if (leader.size() == 1 && leader.has("directive")) {
      return new Directive(text("gov.leader.directive", leader.path("directive")));
    }
    OptionalDouble target =
        inUnitInterval("gov.leader.quality_target", leader.path("quality_target"));
    OptionalDouble incentive = number("gov.leader.cost_incentive", leader.path("cost_incentive"));
    if (leader.size() != 2 || target.isEmpty() || incentive.isEmpty()) {
      throw unlike("gov.leader", leader, "quality_target and cost_incentive, or a directive alone");
    }
    return new Announcement(
        target.getAsDouble(),
        Require.nonNegative(told("gov.leader.cost_incentive"), incentive.getAsDouble()));
  }

  private OptionalDouble propensity() {
    OptionalDouble propensity = number("gov.propensity", line.path("gov.propensity"));
    if (propensity.isPresent()
        && !(propensity.getAsDouble() > 0 && propensity.getAsDouble() <= 1)) {
      throw unlike("gov.propensity", line.path("gov.propensity"), "a number in (0, 1]");
    }
    return propensity;
  }

  private OptionalDouble quality() {
    return inUnitInterval("gov.outcome.quality", line.path("gov.outcome").path("quality"));
  }

  /** The turn's own counts; where they are unknown, the sum over its calls. */
  private TokenCount tokens() {
    TokenCount own = usage(
        line.path("gen_ai.usage.input_tokens"),
        line.path("gen_ai.usage.output_tokens"),
        line.path("gen_ai.usage.cache_read.input_tokens"),
        line.path("gen_ai.usage.cache_creation.input_tokens"));
    JsonNode calls = line.path("calls");
    if (!calls.isArray() || calls.isEmpty()) {
      return own;
    }
    TokenCount sum = TokenCount.of(0, 0);
    for (JsonNode call : calls) {
      JsonNode usage = call.path("usage");
      TokenCount each = usage(
          usage.has("prompt_tokens") ? usage.path("prompt_tokens") : usage.path("input_tokens"),
          usage.has("completion_tokens")
              ? usage.path("completion_tokens")
              : usage.path("output_tokens"),
          usage.path("prompt_tokens_details").path("cached_tokens"),
          line.path("absent"));
      sum = new TokenCount(
          sum(sum.input(), each.input()), sum(sum.output(), each.output()), OptionalLong.empty());
    }
    requireEqual("gen_ai.usage.input_tokens", own.input(), sum.input());
    requireEqual("gen_ai.usage.output_tokens", own.output(), sum.output());
    return new TokenCount(
        own.input().isPresent() ? own.input() : sum.input(),
        own.output().isPresent() ? own.output() : sum.output(),
        own.cachedInput());
  }

  private static OptionalLong sum(OptionalLong one, OptionalLong other) {
    return one.isPresent() && other.isPresent()
        ? OptionalLong.of(one.getAsLong() + other.getAsLong())
        : OptionalLong.empty();
  }

  private void requireEqual(String field, OptionalLong own, OptionalLong sum) {
    if (own.isPresent() && sum.isPresent() && own.getAsLong() != sum.getAsLong()) {
      throw Require.unexpected(
          told(field), own.getAsLong(), "the sum over calls, " + sum.getAsLong());
    }
  }

  private TokenCount usage(JsonNode in, JsonNode out, JsonNode read, JsonNode created) {
    OptionalLong input = count("gen_ai.usage.input_tokens", in);
    OptionalLong cached = count("gen_ai.usage.cache_read.input_tokens", read);
    long cache = cached.orElse(0)
        + count("gen_ai.usage.cache_creation.input_tokens", created).orElse(0);
    if (input.isPresent() && cache > input.getAsLong()) {
      throw Require.unexpected(
          told("gen_ai.usage.input_tokens"),
          input.getAsLong(),
          "at least the cache reads and writes, " + cache + ", which it includes");
    }
    return new TokenCount(input, count("gen_ai.usage.output_tokens", out), cached);
  }

  private Optional<Money> money() {
    JsonNode amount = line.path("gov.cost").path("amount");
    if (unknown(amount)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Money(
          new BigDecimal(amount.asText()),
          text("gov.cost.currency", line.path("gov.cost").path("currency"))));
    } catch (NumberFormatException notDecimal) {
      throw unlike("gov.cost.amount", amount, "a decimal number as text");
    }
  }

  /** A value in a complaint, cut to one line's length. */
  private static final class Shown {
    private static final int LONGEST = 60;

    static String of(JsonNode node) {
      if (node.isMissingNode()) {
        return "missing";
      }
      String text = node.toString();
      return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    }
  }
}
