package io.stackelberg.pipeline;

import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a study comes from: a file, or the embedded one.
 *
 * @param file the study file; the embedded study where empty
 */
record StudySource(Optional<Path> file) {
  private static final String EMBEDDED = "embedded.yaml";

  /** The study with keys overridden, each {@code KEY=VALUE}. */
  StudyConfig config(List<String> overrides) {
    if (file.isEmpty()) {
      try (InputStream embedded = StudySource.class.getResourceAsStream(EMBEDDED)) {
        String text = new String(embedded.readAllBytes(), StandardCharsets.UTF_8);
        return StudyConfigReader.read(text, "the embedded study", overrides);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    Path study = file.get();
    if (!Files.isRegularFile(study)) {
      throw InputException.invalid(
          "STUDY is " + study + ", expected a study file (it does not exist).");
    }
    try {
      return StudyConfigReader.read(
          Files.readString(study), study.getFileName().toString(), overrides);
    } catch (IOException unreadable) {
      throw InputException.invalid("STUDY is " + study + ", expected a readable UTF-8 file ("
          + unreadable.getMessage() + ").");
    }
  }

  /** Where relative data paths are looked for: the working directory, the study's folder, the project's. */
  List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    folders.add(Path.of("").toAbsolutePath());
    file.map(study -> study.toAbsolutePath().getParent()).ifPresent(folders::add);
    Optional.ofNullable(System.getProperty("governor.home")).map(Path::of).ifPresent(folders::add);
    return folders;
  }
}
