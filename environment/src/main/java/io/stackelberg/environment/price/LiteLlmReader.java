package io.stackelberg.environment.price;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads LiteLLM's table: one object, model id to fields, numbers taken exactly as they are written. */
final class LiteLlmReader {
  /** The entry that explains the fields; no model. */
  private static final String SPECIMEN = "sample_spec";

  private static final int SHOWN = 20;
  static final ObjectMapper EXACT = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .build();

  private LiteLlmReader() {}

  static PriceTable read(byte[] bytes, String source, Optional<LocalDate> snapshotDate) {
    Map<String, ModelPrice> models = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    List<String> notices = new ArrayList<>();
    Map<String, Integer> ignored = new TreeMap<>();
    try (JsonParser json = EXACT.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException(
            source + " is no price table, expected one JSON object, model id to prices.");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String model = json.currentName();
        json.nextToken();
        int line = json.currentTokenLocation().getLineNr();
        JsonNode entry = EXACT.readTree(json);
        if (model.equals(SPECIMEN)) {
          continue;
        }
        List<String> here = new ArrayList<>();
        if (!entry.isObject() || model.isBlank()) {
          here.add("\"" + model + "\" is not a model, expected an id with an object of fields");
        } else {
          ModelPrice price = new PriceFields(model, here).read(entry);
          if (models.put(model, price) != null) {
            notices.add("\"" + model + "\" is given twice: the later one stands (line " + line
                + " of " + source + ")");
          }
          price.ignored().forEach(key -> ignored.merge(key, 1, Integer::sum));
        }
        here.forEach(what -> wrong.add(what + " (from line " + line + " of " + source + ")."));
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException(source + " goes on after its end, line "
            + json.currentTokenLocation().getLineNr() + ".");
      }
    } catch (JsonProcessingException malformed) {
      throw malformed(source, malformed);
    } catch (IOException impossible) {
      throw new UncheckedIOException("bytes in memory could not be read.", impossible);
    }
    if (!wrong.isEmpty()) {
      String more = wrong.size() > SHOWN ? "\n... and " + (wrong.size() - SHOWN) + " more." : "";
      throw new IllegalArgumentException(String.join(
              "\n", wrong.subList(0, Math.min(SHOWN, wrong.size())))
          + more);
    }
    ignored.forEach((key, count) -> notices.add(key + " is not used (" + count + " models)"));
    return new PriceTable(
        new PriceHeader(source, snapshotDate, "USD", Digests.sha256(bytes)),
        models,
        Map.of(),
        Map.of(),
        notices);
  }

  /** Says where; not what stands there, which may be anything. */
  static IllegalArgumentException malformed(String source, JsonProcessingException problem) {
    String place = problem.getLocation() == null
        ? ""
        : ", line " + problem.getLocation().getLineNr() + " column "
            + problem.getLocation().getColumnNr();
    return new IllegalArgumentException(source + " is malformed" + place + ".", problem);
  }
}
