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
    if (!Files.isRegularFile(file)) {
      throw InputException.absent(
          "FILE is " + file + ", expected a problem file (it does not exist).");
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      List<JsonNode> problems = new ArrayList<>();
      JsonNode array = root.isArray() ? root : root.path("problems");
      if (array.isArray()) {
        array.forEach(problems::add);
      } else if (root.isObject()) {
        problems.add(root);
      }
      if (problems.isEmpty()) {
        throw InputException.invalid(
            "problems is empty, expected at least one problem (" + file.getFileName() + ").");
      }
      return problems;
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
