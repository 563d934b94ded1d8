package io.stackelberg.pipeline.reproduce;

import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.pipeline.io.Findings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One experiment with a question of its own; keeps no state between runs. */
public interface Reproduction {
  /** What it asks, in one line, for the list of experiments. */
  String summary();

  /** What it fixes before anything is evaluated, as YAML; empty where nothing is claimed. */
  default Optional<String> protocol(Setting setting) {
    return Optional.empty();
  }

  /** Runs it; equal settings give equal findings, whatever the number of threads. */
  Findings run(Setting setting);

  /**
   * What an experiment is given.
   *
   * @param seeds generators by task name
   * @param folders where relative data paths are looked for, in order
   * @param threads how many it may use, at least 1
   * @param isBrief whether a small version is asked for, as tests do
   * @param progress is told what was done, a line each
   */
  record Setting(
      SeedSplitter seeds,
      List<Path> folders,
      int threads,
      boolean isBrief,
      Consumer<String> progress) {
    public Setting {
      folders = List.copyOf(folders);
    }
  }
}
