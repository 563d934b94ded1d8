package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** Figure with one interval per line, beside lines of reference. */
final class ForestFigure {
  private static final double ROW = 28;
  private static final double REFERENCE_LINE = 20;
  private static final double REFERENCE_TEXT = 18;
  private static final double WIDEST_LABEL = 190;

  private final SvgChart chart = new SvgChart();
  private final List<Row> rows;
  private final List<Reference> references;
  private final double scale;

  private ForestFigure(List<Row> rows, List<Reference> references, double scale) {
    this.rows = rows;
    this.references = references;
    this.scale = scale;
  }

  /**
   * One line.
   *
   * @param high upper end, or a missing node for a bound from below alone, whose bar ends at the estimate
   * @param limit the value below which the low end must not fall, or a node without a number
   */
  record Row(
      String label,
      Mark mark,
      String role,
      JsonNode estimate,
      JsonNode low,
      JsonNode high,
      JsonNode limit) {
    /** Line for an interval of a policy. */
    static Row of(PolicyRow row, JsonNode interval) {
      String label = row.label() + (row.isOptimistic() ? " *" : "");
      return of(label, row.mark(), row.role(), interval);
    }

    /** Line for an interval. */
    static Row of(String label, Mark mark, String role, JsonNode interval) {
      JsonNode noLimit = MissingNode.getInstance();
      return new Row(
          label,
          mark,
          role,
          interval.path("estimate"),
          interval.path("low"),
          interval.path("high"),
          noLimit);
    }
  }

  /** Vertical line with a name. */
  record Reference(double value, String name, String style) {}

  /** Whether an interval has its estimate and both ends. */
  static boolean isKnown(JsonNode interval) {
    return List.of("estimate", "low", "high").stream()
        .allMatch(part -> NumberText.known(interval.path(part)).isPresent());
  }

  /**
   * The figure.
   *
   * @param scale factor from recorded values to the axis: 100 for percent, else 1
   * @param axisTitle what is on the axis, and which side is better
   */
  static Figure of(
      String id,
      String title,
      String sentence,
      List<Row> rows,
      List<Reference> references,
      double scale,
      String axisTitle) {
    return new ForestFigure(rows, references, scale).draw(id, title, sentence, axisTitle);
  }

  private Figure draw(String id, String title, String sentence, String axisTitle) {
    double labelWidth = 0;
    List<Double> values = new ArrayList<>();
    for (Row row : rows) {
      labelWidth = Math.max(labelWidth, SvgChart.textWidth(row.label()));
      for (JsonNode node : List.of(row.estimate(), row.low(), row.high(), row.limit())) {
        NumberText.known(node).ifPresent(value -> values.add(value * scale));
      }
    }
    references.forEach(reference -> values.add(reference.value() * scale));
    double left = Math.min(labelWidth, WIDEST_LABEL) + 16;
    double top = lineTop() + 4;
    double bottom = top + ROW * rows.size() + 4;
    Axis axis = Axis.around(values, 6, left, SvgChart.WIDTH - 14);
    double height = chart.horizontalAxis(axis, top, bottom, "");
    chart.text(SvgChart.WIDTH / 2, bottom + 40, SvgChart.Anchor.MIDDLE, "axis", axisTitle);
    for (int index = 0; index < references.size(); index++) {
      drawReference(index, axis, bottom);
    }
    for (int index = 0; index < rows.size(); index++) {
      drawRow(rows.get(index), axis, top + ROW * (index + 0.5) + 2);
    }
    return new Figure(id, title, sentence, height, chart.markup());
  }

  /** Each reference has a row of its own, later ones lower and left of their line: names and lines never meet. */
  private double lineTop() {
    return REFERENCE_LINE + REFERENCE_TEXT * Math.max(0, references.size() - 1);
  }

  private void drawReference(int index, Axis axis, double bottom) {
    Reference reference = references.get(index);
    double x = axis.at(reference.value() * scale);
    double y = REFERENCE_LINE + REFERENCE_TEXT * index;
    double width = SvgChart.textWidth(reference.name());
    double start = index == 0 ? x - width / 2 : x + 4 - width;
    double left = Math.max(0, Math.min(start, SvgChart.WIDTH - width));
    chart.line(x, y, x, bottom, "reference " + reference.style());
    chart.text(left, y - 5, SvgChart.Anchor.START, "label", reference.name());
  }

  private void drawRow(Row row, Axis axis, double y) {
    chart.openGroup(row.label() + ": " + numbers(row));
    chart.text(
        axis.from() - 12,
        y + 5,
        SvgChart.Anchor.END,
        "label",
        SvgChart.fitted(row.label(), WIDEST_LABEL));
    boolean hasEstimate = NumberText.known(row.estimate()).isPresent();
    JsonNode upper = row.high().isMissingNode() ? row.estimate() : row.high();
    boolean hasEnds =
        NumberText.known(row.low()).isPresent() && NumberText.known(upper).isPresent();
    if (hasEnds) {
      var low = new SvgChart.Point(axis.at(row.low().doubleValue() * scale), y);
      var high = new SvgChart.Point(axis.at(upper.doubleValue() * scale), y);
      chart.interval(low, high, row.role());
    }
    if (hasEstimate) {
      chart.mark(row.mark(), axis.at(row.estimate().doubleValue() * scale), y, row.role());
    }
    if (!hasEstimate && !hasEnds) {
      chart.text((axis.from() + axis.to()) / 2, y + 5, SvgChart.Anchor.MIDDLE, "tick", "not known");
    }
    if (NumberText.known(row.limit()).isPresent()) {
      double x = axis.at(row.limit().doubleValue() * scale);
      chart.line(x, y - 10, x, y + 10, "limit");
    }
    chart.closeGroup();
  }

  private String numbers(Row row) {
    String from = text(row.estimate()) + ", from " + text(row.low());
    return row.high().isMissingNode() ? from : from + " to " + text(row.high());
  }

  private String text(JsonNode value) {
    return scale == 1 ? NumberText.quality(value) : NumberText.percentUnit(value);
  }
}
