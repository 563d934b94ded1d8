package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.pipeline.Launches.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodesTest {
  @TempDir
  Path folder;

  private Path study;
  private Path run;

  @BeforeEach
  void writeStudy() {
    study = Launches.study(folder, 0.5, 1);
    run = folder.resolve("run");
  }

  private void refused(int code, String message, Launch launch) {
    assertEquals(message, launch.err().strip());
    assertEquals(code, launch.code());
    assertEquals("", launch.out());
    assertFalse(Files.exists(run), "a run directory was left");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          margin=0.1             | margin is not a known key, expected one of [actions, baseline, cost_unit, data, description, environment, evaluation, experiment, follower, leader, outcome_model, repair, report, response_model, seed, signal, solver, version] (study.yaml).
          margin                 | --set is "margin", expected key=value, such as evaluation.tests.margin=0.02.
          baseline=huge          | baseline is "huge", expected a recorded action, one of [small, medium, large] (recorded.csv).
          solver.name=magic      | solver.name is "magic", expected one of [enumerate].
          repair.name=magic      | repair.name is "magic", expected one of [chain, hcpi, non-inferiority, none, safe-set-projection, spibb].
          outcome_model.type=x   | outcome_model.type is "x", expected one of [by-action, logistic, ridge, selected, trees].
          response_model.type=x  | response_model.type is "x", expected one of [boosted-trees, frequency, multinomial-logit, network].
          cost_unit=usd          | cost_unit is usd, expected a column for it in data.columns (money).\\nMaybe cost_unit: tokens is what this file records.
          actions.names=[small]  | recorded actions [medium, large] are not among the study's actions [small], expected every recorded action to be named (recorded.csv).\\nMaybe a row filter (data.where) is missing.
          data.where.kind=poem   | data.where is {kind=poem}, expected to match at least one row (recorded.csv).\\nMaybe kind should be one of [chat, code].
          data.columns.id=key    | columns [key] are missing, expected them among [id, action, chars, kind, quality, in, out] (recorded.csv).\\nMaybe the column map (data.columns, data.features, data.where) belongs to another file.
          environment={type: simulated, profile: x} | environment.profile is "x", expected one of PROFILES.
          """)
  void aStudyThatCannotRunExitsWithTwo(String override, String message) {
    Launch launch = Launches.run(study, run, "--set", override);
    refused(
        2,
        message
            .replace("\\n", "\n")
            .replace(
                "PROFILES", io.stackelberg.environment.SimulationProfile.names().toString()),
        launch);
  }

  @Test
  void badDataExitsWithTwo() {
    Launches.write(
        folder.resolve("recorded.csv"),
        Launches.read(folder.resolve("recorded.csv"))
            .replaceFirst("(q0,small,.*),0\\.\\d+,", "$1,1.7,"));
    refused(
        2,
        "quality is 1.7, expected a number in [0, 1] (line 2 of recorded.csv).",
        Launches.run(study, run));
  }

  @Test
  void aPartThatIsLeftWithTooLittleExitsWithTwo() {
    Launch launch =
        Launches.run(study, run, "--set", "data.split={fit: 0.9, calibrate: 0.1, evaluate: 0}");
    refused(
        2,
        "the evaluate part has 0 contexts, expected at least 2 (recorded.csv).\n"
            + "Maybe data.where keeps too little, data.split leaves too little to this part, or the"
            + " evaluation file holds the ids of the fitting file (0 were left out for that).",
        launch);
  }

  @Test
  void aStudyFileThatIsNotThereExitsWithTwo() {
    Path missing = folder.resolve("no.yaml");
    refused(
        2,
        "STUDY is " + missing + ", expected a study file (it does not exist).",
        Launches.run(missing, run));
  }

  @Test
  void aStudyFileThatIsNotTextExitsWithTwo() throws IOException {
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe9, '\n'});
    Launch launch = Launches.run(latin, run);
    assertEquals(2, launch.code());
    assertTrue(
        launch.err().startsWith("STUDY is " + latin + ", expected a readable UTF-8 file ("),
        launch.err());
    assertFalse(Files.exists(run));
  }

  @Test
  void aTargetThatCannotBeWrittenExitsWithTwoBeforeAnyWork() throws IOException {
    Files.createDirectory(run);
    Launches.write(run.resolve("thesis.tex"), "years");
    Launch launch = Launches.run(study, run);
    assertEquals(2, launch.code());
    assertEquals(
        "--out is " + run + ", expected a new folder or an earlier run (it holds other files).",
        launch.err().strip());
    Path below = study.resolve("run");
    assertEquals(
        "--out is " + below + ", expected a folder (" + study + " is a file).",
        Launches.run(study, below).err().strip());
  }

  @Test
  void threadsAreAWholeNumberFromOne() {
    refused(
        2,
        "--threads is 0, expected a whole number >= 1.",
        Launches.run(study, run, "--threads", "0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--threads=two", "--seed=1.5", "--colour", "--progress=loud"})
  void wrongUsageExitsWithTwoAndShowsTheUsage(String option) {
    Launch launch = Launches.run(study, run, option);
    assertEquals(2, launch.code());
    assertTrue(launch.err().contains("Usage: governor run"), launch.err());
    assertFalse(Files.exists(run));
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.fit", "data.evaluate"})
  void dataThatIsNotThereExitsWithThreeAndSaysWhereItWasLookedFor(String key) {
    Launch launch = Launches.run(study, run, "--set", key + "=none.csv");
    assertEquals(3, launch.code());
    assertTrue(
        launch.err().startsWith(key + " is none.csv, expected a data file; looked for "),
        launch.err());
    assertTrue(launch.err().contains(folder.resolve("none.csv").toString()), launch.err());
    assertTrue(
        launch.err().strip().endsWith("or name another with --set " + key + "=FILE."),
        launch.err());
    assertFalse(Files.exists(run));
  }

  @Test
  void helpAndVersionExitWithZero() {
    Launch help = Launches.launch("run", "--help");
    assertEquals(0, help.code());
    assertTrue(help.out().contains("--threads"), help.out());
    Launch version = Launches.launch("--version");
    assertEquals(0, version.code());
    assertTrue(version.out().startsWith("governor "), version.out());
    assertEquals(2, Launches.launch("walk").code());
  }
}
