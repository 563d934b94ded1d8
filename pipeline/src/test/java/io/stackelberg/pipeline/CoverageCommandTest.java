package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.pipeline.Launches.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CoverageCommandTest {
  @TempDir
  private Path folder;

  private Launch coverage(String name, String arguments) {
    return Launches.launch(("coverage --progress none --truth-sessions 300 --out "
            + folder.resolve(name) + " " + arguments)
        .split(" "));
  }

  @Test
  void aShortExperimentIsRightOftenEnough() throws IOException {
    Launch launch = coverage(
        "short", "--studies 40 --profile planted-saving --profile planted-unsafe-own-luck --json");
    assertEquals(0, launch.code(), launch.out() + launch.err());
    JsonNode rows = new ObjectMapper().readTree(launch.out()).path("rows");
    assertEquals(8, rows.size());
    for (JsonNode row : rows) {
      String mode = row.path("mode").asText();
      if (!mode.equals(CoverageExperiment.ASYMPTOTIC)) {
        // Wrong with probability at most .05 each, 8 of 40 or more are wrong with probability below
        // .0008.
        assertTrue(row.path("wrong").path("count").asInt() < 8, row.toPrettyString());
        if (row.path("profile").asText().equals("planted-unsafe-own-luck")) {
          // The claim is false in each, hence shown with probability at most .025.
          assertEquals(0, row.path("qualityShown").path("count").asInt(), row.toPrettyString());
        }
      }
      if (mode.equals(CoverageExperiment.FIXED)
          && row.path("profile").asText().equals("planted-saving")) {
        // A power of .8 shows 24 of 40 or fewer with probability below .003.
        assertTrue(row.path("savingShown").path("count").asInt() > 24, row.toPrettyString());
        assertTrue(row.path("qualityShown").path("count").asInt() > 24, row.toPrettyString());
      }
    }
  }

  @Test
  void theWholePipelineIsTheSameHoweverItIsInterruptedAndThreaded() throws IOException {
    assertEquals(
        0, coverage("whole", "--studies 5 --threads 1 --profile adversarial").code());
    assertEquals(
        0, coverage("parts", "--studies 3 --threads 2 --profile adversarial").code());
    Path part = folder.resolve("parts/adversarial.jsonl");
    String text = Files.readString(part);
    // As if the third study's line had been cut off while it was written.
    Files.writeString(part, text.substring(0, text.length() - 20));
    assertEquals(
        0, coverage("parts", "--studies 5 --threads 2 --profile adversarial").code());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("whole/adversarial.jsonl")), Files.readAllBytes(part));
    assertEquals(
        Files.readString(folder.resolve("whole/coverage.md")),
        Files.readString(folder.resolve("parts/coverage.md")));
    assertTrue(Files.readString(part).contains("\"policy\":\"contextual\""));
  }

  @Test
  void aDirectoryBegunOtherwiseIsNotContinued() throws IOException {
    assertEquals(0, coverage("begun", "--studies 1 --profile planted-saving").code());
    Launch other = coverage("begun", "--studies 2 --seed 5 --profile planted-saving");
    assertEquals(2, other.code());
    assertTrue(other.err().contains("was begun with"), other.err());
    Path file = folder.resolve("begun/planted-saving.jsonl");
    Files.writeString(file, Files.readString(file).replace("\"study\":0", "\"study\":7"));
    Launch damaged = coverage("begun", "--studies 2 --profile planted-saving");
    assertEquals(2, damaged.code());
    assertTrue(damaged.err().contains("line 2 of"), damaged.err());
  }

  @Test
  void unknownProfilesAreListed() {
    Launch launch = coverage("none", "--profile nobody");
    assertEquals(2, launch.code());
    assertTrue(launch.err().contains("planted-unsafe"), launch.err());
  }
}
