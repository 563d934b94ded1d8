package io.stackelberg.environment;

import io.stackelberg.game.Require;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All coefficients of the simulated executor, each with its source; the formulas that use them are in the
 * Javadoc of {@link SimulatedExecutor}.
 *
 * <p>The shipped profiles live in one file, {@code simulation-profiles.yaml}: one base and, per profile, the
 * coefficients that differ from it. Keys there are the component names below in snake case, such as {@code
 * quality.difficulty_slope}.
 *
 * @param name names the profile
 * @param purpose one sentence on what the profile is for
 * @param sessions how turns of a session hang together
 * @param tasks how tasks are drawn and what can be seen of them
 * @param kinds the task kinds
 * @param tokens law of a turn's tokens
 * @param quality law of a turn's quality
 * @param judge how quality is observed
 * @param follower the follower's utility and noise
 * @param prices dollars per token; empty when money is unknown
 * @param shift how reality differs from the surrogate, see {@link #real()}
 */
public record SimulationProfile(
    String name,
    String purpose,
    Sessions sessions,
    Tasks tasks,
    Kinds kinds,
    Tokens tokens,
    Quality quality,
    Judge judge,
    Follower follower,
    Optional<Prices> prices,
    SimulationShift shift) {
  public SimulationProfile {
    Require.nonBlank("profile name", name);
    Require.nonBlank("purpose", purpose);
  }

  /**
   * How turns of a session hang together.
   *
   * @param intraClassCorrelation share of the variance of hidden difficulty that a session's turns share
   * @param startHistoryTokens history before the first turn
   * @param historyLimitTokens longest history that is kept
   */
  public record Sessions(
      SimulationCoefficient intraClassCorrelation,
      SimulationCoefficient startHistoryTokens,
      SimulationCoefficient historyLimitTokens) {
    public Sessions {
      Require.inUnitInterval("sessions.intra_class_correlation", intraClassCorrelation.value());
      wholeAtLeast("sessions.start_history_tokens", startHistoryTokens, 0);
      wholeAtLeast("sessions.history_limit_tokens", historyLimitTokens, startHistoryTokens.value());
    }
  }

  /**
   * How tasks are drawn and what can be seen of them.
   *
   * @param newKindShare probability that a task is of the kind {@code translation}
   * @param userCharsMedian median length of the user's message in characters
   * @param userCharsLogSd standard deviation of its logarithm
   * @param proxyCorrelation correlation of that logarithm with hidden difficulty, in [-1, 1]
   */
  public record Tasks(
      SimulationCoefficient newKindShare,
      SimulationCoefficient userCharsMedian,
      SimulationCoefficient userCharsLogSd,
      SimulationCoefficient proxyCorrelation) {
    public Tasks {
      Require.inUnitInterval("tasks.new_kind_share", newKindShare.value());
      Require.positive("tasks.user_chars_median", userCharsMedian.value());
      Require.nonNegative("tasks.user_chars_log_sd", userCharsLogSd.value());
      Require.inRange("tasks.proxy_correlation", proxyCorrelation.value(), -1, 1);
    }
  }

  /** The task kinds; the shares of the first four sum to 1, that of the new kind is not used. */
  public record Kinds(Kind fact, Kind code, Kind analysis, Kind chat, Kind translation) {
    public Kinds {
      double shares = fact.share().value()
          + code.share().value()
          + analysis.share().value()
          + chat.share().value();
      Require.inRange("sum of kinds.*.share", shares, 1 - 1e-9, 1 + 1e-9);
    }

    /** The kinds in order, the new one last. */
    List<Kind> inOrder() {
      return List.of(fact, code, analysis, chat, translation);
    }

    /** Values of the feature {@code task_kind}, in the same order. */
    static List<String> names() {
      return List.of("fact", "code", "analysis", "chat", "translation");
    }
  }

  /**
   * Coefficients of one task kind.
   *
   * @param share probability among the four known kinds
   * @param baseInputTokens instructions and system prompt
   * @param baseOutputTokens mean answer at normal verbosity and median difficulty
   * @param toolTokens tokens per tool call allowed
   * @param intercept logit of quality at median difficulty when nothing is missing
   * @param contextNeed logit lost without any history
   * @param verbosityNeed logit lost when concise
   * @param toolNeed logit lost without tools
   */
  public record Kind(
      SimulationCoefficient share,
      SimulationCoefficient baseInputTokens,
      SimulationCoefficient baseOutputTokens,
      SimulationCoefficient toolTokens,
      SimulationCoefficient intercept,
      SimulationCoefficient contextNeed,
      SimulationCoefficient verbosityNeed,
      SimulationCoefficient toolNeed) {
    public Kind {
      Require.inUnitInterval("kinds.*.share", share.value());
      Require.nonNegative("kinds.*.base_input_tokens", baseInputTokens.value());
      Require.positive("kinds.*.base_output_tokens", baseOutputTokens.value());
      Require.nonNegative("kinds.*.tool_tokens", toolTokens.value());
      Require.nonNegative("kinds.*.context_need", contextNeed.value());
      Require.nonNegative("kinds.*.verbosity_need", verbosityNeed.value());
      Require.nonNegative("kinds.*.tool_need", toolNeed.value());
    }
  }

  /**
   * Law of a turn's tokens.
   *
   * @param conciseFactor answer length when concise, as a multiple of normal
   * @param verboseFactor answer length when verbose, as a multiple of normal
   * @param difficultySlope log of answer length per standard deviation of difficulty
   * @param noiseCv coefficient of variation of a turn's tokens given task, history and action, before the cap
   * @param capTokens declared cap on a turn's tokens
   */
  public record Tokens(
      SimulationCoefficient conciseFactor,
      SimulationCoefficient verboseFactor,
      SimulationCoefficient difficultySlope,
      SimulationCoefficient noiseCv,
      SimulationCoefficient capTokens) {
    public Tokens {
      Require.positive("tokens.concise_factor", conciseFactor.value());
      Require.positive("tokens.verbose_factor", verboseFactor.value());
      Require.positive("tokens.noise_cv", noiseCv.value());
      wholeAtLeast("tokens.cap_tokens", capTokens, 1);
    }
  }

  /**
   * Law of a turn's quality before the judge, on the logit scale.
   *
   * @param difficultySlope logit lost per standard deviation of difficulty, at least 0
   * @param difficultyInteraction log of the weight of all needs, per standard deviation of difficulty
   * @param contextPlateau share of the history from which more does not help, in (0, 1]
   * @param verbosityPlateau verbosity level from which more does not help, in (0, 1]
   * @param toolPlateau tool calls from which more do not help, above 0
   * @param saturation exponent of all three saturating effects; 1 is linear up to the plateau
   * @param historyHalfTokens history at which half of what context can give is there, at least 0
   * @param distractionTokens tokens of history sent above which more get lost in the middle
   * @param distraction logit lost per 1,000 tokens above that, at least 0
   */
  public record Quality(
      SimulationCoefficient difficultySlope,
      SimulationCoefficient difficultyInteraction,
      SimulationCoefficient contextPlateau,
      SimulationCoefficient verbosityPlateau,
      SimulationCoefficient toolPlateau,
      SimulationCoefficient saturation,
      SimulationCoefficient historyHalfTokens,
      SimulationCoefficient distractionTokens,
      SimulationCoefficient distraction) {
    public Quality {
      Require.nonNegative("quality.difficulty_slope", difficultySlope.value());
      Require.inRange("quality.context_plateau", contextPlateau.value(), Double.MIN_VALUE, 1);
      Require.inRange("quality.verbosity_plateau", verbosityPlateau.value(), Double.MIN_VALUE, 1);
      Require.positive("quality.tool_plateau", toolPlateau.value());
      Require.inRange("quality.saturation", saturation.value(), 1, 100);
      Require.nonNegative("quality.history_half_tokens", historyHalfTokens.value());
      Require.nonNegative("quality.distraction_tokens", distractionTokens.value());
      Require.nonNegative("quality.distraction", distraction.value());
    }
  }

  /**
   * How quality is observed.
   *
   * @param lengthBias judged quality added per unit of log answer length
   * @param blindness share of unmet needs that the judge does not notice, in [0, 1]
   * @param noiseSd standard deviation of the judge's noise, before clipping, above 0
   */
  public record Judge(
      SimulationCoefficient lengthBias,
      SimulationCoefficient blindness,
      SimulationCoefficient noiseSd) {
    public Judge {
      Require.inUnitInterval("judge.blindness", blindness.value());
      Require.positive("judge.noise_sd", noiseSd.value());
    }
  }

  /**
   * The follower's utility and noise.
   *
   * @param temperature of the logit choice, in units of utility
   * @param lapseRate probability of a blind choice
   * @param qualityWeight utility per unit of quality up to the announced target
   * @param costWeight utility per {@code costScaleTokens} tokens
   * @param costScaleTokens tokens that count as one unit of cost
   * @param incentiveSensitivity by how many times the own cost an announced incentive of 1 raises it
   * @param habit utility of keeping all three customary levels
   * @param customaryContext customary context retention
   * @param customaryVerbosity customary verbosity level: 0, 0.5 or 1
   * @param customaryTools customary tool budget
   */
  public record Follower(
      SimulationCoefficient temperature,
      SimulationCoefficient lapseRate,
      SimulationCoefficient qualityWeight,
      SimulationCoefficient costWeight,
      SimulationCoefficient costScaleTokens,
      SimulationCoefficient incentiveSensitivity,
      SimulationCoefficient habit,
      SimulationCoefficient customaryContext,
      SimulationCoefficient customaryVerbosity,
      SimulationCoefficient customaryTools) {
    public Follower {
      Require.positive("follower.temperature", temperature.value());
      Require.inUnitInterval("follower.lapse_rate", lapseRate.value());
      Require.nonNegative("follower.quality_weight", qualityWeight.value());
      Require.nonNegative("follower.cost_weight", costWeight.value());
      Require.positive("follower.cost_scale_tokens", costScaleTokens.value());
      Require.nonNegative("follower.incentive_sensitivity", incentiveSensitivity.value());
      Require.nonNegative("follower.habit", habit.value());
      Require.inUnitInterval("follower.customary_context", customaryContext.value());
      Require.inUnitInterval("follower.customary_verbosity", customaryVerbosity.value());
      wholeAtLeast("follower.customary_tools", customaryTools, 0);
    }
  }

  /** Dollars per million tokens. */
  public record Prices(
      SimulationCoefficient inputUsdPerMillion, SimulationCoefficient outputUsdPerMillion) {
    public Prices {
      Require.nonNegative("prices.input_usd_per_million", inputUsdPerMillion.value());
      Require.nonNegative("prices.output_usd_per_million", outputUsdPerMillion.value());
    }
  }

  /**
   * This profile as reality has it: its shift applied and then spent. Logs come from the profile itself,
   * calibration and evaluation turns from its real side; a profile without shift is its own real side.
   */
  public SimulationProfile real() {
    return shift.appliedTo(this);
  }

  /** Every coefficient with its source, by its key in the file, such as {@code judge.noise_sd}. */
  public SortedMap<String, SimulationCoefficient> coefficients() {
    return SimulationProfileReader.coefficients(this);
  }

  /** Names of the shipped profiles, in the order of the file. */
  public static List<String> names() {
    return SimulationProfileReader.shippedNames();
  }

  /**
   * A shipped profile.
   *
   * @throws IllegalArgumentException if there is none of this name; the message lists the known ones
   */
  public static SimulationProfile named(String name) {
    return SimulationProfileReader.shipped(name);
  }

  /**
   * A profile of the user's own: {@code version}, {@code name}, {@code purpose}, {@code extends} (a shipped
   * profile) and {@code overrides} in the shape of the shipped file.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException naming the key that is unknown, missing or out of range
   */
  public static SimulationProfile load(Path file) throws IOException {
    return SimulationProfileReader.load(file);
  }

  private static void wholeAtLeast(String key, SimulationCoefficient coefficient, double low) {
    double value = coefficient.value();
    if (!(value >= low && value <= 1e15 && value == Math.rint(value))) {
      throw Require.unexpected(key, value, "a whole number >= " + (long) low);
    }
  }
}
