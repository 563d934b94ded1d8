package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.stackelberg.pipeline.Launches.Launch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar from outside, compiled here, whose names a study file uses. */
@Tag("slow")
class ExtensionTest {
  /** Names are filled in; each implementation leaves a mark when it is used. */
  private static final String SOURCE = """
      package outside;

      import com.google.inject.AbstractModule;
      import com.google.inject.multibindings.MapBinder;
      import io.stackelberg.leader.ExhaustiveSolver;
      import io.stackelberg.leader.LeaderSolver;
      import io.stackelberg.leader.baseline.Baseline;
      import io.stackelberg.leader.baseline.Practice;
      import io.stackelberg.pipeline.Extension;
      import io.stackelberg.repair.NoRepair;
      import io.stackelberg.repair.RepairStrategy;
      import io.stackelberg.response.FrequencyResponse;
      import io.stackelberg.response.ResponseEstimator;

      public final class Outside extends AbstractModule implements Extension {
        @Override
        protected void configure() {
          MapBinder.newMapBinder(binder(), String.class, LeaderSolver.class)
              .addBinding("SOLVER").toInstance((problem, limits, random) -> {
                System.setProperty("outside.solver", "used");
                return new ExhaustiveSolver().solve(problem, limits, random);
              });
          MapBinder.newMapBinder(binder(), String.class, ResponseEstimator.class)
              .addBinding("outside-response").toInstance((log, random) -> {
                System.setProperty("outside.response", "used");
                return new FrequencyResponse(FrequencyResponse.Options.DEFAULT).fit(log, random);
              });
          MapBinder.newMapBinder(binder(), String.class, RepairStrategy.class)
              .addBinding("outside-repair").toInstance((raw, baseline, trials, margin, delta) -> {
                System.setProperty("outside.repair", "used");
                return new NoRepair().repair(raw, baseline, trials, margin, delta);
              });
          MapBinder.newMapBinder(binder(), String.class, Baseline.class)
              .addBinding("outside-baseline").toInstance(new Baseline() {
                @Override
                public String summary() {
                  return "always the reference, from outside";
                }

                @Override
                public io.stackelberg.game.LeaderPolicy train(
                    Practice practice, java.util.random.RandomGenerator random) {
                  System.setProperty("outside.baseline", "used");
                  return io.stackelberg.game.LeaderPolicy.always(practice.reference());
                }
              });
        }
      }
      """;

  private static final String STUDY = """
      version: 1
      experiment: outside
      environment: {sessions: {fit: 20, calibrate: 20, evaluate: 4}, turns: 5}
      actions: {context: [0.5, 1.0], verbosity: [concise, normal], tools: [1]}
      baseline: c1.0-normal-t1
      leader: {quality_target: [0.6], cost_incentive: [0.0, 0.4]}
      response_model: {type: outside-response}
      solver: {name: outside-solver}
      repair: {name: outside-repair}
      evaluation: {baselines: [outside-baseline]}
      """;

  @Test
  void aStudyNamesWhatAnOutsideJarBinds(@TempDir Path folder) throws IOException {
    Path jar = jar(folder, "outside-solver");
    Path study = Launches.write(folder.resolve("study.yaml"), STUDY);
    Launch without = Launches.run(study, folder.resolve("without"));
    assertEquals(2, without.code());
    assertTrue(
        without.err().contains("response_model.type is \"outside-response\", expected one of ["),
        without.err());

    List<String> marks =
        List.of("outside.solver", "outside.response", "outside.repair", "outside.baseline");
    marks.forEach(System::clearProperty);
    try {
      Launch run = Launches.run(study, folder.resolve("run"), "--classpath", jar.toString());
      assertEquals(0, run.code(), run.err());
      marks.forEach(mark -> assertEquals("used", System.getProperty(mark), mark));
      JsonNode results = Launches.results(folder.resolve("run"));
      assertEquals("outside-solver", results.path("solution").path("solver").asText());
      assertEquals("outside-response", results.path("response").path("name").asText());

      Launch sweep = Launches.launch(
          "sweep",
          study.toString(),
          "--grid",
          "solver.name=enumerate,outside-solver",
          "--jobs",
          "1",
          "--classpath",
          jar.toString(),
          "--out",
          folder.resolve("sweep").toString());
      assertEquals(0, sweep.code(), sweep.err());
      List<String> rows = sweep.out().lines().filter(row -> row.contains(",")).toList();
      // The same method under two names: the same row but for the name.
      assertEquals(rows.get(1).replace("enumerate", "outside-solver"), rows.get(2));
    } finally {
      marks.forEach(System::clearProperty);
    }
  }

  @Test
  void aNameThatIsTakenIsRefused(@TempDir Path folder) throws IOException {
    Path jar = jar(folder, "enumerate");
    Path study = Launches.write(folder.resolve("study.yaml"), STUDY);
    Launch run = Launches.run(study, folder.resolve("run"), "--classpath", jar.toString());
    assertEquals(2, run.code());
    assertTrue(run.err().contains("outside.Outside"), run.err());
    assertTrue(run.err().contains("enumerate"), run.err());
    assertTrue(run.err().contains("expected names that are not taken"), run.err());
  }

  @Test
  void aJarWithoutAnExtensionIsRefused(@TempDir Path folder) throws IOException {
    Path study = Launches.write(folder.resolve("study.yaml"), STUDY);
    Path none = folder.resolve("none.jar");
    Launch absent = Launches.run(study, folder.resolve("run"), "--classpath", none.toString());
    assertEquals(2, absent.code());
    assertTrue(absent.err().contains("it does not exist"), absent.err());
    try (JarOutputStream empty = new JarOutputStream(Files.newOutputStream(none))) {
      empty.putNextEntry(new JarEntry("nothing.txt"));
    }
    Launch launch = Launches.run(study, folder.resolve("run"), "--classpath", none.toString());
    assertEquals(2, launch.code());
    assertTrue(launch.err().contains("expected at least one extension"), launch.err());
  }

  /** Compiles the extension against the class path of the tests and packs it. */
  private static Path jar(Path folder, String solver) throws IOException {
    Path source = Files.createDirectories(folder.resolve("source/outside")).resolve("Outside.java");
    Launches.write(source, SOURCE.replace("SOLVER", solver));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int code = ToolProvider.getSystemJavaCompiler()
        .run(
            null,
            OutputStream.nullOutputStream(),
            null,
            "-proc:none",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "-d",
            classes.toString(),
            source.toString());
    assertEquals(0, code, "the extension compiles");
    Path jar = folder.resolve("outside.jar");
    try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(jar))) {
      packed.putNextEntry(new JarEntry("META-INF/services/" + Extension.class.getName()));
      packed.write("outside.Outside\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      for (String type : new String[] {"outside/Outside.class", "outside/Outside$1.class"}) {
        packed.putNextEntry(new JarEntry(type));
        packed.write(Files.readAllBytes(classes.resolve(type)));
      }
    }
    return jar;
  }
}
