package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.environment.Recording;
import io.stackelberg.game.Context;
import io.stackelberg.game.FeatureSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts by context id, from a CSV file or a file of one JSON object per line ({@code .jsonl}).
 *
 * @param name file name without folders
 * @param sha256 hash of the file, in hex
 * @param rows rows, or lines, of the file
 * @param texts text of each id
 */
public record TextFile(String name, String sha256, int rows, Map<String, String> texts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a file.
   *
   * @param idColumn column or field of the context's id
   * @param textColumn column or field of the text
   * @throws InputException naming every bad row, such as an id with two different texts
   */
  public static TextFile read(Path path, String idColumn, String textColumn) {
    String name = path.getFileName().toString();
    RowErrors errors = new RowErrors(name);
    Map<String, String> texts = new LinkedHashMap<>();
    TextFile read = name.endsWith(".jsonl")
        ? lines(path, idColumn, textColumn, texts, errors)
        : table(path, idColumn, textColumn, texts, errors);
    errors.throwIfAny();
    return read;
  }

  private static TextFile table(
      Path path, String idColumn, String textColumn, Map<String, String> texts, RowErrors errors) {
    CsvTable table = CsvTable.read(path);
    List<String> missing = List.of(idColumn, textColumn).stream()
        .filter(column -> !table.columns().containsKey(column))
        .toList();
    if (!missing.isEmpty()) {
      throw InputException.invalid("columns "
          + missing
          + " are missing, expected them among "
          + table.columns().keySet()
          + " ("
          + table.name()
          + ").");
    }
    for (CsvTable.Row row : table.rows()) {
      put(texts, table.cell(row, idColumn), table.cell(row, textColumn), row.line(), errors);
    }
    return new TextFile(table.name(), table.sha256(), table.rows().size(), texts);
  }

  private static TextFile lines(
      Path path, String idField, String textField, Map<String, String> texts, RowErrors errors) {
    String name = path.getFileName().toString();
    try {
      int number = 0;
      for (String line : Files.readAllLines(path)) {
        number++;
        JsonNode node = JSON.readTree(line);
        if (node.path(idField).isTextual() && node.path(textField).isTextual()) {
          put(texts, node.path(idField).asText(), node.path(textField).asText(), number, errors);
        } else {
          errors.add(
              "the line has no text in both " + idField + " and " + textField
                  + ", expected an object with them",
              number);
        }
      }
      return new TextFile(name, CsvTable.hash(Files.readAllBytes(path)), number, texts);
    } catch (JsonProcessingException malformed) {
      throw InputException.invalid("the file is not valid JSON lines: "
          + malformed.getOriginalMessage() + " (" + name + ").");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void put(
      Map<String, String> texts, String id, String text, long line, RowErrors errors) {
    String known = texts.putIfAbsent(id, text);
    if (known != null && !known.equals(text)) {
      errors.add("text of " + id + " differs from an earlier one, expected one text per id", line);
    }
  }

  /**
   * The recorded data with each context's text as its last categorical feature.
   *
   * @param feature name of the feature
   * @throws InputException naming the contexts without a text
   */
  public RecordedData join(RecordedData data, String feature) {
    List<String> missing = new ArrayList<>();
    List<Recording> joined = new ArrayList<>();
    for (Recording recording : data.recordings()) {
      String text = texts.get(recording.context().id());
      if (text == null) {
        missing.add(recording.context().id());
      } else {
        joined.add(new Recording(with(recording.context(), feature, text), recording.outcomes()));
      }
    }
    if (!missing.isEmpty()) {
      throw InputException.invalid("texts of "
          + missing.subList(0, Math.min(20, missing.size()))
          + " are missing, expected one for each of "
          + data.recordings().size()
          + " contexts, "
          + missing.size()
          + " have none ("
          + name
          + ").");
    }
    return new RecordedData(
        joined,
        data.actions(),
        data.name(),
        data.sha256(),
        data.rows(),
        data.used(),
        data.unknownFeatures());
  }

  private static Context with(Context context, String feature, String text) {
    FeatureSchema schema = context.schema();
    double[] numeric = new double[schema.numeric().size()];
    for (int index = 0; index < numeric.length; index++) {
      numeric[index] = context.numeric(index).orElse(Double.NaN);
    }
    List<String> names = new ArrayList<>(schema.categorical());
    List<String> categories = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      categories.add(context.category(index));
    }
    names.add(feature);
    categories.add(text);
    return new Context(
        context.id(),
        context.session(),
        new FeatureSchema(schema.numeric(), names),
        numeric,
        categories,
        context.state(),
        context.unavailableActions());
  }
}
