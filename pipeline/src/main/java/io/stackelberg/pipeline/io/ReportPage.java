package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page of one report, complete in one file, well-formed as XML too. */
final class ReportPage {
  private static final String[][] SECTIONS = {
    {"claim", "Claim"},
    {"policies", "Policies"},
    {"tradeoff", "Cost and quality"},
    {"features", "Features"},
    {"against-baseline", "Against the baseline"},
    {"decisions", "Decisions"},
    {"repair-section", "Repair"},
    {"models", "Models"},
    {"leader", "Leader"},
    {"checks", "Checks"},
    {"data", "Data"},
    {"provenance", "Provenance"}
  };

  private final JsonNode results;
  private final Map<String, Figure> figures;
  private final ReportTables tables;
  private final Markup html = new Markup();

  private ReportPage(JsonNode results, List<Figure> figures) {
    this.results = results;
    this.figures = figures.stream().collect(Collectors.toMap(Figure::id, Function.identity()));
    tables = new ReportTables(results);
  }

  /** The text of the page for {@code results} with its {@code figures}. */
  static String html(JsonNode results, List<Figure> figures) {
    return "<!DOCTYPE html>\n" + new ReportPage(results, figures).page() + "\n";
  }

  private Markup page() {
    html.open("html", "lang", "en").lineBreak().open("head").lineBreak();
    html.empty("meta", "charset", "utf-8").lineBreak();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .lineBreak();
    html.empty("meta", "name", "color-scheme", "content", "light dark").lineBreak();
    html.element("title", words("study") + " – Stackelberg Governor report").lineBreak();
    html.style(StyleSheet.FIGURE.text() + StyleSheet.PAGE.text());
    html.closeLine().open("body").lineBreak();
    header();
    html.open("main").lineBreak();
    html.append(ClaimCard.of(results));
    navigation();
    section("policies", "Policies");
    html.append(PoliciesTable.of(results));
    html.element(
        "p",
        "All numbers with all their digits are in policies.csv and results.json beside this page.");
    html.closeLine();
    section("tradeoff", "Cost and quality");
    figure("plane");
    html.closeLine();
    section("features", "Do the features help?");
    html.append(tables.signal());
    figure("signal");
    figure("equal-cost");
    html.append(tables.equalCost());
    html.closeLine();
    section("against-baseline", "Against the baseline");
    figure("savings");
    figure("quality");
    html.closeLine();
    section("decisions", "What the policies decide");
    figure("actions");
    html.closeLine();
    section("repair-section", "Repair");
    html.append(tables.repair());
    figure("repair");
    html.append(tables.commitments());
    html.closeLine();
    section("models", "How well the models predict");
    html.append(tables.models());
    html.closeLine();
    section("leader", "The leader's solution");
    html.append(tables.solution());
    html.closeLine();
    section("checks", "Checks");
    html.append(tables.checks());
    html.closeLine();
    if (results.path("certificate").size() > 0) {
      section("certificate", "Certificate");
      html.append(tables.certificate());
      html.element(
          "p",
          "The claims of `governor certify` at its default options, from this run's own sessions; the sealed"
              + " certificate, with every constant and assumption in words, is what that command writes.");
      html.closeLine();
    }
    section("data", "Data");
    html.append(tables.data());
    html.closeLine();
    section("provenance", "Provenance");
    html.append(tables.provenance());
    html.closeLine();
    return html.closeLine().closeLine().close();
  }

  private void header() {
    JsonNode environment = results.path("environment");
    html.open("header").lineBreak();
    html.element("p", "Stackelberg Governor · report", "class", "kicker").lineBreak();
    html.element("h1", words("study")).lineBreak();
    html.element("p", words("description")).lineBreak();
    html.open("p", "class", "evidence");
    html.element("strong", NumberText.words(environment.path("tier")), "class", "badge tier");
    html.text(" " + NumberText.words(environment.path("note"))).closeLine();
    html.open("p", "class", "muted");
    html.text("Environment " + NumberText.words(environment.path("type")) + ", follower "
        + NumberText.words(environment.path("follower")) + ", baseline " + words("baseline")
        + ", seed "
        + words("seed") + ".");
    html.close().closeLine();
  }

  private void navigation() {
    html.open("nav", "aria-label", "Sections").lineBreak();
    for (String[] section : SECTIONS) {
      html.element("a", section[1], "href", "#" + section[0]).lineBreak();
    }
    html.closeLine();
  }

  private void section(String id, String heading) {
    html.open("section", "id", id, "aria-labelledby", id + "-heading").lineBreak();
    html.element("h2", heading, "id", id + "-heading").lineBreak();
  }

  private void figure(String id) {
    Figure figure = figures.get(id);
    if (figure == null) {
      html.element(
          "p",
          "Figure \u201c" + id + "\u201d is not drawn: its numbers are not known.",
          "class",
          "muted");
      html.lineBreak();
      return;
    }
    html.open("figure", "class", "drawn").lineBreak();
    html.append(figure.inline()).lineBreak();
    html.open("figcaption")
        .element("strong", figure.title())
        .text(" ")
        .element("span", figure.sentence());
    html.close().closeLine();
  }

  private String words(String field) {
    return NumberText.words(results.path(field));
  }
}
