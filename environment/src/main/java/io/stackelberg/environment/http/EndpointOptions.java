package io.stackelberg.environment.http;

import io.stackelberg.environment.chat.TokenEstimator;
import io.stackelberg.game.Require;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to talk to an endpoint; holds the name of the key's variable, never the key.
 *
 * @param baseUrl http or https up to the version, such as {@code https://host/v1}, without user, query or fragment
 * @param apiKeyEnv name of the environment variable that holds the key; empty for endpoints without keys
 * @param maxAttempts sendings of a logical call, in [1, 10]
 * @param maxRetryAfter the longest wait of a server's that is obeyed; a longer one ends the call, resumable
 * @param tools what the model is told of tools; a tool not listed here is declared by its name alone
 */
public record EndpointOptions(
    URI baseUrl,
    Optional<String> apiKeyEnv,
    Timeouts timeouts,
    int maxAttempts,
    Duration maxRetryAfter,
    RateLimits rates,
    ResponseLimits limits,
    TokenEstimator estimator,
    List<ToolDefinition> tools,
    OutputLimit outputLimit) {
  /** Name of the field that limits output. */
  public enum OutputLimit {
    /** What most endpoints take. */
    MAX_TOKENS,
    /** What reasoning models of some providers insist on. */
    MAX_COMPLETION_TOKENS;

    String field() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public EndpointOptions {
    String scheme = String.valueOf(baseUrl.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https"))
        || baseUrl.getHost() == null
        || baseUrl.getRawUserInfo() != null
        || baseUrl.getRawQuery() != null
        || baseUrl.getRawFragment() != null) {
      throw Require.unexpected(
          "baseUrl",
          scheme + "://" + baseUrl.getHost() + " with its other parts",
          "http or https with a host, without user, query and fragment");
    }
    apiKeyEnv.ifPresent(name -> {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        // Somebody may have written the key itself here: it is not quoted.
        throw Require.unexpected("apiKeyEnv", "not shown", "the name of an environment variable");
      }
    });
    if (maxAttempts < 1 || maxAttempts > 10) {
      throw Require.unexpected("maxAttempts", maxAttempts, "a whole number in [1, 10]");
    }
    if (maxRetryAfter.isNegative()) {
      throw Require.unexpected("maxRetryAfter", maxRetryAfter, "a time of at least 0");
    }
    tools = List.copyOf(tools);
  }

  /** Defaults: 4 attempts, waits up to 120 s. */
  public static EndpointOptions of(URI baseUrl, Optional<String> apiKeyEnv) {
    return new EndpointOptions(
        baseUrl,
        apiKeyEnv,
        Timeouts.DEFAULT,
        4,
        Duration.ofSeconds(120),
        RateLimits.DEFAULT,
        ResponseLimits.DEFAULT,
        TokenEstimator.QUARTER_OF_BYTES,
        List.of(),
        OutputLimit.MAX_TOKENS);
  }

  /** Address of the chat completions. */
  public URI chatCompletions() {
    String base = baseUrl.toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + "chat/completions");
  }

  /** The same with the key in another variable, or without a key. */
  public EndpointOptions withApiKeyEnv(Optional<String> changed) {
    return new EndpointOptions(
        baseUrl,
        changed,
        timeouts,
        maxAttempts,
        maxRetryAfter,
        rates,
        limits,
        estimator,
        tools,
        outputLimit);
  }

  /** The same with other time limits. */
  public EndpointOptions withTimeouts(Timeouts changed) {
    return new EndpointOptions(
        baseUrl,
        apiKeyEnv,
        changed,
        maxAttempts,
        maxRetryAfter,
        rates,
        limits,
        estimator,
        tools,
        outputLimit);
  }

  /** The same with another number of attempts. */
  public EndpointOptions withMaxAttempts(int changed) {
    return new EndpointOptions(
        baseUrl,
        apiKeyEnv,
        timeouts,
        changed,
        maxRetryAfter,
        rates,
        limits,
        estimator,
        tools,
        outputLimit);
  }

  /** The same with another longest wait. */
  public EndpointOptions withMaxRetryAfter(Duration changed) {
    return new EndpointOptions(
        baseUrl,
        apiKeyEnv,
        timeouts,
        maxAttempts,
        changed,
        rates,
        limits,
        estimator,
        tools,
        outputLimit);
  }

  /** The same with other rate limits. */
  public EndpointOptions withRates(RateLimits changed) {
    return new EndpointOptions(
        baseUrl,
        apiKeyEnv,
        timeouts,
        maxAttempts,
        maxRetryAfter,
        changed,
        limits,
        estimator,
        tools,
        outputLimit);
  }

  /** The same with other limits on answers. */
  public EndpointOptions withLimits(ResponseLimits changed) {
    return new EndpointOptions(
        baseUrl,
        apiKeyEnv,
        timeouts,
        maxAttempts,
        maxRetryAfter,
        rates,
        changed,
        estimator,
        tools,
        outputLimit);
  }

  /** The same with another estimator. */
  public EndpointOptions withEstimator(TokenEstimator changed) {
    return new EndpointOptions(
        baseUrl,
        apiKeyEnv,
        timeouts,
        maxAttempts,
        maxRetryAfter,
        rates,
        limits,
        changed,
        tools,
        outputLimit);
  }

  /** The same with other tools. */
  public EndpointOptions withTools(List<ToolDefinition> changed) {
    return new EndpointOptions(
        baseUrl,
        apiKeyEnv,
        timeouts,
        maxAttempts,
        maxRetryAfter,
        rates,
        limits,
        estimator,
        changed,
        outputLimit);
  }

  /** The same with another field for the output limit. */
  public EndpointOptions withOutputLimit(OutputLimit changed) {
    return new EndpointOptions(
        baseUrl,
        apiKeyEnv,
        timeouts,
        maxAttempts,
        maxRetryAfter,
        rates,
        limits,
        estimator,
        tools,
        changed);
  }
}
