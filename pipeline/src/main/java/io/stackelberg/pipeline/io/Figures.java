package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The figures of a report, each left out when nothing in the results belongs on it. */
final class Figures {
  private static final ForestFigure.Reference ZERO =
      new ForestFigure.Reference(0, "no change", "zero");

  private Figures() {}

  /** All figures the results have numbers for, in the order of the page. */
  static List<Figure> of(JsonNode results) {
    List<Figure> figures = new ArrayList<>();
    PlaneFigure.of(results).ifPresent(figures::add);
    signal(results).ifPresent(figures::add);
    EqualCostFigure.of(results).ifPresent(figures::add);
    savings(results).ifPresent(figures::add);
    quality(results).ifPresent(figures::add);
    ActionMixFigure.of(results).ifPresent(figures::add);
    repair(results).ifPresent(figures::add);
    figures.addAll(DiagnosticFigures.of(results));
    return List.copyOf(figures);
  }

  private static Optional<Figure> signal(JsonNode results) {
    JsonNode signal = results.path("signal");
    List<ForestFigure.Row> rows = new ArrayList<>();
    if (ForestFigure.isKnown(signal.path("overMixture"))) {
      rows.add(ForestFigure.Row.of(
          "over mixture", Mark.CIRCLE, "role-mixture", signal.path("overMixture")));
    }
    if (ForestFigure.isKnown(signal.path("overShuffled"))) {
      rows.add(ForestFigure.Row.of(
          "over shuffled", Mark.CROSS, "role-shuffled", signal.path("overShuffled")));
    }
    String sentence =
        "The learned policy's gain in quality at equal cost, over a random mixture and over itself with "
            + "shuffled features: only intervals wholly to the right of zero say that the features help.";
    return figure(
        "signal",
        "Gain of the learned policy over two controls",
        sentence,
        rows,
        List.of(new ForestFigure.Reference(0, "no gain", "zero")),
        1,
        "gain in mean quality at equal cost, " + NumberText.confidence(results) + " interval");
  }

  private static Optional<Figure> savings(JsonNode results) {
    String sentence =
        "How much cheaper than the baseline each policy is: to the right of the line it saves, to the "
            + "left it costs more; the bar is the range the data allow. Dominated fixed actions are left out; * marks "
            + "rows nobody can deploy.";
    return figure(
        "savings",
        "Saving against the baseline",
        sentence,
        compared(results, "saving"),
        List.of(new ForestFigure.Reference(0, "baseline", "zero")),
        100,
        "saving, % of the baseline's cost (right is cheaper)");
  }

  private static Optional<Figure> quality(JsonNode results) {
    List<ForestFigure.Reference> references = new ArrayList<>(List.of(ZERO));
    NumberText.known(results.path("margin")).ifPresent(margin -> {
      String name = "margin \u2212" + NumberText.significant(results.path("margin"));
      references.add(new ForestFigure.Reference(-margin, name, "margin"));
    });
    String sentence =
        "How much better or worse than the baseline each policy's answers are: a bar wholly to the right "
            + "of the margin line means that a loss as large as the margin can be ruled out. Dominated fixed actions are "
            + "left out; * marks rows nobody can deploy.";
    return figure(
        "quality",
        "Change in quality against the baseline",
        sentence,
        compared(results, "qualityChange"),
        references,
        1,
        "change in mean quality (right is better)");
  }

  private static Optional<Figure> repair(JsonNode results) {
    JsonNode repair = results.path("repair");
    List<JsonNode> parts = new ArrayList<>(List.of(repair.path("whole")));
    repair.path("commitments").forEach(parts::add);
    List<ForestFigure.Row> rows = new ArrayList<>();
    for (JsonNode part : parts) {
      boolean isKnown = NumberText.known(part.path("lowerBound")).isPresent()
          || NumberText.known(part.path("change")).isPresent();
      if (isKnown) {
        boolean isAdmitted = part.path("admitted").asBoolean(false);
        String label = part == repair.path("whole")
            ? "whole policy"
            : NumberText.words(part.path("commitment"));
        rows.add(new ForestFigure.Row(
            label,
            isAdmitted ? Mark.DIAMOND : Mark.OPEN_DIAMOND,
            isAdmitted ? "role-repaired" : "role-shuffled",
            part.path("change"),
            part.path("lowerBound"),
            MissingNode.getInstance(),
            part.path("allowed")));
      }
    }
    String sentence =
        "For each commitment, the change in quality seen on the calibration part (diamond) and how low it "
            + "may really be (end of the bar): it is admitted when the bar ends to the right of the short upright line, "
            + "which is the loss allowed. Filled diamonds are admitted, open ones are not.";
    return figure(
        "repair",
        "What the repair admitted",
        sentence,
        rows,
        List.of(ZERO),
        1,
        "change in mean quality (right is better)");
  }

  private static List<ForestFigure.Row> compared(JsonNode results, String field) {
    return PolicyRow.headOf(PolicyRow.allOf(results)).stream()
        .filter(row -> !row.isBaseline() && !row.isRival())
        .map(row -> ForestFigure.Row.of(row, row.json().path(field)))
        .toList();
  }

  /** The figure; empty when no row has a number. */
  static Optional<Figure> figure(
      String id,
      String title,
      String sentence,
      List<ForestFigure.Row> rows,
      List<ForestFigure.Reference> references,
      double scale,
      String axisTitle) {
    boolean isKnown = rows.stream()
        .anyMatch(row -> NumberText.known(row.estimate()).isPresent()
            || NumberText.known(row.low()).isPresent());
    return isKnown
        ? Optional.of(ForestFigure.of(id, title, sentence, rows, references, scale, axisTitle))
        : Optional.empty();
  }
}
