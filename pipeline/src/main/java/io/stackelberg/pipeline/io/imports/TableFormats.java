package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Comma separated tables with one header line and no line breaks in cells: Open Bandit rows, and any by a map. */
final class TableFormats {
  private static final Set<String> FIELDS = Set.of(
      "session",
      "turn",
      "task",
      "action",
      "propensity",
      "quality",
      "input_tokens",
      "output_tokens",
      "cached_tokens",
      "cache_write_tokens",
      "reasoning_tokens",
      "usd",
      "model");

  private TableFormats() {}

  static Map<String, ForeignFormat> all() {
    return Map.of("obp", TableFormats::openBandit, "csv", TableFormats::mapped);
  }

  /** A row by its columns. */
  private record Row(Map<String, Integer> columns, List<String> cells) {
    Optional<String> cell(String column) {
      Integer at = columns.get(column);
      return at == null
          ? Optional.empty()
          : Optional.of(cells.get(at).strip()).filter(text -> !text.isEmpty());
    }

    String needed(String column) {
      return cell(column).orElseThrow(() -> Require.unexpected(column, "empty", "a value"));
    }

    Optional<BigDecimal> number(String column) {
      return cell(column).map(text -> {
        try {
          return VowpalFormat.number(text);
        } catch (IllegalArgumentException unlike) {
          throw Require.unexpected(column, VowpalFormat.cut(text), "a decimal number");
        }
      });
    }
  }

  private interface RowReader {
    void read(Row row, long number, Batch batch);
  }

  private static void rows(LogFile file, ImportSink sink, RowReader reader, HeaderCheck check)
      throws IOException {
    Map<String, Integer> columns = new HashMap<>();
    boolean[] isRefused = {false};
    file.lines(sink, (line, number) -> {
      if (columns.isEmpty() && !isRefused[0]) {
        try {
          for (String name : cells(line.text())) {
            if (columns.put(name.strip(), columns.size()) != null) {
              throw Require.unexpected(
                  "column " + VowpalFormat.cut(name), "there twice", "distinct names");
            }
          }
          check.check(columns.keySet());
        } catch (IllegalArgumentException refused) {
          columns.clear();
          isRefused[0] = true;
          sink.reject(number, refused.getMessage());
        }
        return;
      }
      sink.record(number, batch -> {
        if (isRefused[0]) {
          throw new IllegalArgumentException("the header was refused, expected a table by it");
        }
        List<String> cells = cells(line.text());
        if (cells.size() != columns.size()) {
          throw Require.unexpected(
              "number of cells", cells.size(), columns.size() + " as in the header");
        }
        reader.read(new Row(columns, cells), number, batch);
      });
    });
  }

  private interface HeaderCheck {
    void check(Set<String> columns);
  }

  private static void need(Set<String> columns, String... names) {
    for (String name : names) {
      if (!columns.contains(name)) {
        throw Require.unexpected("column " + name, "missing", "it in the header");
      }
    }
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean isQuoted = false;
    for (int index = 0; index < line.length(); index++) {
      char character = line.charAt(index);
      if (character == '"'
          && isQuoted
          && index + 1 < line.length()
          && line.charAt(index + 1) == '"') {
        cell.append('"');
        index++;
      } else if (character == '"') {
        isQuoted = !isQuoted;
      } else if (character == ',' && !isQuoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(character);
      }
    }
    if (isQuoted) {
      throw new IllegalArgumentException(
          "a quote is not closed on its line, expected cells without line breaks");
    }
    cells.add(cell.toString());
    return cells;
  }

  private static void openBandit(LogFile file, ImportSink sink) throws IOException {
    rows(
        file,
        sink,
        (row, number, batch) -> {
          if (!row.columns().containsKey("click")) {
            row.needed("item_id");
            batch.tally("items", 1);
          } else {
            impression(row, file.stem() + ":" + number, sink, batch);
          }
        },
        columns -> {
          need(columns, "item_id");
          if (!columns.contains("item_feature_0")) {
            need(columns, "position", "click", "propensity_score");
          }
        });
  }

  private static void impression(Row row, String session, ImportSink sink, Batch batch) {
    long item = whole(row, "item_id", 0);
    long position = whole(row, "position", 1);
    long click = whole(row, "click", 0);
    if (click > 1) {
      throw Require.unexpected("click", click, "0 or 1");
    }
    BigDecimal propensity = row.number("propensity_score")
        .orElseThrow(() -> Require.unexpected("propensity_score", "empty", "a number in (0, 1]"));
    long items = row.columns().keySet().stream()
        .filter(column -> column.startsWith("user-item_affinity_"))
        .count();
    List<String> available = new ArrayList<>();
    // One affinity an item: the items are numbered from 0 without a gap.
    for (long id = 0; id < items; id++) {
      available.add(id + "@" + position);
    }
    ImportedTurn turn = new BanditTurn(
            session, item + "@" + position, available, Optional.of(propensity))
        .turn(Optional.empty(), sink.request().banditQuality());
    turn.put("ts", row.cell("timestamp")).quality(BigDecimal.valueOf(click), "click");
    ObjectNode features = turn.line().putObject("gov.features");
    row.columns().keySet().stream().sorted().forEach(column -> {
      if (column.startsWith("user_feature_")) {
        row.cell(column).ifPresent(text -> features.put(column, text));
      } else if (column.startsWith("user-item_affinity_")) {
        row.number(column).ifPresent(number -> features.put(column, number));
      }
    });
    batch.tally("rows", 1);
    batch.tally("clicks", click);
    batch.stated("propensitySum", Optional.of(propensity));
    batch.turn(turn);
  }

  private static long whole(Row row, String column, long low) {
    ObjectNode holder = JsonNodeFactory.instance.objectNode().put(column, row.needed(column));
    long value = Fields.count(holder, column).orElseThrow();
    if (value < low) {
      throw Require.unexpected(column, value, "a whole number >= " + low);
    }
    return value;
  }

  private static void mapped(LogFile file, ImportSink sink) throws IOException {
    Map<String, String> map = sink.request().columns();
    rows(file, sink, (row, number, batch) -> turn(row, map, batch), columns -> {
      if (!map.containsKey("session")) {
        throw Require.unexpected("--columns", map, "at least session=COLUMN");
      }
      map.forEach((field, column) -> {
        if (!FIELDS.contains(field) && !field.startsWith("feature.")) {
          throw Require.unexpected(
              "--columns",
              field,
              "fields among " + new java.util.TreeSet<>(FIELDS) + " and feature.NAME");
        }
        need(columns, column);
      });
    });
  }

  private static void turn(Row row, Map<String, String> map, Batch batch) {
    ImportedTurn turn = new ImportedTurn(row.needed(map.get("session")));
    ObjectNode cells = JsonNodeFactory.instance.objectNode();
    ObjectNode features = JsonNodeFactory.instance.objectNode();
    map.forEach((field, column) -> row.cell(column).ifPresent(text -> {
      if (field.startsWith("feature.")) {
        String name = field.substring("feature.".length());
        try {
          features.put(name, VowpalFormat.number(text));
        } catch (IllegalArgumentException category) {
          features.put(name, text);
        }
      } else {
        cells.put(field, text);
      }
    }));
    turn.put("task.id", Fields.text(cells, "task"))
        .models(Fields.text(cells, "model"), Optional.empty())
        .usage(new Usage(
            Fields.count(cells, "input_tokens"),
            Fields.count(cells, "output_tokens"),
            Fields.count(cells, "cached_tokens"),
            Fields.count(cells, "cache_write_tokens"),
            Fields.count(cells, "reasoning_tokens")));
    Fields.text(cells, "action").ifPresent(id -> turn.action(id, "logged"));
    Fields.amount(cells, "quality").ifPresent(quality -> turn.quality(quality, "file"));
    Fields.amount(cells, "propensity").ifPresent(probability -> {
      if (probability.signum() <= 0 || probability.compareTo(BigDecimal.ONE) > 0) {
        throw Require.unexpected("propensity", probability, "a number in (0, 1]");
      }
      turn.line().put("gov.propensity", probability).put("gov.propensity.source", "logged");
    });
    Optional<BigDecimal> cost = Fields.cost(cells, "usd");
    turn.cost(cost);
    batch.cost(cost);
    if (!features.isEmpty()) {
      turn.line().set("gov.features", features);
    }
    Fields.count(cells, "turn").ifPresent(number -> {
      batch.requireNew("turn", number + " of session " + turn.session());
      turn.line().put("gov.source.turn", number);
    });
    batch.turnAndCall(turn);
  }
}
