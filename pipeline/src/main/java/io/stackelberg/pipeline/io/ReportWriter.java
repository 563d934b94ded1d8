package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writer of the files people read: {@code report.html}, {@code policies.csv} and {@code figures/*.svg}.
 *
 * <p>Every number comes from the results given; the same results give the same bytes. The page needs no
 * network and no script.
 */
public final class ReportWriter {
  /**
   * Writes all files, over those of an earlier report.
   *
   * @param results a tree of the form of {@code docs/results.md}
   * @param directory an existing directory
   * @throws IllegalArgumentException if {@code results} declares another schema, or {@code directory} is none
   * @throws UncheckedIOException if a file cannot be written
   */
  public void write(JsonNode results, Path directory) {
    ResultsSchema.require(results);
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "directory is " + directory + ", expected an existing directory.");
    }
    List<Figure> figures = Figures.of(results);
    try {
      Files.writeString(
          directory.resolve("report.html"),
          ReportPage.html(results, figures),
          StandardCharsets.UTF_8);
      Files.writeString(
          directory.resolve("policies.csv"), PoliciesCsv.of(results), StandardCharsets.UTF_8);
      Path folder = Files.createDirectories(directory.resolve("figures"));
      for (Figure figure : figures) {
        Files.writeString(
            folder.resolve(figure.id() + ".svg"), figure.file(), StandardCharsets.UTF_8);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "The report could not be written into " + directory + ".", failure);
    }
  }
}
