package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor certify}: what a finished run shows of its repaired policy, and what that rests on. */
@Command(
    name = "certify",
    description = "Certifies what a run shows of its repaired policy, with all that is assumed.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Saving and quality against the baseline; regret among the candidates (the menu's constants and the",
      "policies of the run) and the surrogate's error on them; existence, follower stability and membership",
      "of the safe set, which are enumerated.",
      "Bounds hold at every number of sessions, at the confidence and margin of the study. A claim whose",
      "interval crosses its threshold is INCONCLUSIVE, and the sessions are told that would about do.",
      "Declare the options before looking at the run's report.",
      "",
      "Exit code: 0 the certificate is written, whatever its verdicts; 2 wrong usage or a run directory that is",
      "not intact.",
      "",
      "Example:",
      "  governor certify runs/routing --out certificate.json"
    })
final class CertifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN_DIR", description = "Directory of a finished run.")
  private Path run;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The certificate; RUN_DIR/certificate.json where absent.")
  private Optional<Path> out;

  @Option(
      names = "--cost-cap",
      paramLabel = "COST",
      description = "Largest cost of a turn, in the study's unit;"
          + " five means of the baseline on the calibration part where absent.")
  private Optional<Double> costCap;

  @Option(
      names = "--min-saving",
      paramLabel = "FRACTION",
      description = "Saving claimed to be exceeded, in [-1, 1].",
      defaultValue = "0")
  private double minSaving;

  @Option(
      names = "--truncation",
      paramLabel = "SHARE",
      description = "Largest share of the capital that one session can lose, in (0, 1).",
      defaultValue = "0.9")
  private double truncation;

  @Option(
      names = "--tolerance",
      paramLabel = "QUALITY",
      description = "Regret and value gap that count as none, in units of quality, above 0;"
          + " the study's margin where absent.")
  private Optional<Double> tolerance;

  @Option(
      names = "--lipschitz",
      paramLabel = "L",
      description = "Lipschitz constant of the real value in the commitment, assumed (A6);"
          + " adds a regret bound through the distance of the repair.")
  private Optional<Double> lipschitz;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (costCap.isPresent() && !(costCap.get() > 0 && Double.isFinite(costCap.get()))) {
      throw InputException.invalid("--cost-cap is " + costCap.get() + ", expected a number > 0.");
    }
    if (!(minSaving >= -1 && minSaving <= 1)) {
      throw InputException.invalid(
          "--min-saving is " + minSaving + ", expected a number in [-1, 1].");
    }
    if (!(truncation > 0 && truncation < 1)) {
      throw InputException.invalid(
          "--truncation is " + truncation + ", expected a number in (0, 1).");
    }
    if (tolerance.isPresent() && !(tolerance.get() > 0 && Double.isFinite(tolerance.get()))) {
      throw InputException.invalid(
          "--tolerance is " + tolerance.get() + ", expected a number > 0.");
    }
    if (lipschitz.isPresent() && !(lipschitz.get() >= 0 && Double.isFinite(lipschitz.get()))) {
      throw InputException.invalid(
          "--lipschitz is " + lipschitz.get() + ", expected a number >= 0.");
    }
    Path file = out.orElse(run.resolve("certificate.json"));
    ObjectNode certificate = RunCertificate.build(
        run,
        new RunCertificate.Options(
            optional(costCap), minSaving, truncation, optional(tolerance), optional(lipschitz)),
        Instant.now().toString(),
        location(file));
    RunDirectory.replace(file, RunDirectory.json(certificate));
    PrintWriter console = spec.commandLine().getOut();
    for (JsonNode claim : certificate.path("claims")) {
      console.println(
          claim.path("verdict").asText() + "  " + claim.path("claim").asText());
      JsonNode conclusion = claim.path("conclusion");
      console.println("  " + conclusion.path("quantity").asText() + ": ["
          + end(conclusion.path("lower")) + ", " + end(conclusion.path("upper"))
          + "], confidence " + claim.path("confidence").asText());
      for (JsonNode assumption : claim.path("assumptions")) {
        console.println("  " + assumption.path("id").asText() + " "
            + assumption.path("status").asText() + ": "
            + assumption.path("text").asText());
      }
      claim.path("needs").forEach(need -> console.println("  Needed: " + need.asText() + "."));
    }
    for (JsonNode missing : certificate.path("notStated")) {
      console.println("NOT STATED  " + missing.path("claim").asText() + "; needs "
          + missing.path("needs").asText() + ".");
    }
    console.println("-> " + file);
    console.flush();
    return 0;
  }

  private static OptionalDouble optional(Optional<Double> number) {
    return number.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  /** Where the run lies, seen from the certificate's folder; "." where both are one. */
  private String location(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path target = run.toAbsolutePath().normalize();
    if (!folder.getRoot().equals(target.getRoot())) {
      return "";
    }
    String relative = folder.relativize(target).toString().replace('\\', '/');
    return relative.isEmpty() ? "." : relative;
  }

  private static String end(JsonNode number) {
    return number.isNull() ? "unknown" : number.asText();
  }
}
