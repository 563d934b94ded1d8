package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.pipeline.Launches.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReproduceCommandTest {
  static Stream<String> experiments() {
    return Launches.launch("reproduce").out().lines().map(line -> line.split(" ")[0]);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("experiments")
  void anExperimentIsTheSameWhateverTheThreads(String name, @TempDir Path folder)
      throws IOException {
    Launch one = launch(name, "1", folder.resolve("one"));
    assumeTrue(one.code() != 3, () -> "skipped: " + one.err());
    assertEquals(0, one.code(), one.err());
    Launch two = launch(name, "2", folder.resolve("two"));
    assertEquals(0, two.code(), two.err());

    String results = Files.readString(folder.resolve("one/results.json"));
    assertEquals(results, Files.readString(folder.resolve("two/results.json")));
    JsonNode tree = new ObjectMapper().readTree(results);
    assertTrue(tree.path("statements").size() > 0, "an experiment states something");
    for (JsonNode figure : tree.path("figures")) {
      assertTrue(Files.isRegularFile(
          folder.resolve("one/figures/" + figure.path("id").asText() + ".svg")));
    }
    for (JsonNode statement : tree.path("statements")) {
      assertTrue(one.out().contains(statement.path("text").asText()), one.out());
    }
    for (JsonNode table : tree.path("tables")) {
      assertTrue(one.out().contains(table.path("caption").asText()), one.out());
    }
  }

  private static Launch launch(String name, String threads, Path out) {
    return Launches.launch(
        "reproduce", name, "--brief", "--quiet", "--threads", threads, "--out", out.toString());
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    Launch launch = Launches.launch("reproduce", "papre");

    assertEquals(2, launch.code());
    assertTrue(launch.err().contains("NAME is \"papre\", expected one of ["), launch.err());
  }

  @Test
  void anotherSeedGivesOtherNumbers(@TempDir Path folder) throws IOException {
    for (String seed : new String[] {"1", "2"}) {
      assertEquals(
          0,
          Launches.launch(
                  "reproduce",
                  "tool-costs",
                  "--brief",
                  "--quiet",
                  "--seed",
                  seed,
                  "--out",
                  folder.resolve(seed).toString())
              .code());
    }
    assertNotEquals(
        new ObjectMapper().readTree(folder.resolve("1/results.json").toFile()).path("tables"),
        new ObjectMapper().readTree(folder.resolve("2/results.json").toFile()).path("tables"));
  }
}
