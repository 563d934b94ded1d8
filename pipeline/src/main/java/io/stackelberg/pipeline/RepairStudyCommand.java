package io.stackelberg.pipeline;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code governor repair-study}: how often repair keeps its word where reality differs from the surrogate. */
@Command(
    name = "repair-study",
    description =
        "Simulates studies whose real system differs from the surrogate and counts how often deployed"
            + " policies lose more quality than the margin.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Every loss is known from the simulator's laws, not estimated. docs/repair.md explains the table.",
      "",
      "Exit code: 0 no strategy but \"none\" exceeds delta by more than four standard errors; 1 one does."
    })
final class RepairStudyCommand implements Callable<Integer> {
  private static final int EXCEEDED = 1;

  @Option(
      names = "--studies",
      paramLabel = "N",
      description = "Studies per shift.",
      defaultValue = "1000")
  private int studies;

  @Option(
      names = "--logged",
      paramLabel = "N",
      description = "Sessions a policy is learned from.",
      defaultValue = "1000")
  private int logged;

  @Option(
      names = "--calibrated",
      paramLabel = "N",
      description = "Real sessions it is repaired on.",
      defaultValue = "800")
  private int calibrated;

  @Option(
      names = "--margin",
      paramLabel = "M",
      description = "Loss of quality tolerated.",
      defaultValue = "0.03")
  private double margin;

  @Option(
      names = "--delta",
      paramLabel = "D",
      description = "Probability allowed for a violation.",
      defaultValue = "0.05")
  private double delta;

  @Option(names = "--seed", paramLabel = "N", description = "Seed.", defaultValue = "20260622")
  private long seed;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    RepairStudy study = new RepairStudy(studies, logged, calibrated, margin, delta, seed);
    out.println(String.format(
        Locale.ROOT,
        "%d studies per row, margin %s, delta %s: at most %.0f violations expected of a repair",
        studies,
        margin,
        delta,
        delta * studies));
    out.println(String.format(
        Locale.ROOT,
        "%-22s %-20s %10s %9s %9s %8s",
        "shift",
        "repair",
        "violations",
        "baseline",
        "quality",
        "saving"));
    double allowed = studies * delta + 4 * Math.sqrt(studies * delta * (1 - delta));
    boolean isKept = true;
    for (var shift : RepairStudy.shifts().entrySet()) {
      for (RepairStudy.Row row : study.run(shift.getKey(), shift.getValue())) {
        out.println(String.format(
            Locale.ROOT,
            "%-22s %-20s %10d %9d %+9.4f %7.1f%%",
            row.shift(),
            row.strategy(),
            row.violations(),
            row.fallbacks(),
            row.change(),
            100 * row.saving()));
        isKept &= row.strategy().equals("none") || row.violations() <= allowed;
      }
      out.flush();
    }
    return isKept ? 0 : EXCEEDED;
  }
}
