package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Figure of curves over one axis, told apart by colour and by mark. */
final class LineFigure {
  private static final double TOP = 26;
  private static final double BOTTOM = 300;
  private static final int MOST_MARKS = 24;
  private static final List<String> ROLES = List.of(
      "role-learned",
      "role-repaired",
      "role-shuffled",
      "role-oracle",
      "role-mixture",
      "role-random",
      "role-fixed",
      "role-baseline");
  private static final List<Mark> MARKS = List.of(
      Mark.CIRCLE,
      Mark.SQUARE,
      Mark.TRIANGLE,
      Mark.DIAMOND,
      Mark.RING,
      Mark.OPEN_SQUARE,
      Mark.CROSS,
      Mark.PLUS);

  private LineFigure() {}

  /** The figure of one entry of a tree of findings. */
  static Figure of(JsonNode figure) {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    figure.path("series").forEach(series -> {
      for (String ends : List.of("y", "low", "high")) {
        points(series, ends).forEach(point -> {
          xs.add(point.x());
          ys.add(point.y());
        });
      }
    });
    Axis vertical = Axis.around(ys, 5, BOTTOM, TOP);
    double left = SvgChart.tickWidth(vertical) + 12;
    Axis horizontal = Axis.around(xs, 5, left, SvgChart.WIDTH - 12);
    SvgChart chart = new SvgChart();
    chart.text(0, 14, SvgChart.Anchor.START, "axis", figure.path("y").asText());
    chart.verticalAxis(vertical, left, SvgChart.WIDTH - 12);
    double next = chart.horizontalAxis(horizontal, TOP, BOTTOM, figure.path("x").asText());
    List<SvgChart.LegendEntry> legend = new ArrayList<>();
    int index = 0;
    for (JsonNode series : figure.path("series")) {
      String role = ROLES.get(index % ROLES.size());
      Mark mark = MARKS.get((index + index / MARKS.size()) % MARKS.size());
      String name = series.path("name").asText();
      if (isReference(series)) {
        role = "role-hull";
        mark = Mark.DASH;
      }
      draw(chart, series, role, mark, horizontal, vertical);
      legend.add(new SvgChart.LegendEntry(mark, role, SvgChart.fitted(name, SvgChart.WIDTH - 40)));
      index += isReference(series) ? 0 : 1;
    }
    double bottom = chart.legend(next + 4, legend);
    return new Figure(
        figure.path("id").asText(),
        figure.path("title").asText(),
        figure.path("sentence").asText(),
        bottom,
        chart.markup());
  }

  private static void draw(
      SvgChart chart, JsonNode series, String role, Mark mark, Axis horizontal, Axis vertical) {
    List<SvgChart.Point> places = places(series, "y", horizontal, vertical);
    chart.openGroup(series.path("name").asText());
    if (isReference(series)) {
      chart.path(places, "hull " + role).closeGroup();
      return;
    }
    List<SvgChart.Point> lows = places(series, "low", horizontal, vertical);
    List<SvgChart.Point> highs = places(series, "high", horizontal, vertical);
    // Bars only where every end is known, so that ends and marks belong together.
    for (int point = 0; lows.size() == places.size() && point < highs.size(); point++) {
      chart.interval(lows.get(point), highs.get(point), role);
    }
    if (series.path("style").asText().equals("line")) {
      chart.path(places, "thin " + role);
    }
    // A long curve carries a few marks only.
    int every = Math.max(1, places.size() / MOST_MARKS);
    for (int point = 0; point < places.size(); point += every) {
      chart.mark(mark, places.get(point).x(), places.get(point).y(), role);
    }
    chart.closeGroup();
  }

  /** A line to compare with: dashed, without marks. */
  private static boolean isReference(JsonNode series) {
    return series.path("style").asText().equals("reference");
  }

  private static List<SvgChart.Point> places(
      JsonNode series, String ys, Axis horizontal, Axis vertical) {
    return points(series, ys).stream()
        .map(point -> new SvgChart.Point(horizontal.at(point.x()), vertical.at(point.y())))
        .toList();
  }

  private static List<SvgChart.Point> points(JsonNode series, String ys) {
    List<SvgChart.Point> points = new ArrayList<>();
    for (int index = 0; index < series.path("x").size(); index++) {
      JsonNode x = series.path("x").path(index);
      JsonNode y = series.path(ys).path(index);
      if (x.isNumber() && y.isNumber()) {
        points.add(new SvgChart.Point(x.doubleValue(), y.doubleValue()));
      }
    }
    return points;
  }
}
