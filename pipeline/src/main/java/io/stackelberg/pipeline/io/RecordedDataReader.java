package io.stackelberg.pipeline.io;

import io.stackelberg.environment.Recording;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.Money;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.SessionState;
import io.stackelberg.game.TokenCount;
import io.stackelberg.pipeline.io.StudyConfig.ActionColumns;
import io.stackelberg.pipeline.io.StudyConfig.Columns;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a file of recorded outcomes by the column map of a study.
 *
 * <p>All bad rows are collected before the file is refused; nothing is clipped, dropped or defaulted. An
 * empty feature cell is an unknown value and counted; an empty quality or cost is an error.
 */
public final class RecordedDataReader {
  private final StudyConfig.Data config;
  private final CostUnit unit;
  private final Map<String, ActionColumns> wide;
  private CsvTable table;
  private RowErrors errors;
  private int unknownFeatures;

  private RecordedDataReader(StudyConfig.Data config, CostUnit unit) {
    this.config = config;
    this.unit = unit;
    this.wide = config.columns().actions();
  }

  /**
   * Reads one file.
   *
   * @param path the file
   * @param config the study's data section
   * @param unit the study's cost unit; every row must carry it
   * @param actionNames the actions, in order; empty takes those of the file, in order of appearance
   * @throws InputException naming every bad value with its line
   */
  public static RecordedData read(
      Path path, StudyConfig.Data config, CostUnit unit, List<String> actionNames) {
    return new RecordedDataReader(config, unit).read(path, actionNames, true);
  }

  /**
   * Reads a file to evaluate on, over the actions of the file that was fitted on. An action that this file
   * never records is unavailable throughout; one that the fitting file never recorded is an error.
   */
  public static RecordedData readLike(
      Path path, StudyConfig.Data config, CostUnit unit, RecordedData fitted) {
    List<String> names =
        fitted.actions().actions().stream().map(action -> action.id()).toList();
    return new RecordedDataReader(config, unit).read(path, names, false);
  }

  /** Everything recorded for one context, before the actions are known. */
  private static final class Draft {
    private final long line;
    private final String session;
    private final double[] numeric;
    private final List<String> categories;
    private final Map<String, Map<String, Outcome>> outcomes = new LinkedHashMap<>();

    Draft(long line, String session, double[] numeric, List<String> categories) {
      this.line = line;
      this.session = session;
      this.numeric = numeric;
      this.categories = categories;
    }

    int unknown() {
      long unknown = Arrays.stream(numeric).filter(Double::isNaN).count()
          + categories.stream().filter(String::isEmpty).count();
      return (int) unknown;
    }

    boolean sameContext(Draft other) {
      return session.equals(other.session)
          && Arrays.equals(numeric, other.numeric)
          && categories.equals(other.categories);
    }
  }

  private RecordedData read(Path path, List<String> actionNames, boolean allRecorded) {
    if (!Files.isRegularFile(path)) {
      throw InputException.absent(
          "data file is " + path + ", expected a file (it does not exist).");
    }
    table = CsvTable.read(path);
    errors = new RowErrors(table.name());
    requireColumns();
    List<CsvTable.Row> kept = filter();
    Map<String, Draft> drafts = new LinkedHashMap<>();
    for (CsvTable.Row row : kept) {
      readRow(row, drafts);
    }
    errors.throwIfAny();
    Set<String> recorded = new LinkedHashSet<>();
    drafts.values().forEach(draft -> recorded.addAll(draft.outcomes.keySet()));
    ActionSet actions = ActionSet.named(List.copyOf(recorded));
    if (!actionNames.isEmpty()) {
      requireRecorded(actionNames, recorded, allRecorded);
      actions = ActionSet.named(actionNames);
    }
    List<Recording> recordings = new ArrayList<>();
    FeatureSchema schema =
        new FeatureSchema(config.features().numeric(), config.features().categorical());
    for (var entry : drafts.entrySet()) {
      recordings.add(recording(entry.getKey(), entry.getValue(), schema, actions));
    }
    return new RecordedData(
        recordings,
        actions,
        table.name(),
        table.sha256(),
        table.rows().size(),
        kept.size(),
        unknownFeatures);
  }

  private void requireColumns() {
    Columns columns = config.columns();
    Set<String> needed = new TreeSet<>();
    needed.add(columns.id());
    for (Optional<String> column : List.of(
        columns.session(),
        columns.replicate(),
        columns.action(),
        columns.quality(),
        columns.inputTokens(),
        columns.outputTokens(),
        columns.money())) {
      column.ifPresent(needed::add);
    }
    for (ActionColumns action : wide.values()) {
      needed.add(action.quality());
      for (Optional<String> column :
          List.of(action.inputTokens(), action.outputTokens(), action.money())) {
        column.ifPresent(needed::add);
      }
    }
    needed.addAll(config.features().numeric());
    needed.addAll(config.features().categorical());
    needed.addAll(config.where().keySet());
    List<String> missing =
        needed.stream().filter(column -> !table.columns().containsKey(column)).toList();
    if (!missing.isEmpty()) {
      throw InputException.invalid(
          "columns "
              + missing
              + " are missing, expected them among "
              + table.columns().keySet()
              + " ("
              + table.name()
              + ").\nMaybe the column map (data.columns, data.features, data.where) belongs to another file.");
    }
    for (ActionColumns source : sources()) {
      boolean known = unit == CostUnit.USD
          ? source.money().isPresent()
          : source.inputTokens().isPresent() && source.outputTokens().isPresent();
      if (!known) {
        throw InputException.invalid("cost_unit is "
            + unit.id()
            + ", expected "
            + (unit == CostUnit.USD
                ? "a column for it in data.columns (money)."
                : "columns for it in data.columns (input_tokens and output_tokens).")
            + "\nMaybe cost_unit: "
            + (unit == CostUnit.USD ? "tokens" : "usd")
            + " is what this file records.");
      }
    }
  }

  /** Where outcomes are read from: one entry per action of a wide file, else one. */
  private List<ActionColumns> sources() {
    Columns columns = config.columns();
    return wide.isEmpty()
        ? List.of(new ActionColumns(
            columns.quality().orElseThrow(),
            columns.inputTokens(),
            columns.outputTokens(),
            columns.money()))
        : List.copyOf(wide.values());
  }

  private List<CsvTable.Row> filter() {
    List<CsvTable.Row> kept = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      boolean matches = true;
      for (var condition : config.where().entrySet()) {
        matches &= table.cell(row, condition.getKey()).equals(condition.getValue());
      }
      if (matches) {
        kept.add(row);
      } else if (config.check().equals("all")) {
        checkFiltered(row);
      }
    }
    if (kept.isEmpty()) {
      StringBuilder seen = new StringBuilder();
      for (String column : config.where().keySet()) {
        TreeSet<String> values = new TreeSet<>();
        table.rows().forEach(row -> values.add(table.cell(row, column)));
        List<String> first = values.stream().limit(10).toList();
        seen.append("\nMaybe ").append(column).append(" should be one of ").append(first);
        seen.append(values.size() > 10 ? " or another of " + values.size() + "." : ".");
      }
      throw InputException.invalid("data.where is " + config.where()
          + ", expected to match at least one row (" + table.name() + ")." + seen);
    }
    return kept;
  }

  /** A malformed value is told even where the filter leaves its row out: the file may not be what it seems. */
  private void checkFiltered(CsvTable.Row row) {
    int before = errors.count();
    config.features().numeric().forEach(column -> feature(row, column));
    sources().forEach(source -> outcome(row, source));
    if (errors.count() > before) {
      errors.suggest(
          "Maybe rows that data.where leaves out are meant to be like this: data.check=kept reads the kept"
              + " rows only.");
    }
  }

  private void readRow(CsvTable.Row row, Map<String, Draft> drafts) {
    Columns columns = config.columns();
    String id = text(row, columns.id());
    String session = columns.session().map(column -> text(row, column)).orElse(id);
    if (id.isEmpty() || session.isEmpty()) {
      errors.add(
          id.isEmpty() ? columns.id() : columns.session().orElseThrow(),
          "empty",
          "a text",
          row.line());
      return;
    }
    int before = errors.count();
    double[] numeric = new double[config.features().numeric().size()];
    for (int feature = 0; feature < numeric.length; feature++) {
      numeric[feature] = feature(row, config.features().numeric().get(feature));
    }
    List<String> categories = config.features().categorical().stream()
        .map(column -> text(row, column))
        .toList();
    Draft read = new Draft(row.line(), session, numeric, categories);
    // A row with a broken feature says nothing about other rows; its outcome is still looked at.
    Draft known = errors.count() > before ? read : drafts.putIfAbsent(id, read);
    Draft draft = known == null ? read : known;
    if (known == null) {
      unknownFeatures += draft.unknown();
    } else if (!draft.sameContext(read)) {
      errors.add(
          "features of " + id + " differ from those on line " + draft.line
              + ", expected the same for every action",
          row.line());
      errors.suggest(
          "Maybe a feature is only known after the answer, or data.where does not single out one model.");
    }
    if (wide.isEmpty()) {
      addOutcome(
          row, id, draft, text(row, columns.action().orElseThrow()), sources().get(0));
    } else {
      wide.forEach((action, source) -> addOutcome(row, id, draft, action, source));
    }
  }

  private void addOutcome(
      CsvTable.Row row, String id, Draft draft, String action, ActionColumns source) {
    if (action.isEmpty()) {
      errors.add(
          config.columns().action().orElse("action"), "empty", "the name of an action", row.line());
      return;
    }
    String replicate =
        config.columns().replicate().map(column -> text(row, column)).orElse("");
    Optional<Outcome> outcome = outcome(row, source);
    if (outcome.isEmpty()) {
      return;
    }
    Map<String, Outcome> replicates =
        draft.outcomes.computeIfAbsent(action, key -> new TreeMap<>());
    if (replicates.put(replicate, outcome.get()) != null) {
      errors.add(
          config.columns().id() + " " + id + " with action " + action
              + (replicate.isEmpty() ? "" : " and replicate " + replicate)
              + " occurs twice, expected once",
          row.line());
      errors.suggest(
          "Maybe repeated runs need data.columns.replicate, or data.where does not single out one model.");
    }
  }

  private Optional<Outcome> outcome(CsvTable.Row row, ActionColumns source) {
    OptionalDouble quality = number(row, source.quality());
    if (quality.isPresent() && !(quality.getAsDouble() >= 0 && quality.getAsDouble() <= 1)) {
      errors.add(
          source.quality(), table.cell(row, source.quality()), "a number in [0, 1]", row.line());
      quality = OptionalDouble.empty();
    }
    OptionalLong input = tokens(row, source.inputTokens());
    OptionalLong output = tokens(row, source.outputTokens());
    Optional<Money> money = Optional.empty();
    boolean complete = quality.isPresent();
    if (source.money().isPresent()) {
      OptionalDouble amount = number(row, source.money().get());
      if (amount.isPresent() && amount.getAsDouble() < 0) {
        errors.add(
            source.money().get(),
            table.cell(row, source.money().get()),
            "a number >= 0",
            row.line());
        amount = OptionalDouble.empty();
      }
      complete &= amount.isPresent();
      if (amount.isPresent()) {
        money =
            Optional.of(Money.usd(new BigDecimal(table.cell(row, source.money().get()))));
      }
    }
    complete &= source.inputTokens().isEmpty() || input.isPresent();
    complete &= source.outputTokens().isEmpty() || output.isPresent();
    return complete
        ? Optional.of(
            new Outcome(quality, new TokenCount(input, output, OptionalLong.empty()), money))
        : Optional.empty();
  }

  private String text(CsvTable.Row row, String column) {
    return table.cell(row, column);
  }

  /** A finite number; otherwise the row is counted as bad. */
  private OptionalDouble number(CsvTable.Row row, String column) {
    String cell = table.cell(row, column);
    try {
      double value = new BigDecimal(cell).doubleValue();
      if (Double.isFinite(value)) {
        return OptionalDouble.of(value);
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    errors.add(column, cell.isEmpty() ? "empty" : cell, "a finite number", row.line());
    return OptionalDouble.empty();
  }

  private double feature(CsvTable.Row row, String column) {
    return table.cell(row, column).isEmpty() ? Double.NaN : number(row, column).orElse(Double.NaN);
  }

  private OptionalLong tokens(CsvTable.Row row, Optional<String> column) {
    if (column.isEmpty()) {
      return OptionalLong.empty();
    }
    String cell = table.cell(row, column.get());
    try {
      long count = new BigDecimal(cell).longValueExact();
      if (count >= 0) {
        return OptionalLong.of(count);
      }
    } catch (ArithmeticException | NumberFormatException notACount) {
      // told below
    }
    errors.add(column.get(), cell.isEmpty() ? "empty" : cell, "a whole number >= 0", row.line());
    return OptionalLong.empty();
  }

  private void requireRecorded(List<String> names, Set<String> recorded, boolean allRecorded) {
    List<String> never = names.stream().filter(name -> !recorded.contains(name)).toList();
    if (allRecorded && !never.isEmpty()) {
      throw InputException.invalid("actions.names is "
          + names
          + ", expected only recorded actions, but "
          + never
          + " never occurs; recorded are "
          + recorded
          + " ("
          + table.name()
          + ").");
    }
    List<String> unnamed =
        recorded.stream().filter(action -> !names.contains(action)).toList();
    if (!unnamed.isEmpty()) {
      throw InputException.invalid("recorded actions "
          + unnamed
          + " are not among the study's actions "
          + names
          + ", expected every recorded action to be named ("
          + table.name()
          + ").\nMaybe a row filter (data.where) is missing.");
    }
  }

  private static Recording recording(
      String id, Draft draft, FeatureSchema schema, ActionSet actions) {
    Map<String, List<Outcome>> byAction = new HashMap<>();
    draft.outcomes.forEach(
        (action, replicates) -> byAction.put(action, List.copyOf(replicates.values())));
    Set<String> unavailable = new TreeSet<>();
    List<List<Outcome>> outcomes = new ArrayList<>();
    for (var action : actions.actions()) {
      List<Outcome> recorded = byAction.getOrDefault(action.id(), List.of());
      outcomes.add(recorded);
      if (recorded.isEmpty()) {
        unavailable.add(action.id());
      }
    }
    Context context = new Context(
        id,
        draft.session,
        schema,
        draft.numeric,
        draft.categories,
        SessionState.START,
        unavailable);
    return new Recording(context, outcomes);
  }
}
