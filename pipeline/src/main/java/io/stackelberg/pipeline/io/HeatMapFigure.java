package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Figure of how often policies make each commitment of a grid with two coordinates: one map per policy. */
final class HeatMapFigure {
  private static final double CELL = 30;
  private static final double LEFT = 52;

  /** Opacity of the largest share: the ink on it keeps a contrast of 4.5 in both themes. */
  static final double DEEPEST = 0.45;

  private HeatMapFigure() {}

  /** The figure; empty where the menu is no grid of two coordinates. */
  static Optional<Figure> of(JsonNode results) {
    List<JsonNode> points = new ArrayList<>();
    results.path("support").path("commitments").forEach(row -> {
      if (row.path("coordinates").size() == 2) {
        points.add(row);
      }
    });
    if (points.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = points
        .get(0)
        .path("coordinates")
        .propertyStream()
        .map(java.util.Map.Entry::getKey)
        .toList();
    TreeSet<Double> columns = values(points, names.get(0));
    TreeSet<Double> rows = values(points, names.get(1));
    return columns.isEmpty() || rows.isEmpty()
        ? Optional.empty()
        : Optional.of(draw(points, names, List.copyOf(columns), List.copyOf(rows.descendingSet())));
  }

  private static TreeSet<Double> values(List<JsonNode> points, String name) {
    TreeSet<Double> values = new TreeSet<>();
    points.forEach(
        point -> NumberText.known(point.path("coordinates").path(name)).ifPresent(values::add));
    return values;
  }

  private static Figure draw(
      List<JsonNode> points, List<String> names, List<Double> columns, List<Double> rows) {
    SvgChart chart = new SvgChart();
    double width = (SvgChart.WIDTH - LEFT - 4) / columns.size();
    double y = 0;
    for (String policy : List.of("learned", "repaired")) {
      chart.text(0, y + 15, SvgChart.Anchor.START, "tick strong", policy);
      chart.text(LEFT + 24, y + 15, SvgChart.Anchor.START, "axis", "up: " + words(names.get(1)));
      double top = y + 24;
      double most = points.stream()
          .mapToDouble(point -> NumberText.known(point.path(policy)).orElse(0))
          .max()
          .orElse(0);
      for (int row = 0; row < rows.size(); row++) {
        double middle = top + CELL * row + CELL / 2 + 5;
        chart.text(LEFT - 8, middle, SvgChart.Anchor.END, "tick", value(rows.get(row)));
      }
      for (JsonNode point : points) {
        JsonNode share = point.path(policy);
        int column =
            columns.indexOf(point.path("coordinates").path(names.get(0)).asDouble());
        int row = rows.indexOf(point.path("coordinates").path(names.get(1)).asDouble());
        double known = NumberText.known(share).orElse(0);
        double depth = most > 0 ? DEEPEST * known / most : 0;
        double x = LEFT + width * column;
        String text = NumberText.percent(share);
        chart.openGroup(policy + ", " + point.path("commitment").asText() + ": "
            + NumberText.percentUnit(share));
        chart.cell(x, top + CELL * row, width - 2, CELL - 2, depth, "role-" + policy);
        String shown = NumberText.known(share).isPresent() && known == 0 ? "–" : text;
        chart.text(
            x + width / 2 - 1,
            top + CELL * row + CELL / 2 + 4,
            SvgChart.Anchor.MIDDLE,
            known > 0 ? "strong" : "tick",
            shown);
        chart.closeGroup();
      }
      double bottom = top + CELL * rows.size();
      for (int column = 0; column < columns.size(); column++) {
        double x = LEFT + width * (column + 0.5) - 1;
        chart.text(x, bottom + 16, SvgChart.Anchor.MIDDLE, "tick", value(columns.get(column)));
      }
      double middle = (LEFT + SvgChart.WIDTH) / 2;
      chart.text(middle, bottom + 36, SvgChart.Anchor.MIDDLE, "axis", words(names.get(0)));
      y = bottom + 54;
    }
    String sentence =
        "How often each policy makes each commitment of the menu, in percent of its decisions on the "
            + "evaluation part: the deeper the colour, the more often. What is missing from 100 % goes to directives, "
            + "such as the baseline, which have no place on this grid.";
    return new Figure("policy-map", "Where the leader commits", sentence, y, chart.markup());
  }

  private static String words(String name) {
    return name.replace('_', ' ').toLowerCase(Locale.ROOT);
  }

  private static String value(double coordinate) {
    return NumberText.significant(
        com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.numberNode(coordinate));
  }
}
