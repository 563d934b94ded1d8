package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** What was read from one file. */
public final class ImportSummary {
  private static final int SHOWN = 20;
  private static final int MODELS_SHOWN = 50;

  private final Counts counts;

  ImportSummary(Counts counts) {
    this.counts = counts;
  }

  /** Records read: {@link #imported} plus {@link #rejected}. */
  public long read() {
    return counts.imported + counts.rejected;
  }

  /** Records taken. */
  public long imported() {
    return counts.imported;
  }

  /** Records refused, each with a reason. */
  public long rejected() {
    return counts.rejected;
  }

  /** Name of the file without folders. */
  public String file() {
    return counts.file;
  }

  /** Format that the file was read as. */
  public String format() {
    return counts.format;
  }

  /** Turns written or to be written. */
  public long turns() {
    return counts.turns;
  }

  /** Distinct conversations of those turns. */
  public long sessions() {
    return counts.sessions.size();
  }

  /** The first refusals, {@code line N: reason}. */
  public List<String> reasons() {
    return counts.reasons.stream()
        .map(refusal -> "line " + refusal.line() + ": " + refusal.reason())
        .toList();
  }

  /** What a reader should know before using the turns. */
  public List<String> notices() {
    return List.copyOf(counts.notices);
  }

  /** Turns without a propensity. */
  public long missingPropensities() {
    return counts.turns - counts.propensities;
  }

  /** Turns without a quality. */
  public long missingQuality() {
    return counts.turns - counts.qualities;
  }

  /** One JSON object; null where the file does not say. */
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", counts.file);
    node.put("format", counts.format);
    node.put("detected", counts.isDetected);
    Totals agent = counts.totals(Batch.Side.AGENT);
    put(node, "calls", counts.saysCalls() ? OptionalLong.of(agent.calls) : OptionalLong.empty());
    node.put("sessions", sessions());
    node.put("turns", counts.turns);
    agent.put(node);
    if (counts.saysCalls()) {
      node.put("callsWithoutUsage", agent.withoutUsage);
    } else {
      node.putNull("callsWithoutUsage");
    }
    counts.cost.ifPresentOrElse(
        cost -> node.put("cost", cost.toPlainString()), () -> node.putNull("cost"));
    node.put("currency", counts.cost.isPresent() ? "USD" : null);
    node.put("read", read());
    node.put("imported", counts.imported);
    node.put("rejected", counts.rejected);
    node.put("missingPropensities", missingPropensities());
    node.put("missingQuality", missingQuality());
    side(node, "judge", Batch.Side.JUDGE);
    side(node, "simulatedUser", Batch.Side.SIMULATED_USER);
    ArrayNode models = node.putArray("models");
    counts.models.forEach(models::add);
    ObjectNode tallies = node.putObject("tallies");
    counts.tallies.forEach(tallies::put);
    ObjectNode stated = node.putObject("stated");
    counts.stated.forEach((name, amount) -> stated.put(name, amount.toPlainString()));
    ArrayNode notices = node.putArray("notices");
    counts.notices.forEach(notices::add);
    ArrayNode rejections = node.putArray("rejections");
    counts.reasons.forEach(refusal ->
        rejections.addObject().put("line", refusal.line()).put("reason", refusal.reason()));
    return node;
  }

  private void side(ObjectNode node, String name, Batch.Side side) {
    Totals totals = counts.totals(side);
    if (totals.calls > 0) {
      ObjectNode inner = node.putObject(name);
      inner.put("calls", totals.calls);
      totals.put(inner);
      inner.put("callsWithoutUsage", totals.withoutUsage);
    }
  }

  private static void put(ObjectNode node, String name, OptionalLong value) {
    if (value.isPresent()) {
      node.put(name, value.getAsLong());
    } else {
      node.putNull(name);
    }
  }

  private record Refusal(long line, String reason) {}

  /** Sums of what is known; a part that no call states stays unknown. */
  private static final class Totals {
    private static final List<String> NAMES = List.of(
        "inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens", "reasoningTokens");

    private final BigInteger[] sums = new BigInteger[NAMES.size()];
    private long calls;
    private long withoutUsage;

    void add(Usage usage) {
      List<OptionalLong> parts = List.of(
          usage.input(), usage.output(), usage.cacheRead(), usage.cacheWrite(), usage.reasoning());
      for (int part = 0; part < sums.length; part++) {
        if (parts.get(part).isPresent()) {
          BigInteger value = BigInteger.valueOf(parts.get(part).getAsLong());
          sums[part] = sums[part] == null ? value : sums[part].add(value);
        }
      }
    }

    void put(ObjectNode node) {
      for (int part = 0; part < sums.length; part++) {
        node.put(NAMES.get(part), sums[part]);
      }
    }
  }

  /** Counts while a file is read. */
  static final class Counts {
    private final String file;
    private final String format;
    private final boolean isDetected;
    private final boolean isBandit;
    private final Map<Batch.Side, Totals> sides = new TreeMap<>();
    private final Map<String, Long> tallies = new TreeMap<>();
    private final Map<String, BigDecimal> stated = new TreeMap<>();
    private final Set<String> notices = new LinkedHashSet<>();
    private final Set<String> models = new LinkedHashSet<>();
    private final List<Refusal> reasons = new ArrayList<>();
    private final LongSet sessions = new LongSet();
    private Optional<BigDecimal> cost = Optional.empty();
    private long imported;
    private long rejected;
    private long turns;
    private long propensities;
    private long qualities;

    Counts(String file, String format, boolean isDetected, boolean isBandit) {
      this.file = file;
      this.format = format;
      this.isDetected = isDetected;
      this.isBandit = isBandit;
    }

    String file() {
      return file;
    }

    void rejected(long line, String reason) {
      rejected++;
      if (reasons.size() < SHOWN) {
        reasons.add(new Refusal(line, reason));
      }
    }

    void notice(String text) {
      notices.add(text);
    }

    void taken(Batch batch, boolean isRecord) {
      imported += isRecord ? 1 : 0;
      totals(Batch.Side.AGENT).calls += batch.callsWithoutUsage;
      totals(Batch.Side.AGENT).withoutUsage += batch.callsWithoutUsage;
      for (Batch.Call call : batch.calls) {
        Totals totals = totals(call.side());
        totals.calls++;
        totals.withoutUsage += call.usage().isUnknown() ? 1 : 0;
        totals.add(call.usage());
      }
      batch.sessionTotals.forEach(totals(Batch.Side.AGENT)::add);
      batch.cost.ifPresent(
          amount -> cost = Optional.of(cost.orElse(BigDecimal.ZERO).add(amount)));
      batch.tallies.forEach((name, count) -> tallies.merge(name, count, Long::sum));
      batch.stated.forEach((name, amount) -> stated.merge(name, amount, BigDecimal::add));
      notices.addAll(batch.notices);
    }

    void turn(ObjectNode line) {
      turns++;
      sessions.add(line.path("gen_ai.conversation.id").asText());
      propensities += line.hasNonNull("gov.propensity") ? 1 : 0;
      qualities += line.path("gov.outcome").hasNonNull("quality") ? 1 : 0;
      JsonNode model = Fields.first(line, "gen_ai.response.model", "gen_ai.request.model");
      if (model.isTextual() && models.size() < MODELS_SHOWN) {
        models.add(model.textValue());
      }
    }

    private Totals totals(Batch.Side side) {
      return sides.computeIfAbsent(side, key -> new Totals());
    }

    private boolean saysCalls() {
      return !isBandit || totals(Batch.Side.AGENT).calls > 0;
    }
  }
}
