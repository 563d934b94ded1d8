package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Figure of the gain in quality over the best random mixture at the same cost, one column per budget. */
final class EqualCostFigure {
  private static final double TOP = 26;
  private static final double BOTTOM = 240;

  private final JsonNode results;
  private final SvgChart chart = new SvgChart();

  private EqualCostFigure(JsonNode results) {
    this.results = results;
  }

  /** The figure; empty when no gain is known. */
  static Optional<Figure> of(JsonNode results) {
    boolean isKnown = results
        .path("atEqualCost")
        .valueStream()
        .anyMatch(entry -> NumberText.known(entry.path("gain")).isPresent());
    return isKnown ? Optional.of(new EqualCostFigure(results).draw()) : Optional.empty();
  }

  private Figure draw() {
    List<JsonNode> columns = new ArrayList<>();
    results.path("atEqualCost").forEach(columns::add);
    columns.add(results.path("atEqualCostMean"));
    List<Double> values = new ArrayList<>(List.of(0.0));
    for (JsonNode column : columns) {
      bar(column).ifPresent(bar -> values.addAll(List.of(bar.low(), bar.high())));
      NumberText.known(column.path("gain")).ifPresent(values::add);
    }
    Axis gains = Axis.around(values, 5, BOTTOM, TOP);
    double left = SvgChart.tickWidth(gains) + 12;
    double width = (SvgChart.WIDTH - left - 4) / columns.size();
    chart.text(0, 14, SvgChart.Anchor.START, "axis", "gain in mean quality (up is better)");
    chart.verticalAxis(gains, left, SvgChart.WIDTH - 4);
    chart.line(left, gains.at(0), SvgChart.WIDTH - 4, gains.at(0), "reference zero");
    for (int index = 0; index < columns.size(); index++) {
      boolean isMean = index == columns.size() - 1;
      double middle = left + width * (index + 0.5);
      if (isMean) {
        chart.line(middle - width / 2, TOP, middle - width / 2, BOTTOM + 24, "divider");
      }
      drawColumn(columns.get(index), middle, gains, isMean);
    }
    String title = "budget, % of the way to the dearest fixed action";
    chart.text((left + SvgChart.WIDTH) / 2, BOTTOM + 44, SvgChart.Anchor.MIDDLE, "axis", title);
    String sentence =
        "At each budget the learned policy is compared with the best random mixture of two fixed "
            + "actions that costs the same: a bar wholly above zero means that looking at the features paid off there. "
            + "Bars are two standard errors to each side.";
    return new Figure(
        "equal-cost",
        "Gain over a random mixture at equal cost",
        sentence,
        BOTTOM + 56,
        chart.markup());
  }

  private void drawColumn(JsonNode column, double x, Axis gains, boolean isMean) {
    String name = isMean ? "mean" : NumberText.level(column.path("fraction"));
    String role = isMean ? "role-baseline" : "role-learned";
    chart.openGroup(name + ": gain " + NumberText.gain(column.path("gain")) + ", standard error "
        + NumberText.gain(column.path("standardError")));
    bar(column).ifPresent(bar -> {
      var low = new SvgChart.Point(x, gains.at(bar.low()));
      chart.interval(low, new SvgChart.Point(x, gains.at(bar.high())), role);
    });
    NumberText.known(column.path("gain"))
        .ifPresent(
            gain -> chart.mark(isMean ? Mark.SQUARE : Mark.TRIANGLE, x, gains.at(gain), role));
    chart.text(x, BOTTOM + 20, SvgChart.Anchor.MIDDLE, "tick strong", name);

    chart.closeGroup();
  }

  /** Two standard errors to each side of a gain. */
  private record Bar(double low, double high) {}

  private static Optional<Bar> bar(JsonNode column) {
    JsonNode gain = column.path("gain");
    JsonNode error = column.path("standardError");
    if (NumberText.known(gain).isEmpty() || NumberText.known(error).isEmpty()) {
      return Optional.empty();
    }
    double half = 2 * error.doubleValue();
    return Optional.of(new Bar(gain.doubleValue() - half, gain.doubleValue() + half));
  }
}
