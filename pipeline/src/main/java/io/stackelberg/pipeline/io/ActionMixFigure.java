package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Figure of how often the learned and the repaired policy take each action. */
final class ActionMixFigure {
  private static final double ROW = 42;
  private static final double BAR = 15;
  private static final double WIDEST_LABEL = 170;
  private static final double VALUE_WIDTH = 62;

  private ActionMixFigure() {}

  /** The figure; empty when no shares are known for either policy. */
  static Optional<Figure> of(JsonNode results) {
    List<PolicyRow> policies = PolicyRow.allOf(results).stream()
        .filter(row -> row.name().equals("learned") || row.name().equals("repaired"))
        .filter(row -> row.json().path("actions").size() > 0)
        .toList();
    Set<String> actions = new LinkedHashSet<>();
    for (PolicyRow policy : policies) {
      for (JsonNode entry : policy.json().path("actions")) {
        if (entry.path("share").asDouble() > 0) {
          actions.add(entry.path("action").asText());
        }
      }
    }
    return actions.isEmpty()
        ? Optional.empty()
        : Optional.of(draw(policies, inRecordedOrder(actions, results)));
  }

  /** The actions in the order of the fixed policies, then any others. */
  private static List<String> inRecordedOrder(Set<String> actions, JsonNode results) {
    Set<String> ordered = new LinkedHashSet<>();
    for (JsonNode row : results.path("policies")) {
      String action = row.path("name").asText().replaceFirst("^fixed:", "");
      if (actions.contains(action)) {
        ordered.add(action);
      }
    }
    ordered.addAll(actions);
    return List.copyOf(ordered);
  }

  private static Figure draw(List<PolicyRow> policies, List<String> actions) {
    SvgChart chart = new SvgChart();
    double labelWidth = actions.stream().mapToDouble(SvgChart::textWidth).max().orElse(0);
    double left = Math.min(labelWidth, WIDEST_LABEL) + 12;
    double bottom = ROW * actions.size() + 6;
    double mostShare = policies.stream()
        .flatMap(policy -> policy.json().path("actions").valueStream())
        .mapToDouble(entry -> 100 * entry.path("share").asDouble())
        .max()
        .orElse(100);
    Axis shares = Axis.fromZero(mostShare, left, SvgChart.WIDTH - VALUE_WIDTH);
    for (int index = 0; index < actions.size(); index++) {
      double top = ROW * index + 6;
      String label = SvgChart.fitted(actions.get(index), WIDEST_LABEL);
      chart.text(left - 8, top + BAR + 5, SvgChart.Anchor.END, "label", label);
      for (int bar = 0; bar < policies.size(); bar++) {
        drawBar(chart, policies.get(bar), actions.get(index), shares, top + bar * (BAR + 2));
      }
    }
    chart.line(left, 0, left, bottom, "zero");
    List<SvgChart.LegendEntry> legend = new ArrayList<>();
    for (PolicyRow policy : policies) {
      Mark mark = policy.name().equals("repaired") ? Mark.SQUARE : Mark.OPEN_SQUARE;
      legend.add(
          new SvgChart.LegendEntry(mark, policy.role(), policy.name() + ", % of its decisions"));
    }
    double height = chart.legend(bottom + 10, legend);
    String sentence =
        "How often the two policies take each action: where the bars of one action differ, the repair "
            + "moved decisions to keep quality safe. Actions neither policy takes are left out.";
    return new Figure(
        "actions", "What the learned and the repaired policy do", sentence, height, chart.markup());
  }

  private static void drawBar(
      SvgChart chart, PolicyRow policy, String action, Axis shares, double y) {
    OptionalDouble share = OptionalDouble.empty();
    String text = "none";
    for (JsonNode entry : policy.json().path("actions")) {
      if (entry.path("action").asText().equals(action)) {
        share = NumberText.known(entry.path("share"));
        text = NumberText.percentUnit(entry.path("share"));
      }
    }
    double width = share.isPresent() ? shares.at(100 * share.getAsDouble()) - shares.from() : 0;
    String style = policy.name().equals("repaired") ? "bar filled " : "bar open ";
    chart.openGroup(policy.name() + ", " + action + ": " + text);
    chart.bar(shares.from(), y + 1, Math.max(width, 0), BAR - 2, style + policy.role());
    chart.text(shares.from() + width + 6, y + BAR - 2, SvgChart.Anchor.START, "tick", text);
    chart.closeGroup();
  }
}
