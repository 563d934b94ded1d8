package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Launches of the command line, and the data they read. */
final class Launches {
  private Launches() {}

  /** What a launch left behind: its exit code and what it told. */
  record Launch(int code, String out, String err) {}

  /** Runs the command line, with everything it prints captured. */
  static Launch launch(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    ByteArrayOutputStream warned = new ByteArrayOutputStream();
    try (PrintStream one = new PrintStream(told, true, StandardCharsets.UTF_8);
        PrintStream other = new PrintStream(warned, true, StandardCharsets.UTF_8)) {
      System.setOut(one);
      System.setErr(other);
      int code = Main.execute(arguments);
      return new Launch(
          code,
          told.toString(StandardCharsets.UTF_8),
          warned.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** {@code governor run STUDY --out DIR --progress none} and more. */
  static Launch run(Path study, Path out, String... more) {
    List<String> arguments = new ArrayList<>(
        List.of("run", study.toString(), "--out", out.toString(), "--progress", "none"));
    arguments.addAll(List.of(more));
    return launch(arguments.toArray(String[]::new));
  }

  static JsonNode results(Path run) {
    try {
      return new ObjectMapper().readTree(run.resolve("results.json").toFile());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The row of a policy in {@code results.json}. */
  static JsonNode policy(JsonNode results, String name) {
    for (JsonNode row : results.path("policies")) {
      if (row.path("name").asText().equals(name)) {
        return row;
      }
    }
    throw new IllegalArgumentException("there is no policy " + name + ".");
  }

  /**
   * A study on 300 recorded contexts and three actions of 100, 200 and 400 tokens.
   *
   * @param strength how much the feature x in [0, 1] decides: mean quality of "small" is
   *     0.6 − strength (x − 1/2), of "medium" 0.65, of "large" 0.75, with noise of standard deviation 0.1; at 0
   *     there is nothing to learn
   * @return the study file, beside its data
   */
  static Path study(Path folder, double strength, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("id,action,chars,kind,quality,in,out\n");
    for (int context = 0; context < 300; context++) {
      double x = random.nextDouble();
      double[] quality = {0.6 - strength * (x - 0.5), 0.65, 0.75};
      for (int action = 0; action < 3; action++) {
        // Twelve uniforms give a bounded bell of standard deviation 1.
        double noise = -6;
        for (int draw = 0; draw < 12; draw++) {
          noise += random.nextDouble();
        }
        csv.append(String.format(
            Locale.ROOT,
            "q%d,%s,%.4f,%s,%.4f,%d,%d\n",
            context,
            List.of("small", "medium", "large").get(action),
            x,
            context % 3 == 0 ? "code" : "chat",
            Math.min(1, Math.max(0, quality[action] + 0.1 * noise)),
            (100 << action) - 20 + random.nextInt(10),
            10 + random.nextInt(10)));
      }
    }
    write(folder.resolve("recorded.csv"), csv.toString());
    return write(folder.resolve("study.yaml"), """
        version: 1
        experiment: synthetic
        description: Three actions on 300 invented contexts.
        environment: {type: replay, follower: obedient}
        cost_unit: tokens
        baseline: large
        data:
          fit: recorded.csv
          columns: {id: id, action: action, quality: quality, input_tokens: in, output_tokens: out}
          features: {numeric: [chars], categorical: [kind]}
        """);
  }

  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
