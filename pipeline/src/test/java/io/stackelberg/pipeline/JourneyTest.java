package io.stackelberg.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stackelberg.pipeline.Launches.Launch;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the transcripts of docs/journey.md again: every line shown must be told, and every exit code be the same. */
@Tag("slow")
class JourneyTest {
  private static final Path ROOT = Path.of(System.getProperty("governor.home", ".."));

  @TempDir
  Path folder;

  /** The commands of one block, each followed by the lines it is said to print. */
  private static List<List<String>> transcript(int block) throws IOException {
    String text = Files.readString(ROOT.resolve("docs/journey.md"));
    List<List<String>> commands = new ArrayList<>();
    for (String line : text.split("```", -1)[2 * block + 1].strip().split("\n")) {
      if (line.startsWith("$ ")) {
        commands.add(new ArrayList<>());
      }
      commands.get(commands.size() - 1).add(line);
    }
    return commands;
  }

  private Launch run(String command) throws IOException {
    String[] words = command.split(" ");
    int verb = List.of(words).indexOf("governor") + 1;
    List<String> arguments = new ArrayList<>();
    for (String word : List.of(words).subList(verb, words.length)) {
      arguments.add(
          word.matches("[\\w.-]+\\.(json|jsonl|csv)") ? folder.resolve(word).toString() : word);
    }
    InputStream before = System.in;
    try {
      if (words[1].equals("head")) {
        String first = Files.readAllLines(folder.resolve(words[3])).get(0);
        System.setIn(new ByteArrayInputStream(first.getBytes(StandardCharsets.UTF_8)));
      }
      return Launches.launch(arguments.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }

  private void replay(int block) throws IOException {
    for (List<String> command : transcript(block)) {
      Launch launch = run(command.get(0));
      String told = launch.out().replace(folder + File.separator, "");
      int code = 0;
      for (String line : command.subList(1, command.size())) {
        if (line.startsWith("exit ")) {
          code = Integer.parseInt(line.substring(5));
        } else if (!line.equals("...")) {
          assertTrue(told.lines().anyMatch(line::equals), line + "\nis not in\n" + told);
        }
      }
      assertEquals(code, launch.code(), command.get(0) + "\n" + launch.err());
    }
  }

  @Test
  void theSimulatedLogEndsInACertifiedPolicy() throws IOException {
    replay(0);
  }

  @Test
  void theRecordedLogEndsInARefusalThatSaysWhatIsMissing() throws IOException {
    Path data = ROOT.resolve("../shared/data/taubench-trajectories/taubench-trajectories.csv")
        .normalize();
    assumeTrue(Files.exists(data), "the recorded data are not beside the project");
    Files.copy(data, folder.resolve(data.getFileName().toString()));
    replay(1);
  }
}
