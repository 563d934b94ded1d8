package io.stackelberg.response.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Saved models as JSON, the form of {@code docs/model-file.md}: every number comes back to the bit, and a
 * file that was cut, changed or written by something else is refused.
 *
 * <p>The field {@code sha256} is the hash of the file's own bytes with that hash's digits written as zeros.
 * It finds accidents; it does not say who wrote the file.
 */
public final class ModelFile {
  /** What the field {@code format} says. */
  public static final String FORMAT = "stackelberg-model";

  /** The version written, and the newest one read; version 1 is read as well. */
  public static final int VERSION = 2;

  private static final String NO_DIGEST = "0".repeat(64);
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private ModelFile() {}

  /**
   * Writes a model, whole or not at all: to a new file beside the target, which is then moved onto it.
   *
   * @throws UncheckedIOException if it cannot be written; an earlier file at {@code target} then stays
   */
  public static void write(Path target, SavedModel model) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("version", VERSION);
    root.put("sha256", NO_DIGEST);
    root.set("model", ModelWriter.model(model));
    Path absolute = target.toAbsolutePath();
    try {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
      String text = JSON.writer(printer).writeValueAsString(root) + "\n";
      Files.createDirectories(absolute.getParent());
      Path staged = absolute.resolveSibling(
          "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".part");
      try {
        Files.writeString(staged, text.replaceFirst(NO_DIGEST, digest(text)));
        Files.move(staged, absolute, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException if the file is absent, unreadable, no JSON, of another format, of a newer
   *     version, changed since it was written, or wrong in a field, which the message names
   */
  public static SavedModel read(Path file) {
    String name = String.valueOf(file.getFileName());
    String text = text(file, name);
    JsonNode root = parse(text, name);
    if (!root.path("format").asText().equals(FORMAT)) {
      JsonNode format = root.path("format");
      throw new IllegalArgumentException("format is "
          + (format.isMissingNode() ? "missing" : format)
          + ", expected \"" + FORMAT + "\" (" + name
          + ").\nMaybe this is another JSON file, not one written by governor fit.");
    }
    ModelNode all = new ModelNode(root, "", name);
    int version = all.field("version").whole();
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException("version is " + version + ", expected 1 or " + VERSION
          + " (" + name + ").\nMaybe a newer release of this program wrote it.");
    }
    all.object("format", "version", "sha256", "model");
    String recorded = all.field("sha256").text();
    String actual = recorded.length() == NO_DIGEST.length()
        ? digest(text.replaceFirst(Pattern.quote(recorded), NO_DIGEST))
        : "";
    if (!recorded.equals(actual)) {
      throw new IllegalArgumentException("sha256 is \"" + recorded + "\", expected \"" + actual
          + "\", the hash of the content (" + name
          + ").\nMaybe the file was damaged, edited or reformatted; fit the model again.");
    }
    return all.field("model").checked(ModelReader::model);
  }

  private static String text(Path file, String name) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "model file is " + file + ", expected a file (it does not exist).");
    }
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "model file is " + name + ", expected readable UTF-8 text (" + unreadable + ").",
          unreadable);
    }
  }

  private static JsonNode parse(String text, String name) {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonNode root = JSON.readTree(parser);
      if (root == null || parser.nextToken() != null) {
        throw new IllegalArgumentException("the file is "
            + (root == null ? "empty" : "followed by other text")
            + ", expected one JSON object (" + name + ").");
      }
      return root;
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          "the file is not valid JSON: " + malformed.getOriginalMessage() + " (line "
              + malformed.getLocation().getLineNr() + " of " + name
              + ").\nMaybe it was cut short.",
          malformed);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is missing from this Java platform.", impossible);
    }
  }
}
