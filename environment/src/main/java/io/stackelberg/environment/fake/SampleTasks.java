package io.stackelberg.environment.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.SimulatedModel;
import io.stackelberg.environment.SimulatedSessions;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.SeedSplitter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Made-up tasks for a dry run, as lines of a task file: look a code word up in a document. Kinds and message
 * lengths are drawn as the profile says.
 */
public final class SampleTasks {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ActionSet ANY =
      ActionSet.grid(List.of(1.0), List.of(Verbosity.NORMAL), List.of(0));

  private SampleTasks() {}

  /** One line per task, sessions in order and their turns in order; a function of its arguments. */
  public static List<String> lines(
      SimulationProfile profile, SimulatedSessions sessions, long seed) {
    SimulatedModel model = new SimulatedModel(profile, ANY);
    SeedSplitter seeds = new SeedSplitter(seed).task("sample tasks");
    List<String> lines = new ArrayList<>();
    for (String session : sessions.ids()) {
      for (int turn = 0; turn < sessions.turns(); turn++) {
        String id = session + "/" + turn;
        RandomGenerator random = seeds.generator(id);
        String word = HexFormat.of().toHexDigits(random.nextInt());
        double chars = profile.tasks().userCharsMedian().value()
            * StrictMath.exp(profile.tasks().userCharsLogSd().value() * random.nextGaussian());
        String asked = "Which code word belongs to entry " + id + "? ";
        ObjectNode task = JSON.createObjectNode()
            .put("id", id)
            .put("session", session)
            .put("kind", model.task(Optional.empty(), (int) chars, 0, random).kind())
            .put(
                "prompt",
                FakeModel.filled(asked, Math.max(asked.length(), Math.round(chars)))
                    .strip())
            .put("reference", word);
        task.putArray("documents")
            .addObject()
            .put("name", "entry " + id)
            .put("text", "The code word of entry " + id + " is " + word + ".");
        lines.add(task.toString());
      }
    }
    return lines;
  }
}
