package io.stackelberg.pipeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/study-file.md} to the record it explains. */
class StudyFileGuideTest {
  private static final String GUIDE = guide();

  private static String guide() {
    try {
      return Files.readString(
          Path.of(System.getProperty("governor.home"), "docs", "study-file.md"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Keys of a section, sections by their own keys; the columns of one action are told in a sentence. */
  private static Set<String> keys(Class<?> section, String path) {
    Set<String> keys = new TreeSet<>();
    for (RecordComponent component : section.getRecordComponents()) {
      String name =
          path + PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
      Class<?> type = component.getGenericType() instanceof ParameterizedType optional
              && component.getType() == Optional.class
          ? (Class<?>) optional.getActualTypeArguments()[0]
          : component.getType();
      keys.addAll(type.isRecord() ? keys(type, name + ".") : Set.of(name));
    }
    return keys;
  }

  private static Set<String> documented() {
    Matcher rows = Pattern.compile("(?m)^\\| `([a-z_.]+)` \\|").matcher(GUIDE);
    Set<String> keys = new TreeSet<>();
    while (rows.find()) {
      assertTrue(keys.add(rows.group(1)), rows.group(1) + " is told twice");
    }
    return keys;
  }

  @Test
  void everyKeyIsToldOnceAndNoOther() {
    assertEquals(keys(StudyConfig.class, ""), documented());
  }

  @Test
  void theExampleIsAStudy() {
    Matcher example = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(GUIDE);
    assertTrue(example.find());
    StudyConfig config = StudyConfigReader.read(example.group(1), "study-file.md", List.of());
    assertEquals("pilot", config.experiment());
  }

  @Test
  void defaultsAreThoseOfTheRecord() {
    StudyConfig config = StudyConfigReader.read("""
        version: 1
        experiment: pilot
        baseline: b
        environment: {type: replay}
        data: {fit: f.csv, columns: {id: id, action: a, quality: q}}
        """, "test.yaml", List.of());
    StudyConfig simulated = StudyConfigReader.read(
        "version: 1\nexperiment: pilot\nbaseline: b\n", "test.yaml", List.of());
    StudyConfig.Data data = config.data().orElseThrow();
    told("seed", config.seed());
    told("cost_unit", config.costUnit());
    told("environment.type", simulated.environment().type());
    told("environment.profile", simulated.environment().profile());
    told("environment.sessions.fit", simulated.environment().sessions().fit());
    told("environment.sessions.calibrate", simulated.environment().sessions().calibrate());
    told("environment.sessions.evaluate", simulated.environment().sessions().evaluate());
    told("environment.turns", simulated.environment().turns());
    told("data.check", data.check());
    told("data.split.fit", data.split().fit());
    told("data.split.calibrate", data.split().calibrate());
    told("data.split.evaluate", data.split().evaluate());
    told("actions.context", simulated.actions().context());
    told("actions.verbosity", simulated.actions().verbosity());
    told("actions.tools", simulated.actions().tools());
    told("follower.temperature", config.follower().temperature());
    told("follower.quality_weight", config.follower().qualityWeight());
    told("follower.cost_weight", config.follower().costWeight());
    told("follower.estimate_noise", config.follower().estimateNoise());
    told("leader.quality_target", config.leader().qualityTarget());
    told("leader.cost_incentive", config.leader().costIncentive());
    told("leader.objective", config.leader().objective());
    told("leader.slack", config.leader().slack());
    told("leader.budget", config.leader().budget());
    told("response_model.type", config.responseModel().type());
    told("response_model.penalty", config.responseModel().penalty());
    StudyConfig.Text text = new StudyConfig.Text("prompt", null, null, null);
    told("data.text.dimensions", text.dimensions());
    told("data.text.norm", text.norm());
    told("outcome_model.type", config.outcomeModel().type());
    told("outcome_model.folds", config.outcomeModel().folds());
    told("signal.threshold", config.signal().threshold());
    told("solver.name", config.solver().name());
    told("repair.name", config.repair().name());
    told("repair.safe_set.confidence", config.repair().safeSet().confidence());
    told("repair.safe_set.bound", config.repair().safeSet().bound());
    told("repair.safe_set.min_sessions", config.repair().safeSet().minSessions());
    told("evaluation.tests.margin", config.evaluation().tests().margin());
    told("evaluation.tests.alpha", config.evaluation().tests().alpha());
  }

  private static void told(String key, Object value) {
    Matcher row = Pattern.compile("(?m)^\\| `" + Pattern.quote(key) + "` \\| [^|]* \\| ([^|]*) \\|")
        .matcher(GUIDE);
    assertTrue(row.find(), key);
    String written = row.group(1).replace("`", "").strip();
    if (value instanceof Double number) {
      assertEquals(number, Double.parseDouble(written), key);
    } else {
      assertEquals(value.toString().replaceAll("[\\[\\]]", ""), written, key);
    }
  }
}
