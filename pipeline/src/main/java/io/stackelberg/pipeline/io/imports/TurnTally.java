package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.price.Cost;
import io.stackelberg.environment.price.PriceTable;
import io.stackelberg.game.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What was seen in the turns of a log so far. */
final class TurnTally {
  private static final int MOST_CELLS = 500;
  private static final int MOST_NAMES = 200;
  private static final int LONGEST_VALUE = 40;
  private static final String OTHER = "other";
  private static final int[] PERCENTILES = {25, 50, 75, 90, 95, 99, 100};

  /** First turn of each bin but the last. */
  private static final int[] BINS = {0, 1, 3, 6, 11, 21};

  private final Optional<PriceTable> prices;
  private final SessionCounts sessions = new SessionCounts();
  private final LongSet seen = new LongSet();
  private final Map<String, Map<String, Tried>> cells = new LinkedHashMap<>();
  private final Map<String, Tried> actions = new LinkedHashMap<>();
  private final Map<String, Long> qualitySources = new TreeMap<>();
  private final Map<String, Model> models = new TreeMap<>();
  private long turns;
  private long missingPropensity;
  private long estimatedPropensity;
  private double smallestPropensity = Double.NaN;
  private long missingAvailable;
  private long missingQuality;
  private double qualitySum;
  private long missingInput;
  private long missingOutput;
  private long missingModel;
  private long missingCost;
  private long announced;
  private BigInteger input = BigInteger.ZERO;
  private BigInteger output = BigInteger.ZERO;

  /** How often an action was taken. */
  private static final class Tried {
    private long turns;
    private double smallest = Double.NaN;
    private long judged;
    private double quality;

    void add(JsonNode propensity, JsonNode judgement) {
      turns++;
      if (propensity.isNumber()) {
        double value = propensity.doubleValue();
        smallest = Double.isNaN(smallest) ? value : Math.min(smallest, value);
      }
      if (judgement.isNumber()) {
        judged++;
        quality += judgement.doubleValue();
      }
    }

    ObjectNode tree() {
      ObjectNode node = JsonNodeFactory.instance.objectNode().put("turns", turns);
      put(node, "smallestPropensity", smallest);
      node.put("judged", judged);
      put(node, "meanQuality", judged > 0 ? quality / judged : Double.NaN);
      return node;
    }
  }

  /** Turns of a model. */
  private static final class Model {
    private long turns;
    private long priced;
    private BigDecimal cost = BigDecimal.ZERO;
    private String currency = "";
    private Optional<String> unpriced = Optional.empty();
    private Optional<String> notice = Optional.empty();
  }

  TurnTally(Optional<PriceTable> prices) {
    this.prices = prices;
  }

  long turns() {
    return turns;
  }

  /**
   * Counts a turn; why it is refused, where it is.
   *
   * @throws IllegalArgumentException if its usage contradicts itself; nothing is counted then
   */
  Optional<String> add(JsonNode line) {
    List<Usage> used = usage(line);
    String session = line.path("gen_ai.conversation.id").asText();
    int turn = line.path("turn").asInt();
    if (!seen.add(session + "\u0000" + turn)) {
      return Optional.of(
          "turn is " + turn + " of session " + session + " again, expected each turn once");
    }
    turns++;
    sessions.add(session, toolCalls(line));
    JsonNode propensity = line.path("gov.propensity");
    missingPropensity += propensity.isNumber() ? 0 : 1;
    if (propensity.isNumber()) {
      double value = propensity.doubleValue();
      smallestPropensity =
          Double.isNaN(smallestPropensity) ? value : Math.min(smallestPropensity, value);
      estimatedPropensity +=
          line.path("gov.propensity.source").asText().equals("estimated") ? 1 : 0;
    }
    missingAvailable += line.path("gov.actions_available").isArray() ? 0 : 1;
    announced += line.path("gov.leader").has("quality_target") ? 1 : 0;
    JsonNode outcome = line.path("gov.outcome");
    JsonNode quality = outcome.path("quality");
    if (quality.isNumber()) {
      qualitySum += quality.doubleValue();
      merge(qualitySources, outcome.path("quality.source").asText("not said"));
    } else {
      missingQuality++;
    }
    String action = action(line.path("gov.action"));
    bounded(actions, action).add(propensity, quality);
    bounded(cells.computeIfAbsent(cell(line, turn), key -> new LinkedHashMap<>()), action)
        .add(propensity, quality);
    use(line, used);
    return Optional.empty();
  }

  private static Tried bounded(Map<String, Tried> tried, String action) {
    String name = tried.containsKey(action) || tried.size() < MOST_NAMES ? action : OTHER;
    return tried.computeIfAbsent(name, key -> new Tried());
  }

  private static void merge(Map<String, Long> counts, String name) {
    counts.merge(
        counts.containsKey(name) || counts.size() < MOST_NAMES ? name : OTHER, 1L, Long::sum);
  }

  /** The id as it is, or made of the levels, as the reader of turns makes it. */
  private static String action(JsonNode action) {
    JsonNode id = action.path("id");
    return id.isMissingNode() || id.isNull()
        ? "c" + action.path("context").doubleValue() + "-"
            + action.path("verbosity").asText() + "-t" + action.path("tools").asText()
        : id.asText();
  }

  private String cell(JsonNode line, int turn) {
    StringBuilder cell = new StringBuilder();
    if (line.path("task.kind").isTextual()) {
      cell.append("task.kind=").append(shown(line.path("task.kind"))).append(' ');
    }
    line.path("gov.features").properties().forEach(feature -> {
      if (feature.getValue().isTextual()) {
        cell.append(feature.getKey())
            .append('=')
            .append(shown(feature.getValue()))
            .append(' ');
      }
    });
    int bin = 0;
    while (bin + 1 < BINS.length && turn >= BINS[bin + 1]) {
      bin++;
    }
    String last = bin + 1 == BINS.length
        ? "+"
        : BINS[bin + 1] - 1 == BINS[bin] ? "" : "-" + (BINS[bin + 1] - 1);
    cell.append("turn=").append(BINS[bin]).append(last);
    String key = cell.toString();
    return cells.containsKey(key) || cells.size() < MOST_CELLS ? key : OTHER;
  }

  private static String shown(JsonNode text) {
    String value = text.textValue();
    return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "..." : value;
  }

  /** Tool calls that the turn tells of; −1 where it does not. */
  private static long toolCalls(JsonNode line) {
    for (JsonNode told :
        List.of(line.path("gov.tool_calls"), line.path("gov.features").path("tool_calls"))) {
      if (told.isNumber() && told.asLong() >= 0) {
        return told.asLong();
      }
    }
    long calls = 0;
    boolean said = false;
    for (JsonNode call : line.path("calls")) {
      said |= call.has("tool_calls");
      calls += call.path("tool_calls").isArray()
          ? call.path("tool_calls").size()
          : call.path("tool_calls").asLong(0);
    }
    return said ? calls : -1;
  }

  private static List<Usage> usage(JsonNode line) {
    Usage own = new Usage(
        Fields.count(line, "gen_ai.usage.input_tokens"),
        Fields.count(line, "gen_ai.usage.output_tokens"),
        Fields.count(line, "gen_ai.usage.cache_read.input_tokens"),
        Fields.count(line, "gen_ai.usage.cache_creation.input_tokens"),
        Fields.count(line, "gen_ai.usage.reasoning.output_tokens"));
    List<Usage> calls = new ArrayList<>();
    line.path("calls")
        .forEach(call -> calls.add(UsageObjects.openAi(Fields.object(call, "usage"))));
    // Tiers of long contexts are per call; the turn's own sum stands where calls do not say.
    return !calls.isEmpty()
            && calls.stream().noneMatch(Usage::isUnknown)
            && (calls.size() > 1 || own.isUnknown())
        ? calls
        : List.of(own);
  }

  private void use(JsonNode line, List<Usage> told) {
    OptionalLong in = sum(told.stream().map(Usage::input).toList());
    OptionalLong out = sum(told.stream().map(Usage::output).toList());
    missingInput += in.isEmpty() ? 1 : 0;
    missingOutput += out.isEmpty() ? 1 : 0;
    input = input.add(BigInteger.valueOf(in.orElse(0)));
    output = output.add(BigInteger.valueOf(out.orElse(0)));
    missingCost += line.path("gov.cost").hasNonNull("amount") ? 0 : 1;
    JsonNode name = Fields.first(line, "gen_ai.response.model", "gen_ai.request.model");
    if (!name.isTextual()) {
      missingModel++;
      return;
    }
    Model model = models.computeIfAbsent(
        models.containsKey(name.textValue()) || models.size() < MOST_NAMES
            ? name.textValue()
            : OTHER,
        key -> new Model());
    model.turns++;
    prices.ifPresent(table -> price(table, name.textValue(), told, model));
  }

  private static OptionalLong sum(List<OptionalLong> counts) {
    return counts.stream().allMatch(OptionalLong::isPresent)
        ? OptionalLong.of(counts.stream().mapToLong(OptionalLong::getAsLong).sum())
        : OptionalLong.empty();
  }

  private static void price(PriceTable table, String name, List<Usage> calls, Model model) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Usage call : calls) {
      Cost cost = table.cost(
          name,
          new io.stackelberg.environment.chat.Usage(
              call.input(),
              call.output(),
              call.cacheRead(),
              call.cacheWrite(),
              call.reasoning(),
              false));
      Optional<Money> money = cost.money();
      if (money.isEmpty()) {
        model.unpriced = model.unpriced.or(() -> Optional.of(((Cost.Unknown) cost).reason()));
        return;
      }
      sum = sum.add(money.get().amount());
      model.currency = money.get().currency();
      ((Cost.Known) cost)
          .notices().stream()
              .findFirst()
              .ifPresent(first -> model.notice = model.notice.or(() -> Optional.of(first)));
    }
    model.priced++;
    model.cost = model.cost.add(sum);
  }

  /** All counts; null where nothing is known. */
  ObjectNode tree(String file) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("file", file).put("turns", turns).put("sessions", sessions.size());
    root.put("announcedTurns", announced);
    percentiles(root.putObject("turnsPerSession"), sessions.turns());
    percentiles(root.putObject("toolCallsPerSession"), sessions.tools());
    ObjectNode propensities = root.putObject("propensities");
    propensities.put("missing", missingPropensity).put("estimated", estimatedPropensity);
    put(propensities, "smallest", smallestPropensity);
    root.put("missingActionsAvailable", missingAvailable);
    ObjectNode quality = root.putObject("quality");
    quality.put("missing", missingQuality);
    put(
        quality,
        "mean",
        turns > missingQuality ? qualitySum / (turns - missingQuality) : Double.NaN);
    ObjectNode sources = quality.putObject("sources");
    qualitySources.forEach(sources::put);
    ObjectNode tokens = root.putObject("tokens");
    tokens.put("missingInput", missingInput).put("missingOutput", missingOutput);
    tokens.put("input", missingInput < turns ? input : null);
    tokens.put("output", missingOutput < turns ? output : null);
    root.put("missingCost", missingCost).put("missingModel", missingModel);
    models(root.putArray("models"));
    ObjectNode taken = root.putObject("actions");
    actions.forEach((action, tried) -> taken.set(action, tried.tree()));
    ArrayNode support = root.putArray("support");
    cells.entrySet().stream()
        .sorted((one, other) -> Long.compare(size(other.getValue()), size(one.getValue())))
        .forEach(cell -> {
          ObjectNode entry = support.addObject().put("cell", cell.getKey());
          entry.put("turns", size(cell.getValue()));
          ObjectNode inCell = entry.putObject("actions");
          cell.getValue().forEach((action, tried) -> inCell.set(action, tried.tree()));
          ArrayNode never = entry.putArray("neverTried");
          actions.keySet().stream()
              .filter(action -> !cell.getValue().containsKey(action))
              .forEach(never::add);
        });
    return root;
  }

  private void models(ArrayNode list) {
    models.forEach((name, model) -> {
      ObjectNode entry = list.addObject().put("model", name).put("turns", model.turns);
      if (prices.isPresent()) {
        entry.put("pricedTurns", model.priced);
        entry.put("cost", model.priced > 0 ? model.cost.toPlainString() : null);
        entry.put("currency", model.priced > 0 ? model.currency : null);
        entry.put("unpriced", model.unpriced.orElse(null));
        entry.put("notice", model.notice.orElse(null));
      }
    });
  }

  private static long size(Map<String, Tried> cell) {
    return cell.values().stream().mapToLong(tried -> tried.turns).sum();
  }

  /** Nearest rank: the least value that so many percent do not exceed. */
  private static void percentiles(ObjectNode node, int[] ascending) {
    node.put("sessions", ascending.length);
    for (int percentile : PERCENTILES) {
      int rank = (int) Math.ceil(percentile / 100.0 * ascending.length);
      if (ascending.length == 0) {
        node.putNull("p" + percentile);
      } else {
        node.put("p" + percentile, ascending[Math.max(0, rank - 1)]);
      }
    }
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }
}
