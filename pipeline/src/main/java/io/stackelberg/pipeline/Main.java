package io.stackelberg.pipeline;

import io.stackelberg.pipeline.io.InputException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line.
 *
 * <p>Exit codes: 0 the report is complete, whatever its verdict, or every problem answered, or every check held; 1 a
 * problem met a limit, a check did not hold or a certificate differs; 2 wrong usage, study file or data; 3 data
 * that is not there, or a model without a price under a cap on money; 4 a budget is reached; 5 the endpoint is not
 * available; 130 interrupted; 70 an error of this program. After 4, 5 and 130 the same command continues.
 */
@Command(
    name = "governor",
    description =
        "Learns how an LLM agent answers a governor's targets and incentives, optimises the governor,"
            + " repairs its policy and says what the data can carry.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      RunCommand.class,
      ImportCommand.class,
      InspectCommand.class,
      FitCommand.class,
      OptimizeCommand.class,
      EvaluateCommand.class,
      DecideCommand.class,
      DoctorCommand.class,
      SimulateLogCommand.class,
      SolveCommand.class,
      CheckCommand.class,
      CertifyCommand.class,
      VerifyCommand.class,
      LedgerCommand.class,
      RepairCommand.class,
      RepairDrillCommand.class,
      RepairStudyCommand.class,
      RereadCommand.class,
      ReproduceCommand.class,
      SweepCommand.class,
      CompareCommand.class,
      ReportCommand.class,
      ServeFakeCommand.class,
      CoverageCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  governor run                                   the embedded study: simulated, no data, no network",
      "  governor run examples/studies/routing.yaml     a study on recorded outcomes",
      "  governor import prod.jsonl --out prod.turns.jsonl  read a log that another tool wrote",
      "  governor fit pilot.turns.jsonl --out model.json   learn how an agent answers from a log",
      "  governor certify runs/routing                  what a run shows of its policy, and what that rests on",
      "  governor reread --saving 17.4%% --p 0.022 --turns 300   what published numbers imply",
      "  governor coverage --studies 40                 how often statements are wrong where the truth is known",
      "  governor bench                                 time the solvers beside their baselines"
    })
public final class Main {
  static final int INVALID = 2;
  static final int DATA_ABSENT = 3;
  static final int INTERNAL = 70;

  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(Main::explain)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  private static int explain(
      Exception exception, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
    if (exception instanceof InputException input) {
      command.getErr().println(input.getMessage());
      return input.isDataAbsent() ? DATA_ABSENT : INVALID;
    }
    if (exception instanceof RunStopped stopped) {
      command.getErr().println(stopped.getMessage());
      return stopped.exitCode();
    }
    command
        .getErr()
        .println("This is an error of the program, not of your input; please report it with:");
    exception.printStackTrace(command.getErr());
    return INTERNAL;
  }

  /** Version from the jar's manifest. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** Tells the version to {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"governor " + version(), "java " + System.getProperty("java.version")};
    }
  }
}
