package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes a run directory whole or not at all.
 *
 * <p>All files are written to a hidden folder beside the target first, then moved, {@code manifest.json}
 * last: a directory without a manifest is not a finished run. A directory that holds files but no manifest
 * of ours is never written into. Files a user added to a finished run stay.
 */
public final class RunDirectory {
  /** Name of the file that lists all others with their hashes. */
  public static final String MANIFEST = "manifest.json";

  /** Schema that every manifest declares. */
  public static final String SCHEMA = "manifest/1";

  /** Folder of a run against a real endpoint: its plan and its journal, which outlive an unfinished run. */
  public static final String CALLS = "calls";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private RunDirectory() {}

  /**
   * Refuses a target that could not be written, before any work is done.
   *
   * @throws InputException if it is a file, or a folder with files of somebody else
   */
  public static void requireWritable(Path target) {
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw InputException.invalid("--out is " + target + ", expected a folder (it is a file).");
    }
    for (Path above = target.toAbsolutePath().getParent();
        above != null;
        above = above.getParent()) {
      if (Files.exists(above) && !Files.isDirectory(above)) {
        throw InputException.invalid(
            "--out is " + target + ", expected a folder (" + above + " is a file).");
      }
    }
    if (Files.isDirectory(target) && !isRun(target)) {
      try (DirectoryStream<Path> content = Files.newDirectoryStream(target)) {
        for (Path found : content) {
          if (found.getFileName().toString().equals(CALLS)) {
            continue;
          }
          throw InputException.invalid("--out is " + target
              + ", expected a new folder or an earlier run (it holds other files).");
        }
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }

  /** Whether a folder holds a manifest of ours; other programs write files of that name too. */
  private static boolean isRun(Path folder) {
    Path manifest = folder.resolve(MANIFEST);
    try {
      return Files.isRegularFile(manifest)
          && JSON.readTree(manifest.toFile()).path("schema").asText().equals(SCHEMA);
    } catch (JsonProcessingException foreign) {
      return false;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Writes a run.
   *
   * @param target the run directory
   * @param manifest facts to put into the manifest; its schema, the files and their hashes are added
   * @param content writes the files into the folder it is given
   */
  public static void write(Path target, ObjectNode manifest, Consumer<Path> content) {
    requireWritable(target);
    Path absolute = target.toAbsolutePath();
    try {
      Files.createDirectories(absolute.getParent());
      Path staged =
          Files.createTempDirectory(absolute.getParent(), "." + absolute.getFileName() + "-");
      try {
        content.accept(staged);
        List<Path> files = files(staged);
        manifest.put("schema", SCHEMA);
        ObjectNode hashes = manifest.putObject("files");
        for (Path file : files) {
          hashes.put(
              staged.relativize(file).toString().replace('\\', '/'),
              CsvTable.hash(Files.readAllBytes(file)));
        }
        Files.createDirectories(absolute);
        removeEarlier(absolute);
        for (Path file : files) {
          Path moved = absolute.resolve(staged.relativize(file).toString());
          Files.createDirectories(moved.getParent());
          Files.move(file, moved, StandardCopyOption.REPLACE_EXISTING);
        }
        Path last = staged.resolve(MANIFEST);
        Files.writeString(last, json(manifest));
        Files.move(last, absolute.resolve(MANIFEST), StandardCopyOption.REPLACE_EXISTING);
      } finally {
        deleteTree(staged);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** Indented JSON with a final newline. */
  public static String json(JsonNode node) {
    try {
      return JSON.writeValueAsString(node) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a JSON tree could not be written.", impossible);
    }
  }

  /** Writes a text file in UTF-8. */
  public static void text(Path file, String text) {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** Writes a text file beside its target first, then moves it there. */
  public static void replace(Path file, String text) {
    Path absolute = file.toAbsolutePath();
    try {
      Files.createDirectories(absolute.getParent());
      Path staged = Files.createTempFile(absolute.getParent(), "." + absolute.getFileName(), "");
      try {
        Files.writeString(staged, text, StandardCharsets.UTF_8);
        Files.move(staged, absolute, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /**
   * The manifest of a run after every file that it lists was found unchanged.
   *
   * @throws InputException naming the first file that is missing or changed
   */
  public static ObjectNode verified(Path run) {
    if (!isRun(run)) {
      throw InputException.invalid(
          "the run is " + run + ", expected the directory of a finished run (" + MANIFEST + ").");
    }
    ObjectNode manifest = tree(run.resolve(MANIFEST));
    for (Map.Entry<String, JsonNode> file : manifest.path("files").properties()) {
      Path path = run.resolve(file.getKey()).normalize();
      if (!path.startsWith(run.normalize()) || !Files.isRegularFile(path)) {
        throw InputException.invalid(
            file.getKey() + " is missing, expected it (" + MANIFEST + ").");
      }
      String found = hash(path);
      if (!found.equals(file.getValue().asText())) {
        throw InputException.invalid("SHA-256 of " + file.getKey() + " is " + found + ", expected "
            + file.getValue().asText() + " (" + MANIFEST + ").");
      }
    }
    return manifest;
  }

  /**
   * The JSON object in a file.
   *
   * @throws InputException if the file cannot be read or holds something else
   */
  public static ObjectNode tree(Path file) {
    try {
      if (JSON.readTree(read(file)) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException malformed) {
      throw InputException.invalid("the file is not valid JSON: " + malformed.getOriginalMessage()
          + " (" + file.getFileName() + ").");
    }
    throw InputException.invalid(
        "the file is no JSON object, expected one (" + file.getFileName() + ").");
  }

  /**
   * A file's text.
   *
   * @throws InputException if it is absent or not UTF-8
   */
  public static String read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw InputException.invalid(
          file.getFileName() + " is missing, expected a file (" + file + ").");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException notText) {
      throw InputException.invalid(
          "encoding is not UTF-8, expected UTF-8 text (" + file.getFileName() + ").");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** SHA-256 of a file, in hex. */
  public static String hash(Path file) {
    try {
      return CsvTable.hash(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** SHA-256 of a text in UTF-8, in hex. */
  public static String hash(String text) {
    return CsvTable.hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Path> files(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
    return files;
  }

  /** Removes the files an earlier run listed, its manifest first, and nothing else. */
  private static void removeEarlier(Path target) throws IOException {
    Path manifest = target.resolve(MANIFEST);
    if (Files.exists(manifest)) {
      List<String> listed = new ArrayList<>();
      JSON.readTree(manifest.toFile()).path("files").fieldNames().forEachRemaining(listed::add);
      Files.delete(manifest);
      for (String name : listed) {
        Path file = target.resolve(name).normalize();
        if (file.startsWith(target.normalize())) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
