package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.Launches.Launch;
import io.stackelberg.pipeline.io.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small studies compared with {@code src/test/resources/golden/}: numbers by tolerance, the rest exactly,
 * versions excluded. {@code -Dgolden.update=true} rewrites the files; explain the change in the commit.
 */
@Tag("slow")
class StudyGoldenTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("governor.home"), "pipeline/src/test/resources/golden");

  // A different order of floating-point operations on another platform, amplified by the fits.
  private static final double RELATIVE = 1e-6;
  private static final double ABSOLUTE = 1e-9;

  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"obedient", "quantal"})
  void aSyntheticStudyIsAsItWas(String follower) throws IOException {
    Path study = Launches.study(folder, 0.5, 20260622);
    Path run = folder.resolve("run");
    Launch launch = Launches.run(study, run, "--set", "environment.follower=" + follower);
    assertEquals(0, launch.code(), launch.err());
    ObjectNode results = (ObjectNode) Launches.results(run);
    ((ObjectNode) results.path("provenance")).remove("versions");
    Path golden = GOLDEN.resolve("synthetic-" + follower + ".json");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, RunDirectory.json(results));
    }
    assertTrue(
        Files.isRegularFile(golden),
        () -> golden + " is missing; write it with -Dgolden.update=true");
    same("results", new ObjectMapper().readTree(golden.toFile()), results);
  }

  @Test
  void theComparisonSeesEveryKindOfDifference() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode golden = json.readTree("{\"a\": [1.0, \"x\", null], \"b\": {\"c\": true}}");
    same(
        "same",
        golden,
        json.readTree("{\"a\": [1.0000000001, \"x\", null], \"b\": {\"c\": true}}"));
    for (String other : List.of(
        "{\"a\": [1.00001, \"x\", null], \"b\": {\"c\": true}}",
        "{\"a\": [1.0, \"y\", null], \"b\": {\"c\": true}}",
        "{\"a\": [1.0, \"x\", 0.0], \"b\": {\"c\": true}}",
        "{\"a\": [1.0, \"x\"], \"b\": {\"c\": true}}",
        "{\"a\": [1.0, \"x\", null], \"b\": {\"c\": false}}",
        "{\"a\": [1.0, \"x\", null], \"b\": {\"d\": true}}",
        "{\"b\": {\"c\": true}, \"a\": [1.0, \"x\", null]}")) {
      JsonNode changed = json.readTree(other);
      org.junit.jupiter.api.Assertions.assertThrows(
          AssertionError.class, () -> same("changed", golden, changed), other);
    }
  }

  private static void same(String path, JsonNode golden, JsonNode now) {
    assertEquals(golden.getNodeType(), now.getNodeType(), path);
    if (golden.isObject()) {
      assertEquals(names(golden), names(now), path);
      golden
          .properties()
          .forEach(field ->
              same(path + "." + field.getKey(), field.getValue(), now.path(field.getKey())));
    } else if (golden.isArray()) {
      assertEquals(golden.size(), now.size(), path);
      for (int index = 0; index < golden.size(); index++) {
        same(path + "[" + index + "]", golden.path(index), now.path(index));
      }
    } else if (golden.isNumber()) {
      double expected = golden.asDouble();
      assertEquals(expected, now.asDouble(), ABSOLUTE + RELATIVE * Math.abs(expected), path);
    } else {
      assertEquals(golden, now, path);
    }
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }
}
