package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.pipeline.Launches.Launch;
import io.stackelberg.pipeline.io.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with finished runs: sweep, compare, report again. */
@Tag("slow")
class RunsCommandsTest {
  private static final String SMALL = "environment.sessions={fit: 30, calibrate: 20, evaluate: 20}";

  @TempDir
  static Path folder;

  @BeforeAll
  static void sweep() {
    Launch launch = launchSweep();
    assertEquals(0, launch.code(), launch.err());
  }

  private static Launch launchSweep() {
    return Launches.launch(
        "sweep",
        "--grid",
        "evaluation.tests.margin=0.03,0.05",
        "--grid",
        "seed=7..8",
        "--set",
        SMALL,
        "--progress",
        "none",
        "--out",
        folder.toString());
  }

  private static Path run(String margin, int seed) {
    return folder.resolve("evaluation.tests.margin=" + margin + "_seed=" + seed);
  }

  @Test
  void aSweepHasOneRowPerRunAndKeepsWhatIsFinished() throws IOException {
    String csv = Files.readString(folder.resolve("sweep.csv"));
    assertEquals(5, csv.lines().count(), csv);
    assertTrue(csv.startsWith("evaluation.tests.margin,seed,saving,"), csv);
    FileTime before = Files.getLastModifiedTime(run("0.03", 7).resolve("manifest.json"));
    Files.delete(folder.resolve("sweep.csv"));

    Launch again = launchSweep();

    assertEquals(0, again.code(), again.err());
    assertEquals(csv, Files.readString(folder.resolve("sweep.csv")));
    assertEquals(before, Files.getLastModifiedTime(run("0.03", 7).resolve("manifest.json")));
  }

  @Test
  void runsOfOneSeedAreComparedSessionBySession() throws IOException {
    Launch launch =
        Launches.launch("compare", run("0.03", 7).toString(), run("0.05", 7).toString(), "--json");

    assertEquals(0, launch.code(), launch.err());
    JsonNode tree = new ObjectMapper().readTree(launch.out());
    assertEquals(20, tree.path("sessions").asInt());
    JsonNode cost = tree.path("cost");
    assertEquals(
        cost.path("second").asDouble() - cost.path("first").asDouble(),
        cost.path("difference").asDouble(),
        1e-9);
    assertTrue(cost.path("low").asDouble() <= cost.path("difference").asDouble());
  }

  @Test
  void runsOfOtherLuckAreNotComparable() {
    Launch launch =
        Launches.launch("compare", run("0.03", 7).toString(), run("0.03", 8).toString());

    assertEquals(2, launch.code(), launch.out());
    assertTrue(launch.err().contains("Maybe the runs differ in seed"), launch.err());
  }

  @Test
  void aReportIsWrittenAgainToTheSameBytes() throws IOException {
    Path run = run("0.05", 8);
    String before = Files.readString(run.resolve("report.html"));

    Launch launch = Launches.launch("report", run.toString());

    assertEquals(0, launch.code(), launch.err());
    assertEquals(before, Files.readString(run.resolve("report.html")));
    RunDirectory.verified(run);
  }

  @Test
  void aBadGridIsRefusedBeforeAnythingRuns(@TempDir Path other) {
    Launch launch = Launches.launch(
        "sweep",
        "--grid",
        "seed=1,2",
        "--grid",
        "solver.nam=x",
        "--out",
        other.resolve("s").toString());

    assertEquals(2, launch.code());
    assertTrue(launch.err().contains("solver.nam"), launch.err());
    assertTrue(Files.notExists(other.resolve("s")));
  }
}
