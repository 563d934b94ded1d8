package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.stackelberg.game.Require;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Where {@code governor repair} plays its calibration and evaluation turns.
 *
 * @param type {@code simulated}, {@code replay} or {@code openai}
 * @param baseUrl of an OpenAI-compatible endpoint, up to the version
 * @param apiKeyEnv environment variable that holds the key
 * @param model name of the model
 * @param prices price table in LiteLLM's format
 * @param price prices, each {@code MODEL=IN,OUT} or {@code MODEL=free}
 * @param tasks file of tasks (JSON lines)
 * @param templates folder with texts of one's own
 * @param judge {@code simulated}, {@code exact}, {@code pattern}, {@code json} or {@code model}
 * @param streamed whether answers are asked for in pieces
 * @param cassette file of recorded answers
 * @param cassetteMode {@code replay}, {@code record} or {@code record-on-miss}
 * @param maxCost cap on money, in the prices' currency
 * @param maxTokens cap on tokens
 * @param maxCalls cap on calls
 * @param requestsPerMinute own limit
 * @param tokensPerMinute own limit
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExecutorConfig(
    String type,
    Optional<String> baseUrl,
    Optional<String> apiKeyEnv,
    Optional<String> model,
    Optional<String> prices,
    List<String> price,
    Optional<String> tasks,
    Optional<String> templates,
    String judge,
    Boolean streamed,
    Optional<String> cassette,
    Optional<String> cassetteMode,
    Optional<BigDecimal> maxCost,
    Optional<Long> maxTokens,
    Optional<Long> maxCalls,
    Optional<Long> requestsPerMinute,
    Optional<Long> tokensPerMinute) {
  /** The executor that needs no network. */
  public static final String SIMULATED = "simulated";

  /** Recorded outcomes. */
  public static final String REPLAY = "replay";

  /** A chat endpoint. */
  public static final String OPENAI = "openai";

  public ExecutorConfig {
    type = StudyConfig.oneOf(
        "repair.executor.type", type == null ? SIMULATED : type, SIMULATED, REPLAY, OPENAI);
    baseUrl = baseUrl == null ? Optional.empty() : baseUrl;
    apiKeyEnv = apiKeyEnv == null ? Optional.empty() : apiKeyEnv;
    model = model == null ? Optional.empty() : model;
    prices = prices == null ? Optional.empty() : prices;
    price = price == null ? List.of() : List.copyOf(price);
    tasks = tasks == null ? Optional.empty() : tasks;
    templates = templates == null ? Optional.empty() : templates;
    judge = StudyConfig.oneOf(
        "repair.executor.judge",
        judge == null ? "exact" : judge,
        "simulated",
        "exact",
        "pattern",
        "json",
        "model");
    streamed = streamed != null && streamed;
    cassette = cassette == null ? Optional.empty() : cassette;
    cassetteMode = cassetteMode == null ? Optional.empty() : cassetteMode;
    cassetteMode.ifPresent(mode -> StudyConfig.oneOf(
        "repair.executor.cassette_mode", mode, "replay", "record", "record-on-miss"));
    if (cassetteMode.isPresent() && cassette.isEmpty()) {
      throw Require.unexpected("repair.executor.cassette", "missing", "a file, for a mode of it");
    }
    maxCost = maxCost == null ? Optional.empty() : maxCost;
    if (maxCost.isPresent() && maxCost.get().signum() < 0) {
      throw Require.unexpected("repair.executor.max_cost", maxCost.get(), "at least 0");
    }
    maxTokens = limit("repair.executor.max_tokens", maxTokens, 0);
    maxCalls = limit("repair.executor.max_calls", maxCalls, 0);
    requestsPerMinute = limit("repair.executor.requests_per_minute", requestsPerMinute, 1);
    tokensPerMinute = limit("repair.executor.tokens_per_minute", tokensPerMinute, 1);
  }

  private static Optional<Long> limit(String key, Optional<Long> value, long least) {
    if (value != null && value.isPresent()) {
      Require.atLeast(key, value.get(), least);
    }
    return value == null ? Optional.empty() : value;
  }

  /** The same without what may change while a run goes on: caps and own rate limits. */
  public ExecutorConfig withoutLimits() {
    return new ExecutorConfig(
        type,
        baseUrl,
        apiKeyEnv,
        model,
        prices,
        price,
        tasks,
        templates,
        judge,
        streamed,
        cassette,
        cassetteMode,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
