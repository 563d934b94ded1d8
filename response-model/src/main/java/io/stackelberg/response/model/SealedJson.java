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
 * Frame of a JSON file that carries its own hash: what kind of file it is, its version, the hash, one part.
 *
 * <p>The field {@code sha256} is the hash of the file's own bytes with that hash's digits written as zeros.
 * It finds accidents; it does not say who wrote the file.
 *
 * @param kind what is read, for messages, such as {@code model}
 * @param format what the field {@code format} says
 * @param newest the version written, and the newest one read
 * @param part name of the field that holds the content
 * @param writer who writes such files, for messages
 */
public record SealedJson(String kind, String format, int newest, String part, String writer) {
  private static final String NO_DIGEST = "0".repeat(64);
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Writes a file, whole or not at all: to a new file beside the target, which is then moved onto it.
   *
   * @throws UncheckedIOException if it cannot be written; an earlier file at {@code target} then stays
   */
  public void write(Path target, ObjectNode content) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", format);
    root.put("version", newest);
    root.put("sha256", NO_DIGEST);
    root.set(part, content);
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
   * Reads the content of a file.
   *
   * @throws IllegalArgumentException if the file is absent, unreadable, no JSON, of another format, of a newer
   *     version, or changed since it was written
   */
  public ModelNode read(Path file) {
    String name = String.valueOf(file.getFileName());
    String text = text(file, name);
    JsonNode root = parse(text, name);
    if (!root.path("format").asText().equals(format)) {
      JsonNode found = root.path("format");
      throw new IllegalArgumentException("format is "
          + (found.isMissingNode() ? "missing" : found)
          + ", expected \"" + format + "\" (" + name
          + ").\nMaybe this is another JSON file, not one written by " + writer + ".");
    }
    ModelNode all = new ModelNode(root, "", name);
    int version = all.field("version").whole();
    if (version < 1 || version > newest) {
      throw new IllegalArgumentException("version is " + version + ", expected "
          + (newest == 1 ? "1" : "1 or " + newest) + " (" + name
          + ").\nMaybe a newer release of this program wrote it.");
    }
    all.object("format", "version", "sha256", part);
    String recorded = all.field("sha256").text();
    String actual = recorded.length() == NO_DIGEST.length()
        ? digest(text.replaceFirst(Pattern.quote(recorded), NO_DIGEST))
        : "";
    if (!recorded.equals(actual)) {
      throw new IllegalArgumentException("sha256 is \"" + recorded + "\", expected \"" + actual
          + "\", the hash of the content (" + name
          + ").\nMaybe the file was damaged, edited or reformatted; "
          + (part.equals("model") ? "fit the model" : "make the " + kind) + " again.");
    }
    return all.field(part);
  }

  private String text(Path file, String name) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          kind + " file is " + file + ", expected a file (it does not exist).");
    }
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          kind + " file is " + name + ", expected readable UTF-8 text (" + unreadable + ").",
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
