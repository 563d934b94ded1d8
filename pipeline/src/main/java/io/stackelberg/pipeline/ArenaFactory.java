package io.stackelberg.pipeline;

import io.stackelberg.pipeline.io.StudyConfig;
import java.nio.file.Path;
import java.util.List;

/** Opens the arena of a study; one per environment type. */
@FunctionalInterface
interface ArenaFactory {
  /**
   * Opens the arena.
   *
   * @param config the resolved study
   * @param folders where relative data paths are looked for, in order
   * @param tasks for work that can be split
   */
  Opened open(StudyConfig config, List<Path> folders, Tasks tasks);

  /**
   * An arena and what its data section reports.
   *
   * @param type {@code simulated}, {@code replay} or {@code openai}, as results name it
   * @param files data files that were read
   * @param unavailable evaluation contexts at which an action was never recorded, by action, in order
   * @param excluded contexts left out, by reason
   * @param tier which kind of evidence this is, as results name it
   * @param note one sentence on that kind
   */
  record Opened(
      Arena arena,
      String type,
      List<DataFile> files,
      List<Count> unavailable,
      List<Count> excluded,
      String tier,
      String note) {}

  /** A data file: its role, name, SHA-256, rows, rows that the filter kept, and unknown feature values. */
  record DataFile(
      String role, String name, String sha256, int rows, int used, int unknownFeatures) {}

  /** A number of contexts under a name. */
  record Count(String name, int contexts) {}
}
