package io.stackelberg.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads profiles: overrides are laid over the base key by key, then bound to the records strictly. */
final class SimulationProfileReader {
  private static final String RESOURCE = "simulation-profiles.yaml";
  private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build())
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .enable(
          DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
          DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
          DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
      .build();

  /** The sections of a profile as the file has them; only prices may be null, which is: unknown. */
  private record Sections(
      SimulationProfile.Sessions sessions,
      SimulationProfile.Tasks tasks,
      SimulationProfile.Kinds kinds,
      SimulationProfile.Tokens tokens,
      SimulationProfile.Quality quality,
      SimulationProfile.Judge judge,
      SimulationProfile.Follower follower,
      SimulationProfile.Prices prices,
      SimulationShift shift) {}

  private SimulationProfileReader() {}

  static List<String> shippedNames() {
    List<String> names = new ArrayList<>();
    readShipped().get("profiles").fieldNames().forEachRemaining(names::add);
    return List.copyOf(names);
  }

  static SimulationProfile shipped(String name) {
    JsonNode root = readShipped();
    JsonNode profile = profileNode(root, "profile", name);
    return bind(name, profile.get("purpose").asText(), coefficients(root, profile));
  }

  static SimulationProfile load(Path file) throws IOException {
    JsonNode user = parse(Files.readString(file), file.toString());
    List<String> known = List.of("version", "name", "purpose", "extends", "overrides");
    requireKnown("", user, known);
    for (String key : known.subList(0, 4)) {
      if (!user.hasNonNull(key)) {
        throw Require.unexpected("\"" + key + "\"", "missing", "a value in " + file);
      }
    }
    if (user.get("version").asInt() != 1) {
      throw Require.unexpected("version", user.get("version"), "1 (" + file + ")");
    }
    JsonNode root = readShipped();
    ObjectNode values =
        coefficients(root, profileNode(root, "extends", user.get("extends").asText()));
    if (user.hasNonNull("overrides")) {
      overlay(values, user.get("overrides"), "");
    }
    return bind(user.get("name").asText(), user.get("purpose").asText(), values);
  }

  static SortedMap<String, SimulationCoefficient> coefficients(SimulationProfile profile) {
    SortedMap<String, SimulationCoefficient> found = new TreeMap<>();
    JsonNode tree = YAML.valueToTree(new Sections(
        profile.sessions(),
        profile.tasks(),
        profile.kinds(),
        profile.tokens(),
        profile.quality(),
        profile.judge(),
        profile.follower(),
        profile.prices().orElse(null),
        profile.shift()));
    collect(tree, "", found);
    return found;
  }

  private static void collect(
      JsonNode node, String path, SortedMap<String, SimulationCoefficient> found) {
    if (node.has("value")) {
      found.put(path, bind(node, SimulationCoefficient.class));
      return;
    }
    for (var entry : node.properties()) {
      collect(entry.getValue(), join(path, entry.getKey()), found);
    }
  }

  private static JsonNode profileNode(JsonNode root, String key, String name) {
    JsonNode profile = root.get("profiles").get(name);
    if (profile == null) {
      throw Require.unexpected(key, "\"" + name + "\"", "one of " + shippedNames());
    }
    return profile;
  }

  private static ObjectNode coefficients(JsonNode root, JsonNode profile) {
    ObjectNode values = root.get("base").deepCopy();
    if (profile.hasNonNull("overrides")) {
      overlay(values, profile.get("overrides"), "");
    }
    return values;
  }

  private static void overlay(ObjectNode base, JsonNode overrides, String path) {
    List<String> known = new ArrayList<>();
    base.fieldNames().forEachRemaining(known::add);
    requireKnown(path, overrides, known);
    for (var entry : overrides.properties()) {
      String key = join(path, entry.getKey());
      JsonNode old = base.get(entry.getKey());
      if (entry.getValue().isNull() && !key.equals("prices")) {
        throw Require.unexpected(key, "missing", "a coefficient or a mapping of them");
      }
      if (old.isObject() && !old.has("value") && entry.getValue().isObject()) {
        overlay((ObjectNode) old, entry.getValue(), key);
      } else {
        base.set(entry.getKey(), entry.getValue());
      }
    }
  }

  private static void addMissingNotes(ObjectNode node) {
    if (node.has("value") && !node.has("note")) {
      node.put("note", "");
    }
    for (var entry : node.properties()) {
      if (entry.getValue() instanceof ObjectNode child) {
        addMissingNotes(child);
      }
    }
  }

  private static void requireKnown(String path, JsonNode node, List<String> known) {
    if (!node.isObject()) {
      throw Require.unexpected(
          path.isEmpty() ? "the profile" : path, node, "a mapping with keys out of " + known);
    }
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!known.contains(key)) {
        throw Require.unexpected("key", "\"" + join(path, key) + "\"", "one of " + known);
      }
    }
  }

  private static SimulationProfile bind(String name, String purpose, ObjectNode values) {
    addMissingNotes(values);
    Sections read = bind(values, Sections.class);
    return new SimulationProfile(
        name,
        purpose,
        read.sessions,
        read.tasks,
        read.kinds,
        read.tokens,
        read.quality,
        read.judge,
        read.follower,
        Optional.ofNullable(read.prices),
        read.shift);
  }

  private static <T> T bind(JsonNode node, Class<T> type) {
    try {
      return YAML.treeToValue(node, type);
    } catch (UnrecognizedPropertyException unknown) {
      throw new IllegalArgumentException(
          Require.unexpected(
                  "key", "\"" + path(unknown) + "\"", "one of " + unknown.getKnownPropertyIds())
              .getMessage(),
          unknown);
    } catch (JsonMappingException invalid) {
      if (invalid.getCause() instanceof IllegalArgumentException outOfRange) {
        throw new IllegalArgumentException(outOfRange.getMessage(), invalid);
      }
      String sources = Arrays.stream(SimulationCoefficient.Source.values())
          .map(SimulationCoefficient.Source::id)
          .collect(Collectors.joining(", ", "[", "]"));
      throw new IllegalArgumentException(
          Require.unexpected(
                      path(invalid),
                      "not a coefficient",
                      "a mapping with a number as value and a source out of " + sources)
                  .getMessage()
              + "\nMaybe: "
              + invalid.getOriginalMessage(),
          invalid);
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException("a parsed tree cannot be malformed.", malformed);
    }
  }

  private static String path(JsonMappingException problem) {
    return problem.getPath().stream()
        .map(reference -> "" + reference.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static JsonNode readShipped() {
    try (InputStream stream = SimulationProfileReader.class.getResourceAsStream(RESOURCE)) {
      return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), RESOURCE);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static JsonNode parse(String text, String where) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          Require.unexpected(where, "malformed", "a YAML mapping").getMessage()
              + "\nMaybe: "
              + malformed.getOriginalMessage(),
          malformed);
    }
  }
}
