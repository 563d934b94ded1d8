package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of predictions, support and slices: how far the verdict's means carry. */
final class DiagnosticFigures {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST_COMMITMENTS = 24;

  private final JsonNode results;
  private final List<Figure> figures = new ArrayList<>();

  private DiagnosticFigures(JsonNode results) {
    this.results = results;
  }

  /** All that the results have numbers for. */
  static List<Figure> of(JsonNode results) {
    DiagnosticFigures diagnostics = new DiagnosticFigures(results);
    diagnostics.kinds();
    diagnostics.calibration();
    diagnostics.riskCoverage();
    HeatMapFigure.of(results).ifPresent(diagnostics.figures::add);
    diagnostics.support();
    diagnostics.router();
    diagnostics.budgets();
    return diagnostics.figures;
  }

  private void kinds() {
    List<ForestFigure.Row> rows = results
        .path("kinds")
        .path("rows")
        .valueStream()
        .map(row -> ForestFigure.Row.of(
            row.path("value").asText(), Mark.DIAMOND, "role-repaired", row.path("saving")))
        .toList();
    Figures.figure(
            "kinds",
            "Saving of the repaired policy by kind of task",
            "Where the saving comes from: a kind to the left of the line costs more than the baseline, whatever the "
                + "mean over all kinds says. Intervals are not corrected for the number of kinds.",
            rows,
            List.of(new ForestFigure.Reference(0, "baseline", "zero")),
            100,
            "saving, % of the baseline's cost (right is cheaper)")
        .ifPresent(figures::add);
  }

  private void calibration() {
    JsonNode calibration = results.path("calibration");
    ObjectNode response = spec(
        "response-calibration",
        "Is the response model calibrated?",
        "How often the action that the response model calls likeliest was taken, by the probability it gave: on the "
            + "dashed line forecasts are right, below it they are too sure. Sessions of the calibration part, which "
            + "the model did not see.",
        "predicted probability",
        "observed share");
    predictions(response, "held-out turns", calibration.path("response").path("bins"));
    add(response);
    outcome(
        "quality", "Is predicted quality what came?", "predicted quality", "observed mean quality");
    String unit = CostText.of(results).unitLabel();
    outcome(
        "cost",
        "Is predicted cost what was paid?",
        "predicted " + unit + " per turn",
        "observed mean " + unit);
  }

  private void outcome(String field, String title, String x, String y) {
    ObjectNode spec = spec(
        field + "-calibration",
        title,
        "Turns of the evaluation part in bins of equal predictions, what came of them up, with intervals clustered by "
            + "session: on the dashed line the outcome model is right. Off it for fixed actions but on it for the "
            + "learned policy means that the model is right only where it was used.",
        x,
        y);
    for (JsonNode outcome : results.path("calibration").path("outcomes")) {
      predictions(spec, outcome.path("policy").asText(), outcome.path(field).path("bins"));
    }
    add(spec);
  }

  /** Bins of predictions as a series, after the line on which they would be right. */
  private static void predictions(ObjectNode spec, String name, JsonNode bins) {
    ObjectNode series = series(spec, name, "points");
    for (JsonNode bin : bins) {
      point(series, bin.path("predicted"), bin.path("observed"));
    }
  }

  private void riskCoverage() {
    ObjectNode spec = spec(
        "risk-coverage",
        "What trusting the policy at a share of the turns risks",
        "Turns are ranked by the change in quality that the model predicts against the baseline, the most promising "
            + "first. Up is the mean loss of quality on the covered turns: a curve that rises to the right means that "
            + "the model knows where the policy does harm; a flat one means that it does not.",
        "coverage, share of turns",
        "loss of quality against the baseline");
    ObjectNode series = series(spec, "learned policy", "line");
    for (JsonNode point : results.path("riskCoverage").path("points")) {
      point(series, point.path("coverage"), point.path("risk"));
    }
    add(spec);
  }

  private void support() {
    JsonNode commitments = results.path("support").path("commitments");
    List<String> labels = commitments
        .valueStream()
        .map(row -> row.path("commitment").asText())
        .limit(MOST_COMMITMENTS)
        .toList();
    boolean isKnown = commitments
        .valueStream()
        .anyMatch(row -> NumberText.known(row.path("logged")).isPresent());
    if (!isKnown) {
      return;
    }
    List<BarFigure.Series> series = new ArrayList<>();
    for (String name : List.of("logged", "learned", "repaired")) {
      Map<String, JsonNode> shares = new LinkedHashMap<>();
      commitments.forEach(row -> shares.put(row.path("commitment").asText(), row.path(name)));
      boolean isLog = name.equals("logged");
      series.add(new BarFigure.Series(
          isLog ? "turns of the fitting log" : name + " policy's decisions",
          isLog ? "role-fixed" : "role-" + name,
          !name.equals("learned"),
          shares));
    }
    figures.add(BarFigure.of(
        "support",
        "Was it logged what the policies do?",
        "For each commitment, its share of the fitting log beside its share of the policies' decisions: a long bar "
            + "of a policy beside a short one of the log is a decision that little was learned about."
            + (commitments.size() > MOST_COMMITMENTS
                ? " The menu is long: the rest of it is in results.json."
                : ""),
        labels,
        series));
  }

  private void router() {
    JsonNode router = results.path("router");
    ObjectNode spec = spec(
        "router",
        "Quality by share of calls to the dear action",
        "The turns with the largest predicted gain call the dear action first; the dashed line is a router that calls "
            + "at random. The area between both is what the ranking is worth.",
        "share of calls to the dear action",
        "mean quality (up is better)");
    ObjectNode chance = (ObjectNode) spec.path("series").path(0);
    chance.put("name", "calls at random");
    ObjectNode series = series(spec, "ranked by predicted gain", "line");
    JsonNode curve = router.path("curve");
    for (JsonNode point : curve) {
      values(series, "x").add(point.path("share"));
      values(series, "y").add(point.path("quality"));
    }
    for (JsonNode end : List.of(curve.path(0), curve.path(curve.size() - 1))) {
      values(chance, "x").add(end.path("share"));
      values(chance, "y").add(end.path("quality"));
    }
    add(spec);
  }

  private void budgets() {
    ObjectNode spec = spec(
        "budget-use",
        "How the sessions' budgets are used",
        "Mean share of a session's token budget that was used before each turn, over the sessions that got there.",
        "turn",
        "used share of the budget");
    for (JsonNode curve : results.path("budgets").path("curves")) {
      ObjectNode series = series(spec, curve.path("policy").asText(), "line");
      for (JsonNode point : curve.path("points")) {
        values(series, "x").add(point.path("turn"));
        values(series, "y").add(point.path("used"));
      }
    }
    add(spec);
  }

  /** A figure whose first series is the line of reference. */
  private static ObjectNode spec(String id, String title, String sentence, String x, String y) {
    ObjectNode spec = NODES.objectNode().put("id", id).put("title", title);
    spec.put("sentence", sentence).put("x", x).put("y", y).putArray("series");
    series(spec, "predicted = observed", "reference");
    return spec;
  }

  private static ObjectNode series(ObjectNode spec, String name, String style) {
    return values(spec, "series").addObject().put("name", name).put("style", style);
  }

  private static ArrayNode values(ObjectNode node, String name) {
    return node.withArrayProperty(name);
  }

  private static void point(ObjectNode series, JsonNode x, JsonNode interval) {
    values(series, "x").add(x);
    values(series, "y").add(interval.path("estimate"));
    values(series, "low").add(interval.path("low"));
    values(series, "high").add(interval.path("high"));
  }

  /** Draws the figure if it has a known point; the line of equality only between the predictions drawn. */
  private void add(ObjectNode spec) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (JsonNode series : spec.path("series")) {
      for (int point = 0; point < series.path("y").size(); point++) {
        JsonNode x = series.path("x").path(point);
        if (NumberText.known(series.path("y").path(point)).isPresent() && x.isNumber()) {
          low = Math.min(low, x.doubleValue());
          high = Math.max(high, x.doubleValue());
        }
      }
    }
    if (!(low <= high)) {
      return;
    }
    ObjectNode reference = (ObjectNode) spec.path("series").path(0);
    if (spec.path("id").asText().endsWith("-calibration")) {
      for (String axis : List.of("x", "y")) {
        values(reference, axis).add(low).add(high);
      }
    } else if (reference.path("x").isEmpty()) {
      values(spec, "series").remove(0);
    }
    figures.add(LineFigure.of(spec));
  }
}
