package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  // sha256sum of "abc", FIPS 180-2 example B.1.
  private static final String SHA_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir
  Path folder;

  private static ObjectNode manifest() {
    return JsonNodeFactory.instance.objectNode().put("schema", "manifest/1");
  }

  private static Consumer<Path> files(String... namesAndTexts) {
    return staged -> {
      for (int index = 0; index < namesAndTexts.length; index += 2) {
        Path file = staged.resolve(namesAndTexts[index]);
        try {
          Files.createDirectories(file.getParent());
        } catch (IOException unwritable) {
          throw new java.io.UncheckedIOException(unwritable);
        }
        RunDirectory.text(file, namesAndTexts[index + 1]);
      }
    };
  }

  /** Every file and folder below, with the content of the files. */
  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        tree.put(
            root.relativize(path).toString(),
            Files.isDirectory(path) ? "/" : Files.readString(path));
      }
    }
    return tree;
  }

  @Test
  void allFilesAreWrittenAndTheManifestHashesThem() throws IOException {
    Path target = folder.resolve("runs/one");
    RunDirectory.write(target, manifest(), files("a.txt", "abc", "figures/b.svg", "<svg/>"));
    assertEquals("abc", Files.readString(target.resolve("a.txt")));
    assertEquals("<svg/>", Files.readString(target.resolve("figures/b.svg")));
    JsonNode manifest =
        new ObjectMapper().readTree(target.resolve("manifest.json").toFile());
    assertEquals("manifest/1", manifest.path("schema").asText());
    assertEquals(List.of("a.txt", "figures/b.svg"), names(manifest.path("files")));
    assertEquals(SHA_ABC, manifest.path("files").path("a.txt").asText());
    assertEquals(
        CsvTable.hash("<svg/>".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        manifest.path("files").path("figures/b.svg").asText());
    assertEquals(List.of("one"), children(folder.resolve("runs")));
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new java.util.ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> children(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aWriterThatFailsChangesNothing() throws IOException {
    Path target = folder.resolve("run");
    RunDirectory.write(target, manifest(), files("a.txt", "abc", "b.txt", "old"));
    Map<String, String> before = tree(folder);
    assertEquals(
        "disk of cards",
        assertThrows(
                IllegalStateException.class,
                () -> RunDirectory.write(target, manifest(), staged -> {
                  RunDirectory.text(staged.resolve("b.txt"), "new");
                  throw new IllegalStateException("disk of cards");
                }))
            .getMessage());
    assertEquals(before, tree(folder));
  }

  @Test
  void aFirstWriterThatFailsLeavesNoFolder() throws IOException {
    Path target = folder.resolve("runs/deep/run");
    assertThrows(
        IllegalStateException.class,
        () -> RunDirectory.write(target, manifest(), staged -> {
          RunDirectory.text(staged.resolve("b.txt"), "new");
          throw new IllegalStateException("disk of cards");
        }));
    assertFalse(Files.exists(target));
    assertTrue(tree(folder).values().stream().allMatch("/"::equals), () -> "files are left");
    try (Stream<Path> paths = Files.walk(folder)) {
      assertTrue(paths.noneMatch(path -> path.getFileName().toString().startsWith(".run-")));
    }
  }

  @Test
  void aFolderWithFilesOfSomebodyElseIsRefused() throws IOException {
    Path target = Files.createDirectory(folder.resolve("home"));
    Files.writeString(target.resolve("thesis.tex"), "years");
    Map<String, String> before = tree(folder);
    assertEquals(
        "--out is " + target + ", expected a new folder or an earlier run (it holds other files).",
        assertThrows(
                InputException.class,
                () -> RunDirectory.write(target, manifest(), files("a.txt", "abc")))
            .getMessage());
    assertEquals(before, tree(folder));
  }

  @Test
  void aManifestOfAnotherProgramIsNotOurs() throws IOException {
    Path target = Files.createDirectory(folder.resolve("extension"));
    Files.writeString(
        target.resolve("manifest.json"), "{\"name\": \"tabs\", \"files\": {\"icon.png\": \"x\"}}");
    Files.writeString(target.resolve("icon.png"), "pixels");
    Map<String, String> before = tree(folder);
    assertEquals(
        "--out is " + target + ", expected a new folder or an earlier run (it holds other files).",
        assertThrows(
                InputException.class,
                () -> RunDirectory.write(target, manifest(), files("a.txt", "abc")))
            .getMessage());
    Files.writeString(target.resolve("manifest.json"), "not JSON");
    assertThrows(InputException.class, () -> RunDirectory.requireWritable(target));
    Files.writeString(target.resolve("manifest.json"), before.get("extension/manifest.json"));
    assertEquals(before, tree(folder));
  }

  @Test
  void aFileIsNotAFolderNorIsOneAboveIt() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "x");
    assertEquals(
        "--out is " + file + ", expected a folder (it is a file).",
        assertThrows(InputException.class, () -> RunDirectory.requireWritable(file))
            .getMessage());
    Path below = file.resolve("runs/one");
    assertEquals(
        "--out is " + below + ", expected a folder (" + file + " is a file).",
        assertThrows(InputException.class, () -> RunDirectory.requireWritable(below))
            .getMessage());
  }

  @Test
  void anEmptyFolderIsWrittenInto() throws IOException {
    Path target = Files.createDirectory(folder.resolve("empty"));
    RunDirectory.write(target, manifest(), files("a.txt", "abc"));
    assertEquals(List.of("a.txt", "manifest.json"), children(target));
  }

  @Test
  void aSecondRunKeepsTheUsersFilesAndRemovesWhatTheFirstWrote() throws IOException {
    Path target = folder.resolve("run");
    RunDirectory.write(
        target, manifest(), files("a.txt", "abc", "figures/old.svg", "o", "figures/both.svg", "1"));
    Files.writeString(target.resolve("notes.md"), "mine");
    Files.writeString(target.resolve("figures/mine.svg"), "mine");
    RunDirectory.write(target, manifest(), files("a.txt", "new", "figures/both.svg", "2"));
    assertEquals(List.of("both.svg", "mine.svg"), children(target.resolve("figures")));
    assertEquals("2", Files.readString(target.resolve("figures/both.svg")));
    assertEquals("new", Files.readString(target.resolve("a.txt")));
    assertEquals("mine", Files.readString(target.resolve("notes.md")));
    assertEquals(List.of("run"), children(folder));
    JsonNode manifest =
        new ObjectMapper().readTree(target.resolve("manifest.json").toFile());
    assertEquals(List.of("a.txt", "figures/both.svg"), names(manifest.path("files")));
  }

  @Test
  void aManifestCannotReachOutsideOfItsRun() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside.txt"), "x");
    Path target = Files.createDirectory(folder.resolve("run"));
    Files.writeString(
        target.resolve("manifest.json"),
        "{\"schema\": \"manifest/1\", \"files\": {\"../outside.txt\": \"x\"}}");
    RunDirectory.write(target, manifest(), files("a.txt", "abc"));
    assertTrue(Files.exists(outside));
  }
}
