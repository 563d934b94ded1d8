package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.provider.Arguments;

/** The files of reference problems beside the project, where they are present. */
final class ReferenceProblems {
  private ReferenceProblems() {}

  static Stream<Arguments> of(String file) {
    Path path =
        Path.of(System.getProperty("governor.home", "."), "..", "shared", "data", "bilevel", file);
    Assumptions.assumeTrue(
        Files.isRegularFile(path),
        "no reference problems: " + file + " is not in shared/data/bilevel");
    return ProblemFile.read(path).stream()
        .map(problem -> Arguments.of(problem.path("id").asText(), problem));
  }

  /** Within the problem's tolerance, relative to the larger of 1 and the value. */
  static void assertClose(JsonNode problem, JsonNode known, double value, String what) {
    Assertions.assertTrue(known.isNumber(), what + " is not known");
    double expected = known.doubleValue();
    double tolerance = problem.path("tolerance").doubleValue() * Math.max(1, Math.abs(expected));
    Assertions.assertEquals(expected, value, tolerance, what);
  }
}
