package io.stackelberg.environment.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.environment.api.ChatTask;
import io.stackelberg.environment.api.LookupTool;
import io.stackelberg.environment.api.TaskSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTasksTest {
  private static List<String> lines(long seed) {
    return SampleTasks.lines(
        SimulationProfile.named("paper-like"), new SimulatedSessions("dry", 50, 4), seed);
  }

  @Test
  void areTasksOfTheProfilesKindsThatTheLookupToolSolves(@TempDir Path folder) throws Exception {
    TaskSet tasks = TaskSet.read(Files.write(folder.resolve("tasks.jsonl"), lines(1)));
    assertEquals(50, tasks.sessions().size());
    assertEquals(200, tasks.answers().size());
    int code = 0;
    for (String session : tasks.sessions()) {
      for (ChatTask task : tasks.session(session)) {
        assertTrue(
            new LookupTool().run(task.prompt(), task).contains(task.reference().orElseThrow()));
        code += task.kind().equals("code") ? 1 : 0;
      }
    }
    // Share 0.3 of 200 tasks: 60, standard deviation 6.5; within 4 of them.
    assertEquals(60, code, 26);
  }

  @Test
  void followTheSeedAlone() {
    assertEquals(lines(1), lines(1));
    assertNotEquals(lines(1), lines(2));
  }
}
