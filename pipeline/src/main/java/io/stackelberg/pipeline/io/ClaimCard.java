package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/** First screen of the page: what was claimed, the verdict, the numbers with intervals, and what is not shown. */
final class ClaimCard {
  private ClaimCard() {}

  /** The card for the claim of {@code results}. */
  static Markup of(JsonNode results) {
    JsonNode claim = results.path("claim");
    Markup html = new Markup();
    html.open("section", "class", "claim", "id", "claim", "aria-labelledby", "claim-heading")
        .lineBreak();
    html.element("h2", "What was claimed", "id", "claim-heading").lineBreak();
    html.element("p", NumberText.words(claim.path("text")), "class", "claim-text")
        .lineBreak();
    verdict(html, claim);
    numbers(html, results);
    html.open("div", "class", "columns").lineBreak();
    html.open("div");
    list(html, "Why this verdict", claim.path("reasons"));
    html.closeLine();
    html.open("div");
    list(html, "What is not shown", claim.path("notShown"));
    html.close().closeLine();
    return html.closeLine();
  }

  private static void verdict(Markup html, JsonNode claim) {
    String verdict = claim.path("verdict").asText("unknown");
    String style = verdict.equals("ESTABLISHED") ? "good" : "open";
    String sign =
        verdict.equals("ESTABLISHED") ? "✓ " : verdict.equals("NOT_ESTABLISHED") ? "✗ " : "? ";
    html.open("p", "class", "verdict");
    html.element(
        "strong", sign + NumberText.constant(claim.path("verdict")), "class", "badge " + style);
    html.text(" ").element("span", "Rigour: " + rigour(claim), "class", "muted");
    html.closeLine();
  }

  /** A degree of rigour in small letters. */
  static String rigour(JsonNode holder) {
    return NumberText.constant(holder.path("rigour")).toLowerCase(Locale.ROOT);
  }

  private static void list(Markup html, String heading, JsonNode items) {
    html.element("h3", heading);
    if (items.isEmpty()) {
      html.element("p", "Nothing is recorded.");
      return;
    }
    html.open("ul");
    items.forEach(item -> html.element("li", NumberText.words(item)));
    html.close();
  }

  private static void numbers(Markup html, JsonNode results) {
    Optional<PolicyRow> repaired = PolicyRow.allOf(results).stream()
        .filter(row -> row.name().equals("repaired"))
        .findFirst();
    Optional<PolicyRow> baseline =
        PolicyRow.allOf(results).stream().filter(PolicyRow::isBaseline).findFirst();
    JsonNode row = repaired.map(PolicyRow::json).orElse(results.path("no repaired policy"));
    JsonNode reference = baseline.map(PolicyRow::json).orElse(results.path("no baseline"));
    CostText cost = CostText.of(results);
    String interval = NumberText.confidence(results) + " CI ";
    html.open("dl", "class", "tiles").lineBreak();
    tile(
        html,
        "Saving, repaired policy",
        NumberText.percentUnit(row.path("saving").path("estimate")),
        interval + NumberText.percentEnds(row.path("saving")));
    tile(
        html,
        "Change in quality",
        NumberText.quality(row.path("qualityChange").path("estimate")),
        interval + NumberText.qualityEnds(row.path("qualityChange")));
    JsonNode test = row.path("nonInferiority");
    tile(
        html,
        "Quality not worse by " + NumberText.significant(results.path("margin")),
        test.path("established").isBoolean()
            ? (test.path("established").booleanValue() ? "shown" : "not shown")
            : "not known",
        "one-sided p " + NumberText.pValue(test.path("p")));
    tile(
        html,
        "Cost per turn, " + cost.unitLabel(),
        cost.text(row.path("meanCost")),
        "baseline " + cost.text(reference.path("meanCost")));
    tile(
        html,
        "Use of the features",
        NumberText.constant(results.path("signal").path("verdict")).toLowerCase(Locale.ROOT),
        "gain over mixture " + NumberText.gainEnds(results.path("signal").path("overMixture")));
    html.closeLine();
  }

  private static void tile(Markup html, String name, String value, String detail) {
    html.open("div").element("dt", name);
    html.element("dd", HtmlTable.typeset(value), "class", "value");
    html.element("dd", HtmlTable.typeset(detail), "class", "muted").closeLine();
  }
}
