package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Figure of all policies in the plane of cost and quality. */
final class PlaneFigure {
  private static final double TOP = 26;
  private static final double BOTTOM = 380;
  private static final int MOST_FIXED_LABELS = 8;

  private final JsonNode results;
  private final List<PolicyRow> rows;
  private final List<PolicyRow> drawn;
  private final List<PolicyRow> edge;
  private final SvgChart chart = new SvgChart();
  private final Axis costs;
  private final Axis qualities;
  private final LabelPlacement labels;

  private PlaneFigure(JsonNode results, List<PolicyRow> rows) {
    this.results = results;
    this.rows = rows;
    drawn = rows.stream()
        .filter(row -> row.cost().isPresent() && row.quality().isPresent())
        .toList();
    edge = upperEdge(drawn);
    List<Double> costValues = new ArrayList<>();
    List<Double> qualityValues = new ArrayList<>();
    for (PolicyRow row : drawn) {
      costValues.add(row.cost().getAsDouble());
      qualityValues.add(row.quality().getAsDouble());
      for (Arms arms : arms(row).stream().toList()) {
        costValues.addAll(List.of(arms.cheapest(), arms.dearest()));
        qualityValues.addAll(List.of(arms.worst(), arms.best()));
      }
    }
    qualities = Axis.around(qualityValues, 6, BOTTOM, TOP);
    double left = SvgChart.tickWidth(qualities) + 12;
    costs = Axis.around(costValues, 5, left, SvgChart.WIDTH - 12);
    labels = new LabelPlacement(left + 2, TOP - 6, SvgChart.WIDTH, BOTTOM);
  }

  /** The figure; empty when no policy has both a cost and a quality. */
  static Optional<Figure> of(JsonNode results) {
    List<PolicyRow> rows = PolicyRow.allOf(results);
    boolean isKnown =
        rows.stream().anyMatch(row -> row.cost().isPresent() && row.quality().isPresent());
    return isKnown ? Optional.of(new PlaneFigure(results, rows).draw()) : Optional.empty();
  }

  private Figure draw() {
    String unit = CostText.of(results).unitLabel();
    chart.verticalAxis(qualities, costs.from(), costs.to());
    chart.text(0, 14, SvgChart.Anchor.START, "axis", "mean quality (up is better)");
    double next = chart.horizontalAxis(
        costs, TOP, BOTTOM, "mean cost, " + unit + " per turn (left is cheaper)");
    drawEdge();
    drawEqualCostPoints();
    drawn.forEach(this::drawArms);
    List<PolicyRow> behindFirst = new ArrayList<>(drawn);
    Collections.reverse(behindFirst);
    behindFirst.sort(Comparator.comparing(row -> !row.isFixed()));
    behindFirst.forEach(this::drawMark);
    drawn.stream()
        .sorted(Comparator.comparing(row -> row.isFixed() && !row.isBaseline()))
        .filter(this::isLabelled)
        .forEach(this::drawLabel);
    double height = chart.legend(next, legend());
    return new Figure(
        "plane", "Cost and quality of every policy", sentence(), height, chart.markup());
  }

  private static String sentence() {
    return "Each mark is one policy: further left is cheaper, further up is better. The dashed line is what mixing "
        + "fixed actions at random can reach, so a policy earns its keep only above that line. Crosses are intervals "
        + "of the difference from the baseline, for the learned and the repaired policy. Marks without a name are "
        + "fixed actions below the line and other methods, listed with all numbers under the policies.";
  }

  private List<SvgChart.LegendEntry> legend() {
    List<SvgChart.LegendEntry> entries = new ArrayList<>();
    entries.add(new SvgChart.LegendEntry(Mark.RING, "role-fixed", "fixed action"));
    entries.add(new SvgChart.LegendEntry(Mark.SQUARE, "role-baseline", "baseline"));
    entries.add(
        new SvgChart.LegendEntry(Mark.DASH, "role-hull", "random mixtures of two fixed actions"));
    if (drawn.stream().anyMatch(PolicyRow::isRival)) {
      entries.add(new SvgChart.LegendEntry(Mark.OPEN_DIAMOND, "role-rival", "other method"));
    }
    if (results.path("atEqualCost").size() > 0) {
      entries.add(new SvgChart.LegendEntry(
          Mark.SMALL_TRIANGLE, "role-learned", "learned for other budgets"));
    }
    return entries;
  }

  /** Fixed actions on the upper edge, by cost: no mixture of two actions rises above the line through them. */
  private static List<PolicyRow> upperEdge(List<PolicyRow> drawn) {
    List<PolicyRow> edge = new ArrayList<>();
    drawn.stream()
        .filter(PolicyRow::isFixed)
        .sorted(Comparator.comparingDouble((PolicyRow row) -> row.cost().getAsDouble())
            .thenComparingDouble(row -> -row.quality().getAsDouble()))
        .forEach(row -> {
          while (edge.size() > 1
              && !isAbove(edge.get(edge.size() - 2), edge.get(edge.size() - 1), row)) {
            edge.remove(edge.size() - 1);
          }
          boolean isFirstAtCost = edge.isEmpty()
              || edge.get(edge.size() - 1).cost().getAsDouble() < row.cost().getAsDouble();
          if (isFirstAtCost) {
            edge.add(row);
          }
        });
    return List.copyOf(edge);
  }

  /** Whether the middle policy lies above the line through the other two. */
  private static boolean isAbove(PolicyRow one, PolicyRow middle, PolicyRow other) {
    double cost = one.cost().getAsDouble();
    double quality = one.quality().getAsDouble();
    double rise = (middle.quality().getAsDouble() - quality) * (other.cost().getAsDouble() - cost);
    return rise > (other.quality().getAsDouble() - quality) * (middle.cost().getAsDouble() - cost);
  }

  private void drawEdge() {
    List<SvgChart.Point> points = edge.stream().map(this::point).toList();
    if (points.size() > 1) {
      chart.path(points, "hull role-hull");
    }
    for (int index = 1; index < points.size(); index++) {
      labels.keepFreeAlong(points.get(index - 1), points.get(index));
    }
  }

  private void drawEqualCostPoints() {
    List<SvgChart.Point> points = new ArrayList<>();
    for (JsonNode entry : results.path("atEqualCost")) {
      OptionalDouble cost = NumberText.known(entry.path("cost"));
      OptionalDouble quality = NumberText.known(entry.path("policyQuality"));
      if (cost.isPresent() && quality.isPresent()) {
        points.add(
            new SvgChart.Point(costs.at(cost.getAsDouble()), qualities.at(quality.getAsDouble())));
      }
    }
    points.sort(Comparator.comparingDouble(SvgChart.Point::x));
    chart.path(points, "thin role-learned");
    for (SvgChart.Point point : points) {
      chart.mark(Mark.SMALL_TRIANGLE, point.x(), point.y(), "role-learned");
      labels.keepFreeAround(point.x(), point.y(), 6);
    }
  }

  private void drawArms(PolicyRow row) {
    arms(row).ifPresent(arms -> {
      SvgChart.Point centre = point(row);
      List<SvgChart.Point> ends = List.of(
          new SvgChart.Point(costs.at(arms.cheapest()), centre.y()),
          new SvgChart.Point(costs.at(arms.dearest()), centre.y()),
          new SvgChart.Point(centre.x(), qualities.at(arms.worst())),
          new SvgChart.Point(centre.x(), qualities.at(arms.best())));
      chart.interval(ends.get(0), ends.get(1), row.role());
      chart.interval(ends.get(2), ends.get(3), row.role());
      labels.keepFreeAlong(ends.get(0), ends.get(1));
      labels.keepFreeAlong(ends.get(2), ends.get(3));
    });
  }

  private void drawMark(PolicyRow row) {
    SvgChart.Point point = point(row);
    String numbers = ": cost " + CostText.of(results).text(row.json().path("meanCost"))
        + ", quality " + NumberText.quality(row.json().path("meanQuality"));
    chart.openGroup(row.name() + numbers);
    chart.mark(row.mark(), point.x(), point.y(), row.role()).closeGroup();
    labels.keepFreeAround(point.x(), point.y(), row.isFixed() ? 6 : Mark.RADIUS);
  }

  private boolean isLabelled(PolicyRow row) {
    long fixed = rows.stream().filter(PolicyRow::isFixed).count();
    if (row.isRival()) {
      return false;
    }
    return !row.isFixed() || row.isBaseline() || edge.contains(row) || fixed <= MOST_FIXED_LABELS;
  }

  private void drawLabel(PolicyRow row) {
    String suffix = row.isBaseline() ? " (baseline)" : row.isOptimistic() ? " (optimistic)" : "";
    String text = SvgChart.fitted(row.label(), 210) + suffix;
    SvgChart.Point point = point(row);
    labels.place(point.x(), point.y(), text).ifPresent(box -> {
      SvgChart.Point near = box.nearest(point.x(), point.y());
      if (Math.hypot(near.x() - point.x(), near.y() - point.y()) > 14) {
        chart.line(point.x(), point.y(), near.x(), near.y(), "leader " + row.role());
        labels.keepFreeAlong(point, near);
      }
      String style = "label point " + row.role();
      chart.text(box.left(), box.bottom() - 4, SvgChart.Anchor.START, style, text);
    });
  }

  private SvgChart.Point point(PolicyRow row) {
    return new SvgChart.Point(
        costs.at(row.cost().getAsDouble()), qualities.at(row.quality().getAsDouble()));
  }

  /** Ends of the intervals of a policy, moved from differences to the plane. */
  private record Arms(double cheapest, double dearest, double worst, double best) {}

  private Optional<Arms> arms(PolicyRow row) {
    boolean hasArms = row.name().equals("learned") || row.name().equals("repaired");
    OptionalDouble baselineCost = rows.stream()
        .filter(PolicyRow::isBaseline)
        .map(PolicyRow::cost)
        .findFirst()
        .orElse(OptionalDouble.empty());
    JsonNode saving = row.json().path("saving");
    JsonNode change = row.json().path("qualityChange");
    boolean isKnown = ForestFigure.isKnown(saving) && ForestFigure.isKnown(change);
    if (!hasArms || !isKnown || baselineCost.isEmpty()) {
      return Optional.empty();
    }
    double scale = baselineCost.getAsDouble();
    double cost = row.cost().getAsDouble();
    double quality = row.quality().getAsDouble();
    double savingEstimate = saving.path("estimate").doubleValue();
    double changeEstimate = change.path("estimate").doubleValue();
    return Optional.of(new Arms(
        cost - scale * (saving.path("high").doubleValue() - savingEstimate),
        cost - scale * (saving.path("low").doubleValue() - savingEstimate),
        quality + change.path("low").doubleValue() - changeEstimate,
        quality + change.path("high").doubleValue() - changeEstimate));
  }
}
