package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Figure of shares as horizontal bars: one group per label, one bar per series. */
final class BarFigure {
  private static final double BAR = 15;
  private static final double STEP = BAR + 2;
  private static final double WIDEST_LABEL = 170;
  private static final double VALUE_WIDTH = 62;

  private BarFigure() {}

  /**
   * One bar of each group.
   *
   * @param role class of style that colours it
   * @param isFilled whether bars are filled, so that colour is not the only difference
   * @param shares by label; one without a number is drawn as none
   */
  record Series(String name, String role, boolean isFilled, Map<String, JsonNode> shares) {}

  /** The figure, labels from top to bottom. */
  static Figure of(
      String id, String title, String sentence, List<String> labels, List<Series> series) {
    SvgChart chart = new SvgChart();
    double row = STEP * series.size() + 8;
    double widest = labels.stream().mapToDouble(SvgChart::textWidth).max().orElse(0);
    double left = Math.min(widest, WIDEST_LABEL) + 12;
    double bottom = row * labels.size() + 6;
    double most = series.stream()
        .flatMap(one -> labels.stream().map(label -> share(one, label)))
        .mapToDouble(share -> 100 * share.orElse(0))
        .max()
        .orElse(100);
    Axis shares = Axis.fromZero(most > 0 ? most : 100, left, SvgChart.WIDTH - VALUE_WIDTH);
    for (int index = 0; index < labels.size(); index++) {
      double top = row * index + 6;
      String label = SvgChart.fitted(labels.get(index), WIDEST_LABEL);
      chart.text(left - 8, top + STEP * series.size() / 2 + 4, SvgChart.Anchor.END, "label", label);
      for (int bar = 0; bar < series.size(); bar++) {
        draw(chart, series.get(bar), labels.get(index), shares, top + bar * STEP);
      }
    }
    chart.line(left, 0, left, bottom, "zero");
    List<SvgChart.LegendEntry> legend = new ArrayList<>();
    for (Series one : series) {
      Mark mark = one.isFilled() ? Mark.SQUARE : Mark.OPEN_SQUARE;
      legend.add(new SvgChart.LegendEntry(mark, one.role(), one.name() + ", %"));
    }
    double height = chart.legend(bottom + 10, legend);
    return new Figure(id, title, sentence, height, chart.markup());
  }

  private static OptionalDouble share(Series series, String label) {
    return NumberText.known(series.shares().getOrDefault(label, MissingNode.getInstance()));
  }

  private static void draw(SvgChart chart, Series series, String label, Axis shares, double y) {
    OptionalDouble share = share(series, label);
    String text = share.isPresent() && share.getAsDouble() != 0
        ? NumberText.percentUnit(series.shares().get(label))
        : "none";
    double width = share.isPresent() ? shares.at(100 * share.getAsDouble()) - shares.from() : 0;
    String style = series.isFilled() ? "bar filled " : "bar open ";
    chart.openGroup(series.name() + ", " + label + ": " + text);
    chart.bar(shares.from(), y + 1, Math.max(width, 0), BAR - 2, style + series.role());
    chart.text(shares.from() + width + 6, y + BAR - 2, SvgChart.Anchor.START, "tick", text);
    chart.closeGroup();
  }
}
