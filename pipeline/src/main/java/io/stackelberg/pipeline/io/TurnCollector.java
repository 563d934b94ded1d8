package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.NamedAction;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Turn;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.Unannounced;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects the lines of one log into turns: finds the actions and features of the whole file, and refuses
 * lines that contradict earlier ones.
 */
final class TurnCollector {
  private static final Pattern VECTOR =
      Pattern.compile("c([01]\\.\\d+)-(concise|normal|verbose)-t(\\d{1,6})");

  private final String name;
  private final Map<String, String> told;
  private final RowErrors reasons;
  private final List<TurnDraft> drafts = new ArrayList<>();
  private final Set<List<Object>> seen = new HashSet<>();
  private final Map<String, Boolean> numeric = new LinkedHashMap<>();
  private final Set<String> actions = new LinkedHashSet<>();
  private final Map<String, ResourceVector> levels = new LinkedHashMap<>();
  private final TreeMap<String, Integer> unused = new TreeMap<>();
  private int lines;

  TurnCollector(String name, Map<String, String> told) {
    this.name = name;
    this.told = told;
    this.reasons = new RowErrors(name);
  }

  void reject(long number, String reason) {
    lines++;
    reasons.add(reason, number);
  }

  void add(long number, JsonNode line) {
    TurnDraft draft;
    try {
      draft = new TurnFields(line, told).draft();
      requireConsistent(draft);
    } catch (IllegalArgumentException refused) {
      reject(number, refused.getMessage().replaceAll("\\.$", ""));
      return;
    }
    lines++;
    drafts.add(draft);
    seen.add(List.of(draft.session(), draft.turn()));
    draft.features().forEach((feature, value) -> {
      if (!value.isNull()) {
        numeric.putIfAbsent(feature, !value.isTextual());
      }
    });
    draft.available().ifPresent(actions::addAll);
    actions.add(draft.action());
    draft.levels().ifPresent(vector -> levels.put(draft.action(), vector));
    line.fieldNames().forEachRemaining(field -> {
      if (!TurnFields.USED.contains(field)) {
        unused.merge(field, 1, Integer::sum);
      }
    });
  }

  private void requireConsistent(TurnDraft draft) {
    if (seen.contains(List.of(draft.session(), draft.turn()))) {
      throw Require.unexpected(
          "turn", draft.turn() + " of session " + draft.session() + " again", "each turn once");
    }
    draft.features().forEach((feature, value) -> {
      Boolean known = numeric.get(feature);
      if (!value.isNull() && known != null && known == value.isTextual()) {
        throw Require.unexpected(
            "gov.features." + feature, value, known ? "a number as before" : "a text as before");
      }
    });
    if (draft.levels().isPresent()) {
      ResourceVector known = levels.getOrDefault(draft.action(), draft.levels().get());
      if (!known.equals(draft.levels().get())) {
        throw Require.unexpected(
            "gov.action", draft.levels().get().id(), known.id() + " as before for this id");
      }
    }
  }

  ReadTurns read(String sha256) {
    if (drafts.isEmpty()) {
      reasons.throwIfAny();
      throw InputException.invalid("the log is empty, expected at least one turn (" + name + ").");
    }
    Map<String, ResourceAction> byId = actions();
    List<String> numbers = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    Set<String> features = new LinkedHashSet<>();
    drafts.forEach(draft -> features.addAll(draft.features().keySet()));
    // A feature that is unknown everywhere has no kind; as a number it stays unknown.
    features.forEach(
        feature -> (numeric.getOrDefault(feature, true) ? numbers : texts).add(feature));
    FeatureSchema schema = new FeatureSchema(numbers, texts);
    Map<String, Integer> order = new LinkedHashMap<>();
    drafts.forEach(draft -> order.putIfAbsent(draft.session(), order.size()));
    drafts.sort(Comparator.<TurnDraft>comparingInt(draft -> order.get(draft.session()))
        .thenComparingInt(TurnDraft::turn));
    List<Turn> turns = new ArrayList<>();
    drafts.forEach(draft -> turns.add(turn(draft, schema, byId)));
    TurnLog log = new TurnLog(new ActionSet(List.copyOf(byId.values())), turns);
    return new ReadTurns(log, inventory(log), name, sha256);
  }

  /** Resource vectors where the levels of every action are known, names otherwise. */
  private Map<String, ResourceAction> actions() {
    Map<String, ResourceAction> vectors = new LinkedHashMap<>();
    for (String id : actions) {
      Optional.ofNullable(levels.get(id))
          .or(() -> vector(id))
          .ifPresent(vector -> vectors.put(id, vector));
    }
    if (vectors.size() == actions.size()
        && new HashSet<>(vectors.values()).size() == actions.size()) {
      return vectors;
    }
    Map<String, ResourceAction> named = new LinkedHashMap<>();
    actions.forEach(id -> named.put(id, new NamedAction(id)));
    return named;
  }

  /** The vector that has this id, if the id is one of a vector. */
  private static Optional<ResourceVector> vector(String id) {
    Matcher matcher = VECTOR.matcher(id);
    if (!matcher.matches() || Double.parseDouble(matcher.group(1)) > 1) {
      return Optional.empty();
    }
    ResourceVector vector = new ResourceVector(
        Double.parseDouble(matcher.group(1)),
        Verbosity.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)),
        Integer.parseInt(matcher.group(3)));
    return Optional.of(vector).filter(read -> read.id().equals(id));
  }

  private static Turn turn(
      TurnDraft draft, FeatureSchema schema, Map<String, ResourceAction> byId) {
    double[] numbers = new double[schema.numeric().size()];
    for (int feature = 0; feature < numbers.length; feature++) {
      numbers[feature] =
          ContextFields.number(draft.features().get(schema.numeric().get(feature)));
    }
    List<String> texts = new ArrayList<>();
    for (String feature : schema.categorical()) {
      JsonNode value = draft.features().get(feature);
      texts.add(value == null || value.isNull() ? "" : value.asText());
    }
    Set<String> unavailable = new TreeSet<>();
    draft
        .available()
        .ifPresent(available -> byId.forEach((id, action) -> {
          if (!available.contains(id)) {
            unavailable.add(action.id());
          }
        }));
    return new Turn(
        new Context(
            draft.id(), draft.session(), schema, numbers, texts, draft.state(), unavailable),
        draft.commitment(),
        draft.propensity(),
        byId.get(draft.action()),
        draft.outcome());
  }

  private LogInventory inventory(TurnLog log) {
    int propensities = 0;
    int quality = 0;
    int tokens = 0;
    int unannounced = 0;
    for (Turn turn : log.turns()) {
      propensities += turn.commitmentPropensity().isEmpty() ? 1 : 0;
      quality += turn.outcome().quality().isEmpty() ? 1 : 0;
      tokens += turn.outcome().tokens().total().isEmpty() ? 1 : 0;
      unannounced += turn.commitment() instanceof Unannounced ? 1 : 0;
    }
    int estimated = (int) drafts.stream()
        .filter(draft -> draft.estimated() && draft.propensity().isPresent())
        .count();
    return new LogInventory(
        lines,
        log.turns().size(),
        log.sessions().size(),
        reasons.count(),
        reasons.shown(),
        propensities,
        estimated,
        quality,
        tokens,
        unannounced,
        unused);
  }
}
