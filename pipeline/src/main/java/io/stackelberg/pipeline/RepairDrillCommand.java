package io.stackelberg.pipeline;

import io.stackelberg.game.Require;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code governor repair-drill}: kills repairs against a local server and checks that nothing is lost or paid twice. */
@Command(
    name = "repair-drill",
    description = "Kills repairs at random moments and checks that nothing is lost or paid twice.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A small repair against a local server, in a process of its own, is killed without warning, started again",
      "and so on. Checked: no call reaches the server after it was settled, none is billed or settled twice, the",
      "ledger verifies with nothing left open, and every file but the times equals an uninterrupted run's.",
      "",
      "Exit code: 0 all checks hold; 1 some does not; 2 wrong usage.",
      "",
      "Example:",
      "  governor repair-drill --kills 200"
    })
final class RepairDrillCommand implements Callable<Integer> {
  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "Processes to kill (default: ${DEFAULT-VALUE}).",
      defaultValue = "10")
  private int kills;

  @Option(
      names = "--fault-rate",
      paramLabel = "SHARE",
      description = "Share of requests that the server turns away (default: ${DEFAULT-VALUE}).",
      defaultValue = "0.02")
  private double faultRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of moments, answers and faults (default: ${DEFAULT-VALUE}).",
      defaultValue = "20260622")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "New folder for all files; a temporary one where absent.")
  private Optional<Path> out;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      Require.atLeast("--kills", kills, 1);
      Require.inRange("--fault-rate", faultRate, 0, 0.5);
    } catch (IllegalArgumentException invalid) {
      throw InputException.invalid(invalid.getMessage());
    }
    PrintWriter console = spec.commandLine().getOut();
    Path folder = out.isPresent() ? out.get() : Files.createTempDirectory("repair-drill-");
    RunDirectory.requireWritable(folder);
    Files.createDirectories(folder);
    RepairDrill.Found found =
        new RepairDrill(folder.toAbsolutePath(), kills, faultRate, seed, console).run();
    console.println(found.kills() + " kills (" + found.killsBetweenCalls()
        + " between the first and the last request of their round), " + found.rounds() + " rounds, "
        + found.requests() + " requests, " + found.repeated()
        + " repeated before they were settled");
    found.problems().forEach(problem -> console.println("PROBLEM  " + problem));
    console.println(found.problems().isEmpty() ? "HOLDS" : "VIOLATED");
    console.println("-> " + folder);
    console.flush();
    return found.problems().isEmpty() ? 0 : 1;
  }
}
