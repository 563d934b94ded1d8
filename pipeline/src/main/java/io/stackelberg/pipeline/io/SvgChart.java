package io.stackelberg.pipeline.io;

import java.util.List;
import java.util.Locale;

/**
 * Drawing surface for one figure, {@link #WIDTH} units wide, styled by the classes of {@code figure.css}.
 *
 * <p>It is narrow so that text of {@link #TEXT_SIZE} stays legible when it is scaled to a phone.
 */
final class SvgChart {
  /** Width in units of the figure. */
  static final double WIDTH = 440;

  /** Height of text in units of the figure; {@code figure.css} says the same. */
  static final double TEXT_SIZE = 14;

  private static final double LEGEND_LINE = 24;

  private final Markup svg = new Markup();

  /** Entry of a legend. */
  record LegendEntry(Mark mark, String role, String text) {}

  /** Place where a text is held. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** What was drawn so far. */
  Markup markup() {
    return svg;
  }

  SvgChart line(double x1, double y1, double x2, double y2, String style) {
    svg.element(
        "line", "", "class", style, "x1", place(x1), "y1", place(y1), "x2", place(x2), "y2",
        place(y2));
    svg.lineBreak();
    return this;
  }

  /** Line through points, each {@code (x, y)}. */
  SvgChart path(List<Point> points, String style) {
    var steps = new StringBuilder();
    for (Point point : points) {
      steps
          .append(steps.length() == 0 ? "" : " ")
          .append(place(point.x()))
          .append(',')
          .append(place(point.y()));
    }
    svg.element("polyline", "", "class", style, "points", steps.toString()).lineBreak();
    return this;
  }

  SvgChart bar(double x, double y, double width, double height, String style) {
    svg.element(
        "rect",
        "",
        "class",
        style,
        "x",
        place(x),
        "y",
        place(y),
        "width",
        place(width),
        "height",
        place(height));
    svg.lineBreak();
    return this;
  }

  /** Square of a map, filled in the colour of {@code role} to an opacity in [0, 1]. */
  SvgChart cell(double x, double y, double width, double height, double depth, String role) {
    svg.element(
        "rect",
        "",
        "class",
        "cell " + role,
        "x",
        place(x),
        "y",
        place(y),
        "width",
        place(width),
        "height",
        place(height),
        "fill-opacity",
        NumberText.fixed(depth, 3));
    svg.lineBreak();
    return this;
  }

  SvgChart text(double x, double y, Anchor anchor, String style, String text) {
    String side = anchor.name().toLowerCase(Locale.ROOT);
    svg.element("text", text, "class", style, "x", place(x), "y", place(y), "text-anchor", side);
    svg.lineBreak();
    return this;
  }

  SvgChart mark(Mark mark, double x, double y, String role) {
    mark.draw(svg, x, y, role);
    return this;
  }

  /** Line with a bar at both ends, along x or along y. */
  SvgChart interval(Point one, Point other, String role) {
    double half = 5;
    boolean isFlat = one.y() == other.y();
    line(one.x(), one.y(), other.x(), other.y(), "interval " + role);
    for (Point end : List.of(one, other)) {
      line(
          end.x() - (isFlat ? 0 : half),
          end.y() - (isFlat ? half : 0),
          end.x() + (isFlat ? 0 : half),
          end.y() + (isFlat ? half : 0),
          "interval " + role);
    }
    return this;
  }

  /** Opens a group with a description that browsers show on hover. */
  SvgChart openGroup(String description) {
    svg.open("g").element("title", description);
    return this;
  }

  SvgChart closeGroup() {
    svg.closeLine();
    return this;
  }

  /** Horizontal axis with grid lines from {@code top} down to {@code bottom} and its title below; returns the next free y. */
  double horizontalAxis(Axis axis, double top, double bottom, String title) {
    for (double tick : axis.ticks()) {
      line(axis.at(tick), top, axis.at(tick), bottom, "grid");
    }
    int every = labelSpacing(axis);
    for (double tick : axis.ticks()) {
      if (Math.round(tick / axis.step()) % every == 0) {
        double half = textWidth(axis.label(tick)) / 2;
        text(
            Math.min(axis.at(tick), WIDTH - half),
            bottom + 20,
            Anchor.MIDDLE,
            "tick",
            axis.label(tick));
      }
    }
    text((axis.from() + axis.to()) / 2, bottom + 40, Anchor.MIDDLE, "axis", title);
    return bottom + 54;
  }

  /** Every how many-th tick can have its label without meeting the next; multiples of it always include 0. */
  private static int labelSpacing(Axis axis) {
    double gap = Math.abs(axis.at(axis.low() + axis.step()) - axis.from());
    int every = 1;
    while (every * gap < tickWidth(axis) + 6) {
      every = every == 1 ? 2 : every == 2 ? 5 : every * 2;
    }
    return every;
  }

  /** Vertical axis with grid lines from {@code left} to {@code right}. */
  SvgChart verticalAxis(Axis axis, double left, double right) {
    for (double tick : axis.ticks()) {
      line(left, axis.at(tick), right, axis.at(tick), "grid");
      text(left - 7, axis.at(tick) + 5, Anchor.END, "tick", axis.label(tick));
    }
    return this;
  }

  /** Width of the widest tick label of {@code axis}. */
  static double tickWidth(Axis axis) {
    return axis.ticks().stream()
        .mapToDouble(tick -> textWidth(axis.label(tick)))
        .max()
        .orElse(0);
  }

  /** Legend in as many lines as it needs; returns the next free y. */
  double legend(double top, List<LegendEntry> entries) {
    double x = 0;
    double y = top;
    for (LegendEntry entry : entries) {
      double width = 26 + textWidth(entry.text()) + 14;
      if (x > 0 && x + width > WIDTH) {
        x = 0;
        y += LEGEND_LINE;
      }
      mark(entry.mark(), x + 11, y + 10, entry.role());
      text(x + 26, y + 15, Anchor.START, "label", entry.text());
      x += width;
    }
    return y + LEGEND_LINE;
  }

  /** Upper estimate of the width of a text of ordinary weight, in units of the figure. */
  static double textWidth(String text) {
    double letters = text.codePoints()
        .mapToDouble(c ->
            "iljtfr.,:;'|!()[]/ -".indexOf(c) >= 0 ? 0.4 : "mwMW%@".indexOf(c) >= 0 ? 0.92 : 0.65)
        .sum();
    return letters * TEXT_SIZE;
  }

  /** The text, cut with an ellipsis where it would be wider than {@code width}. */
  static String fitted(String text, double width) {
    if (textWidth(text) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 0 && textWidth(text.substring(0, end) + "…") > width) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + "…";
  }

  private static String place(double value) {
    return NumberText.fixed(value, 1);
  }

  /** Place on the figure; y grows downwards. */
  record Point(double x, double y) {}
}
