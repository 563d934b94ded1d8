package io.stackelberg.environment.price;

import io.stackelberg.environment.chat.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of models and tools, with the way a model's id is looked up.
 *
 * <p>Looked up are the very id, then an alias that the user declared, then the id without its date suffix,
 * with a notice. Nothing is guessed from a part of an id: a wrong price is worse than none. What the user
 * overrides wins over the table.
 */
public final class PriceTable {
  private final PriceHeader header;
  private final Map<String, ModelPrice> models;
  private final Map<String, String> aliases;
  private final Map<String, ToolPrice> tools;
  private final List<String> notices;

  PriceTable(
      PriceHeader header,
      Map<String, ModelPrice> models,
      Map<String, String> aliases,
      Map<String, ToolPrice> tools,
      List<String> notices) {
    this.header = header;
    this.models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    this.aliases = Map.copyOf(aliases);
    this.tools = Map.copyOf(tools);
    this.notices = List.copyOf(notices);
  }

  /**
   * Prices found for an id.
   *
   * @param price the prices
   * @param notice how they were found, where not under the very id
   */
  public record Entry(ModelPrice price, Optional<String> notice) {}

  /** A table without any price, in US dollars; for users who give their own. */
  public static PriceTable empty() {
    return LiteLlmReader.read(new byte[] {'{', '}'}, "no table", Optional.empty());
  }

  /**
   * Reads LiteLLM's {@code model_prices_and_context_window.json} as it is.
   *
   * @param snapshotDate the day the file was taken, which it does not say itself
   * @throws IllegalArgumentException naming the places, if the file is not such a table
   * @throws IOException if it cannot be read
   */
  public static PriceTable read(Path file, Optional<LocalDate> snapshotDate) throws IOException {
    return LiteLlmReader.read(
        Files.readAllBytes(file), String.valueOf(file.getFileName()), snapshotDate);
  }

  /**
   * This table under the user's overrides; an overridden model keeps nothing of its old prices.
   *
   * @throws IllegalArgumentException if an alias points at no model or at another alias
   */
  public PriceTable with(PriceOverrides overrides) {
    Map<String, ModelPrice> merged = new LinkedHashMap<>(models);
    merged.putAll(overrides.models());
    Map<String, String> names = new LinkedHashMap<>(aliases);
    names.putAll(overrides.aliases());
    names.keySet().removeAll(overrides.models().keySet());
    // The user says that this name means that model; a price of the table under the name steps
    // back.
    merged.keySet().removeAll(overrides.aliases().keySet());
    names.forEach((name, target) -> {
      if (!merged.containsKey(target)) {
        throw new IllegalArgumentException("alias \"" + name + "\" is \"" + target
            + "\", expected the id of a model with a price, not an alias.");
      }
    });
    Map<String, ToolPrice> priced = new LinkedHashMap<>(tools);
    priced.putAll(overrides.tools());
    PriceHeader under = new PriceHeader(
        header.source(),
        overrides.snapshotDate().or(header::snapshotDate),
        overrides.currency().orElse(header.currency()),
        Digests.sha256(header.sha256() + "\n" + overrides.sha256()));
    if (overrides.currency().isPresent()
        && !overrides.currency().get().equals(header.currency())
        && !models.isEmpty()) {
      throw new IllegalArgumentException("currency is " + overrides.currency().get()
          + ", expected the table's, " + header.currency() + ".");
    }
    return new PriceTable(under, merged, names, priced, notices);
  }

  /** Where the prices come from. */
  public PriceHeader header() {
    return header;
  }

  /** All models with their prices, in the table's order. */
  public Map<String, ModelPrice> models() {
    return models;
  }

  /** What reading found worth saying, such as an id given twice. */
  public List<String> notices() {
    return notices;
  }

  /** Prices of a model; empty when there are none. */
  public Optional<Entry> find(String model) {
    Optional<Entry> exact = named(model);
    if (exact.isPresent()) {
      return exact;
    }
    return DateSuffix.removedFrom(model)
        .flatMap(dateless -> named(dateless)
            .map(found -> new Entry(
                found.price(),
                Optional.of("\"" + model + "\" has no price: that of \""
                    + found.price().model() + "\", the id without its date, is used"))));
  }

  /** Cost of a call of a model with these tokens. */
  public Cost cost(String model, Usage usage) {
    return cost(model, CallUse.of(usage));
  }

  /**
   * Cost of a call of a model.
   *
   * <p>A subdivision that the provider did not report (cache reads, reasoning) is priced with the rest, at the
   * dearer price, and a notice says so; a missing total makes the cost unknown.
   */
  public Cost cost(String model, CallUse use) {
    return find(model).map(found -> pricing(found).cost(use)).orElseGet(() -> unpriced(model));
  }

  /**
   * Upper bound on the cost of a call that reads at most {@code inputTokens} and writes at most {@code
   * maxOutputTokens}, whatever part of them caches and reasoning take.
   *
   * @param toolUse the most that tools may be used
   */
  public Cost upperBound(
      String model, long inputTokens, long maxOutputTokens, List<ToolUse> toolUse) {
    return find(model)
        .map(found -> pricing(found).upperBound(inputTokens, maxOutputTokens, toolUse))
        .orElseGet(() -> unpriced(model));
  }

  private CallPricing pricing(Entry found) {
    return new CallPricing(found.price(), tools, header.currency(), found.notice());
  }

  private Optional<Entry> named(String id) {
    ModelPrice exact = models.get(id);
    if (exact != null) {
      return Optional.of(new Entry(exact, Optional.empty()));
    }
    return Optional.ofNullable(aliases.get(id))
        .map(target -> new Entry(
            models.get(target), Optional.of("\"" + id + "\" is an alias of \"" + target + "\"")));
  }

  private static Cost unpriced(String model) {
    List<String> waysOut = new ArrayList<>();
    waysOut.add("--price " + model + "=IN,OUT");
    waysOut.add("free: true for a model that costs nothing");
    waysOut.add("an alias");
    return new Cost.Unknown(
        "model \"" + model + "\" has no price; give one by " + String.join(", ", waysOut));
  }
}
