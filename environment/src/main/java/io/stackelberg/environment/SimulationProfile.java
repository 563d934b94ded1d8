package io.stackelberg.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * All coefficients of the simulated executor; {@code simulation-profiles.yaml} holds the six profiles, each
 * value with its source, and says what each means.
 *
 * @param kinds coefficients per task kind
 * @param tokens law of a turn's tokens
 * @param history how a session's history grows
 * @param quality law of a turn's quality
 * @param follower the follower's utility and noise
 * @param money prices
 * @param real how turns after the log differ from those in it
 */
public record SimulationProfile(
    Kinds kinds,
    Tokens tokens,
    History history,
    Quality quality,
    Follower follower,
    Prices money,
    Shift real) {
  private static final String RESOURCE = "simulation-profiles.yaml";
  private static final List<String> SOURCES =
      List.of("paper", "AlpacaEval fit", "RouteLLM fit", "assumed");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
      .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /** Coefficients per task kind; all lists have the length of {@code names}. */
  public record Kinds(
      List<String> names,
      List<Double> shares,
      List<Double> baseTokens,
      List<Double> ability,
      List<Double> contextNeed,
      List<Double> verbosityNeed,
      List<Double> toolNeed) {
    public Kinds {
      names = List.copyOf(names);
      double sum = 0;
      for (double share : shares) {
        sum += Require.nonNegative("kinds.shares", share);
      }
      Require.inRange("sum of kinds.shares", sum, 1 - 1e-9, 1 + 1e-9);
      for (List<Double> values :
          List.of(shares, baseTokens, ability, contextNeed, verbosityNeed, toolNeed)) {
        if (values.size() != names.size()) {
          throw Require.unexpected("values per kind", values.size(), "" + names.size());
        }
      }
    }
  }

  /** Tokens of a turn: lognormal about its mean with coefficient of variation {@code variation}, capped. */
  public record Tokens(
      List<Double> verbosity, double perToolCall, double variation, long cap, double outputShare) {
    public Tokens {
      verbosity = List.copyOf(verbosity);
      Require.nonNegative("tokens.per_tool_call", perToolCall);
      Require.positive("tokens.variation", variation);
      Require.atLeast("tokens.cap", cap, 1L);
      Require.inUnitInterval("tokens.output_share", outputShare);
    }
  }

  /** History in tokens: at the first turn, what a turn adds, and the most that is kept. */
  public record History(long first, long addedPerTurn, long cap) {
    public History {
      Require.atLeast("history.first", first, 0L);
      Require.atLeast("history.added_per_turn", addedPerTurn, 0L);
      Require.atLeast("history.cap", cap, first);
    }
  }

  /** Quality of a turn, on the logit scale but for the judge's noise and length bias. */
  public record Quality(
      double contextSaturation,
      double contextOptimum,
      double distraction,
      double verbositySaturation,
      double toolSaturation,
      double difficulty,
      double session,
      double judgeNoise,
      double lengthBias) {
    public Quality {
      Require.positive("quality.context_saturation", contextSaturation);
      Require.inRange("quality.context_optimum", contextOptimum, 0, Math.nextDown(1.0));
      Require.positive("quality.verbosity_saturation", verbositySaturation);
      Require.positive("quality.tool_saturation", toolSaturation);
      Require.positive("quality.judge_noise", judgeNoise);
    }
  }

  /** Temperature, share of blind choices, and weights of the follower's utility. */
  public record Follower(
      double temperature, double lapse, double qualityWeight, double costWeight, double habit) {
    public Follower {
      Require.positive("follower.temperature", temperature);
      Require.inUnitInterval("follower.lapse", lapse);
    }
  }

  /** Dollars per million tokens. */
  public record Prices(double usdPerMillionInput, double usdPerMillionOutput) {
    public Prices {
      Require.nonNegative("money.usd_per_million_input", usdPerMillionInput);
      Require.nonNegative("money.usd_per_million_output", usdPerMillionOutput);
    }
  }

  /** How turns after the log differ from those in it; 1, 1, 0, 0, 0 is no difference. */
  public record Shift(
      double temperatureFactor,
      double tokenFactor,
      double abilityShift,
      double cheapPenalty,
      double newKindShare) {
    /** No difference. */
    public static final Shift NONE = new Shift(1, 1, 0, 0, 0);

    public Shift {
      Require.positive("real.temperature_factor", temperatureFactor);
      Require.positive("real.token_factor", tokenFactor);
      Require.finite("real.ability_shift", abilityShift);
      Require.nonNegative("real.cheap_penalty", cheapPenalty);
      Require.inUnitInterval("real.new_kind_share", newKindShare);
    }
  }

  /** Names of the shipped profiles, in order. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    shipped().path("profiles").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * A shipped profile.
   *
   * @throws IllegalArgumentException if there is none of this name; the message lists the known ones
   */
  public static SimulationProfile named(String name) {
    return parse(shipped(), name);
  }

  /**
   * A profile of a text in the format of {@code simulation-profiles.yaml}.
   *
   * @throws IllegalArgumentException naming what is unknown, missing or out of range
   */
  public static SimulationProfile parse(String yaml, String name) {
    try {
      return parse(YAML.readTree(yaml), name);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          "the profiles are not valid YAML: " + malformed.getOriginalMessage(), malformed);
    }
  }

  private static JsonNode shipped() {
    try (InputStream stream = SimulationProfile.class.getResourceAsStream(RESOURCE)) {
      return YAML.readTree(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static SimulationProfile parse(JsonNode root, String name) {
    JsonNode overrides = root.path("profiles").get(name);
    if (overrides == null) {
      List<String> known = new ArrayList<>();
      root.path("profiles").fieldNames().forEachRemaining(known::add);
      throw Require.unexpected("profile", "\"" + name + "\"", "one of " + known);
    }
    ObjectNode values = YAML.createObjectNode();
    addValues(values, root.path("base"));
    addValues(values, overrides);
    try {
      return YAML.treeToValue(values, SimulationProfile.class);
    } catch (JsonProcessingException invalid) {
      Throwable cause = invalid.getCause();
      throw cause instanceof IllegalArgumentException known
          ? known
          : new IllegalArgumentException(
              "profile " + name + " cannot be read: " + invalid.getOriginalMessage(), invalid);
    }
  }

  /** Copies {@code section.key.value} to {@code section.key}, checking that each value has a source. */
  private static void addValues(ObjectNode target, JsonNode sections) {
    for (var section : sections.properties()) {
      ObjectNode into = target.withObject("/" + section.getKey());
      for (var entry : section.getValue().properties()) {
        String source = entry.getValue().path("source").asText();
        if (!SOURCES.contains(source) || !entry.getValue().has("value")) {
          throw Require.unexpected(
              section.getKey() + "." + entry.getKey(),
              entry.getValue(),
              "a value and a source out of " + SOURCES);
        }
        into.set(entry.getKey(), entry.getValue().get("value"));
      }
    }
  }
}
