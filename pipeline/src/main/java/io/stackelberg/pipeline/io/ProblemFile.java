package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a file of reference problems: an object whose {@code problems} is an array, or one problem alone. */
public final class ProblemFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ProblemFile() {}

  /**
   * The problems of a file, in order.
   *
   * @throws InputException if the file is absent, is not JSON or holds no problem
   */
  public static List<JsonNode> read(Path file) {
    return read(file, "problem");
  }

  /** The entries of a file of another kind: an array, an object that holds one under the kind's plural, or one entry. */
  static List<JsonNode> read(Path file, String kind) {
    if (!Files.isRegularFile(file)) {
      throw InputException.absent(
          "FILE is " + file + ", expected a " + kind + " file (it does not exist).");
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      List<JsonNode> entries = new ArrayList<>();
      JsonNode array = root.isArray() ? root : root.path(kind + "s");
      if (array.isArray()) {
        array.forEach(entries::add);
      } else if (root.isObject()) {
        entries.add(root);
      }
      if (entries.isEmpty()) {
        throw InputException.invalid(
            kind + "s is empty, expected at least one " + kind + " (" + file.getFileName() + ").");
      }
      return entries;
    } catch (JsonProcessingException malformed) {
      throw InputException.invalid("the file is not valid JSON: "
          + malformed.getOriginalMessage()
          + " (line "
          + malformed.getLocation().getLineNr()
          + " of "
          + file.getFileName()
          + ").");
    } catch (IOException unreadable) {
      throw InputException.invalid(
          "FILE is " + file + ", expected a readable file (" + unreadable.getMessage() + ").");
    }
  }
}
