package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads a study file (YAML, or JSON, which is YAML), applies overrides and refuses what it does not know. */
public final class StudyConfigReader {
  private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build())
      .registerModule(new Jdk8Module())
      .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

  static {
    // Else an empty text in place of a number would silently become the default.
    YAML.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
  }

  private StudyConfigReader() {}

  /**
   * Reads a study.
   *
   * @param text the file's content
   * @param name the file's name, for messages
   * @param overrides {@code a.b=c} each, applied in order; c is read as YAML
   * @throws InputException naming the key, its value and the file
   */
  public static StudyConfig read(String text, String name, List<String> overrides) {
    JsonNode root;
    try {
      root = YAML.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw notYaml(malformed, name);
    }
    if (!(root instanceof ObjectNode object)) {
      throw InputException.invalid("the study file is "
          + (root == null || root.isMissingNode() || root.isNull() ? "empty" : shape(root))
          + ", expected keys and values ("
          + name
          + ").");
    }
    for (String override : overrides) {
      apply(object, override);
    }
    try {
      return YAML.treeToValue(object, StudyConfig.class);
    } catch (UnrecognizedPropertyException unknown) {
      throw unknownKey(unknown, name);
    } catch (JsonProcessingException invalid) {
      Throwable cause = invalid.getCause();
      String message = cause instanceof IllegalArgumentException
          ? cause.getMessage().replaceFirst("\\.$", "")
          : path(invalid) + " " + mismatch(invalid, object);
      throw InputException.invalid(message + " (" + name + ").");
    }
  }

  /** The resolved study as YAML. */
  public static String write(StudyConfig config) {
    try {
      return YAML.writeValueAsString(config);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the resolved study could not be written.", impossible);
    }
  }

  private static void apply(ObjectNode root, String override) {
    int equals = override.indexOf('=');
    String[] keys = equals < 0 ? new String[0] : override.substring(0, equals).split("\\.", -1);
    if (keys.length == 0 || List.of(keys).stream().anyMatch(String::isBlank)) {
      throw InputException.invalid("--set is \"" + override
          + "\", expected key=value, such as evaluation.tests.margin=0.02.");
    }
    ObjectNode parent = root;
    for (int depth = 0; depth < keys.length - 1; depth++) {
      JsonNode child = parent.get(keys[depth]);
      if (child instanceof ObjectNode known) {
        parent = known;
      } else if (child == null || child.isNull()) {
        parent = parent.putObject(keys[depth]);
      } else {
        throw InputException.invalid(
            "--set " + override + " reaches into " + keys[depth] + ", which is not a section.");
      }
    }
    String text = override.substring(equals + 1);
    try {
      parent.set(keys[keys.length - 1], YAML.readTree(text.isBlank() ? "\"\"" : text));
    } catch (JsonProcessingException malformed) {
      throw InputException.invalid("--set " + override + " has a value that is not valid YAML.");
    }
  }

  private static InputException notYaml(JsonProcessingException malformed, String name) {
    String problem = malformed.getOriginalMessage().lines().findFirst().orElse("unreadable");
    int line = malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr();
    if (malformed.getCause() instanceof MarkedYAMLException marked
        && marked.getProblemMark() != null) {
      problem = marked.getProblem();
      line = marked.getProblemMark().getLine() + 1;
    }
    return InputException.invalid(
        "the study file is not valid YAML: " + problem + " (line " + line + " of " + name + ").");
  }

  private static InputException unknownKey(UnrecognizedPropertyException unknown, String name) {
    Collection<Object> ids = unknown.getKnownPropertyIds();
    TreeSet<String> known =
        ids.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    String key = unknown.getPropertyName();
    String closest = null;
    int least = Math.max(2, key.length() / 3) + 1;
    for (String candidate : known) {
      int distance = editDistance(key, candidate);
      if (distance < least) {
        least = distance;
        closest = candidate;
      }
    }
    return InputException.invalid(path(unknown)
        + " is not a known key, expected one of "
        + known
        + " ("
        + name
        + ")."
        + (closest == null ? "" : "\nMaybe you meant " + closest + "."));
  }

  private static String mismatch(JsonProcessingException invalid, JsonNode root) {
    if (!(invalid instanceof MismatchedInputException mismatch)
        || mismatch.getTargetType() == null) {
      return "cannot be read: " + invalid.getOriginalMessage();
    }
    JsonNode value = root;
    for (JsonMappingException.Reference step : mismatch.getPath()) {
      value = step.getFieldName() == null
          ? value.path(step.getIndex())
          : value.path(step.getFieldName());
    }
    return "is " + value + ", expected " + kind(mismatch.getTargetType());
  }

  /** What a key of this type holds, in the words of the file. */
  private static String kind(Class<?> type) {
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (type == String.class) {
      return "a text";
    }
    if (Number.class.isAssignableFrom(type)) {
      return type == Double.class ? "a number" : "a whole number";
    }
    return "a section";
  }

  private static String shape(JsonNode node) {
    return node.isArray() ? "a list" : node.isNumber() ? "a number" : "a text";
  }

  private static String path(JsonProcessingException invalid) {
    if (!(invalid instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "the study";
    }
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      if (step.getFieldName() != null) {
        path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
      } else {
        path.append('[').append(step.getIndex()).append(']');
      }
    }
    return path.toString();
  }

  /** Levenshtein distance. */
  static int editDistance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int column = 0; column <= other.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] current = new int[other.length() + 1];
      current[0] = row;
      for (int column = 1; column <= other.length(); column++) {
        int replaced =
            previous[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
      }
      previous = current;
    }
    return previous[other.length()];
  }
}
