package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * How the costs of one result are written: their unit, and decimals that suit the dearest policy.
 *
 * @param unit {@code tokens} or {@code usd}, as declared in the study
 * @param decimals digits after the point
 */
record CostText(String unit, int decimals) {
  /** The style for the mean costs in {@code results}. */
  static CostText of(JsonNode results) {
    return new CostText(
        NumberText.words(results.path("costUnit")), decimals(PolicyRow.allOf(results), "meanCost"));
  }

  /** Decimals that suit the largest value of {@code field} among the rows. */
  static int decimals(List<PolicyRow> rows, String field) {
    double largest = rows.stream()
        .map(row -> NumberText.known(row.json().path(field)))
        .mapToDouble(value -> value.orElse(0))
        .max()
        .orElse(0);
    return NumberText.decimalsFor(largest);
  }

  /** The unit as a reader writes it. */
  String unitLabel() {
    return unit.equals("usd") ? "USD" : unit;
  }

  /** A cost without its unit; it may be unknown. */
  String text(JsonNode cost) {
    return NumberText.fixed(cost, decimals);
  }

  /** Both ends of an interval of costs. */
  String ends(JsonNode interval) {
    return NumberText.ends(text(interval.path("low")), text(interval.path("high")));
  }
}
