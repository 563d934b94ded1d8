package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.ReportedChange;
import io.stackelberg.pipeline.io.InputException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code governor reread}: what a reported saving and its p-values imply, and what they do not show. */
@Command(
    name = "reread",
    description = "Says what a published saving and its p-values imply, and what they do not show.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "By the normal approximation, taking both p-values as two-sided tests of no change over",
      "independent turns. A quality that did not change significantly may still have fallen: with",
      "--quality-change and --margin the loss is held against a margin, and the turns are given with",
      "which a test at 5 %% would show with probability 80 %% that less is lost, were the change true.",
      "",
      "Exit code: 0; 2 wrong usage or a number that no report can contain.",
      "",
      "Examples:",
      "  governor reread --saving 17.4%% --p 0.022 --quality-p 0.44 --turns 300",
      "  governor reread --saving 17.4%% --p 0.022 --quality-p 0.44 --turns 300 \\",
      "      --quality-change=-0.018 --margin 0.05"
    })
final class RereadCommand implements Callable<Integer> {
  private static final double CONFIDENCE = 0.95;
  private static final double POWER = 0.8;

  @Option(
      names = "--saving",
      required = true,
      paramLabel = "PERCENT",
      description = "Reported saving.")
  private String saving;

  @Option(names = "--p", required = true, paramLabel = "P", description = "Its two-sided p-value.")
  private double p;

  @Option(
      names = "--quality-p",
      paramLabel = "P",
      description = "Two-sided p-value of the quality.")
  private Optional<Double> qualityP;

  @Option(
      names = "--quality-change",
      paramLabel = "D",
      description = "Reported change of quality, a loss being negative.")
  private Optional<Double> qualityChange;

  @Option(
      names = "--margin",
      paramLabel = "M",
      description = "Largest loss of quality that counts as none, in the same unit.")
  private Optional<Double> margin;

  @Option(names = "--turns", required = true, paramLabel = "N", description = "Turns reported on.")
  private int turns;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    ReportedChange change = new ReportedChange(percent(), probability("--p", p));
    if (turns < 1) {
      throw InputException.invalid("--turns is " + turns + ", expected a whole number >= 1.");
    }
    qualityP.ifPresent(value -> probability("--quality-p", value));
    if (qualityChange.isPresent()) {
      need("--quality-change", "--quality-p", qualityP.isPresent());
      if (!(Math.abs(qualityChange.get()) > 0 && Double.isFinite(qualityChange.get()))) {
        throw InputException.invalid("--quality-change is " + qualityChange.get()
            + ", expected a finite number other than 0, for a p-value below 1.");
      }
    }
    if (margin.isPresent()) {
      need("--margin", "--quality-change", qualityChange.isPresent());
      if (!(margin.get() > 0 && Double.isFinite(margin.get()))) {
        throw InputException.invalid("--margin is " + margin.get() + ", expected a number > 0.");
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(tree(change));
    } else {
      print(change, out);
    }
    out.flush();
    return 0;
  }

  private double percent() {
    String text = saving.strip();
    if (text.endsWith("%")) {
      try {
        double number = Double.parseDouble(text.substring(0, text.length() - 1).strip());
        if (number > 0 && number <= 100) {
          return number;
        }
      } catch (NumberFormatException malformed) {
        throw savingRefused();
      }
    }
    throw savingRefused();
  }

  private InputException savingRefused() {
    return InputException.invalid(
        "--saving is \"" + saving + "\", expected a percentage in (0 %, 100 %] such as 17.4%.");
  }

  private static double probability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw InputException.invalid(name + " is " + value + ", expected a number in (0, 1)."
          + (value == 0 ? "\nMaybe it was rounded; give the bound the source states." : ""));
    }
    return value;
  }

  private static void need(String name, String needed, boolean isGiven) {
    if (!isGiven) {
      throw InputException.invalid(name + " is given without " + needed + ", expected both.");
    }
  }

  private Optional<ReportedChange> quality() {
    return qualityChange.map(change -> new ReportedChange(change, qualityP.orElseThrow()));
  }

  private ObjectNode tree(ReportedChange change) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode tokens = root.putObject("saving");
    tokens.put("percent", change.change());
    tokens.put("p", change.p());
    tokens.put("z", change.z());
    tokens.put("standard_error", change.standardError());
    tokens.put("low", change.interval(CONFIDENCE).low());
    tokens.put("high", change.interval(CONFIDENCE).high());
    tokens.put("lower_limit", change.lowerBound(CONFIDENCE));
    if (qualityP.isPresent()) {
      ObjectNode node = root.putObject("quality");
      node.put("p", qualityP.get());
      node.put("z", ReportedChange.z(qualityP.get()));
      node.put("worst_loss_factor", ReportedChange.worstLossFactor(qualityP.get(), CONFIDENCE));
      quality().ifPresent(quality -> {
        node.put("change", quality.change());
        node.put("standard_error", quality.standardError());
        node.put("lower_limit", quality.lowerBound(CONFIDENCE));
        margin.ifPresent(value -> {
          node.put("margin", value);
          node.put("p_non_inferiority", quality.nonInferiority(value));
          if (quality.change() > -value) {
            node.put("required_turns", required(quality, value));
          } else {
            node.putNull("required_turns");
          }
        });
      });
    }
    root.put("turns", turns);
    root.put("rigour", "ASYMPTOTIC");
    return root;
  }

  private long required(ReportedChange quality, double allowed) {
    return quality.requiredUnits(turns, allowed, 1 - CONFIDENCE, POWER);
  }

  private void print(ReportedChange change, PrintWriter out) {
    Interval interval = change.interval(CONFIDENCE);
    out.println("What the numbers imply (normal approximation, " + turns + " turns)");
    out.println(text(
        "  saving     %.1f %%, p = %s: |z| = %.4f, standard error %.2f points",
        change.change(), change.p(), change.z(), change.standardError()));
    out.println(text(
        "             95 %% interval %.1f %% to %.1f %%; with 95 %% at least %.1f %%",
        interval.low(), interval.high(), change.lowerBound(CONFIDENCE)));
    if (qualityP.isPresent()) {
      out.println(text(
          "  quality    p = %s: |z| = %.3f", qualityP.get(), ReportedChange.z(qualityP.get())));
      out.println(text(
          "             if the observed change is a loss g, the loss is with 95 %% at most %.2f g",
          ReportedChange.worstLossFactor(qualityP.get(), CONFIDENCE)));
    }
    quality().ifPresent(quality -> {
      out.println(text(
          "             change %s: standard error %.4g, with 95 %% at least %.4g",
          quality.change(), quality.standardError(), quality.lowerBound(CONFIDENCE)));
      margin.ifPresent(value -> printMargin(quality, value, out));
    });
    out.println("What they do not show");
    if (qualityP.isPresent()) {
      out.println(
          "  - that quality is unchanged: a large p-value is no evidence of equality; a test against"
              + "\n    a margin fixed in advance would be");
    } else {
      out.println("  - anything of quality: no p-value of it was given");
    }
    out.println(
        "  - that turns are independent: turns of a session usually are not, and the true error"
            + "\n    is then larger than the one implied here");
    out.println("  - that the test and the policy were fixed before the data were seen");
    out.println("  - what other tasks, models or prices would give");
  }

  private void printMargin(ReportedChange quality, double allowed, PrintWriter out) {
    double against = quality.nonInferiority(allowed);
    out.println(text(
        "             a loss of %s or more is %s at 5 %% (p = %.4f)",
        allowed, against < 1 - CONFIDENCE ? "rejected" : "not rejected", against));
    out.println(
        quality.change() > -allowed
            ? text(
                "             turns to reject it with probability 80 %%, were the change true: %d",
                required(quality, allowed))
            : "             were the observed change true, no number of turns would reject it");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
