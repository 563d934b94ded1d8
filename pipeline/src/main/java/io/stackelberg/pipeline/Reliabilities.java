package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.Reliability;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * How far the models' predictions are from what happened: reliability tables of the response and of the
 * outcomes, and what a policy risks when it is trusted at a share of the turns only.
 */
final class Reliabilities {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int BINS = 10;

  private final StudyResult result;
  private final Predicted.Model model;
  private final double confidence;

  Reliabilities(StudyResult result, double confidence) {
    this.result = result;
    this.model = new Predicted.Model(result);
    this.confidence = confidence;
  }

  /** Tables of predicted against observed: response on the calibration part, outcomes on the evaluation part. */
  ObjectNode calibration() {
    ObjectNode node = NODES.objectNode();
    node.set(
        "response",
        result
            .surrogate()
            .response()
            .map(score -> response(score.reliability()))
            .orElse(null));
    ArrayNode outcomes = node.putArray("outcomes");
    List<Play> fixed = result.board().rows().stream()
        .filter(row -> row.name().startsWith("fixed:"))
        .map(PolicyRow::play)
        .toList();
    outcomes.add(outcome("fixed actions", fixed));
    outcomes.add(outcome("learned", List.of(result.board().play("learned"))));
    return node;
  }

  private ObjectNode response(Reliability reliability) {
    ObjectNode node = NODES.objectNode();
    node.put("event", "the likeliest action is taken");
    node.put("forecasts", reliability.forecasts());
    ResultsTree.number(node, "calibrationError", reliability.calibrationError().orElse(Double.NaN));
    ArrayNode bins = node.putArray("bins");
    for (Reliability.Bin bin : reliability.bins()) {
      ObjectNode row = bins.addObject().put("turns", bin.forecasts());
      ResultsTree.number(row, "predicted", bin.meanForecast());
      row.set("observed", ResultsTree.interval(bin.outcome().estimate(), confidence));
    }
    return node;
  }

  private ObjectNode outcome(String name, List<Play> plays) {
    ObjectNode node = NODES.objectNode().put("policy", name);
    List<Predicted> predicted = plays.stream().map(play -> model.of(play)).toList();
    int[] clusters = clusters(plays);
    node.set(
        "quality",
        table(
            joined(predicted.stream().map(Predicted::quality).toList()),
            joined(plays.stream().map(Play::quality).toList()),
            clusters));
    node.set(
        "cost",
        table(
            joined(predicted.stream().map(Predicted::cost).toList()),
            joined(plays.stream().map(Play::cost).toList()),
            clusters));
    return node;
  }

  private static double[] joined(List<double[]> parts) {
    return parts.stream().flatMapToDouble(DoubleStream::of).toArray();
  }

  /** One label per session over all plays. */
  private static int[] clusters(List<Play> plays) {
    Map<String, Integer> labels = new LinkedHashMap<>();
    return plays.stream()
        .flatMap(play -> play.contexts().stream())
        .mapToInt(context -> {
          labels.putIfAbsent(context.session(), labels.size());
          return labels.get(context.session());
        })
        .toArray();
  }

  /** Reliability table of predictions of any scale, in bins of about equally many turns. */
  ObjectNode table(double[] predicted, double[] observed, int[] clusters) {
    int[] ranked = Predicted.ranked(predicted);
    ObjectNode node = NODES.objectNode().put("turns", ranked.length);
    ArrayNode bins = NODES.arrayNode();
    double error = 0;
    int start = 0;
    for (int end : Predicted.cuts(predicted, ranked, BINS)) {
      int[] members = Arrays.copyOfRange(ranked, start, end);
      double mean = Play.mean(Play.at(predicted, members));
      double seen = Play.mean(Play.at(observed, members));
      error += Math.abs(seen - mean) * members.length / ranked.length;
      ObjectNode bin = NODES.objectNode().put("turns", members.length);
      ResultsTree.number(bin, "predicted", mean);
      bin.set("observed", interval(Play.at(observed, members), clusters, members));
      bins.insert(0, bin);
      start = end;
    }
    double[] gaps = new double[observed.length];
    for (int turn = 0; turn < gaps.length; turn++) {
      gaps[turn] = observed[turn] - predicted[turn];
    }
    node.set("bias", ranked.length == 0 ? null : interval(Play.at(gaps, ranked), clusters, ranked));
    ResultsTree.number(node, "calibrationError", ranked.length == 0 ? Double.NaN : error);
    node.set("bins", bins);
    return node;
  }

  private ObjectNode interval(double[] values, int[] clusters, int[] members) {
    int[] labels = Arrays.stream(members).map(member -> clusters[member]).toArray();
    return ResultsTree.interval(ClusteredMeans.mean(values, labels), confidence);
  }

  /** What the learned policy loses and saves where it is predicted to do least harm, share by share. */
  ObjectNode riskCoverage() {
    Play play = result.board().play("learned");
    double[] predicted = model.of(play).quality();
    double[] reference = model.of(play, result.arena().baseline()).quality();
    double[] gain = new double[play.turns()];
    for (int turn = 0; turn < gain.length; turn++) {
      gain[turn] = predicted[turn] - reference[turn];
    }
    ObjectNode node = NODES.objectNode().put("policy", "learned");
    ArrayNode points = node.putArray("points");
    int[] ranked = Predicted.ranked(gain);
    int[] paired = result.board().baseline().positionsOf(play);
    double[] cost = Play.at(result.board().baseline().cost(), paired);
    double[] quality = Play.at(result.board().baseline().quality(), paired);
    for (int end : Predicted.cuts(gain, ranked, BINS)) {
      int[] covered = Arrays.copyOf(ranked, end);
      int[] labels = Arrays.stream(covered).map(turn -> play.clusters()[turn]).toArray();
      double[] loss = new double[end];
      for (int index = 0; index < end; index++) {
        loss[index] = quality[covered[index]] - play.quality()[covered[index]];
      }
      ObjectNode point = points.addObject();
      ResultsTree.number(point, "coverage", (double) end / play.turns());
      ResultsTree.number(point, "predictedChange", gain[covered[end - 1]]);
      point.set("risk", ResultsTree.interval(ClusteredMeans.mean(loss, labels), confidence));
      point.set(
          "saving",
          ResultsTree.interval(
              ClusteredMeans.saving(Play.at(cost, covered), Play.at(play.cost(), covered), labels),
              confidence));
    }
    return node;
  }
}
