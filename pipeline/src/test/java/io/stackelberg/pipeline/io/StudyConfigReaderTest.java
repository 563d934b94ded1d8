package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyConfigReaderTest {
  private static final String MINIMAL =
      "version: 1\nexperiment: pilot\nenvironment: {type: simulated}\nbaseline: c1.0-normal-t1\n";

  private static final String REPLAY = """
      version: 1
      experiment: pilot
      environment: {type: replay}
      baseline: strong
      data:
        fit: f.csv
        where: {model: m1}
        columns: {id: id, action: action, quality: quality, input_tokens: in, output_tokens: out}
        features: {numeric: [chars], categorical: [kind]}
      """;

  private static StudyConfig read(String text, String... overrides) {
    return StudyConfigReader.read(text, "pilot.yaml", List.of(overrides));
  }

  private static String refusal(String text, String... overrides) {
    return assertThrows(InputException.class, () -> read(text, overrides)).getMessage();
  }

  static Stream<Path> examples() throws IOException {
    Path folder = Path.of(System.getProperty("governor.home"), "examples", "studies");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  // --- what is read ---

  @Test
  void anAbsentKeyTakesItsDocumentedDefault() {
    StudyConfig config = read(MINIMAL);
    assertEquals(20260622L, config.seed());
    assertEquals("tokens", config.costUnit());
    assertEquals(0.05, config.evaluation().tests().margin());
    assertEquals(0.05, config.evaluation().tests().alpha());
    assertEquals("multinomial-logit", config.responseModel().type());
    assertEquals("ridge", config.outcomeModel().type());
    assertEquals(5, config.outcomeModel().folds());
    assertEquals(0, config.signal().threshold());
    assertEquals("enumerate", config.solver().name());
    assertEquals("safe-set-projection", config.repair().name());
    assertEquals(new StudyConfig.SafeSet(0.95, "student", 20), config.repair().safeSet());
    assertEquals("quantal", config.environment().follower());
    assertEquals("obedient", read(REPLAY).environment().follower());
    assertEquals(
        new StudyConfig.Split(0.5, 0.2, 0.3, ""),
        read(REPLAY).data().orElseThrow().split());
    assertEquals(Optional.empty(), config.report().dir());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theResolvedStudyReadsBackAsItself(Path example) {
    try {
      StudyConfig config = read(Files.readString(example));
      String resolved = StudyConfigReader.write(config);
      assertEquals(config, read(resolved));
      assertEquals(resolved, StudyConfigReader.write(read(resolved)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "007",
        "1_000",
        "1e3",
        ".5",
        "+1",
        "-1",
        "0x1F",
        "0b11",
        "1:30",
        "2026-01-01",
        "true",
        "no",
        "null",
        "~",
        "",
        " ",
        " a ",
        "a: b",
        "- a",
        "# a",
        "a #b",
        "[a]",
        "{a}",
        "%a",
        "@a",
        "`a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "'a'",
        "\"a\"",
        "a\nb",
        "a\n",
        "é",
        "?",
        "NaN",
        ".nan",
        ".inf",
        "1.0"
      })
  void aTextThatLooksLikeSomethingElseReadsBackAsItself(String nasty) {
    StudyConfig config = read(REPLAY);
    StudyConfig.Data data = config.data().orElseThrow();
    Map<String, String> where = new LinkedHashMap<>();
    where.put("model", nasty);
    where.put("key " + nasty, "x");
    StudyConfig with = new StudyConfig(
        config.version(),
        config.experiment(),
        nasty,
        config.seed(),
        config.environment(),
        Optional.of(new StudyConfig.Data(
            data.fit(),
            data.evaluate(),
            where,
            data.check(),
            data.columns(),
            data.features(),
            data.text(),
            data.split())),
        config.actions(),
        config.baseline(),
        config.costUnit(),
        config.follower(),
        config.leader(),
        config.responseModel(),
        config.outcomeModel(),
        config.signal(),
        config.solver(),
        config.repair(),
        config.evaluation(),
        config.report());
    assertEquals(with, read(StudyConfigReader.write(with)));
  }

  @Test
  void jsonIsReadToo() {
    assertEquals(
        read(MINIMAL),
        read(
            "{\"version\": 1, \"experiment\": \"pilot\", \"environment\": {\"type\": \"simulated\"},"
                + " \"baseline\": \"c1.0-normal-t1\"}"));
  }

  // --- overrides ---

  @Test
  void anOverrideReachesNestedNewAndListKeys() {
    StudyConfig config = read(
        REPLAY,
        "evaluation.tests.margin=0.02",
        "repair.safe_set.bound=betting",
        "leader.quality_target=[0.25, 1]",
        "data.features.numeric=[]",
        "data.where.model=m2",
        "data.where.run=3",
        "seed=7",
        "report.dir=out/here");
    assertEquals(0.02, config.evaluation().tests().margin());
    assertEquals("betting", config.repair().safeSet().bound());
    assertEquals(List.of(0.25, 1.0), config.leader().qualityTarget());
    StudyConfig.Data data = config.data().orElseThrow();
    assertEquals(List.of(), data.features().numeric());
    assertEquals(List.of("kind"), data.features().categorical());
    assertEquals(Map.of("model", "m2", "run", "3"), data.where());
    assertEquals(7, config.seed());
    assertEquals(Optional.of("out/here"), config.report().dir());
  }

  @Test
  void aLaterOverrideWinsAndAnEmptyOneIsAnEmptyText() {
    assertEquals(
        0.2, read(REPLAY, "signal.threshold=1", "signal.threshold=0.2").signal().threshold());
    assertEquals("", read(REPLAY, "description=").description());
    assertEquals("a=b", read(REPLAY, "description=a=b").description());
  }

  @Test
  void aBrokenOverrideIsRefused() {
    for (String override : List.of("margin", "=3", "a..b=3", ".a=3", "a.=3")) {
      assertEquals(
          "--set is \"" + override
              + "\", expected key=value, such as evaluation.tests.margin=0.02.",
          refusal(REPLAY, override));
    }
    assertEquals(
        "--set seed.more=3 reaches into seed, which is not a section.",
        refusal(REPLAY + "seed: 3\n", "seed.more=3"));
    assertEquals(
        "--set description={a has a value that is not valid YAML.",
        refusal(REPLAY, "description={a"));
    assertEquals(
        "evaluation.tests.margins is not a known key, expected one of [alpha, margin] (pilot.yaml).\n"
            + "Maybe you meant margin.",
        refusal(REPLAY, "evaluation.tests.margins=0.02"));
  }

  // --- what is refused ---

  @Test
  void anUnknownKeyIsNamedWithItsPathAndTheClosestKnownOne() {
    assertEquals(
        "data.columns.inputtokens is not a known key, expected one of [action, actions, id,"
            + " input_tokens, money, output_tokens, quality, replicate, session] (pilot.yaml).\n"
            + "Maybe you meant input_tokens.",
        refusal(REPLAY.replace("input_tokens", "inputtokens")));
    String far = refusal(MINIMAL + "zzzzzzzz: 1\n");
    assertTrue(
        far.startsWith("zzzzzzzz is not a known key, expected one of [actions, baseline,"), far);
    assertTrue(far.endsWith("(pilot.yaml)."), far);
  }

  @Test
  void brokenYamlIsToldWithItsLine() {
    assertEquals(
        "the study file is not valid YAML: expected ',' or '}', but got : (line 4 of pilot.yaml).",
        refusal("version: 1\nexperiment: pilot\nenvironment: {type: simulated\nbaseline: b\n"));
    assertEquals(
        "the study file is not valid YAML: found character '\\t(TAB)' that cannot start any token."
            + " (Do not use \\t(TAB) for indentation) (line 2 of pilot.yaml).",
        refusal("version: 1\n\texperiment: pilot\n"));
  }

  @Test
  void aKeyThatOccursTwiceIsRefused() {
    assertEquals(
        "the study file is not valid YAML: Duplicate field 'seed' (line 6 of pilot.yaml).",
        refusal(MINIMAL + "seed: 1\nseed: 2\n"));
  }

  @Test
  void emptyAndShapelessFilesAreRefused() {
    assertEquals("the study file is empty, expected keys and values (pilot.yaml).", refusal(""));
    assertEquals(
        "the study file is empty, expected keys and values (pilot.yaml).",
        refusal("# nothing but a comment\n"));
    assertEquals(
        "the study file is a text, expected keys and values (pilot.yaml).", refusal("pilot"));
    assertEquals(
        "the study file is a list, expected keys and values (pilot.yaml).", refusal("- a\n- b\n"));
  }

  @Test
  void onlyOneDocumentIsRead() {
    String message = refusal(MINIMAL + "---\nversion: 1\n");
    assertTrue(message.contains("pilot.yaml"), message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          version: 1                  |                          | version is missing, expected 1 (pilot.yaml).
          version: 1                  | version: 2               | version is 2, expected 1 (pilot.yaml).
          experiment: pilot           |                          | experiment is missing, expected a non-blank text (pilot.yaml).
          experiment: pilot           | experiment: a/b          | experiment is "a/b", expected letters, digits, '.', '_' and '-' (a folder name) (pilot.yaml).
          baseline: c1.0-normal-t1    |                          | baseline is missing, expected a non-blank text (pilot.yaml).
          type: simulated             | type: replay             | data is missing, expected a section, for a replay environment (pilot.yaml).
          type: simulated             | type: real               | environment.type is "real", expected one of [simulated, replay] (pilot.yaml).
          {type: simulated}           | {type: simulated, follower: obedient} | environment.follower is "obedient", expected "quantal" in a simulated environment (pilot.yaml).
          """)
  void requiredAndClosedKeysAreChecked(String from, String to, String message) {
    String study = MINIMAL.replace(from, to == null ? "" : to);
    assertEquals(message, refusal(study));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          cost_unit=euro                    | cost_unit is "euro", expected one of [tokens, usd] (pilot.yaml).
          evaluation.tests.margin=-0.1      | evaluation.tests.margin is -0.1, expected a finite number > 0 (pilot.yaml).
          evaluation.tests.margin=0         | evaluation.tests.margin is 0.0, expected a finite number > 0 (pilot.yaml).
          evaluation.tests.alpha=1          | evaluation.tests.alpha is 1.0, expected a number in (0, 1) (pilot.yaml).
          repair.safe_set.confidence=0      | repair.safe_set.confidence is 0.0, expected a number in (0, 1) (pilot.yaml).
          repair.safe_set.bound=exact       | repair.safe_set.bound is "exact", expected one of [student, betting, bernstein, hoeffding] (pilot.yaml).
          repair.safe_set.min_sessions=1    | repair.safe_set.min_sessions is 1, expected a whole number >= 2 (pilot.yaml).
          outcome_model.folds=1             | outcome_model.folds is 1, expected a whole number >= 2 (pilot.yaml).
          response_model.penalty=-1         | response_model.penalty is -1.0, expected a finite number >= 0 (pilot.yaml).
          follower.temperature=0            | follower.temperature is 0.0, expected a finite number > 0 (pilot.yaml).
          leader.objective=profit           | leader.objective is "profit", expected one of [cost-above-floor, quality-within-budget] (pilot.yaml).
          leader.slack=2                    | leader.slack is 2.0, expected a number in [0.0, 1.0] (pilot.yaml).
          leader.quality_target=[1.5]       | leader.quality_target is 1.5, expected a number in [0.0, 1.0] (pilot.yaml).
          leader.cost_incentive=[-1]        | leader.cost_incentive is -1.0, expected a finite number >= 0 (pilot.yaml).
          data.split.fit=0.75               | sum of data.split is 1.25, expected a number in [0.999999999, 1.000000001] (pilot.yaml).
          data.split.calibrate=0            | data.split.calibrate is 0.0, expected a finite number > 0 (pilot.yaml).
          data.columns.actions={a: {quality: q}} | data.columns is "action" and "actions", expected either "action" (one row per action) or "actions" (columns per action) (pilot.yaml).
          actions.verbosity=[loud]          | actions.verbosity is "loud", expected one of [concise, normal, verbose] (pilot.yaml).
          data.columns.actions={a: null}    | data.columns.actions.a is empty, expected a section (pilot.yaml).
          actions.names=[a, a]              | actions.names is [a, a], expected distinct elements (pilot.yaml).
          actions.names=[a, null]           | actions.names is [a, null], expected no empty element (pilot.yaml).
          actions.context=[]                | actions.context is empty, expected at least one element (pilot.yaml).
          actions.context=[2]               | actions.context is 2.0, expected a number in [0.0, 1.0] (pilot.yaml).
          actions.tools=[-1]                | actions.tools is -1, expected a whole number >= 0 (pilot.yaml).
          data.features.numeric=[a, a]      | data.features.numeric is [a, a], expected distinct elements (pilot.yaml).
          data.features.categorical=[chars] | data.features is [chars, chars], expected distinct elements (pilot.yaml).
          leader.quality_target=[0.5, 0.5]  | leader.quality_target is [0.5, 0.5], expected distinct elements (pilot.yaml).
          leader.cost_incentive=[]          | leader.cost_incentive is empty, expected at least one element (pilot.yaml).
          """)
  void rangesAreChecked(String override, String message) {
    assertEquals(message, refusal(REPLAY, override));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          seed=many                      | seed is "many", expected a whole number (pilot.yaml).
          seed=                          | seed is "", expected a whole number (pilot.yaml).
          seed=1.5                       | seed is 1.5, expected a whole number (pilot.yaml).
          outcome_model.folds=5.5        | outcome_model.folds is 5.5, expected a whole number (pilot.yaml).
          evaluation.tests.margin=small  | evaluation.tests.margin is "small", expected a number (pilot.yaml).
          evaluation.tests.margin=       | evaluation.tests.margin is "", expected a number (pilot.yaml).
          evaluation=0.02                | evaluation is 0.02, expected a section (pilot.yaml).
          evaluation.tests=[0.02]        | evaluation.tests is [0.02], expected a section (pilot.yaml).
          leader.quality_target=[a]      | leader.quality_target[0] is "a", expected a number (pilot.yaml).
          data.features.numeric=chars    | data.features.numeric is "chars", expected a list (pilot.yaml).
          data.where=model               | data.where is "model", expected a section (pilot.yaml).
          data.columns=[id]              | data.columns is ["id"], expected a section (pilot.yaml).
          baseline={a: b}                | baseline is {"a":"b"}, expected a text (pilot.yaml).
          """)
  void aValueOfTheWrongKindIsToldWithItsPath(String override, String message) {
    assertEquals(message, refusal(REPLAY, override));
  }

  @ParameterizedTest
  @CsvSource({
    "margin, margin, 0",
    "margn, margin, 1",
    "kitten, sitting, 3",
    "'', abc, 3",
    "flaw, lawn, 2"
  })
  void editDistanceIsLevenshteins(String one, String other, int distance) {
    assertEquals(distance, StudyConfigReader.editDistance(one, other));
    assertEquals(distance, StudyConfigReader.editDistance(other, one));
  }
}
