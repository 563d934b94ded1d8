package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The table of policies on the page, the dominated fixed actions folded away below it. */
final class PoliciesTable {
  private static final String NOTHING = "–";

  private final JsonNode results;
  private final List<PolicyRow> rows;
  private final CostText cost;
  private final String otherHeading;
  private final String otherField;
  private final int otherDecimals;

  private PoliciesTable(JsonNode results) {
    this.results = results;
    rows = PolicyRow.allOf(results);
    cost = CostText.of(results);
    boolean isMoney = cost.unit().equals("usd");
    otherHeading = isMoney ? "tokens" : "USD";
    otherField = isMoney ? "meanTokens" : "meanMoney";
    otherDecimals = CostText.decimals(rows, otherField);
  }

  /** The table, what is folded away, and what the rows are. */
  static Markup of(JsonNode results) {
    return new PoliciesTable(results).markup();
  }

  private Markup markup() {
    List<PolicyRow> rivals = rows.stream().filter(PolicyRow::isRival).toList();
    List<PolicyRow> head =
        PolicyRow.headOf(rows).stream().filter(row -> !row.isRival()).toList();
    List<PolicyRow> rest =
        rows.stream().filter(row -> !head.contains(row) && !row.isRival()).toList();
    Markup html = new Markup();
    table(html, head, "Policies on the evaluation part");
    if (!rivals.isEmpty()) {
      html.open("details", "open", "open");
      html.element("summary", "Other methods on the same turns");
      table(html, rivals, "Other methods");
      notes(html, rivals);
      html.closeLine();
    }
    if (!rest.isEmpty()) {
      String actions =
          rest.size() == 1 ? "1 more fixed action" : rest.size() + " more fixed actions";
      html.open("details");
      html.element("summary", actions + ", each no cheaper and no better than another one");
      table(html, rest, "Dominated fixed actions");
      html.closeLine();
    }
    notes(html, head);
    html.open("ul", "class", "notes");
    if (rows.stream().anyMatch(PolicyRow::isOptimistic)) {
      html.open("li")
          .element("strong", "optimistic")
          .text(": chosen on the very outcomes it is scored on; nobody can deploy it.");
      html.closeLine();
    }
    html.element(
        "li",
        "Intervals are paired with the baseline and clustered by session. Welch tests treat turns as "
            + "independent and unpaired; they are here only for comparison with published work.");
    html.element(
        "li", "Cost of pass is mean cost divided by mean quality, its interval by linearisation.");
    return html.closeLine();
  }

  private static void notes(Markup html, List<PolicyRow> shown) {
    List<PolicyRow> noted = shown.stream()
        .filter(row -> !row.isFixed() && row.json().path("note").isTextual())
        .toList();
    if (noted.isEmpty()) {
      return;
    }
    html.open("ul", "class", "notes");
    for (PolicyRow row : noted) {
      html.open("li").element("strong", row.label());
      html.text(": " + row.json().path("note").textValue()).closeLine();
    }
    html.closeLine();
  }

  private void table(Markup html, List<PolicyRow> shown, String caption) {
    String interval = NumberText.confidence(results) + " CI";
    String margin = NumberText.significant(results.path("margin"));
    HtmlTable.openScroll(html, caption);
    html.open("table", "class", "policies").element("caption", caption).lineBreak();
    html.open("thead").open("tr").element("th", "policy", "scope", "col", "rowspan", "2");
    html.element("th", "cost per turn", "scope", "colgroup", "colspan", "4");
    html.element("th", "quality per turn", "scope", "colgroup", "colspan", "4");
    html.element(
        "th",
        HtmlTable.typeset("cost of pass, " + interval),
        "scope",
        "col",
        "rowspan",
        "2",
        "class",
        "number");
    html.element("th", "turns", "scope", "col", "rowspan", "2", "class", "number");
    html.element("th", "sessions", "scope", "col", "rowspan", "2", "class", "number");
    html.closeLine().open("tr");
    List<String> headings = List.of(
        cost.unitLabel(),
        otherHeading,
        "saving, " + interval,
        "Welch p",
        "mean",
        "change, " + interval,
        "Welch p",
        "not worse by " + margin);
    headings.forEach(heading ->
        html.element("th", HtmlTable.typeset(heading), "scope", "col", "class", "number"));
    html.close().closeLine().open("tbody");
    shown.forEach(row -> line(html, row));
    html.close().close().closeLine();
  }

  private void line(Markup html, PolicyRow row) {
    String style =
        row.isBaseline() ? "baseline" : row.name().equals("repaired") ? "repaired" : "plain";
    html.open("tr", "class", style)
        .open("th", "scope", "row")
        .text(row.isRival() ? row.label() : row.name());
    if (row.isBaseline()) {
      html.text(" ").element("span", "baseline", "class", "tag");
    }
    if (row.isOptimistic()) {
      html.text(" ").element("span", "optimistic", "class", "tag");
    }
    html.close();
    JsonNode json = row.json();
    JsonNode saving = json.path("saving");
    JsonNode change = json.path("qualityChange");
    JsonNode welch = json.path("welch");
    boolean compared = !row.isBaseline();
    number(html, cost.text(json.path("meanCost")));
    number(html, NumberText.fixed(json.path(otherField), otherDecimals));
    interval(
        html,
        compared,
        NumberText.percentUnit(saving.path("estimate")),
        NumberText.percentEnds(saving));
    number(html, compared ? NumberText.pValue(welch.path("costP")) : NOTHING);
    number(html, NumberText.quality(json.path("meanQuality")));
    interval(
        html,
        compared,
        NumberText.quality(change.path("estimate")),
        NumberText.qualityEnds(change));
    number(html, compared ? NumberText.pValue(welch.path("qualityP")) : NOTHING);
    number(html, compared ? nonInferiority(json.path("nonInferiority")) : "reference");
    JsonNode pass = json.path("costOfPassInterval");
    interval(
        html, true, cost.text(json.path("costOfPass")), pass.isObject() ? cost.ends(pass) : "");
    number(html, NumberText.significant(json.path("n")));
    number(html, NumberText.significant(json.path("sessions")));
    html.closeLine();
  }

  private static String nonInferiority(JsonNode test) {
    String verdict = test.path("established").isBoolean()
        ? (test.path("established").booleanValue() ? "✓ yes" : "✗ no")
        : "not known";
    String p = NumberText.pValue(test.path("p"));
    return p.equals(NumberText.UNKNOWN) ? verdict : verdict + " (p " + p + ")";
  }

  private static void interval(Markup html, boolean compared, String estimate, String ends) {
    if (!compared) {
      number(html, NOTHING);
      return;
    }
    html.open("td", "class", "number").text(HtmlTable.typeset(estimate) + " ");
    html.element("span", HtmlTable.typeset(ends), "class", "ends").close();
  }

  private static void number(Markup html, String text) {
    html.element("td", HtmlTable.typeset(text), "class", "number");
  }
}
