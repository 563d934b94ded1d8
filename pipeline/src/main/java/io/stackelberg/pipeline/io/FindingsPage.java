package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;

/** The page of one experiment's findings, complete in one file, well-formed as XML too. */
final class FindingsPage {
  private FindingsPage() {}

  /** The text of the page. */
  static String html(JsonNode findings) {
    Markup html = new Markup();
    html.open("html", "lang", "en").lineBreak().open("head").lineBreak();
    html.empty("meta", "charset", "utf-8").lineBreak();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .lineBreak();
    html.empty("meta", "name", "color-scheme", "content", "light dark").lineBreak();
    html.element("title", findings.path("title").asText() + " – Stackelberg Governor")
        .lineBreak();
    html.style(StyleSheet.FIGURE.text() + StyleSheet.PAGE.text());
    html.closeLine().open("body").lineBreak();
    html.open("header").lineBreak();
    html.element("p", "Stackelberg Governor · experiment", "class", "kicker").lineBreak();
    html.element("h1", findings.path("title").asText()).lineBreak();
    html.element("p", findings.path("question").asText()).lineBreak();
    html.open("p", "class", "evidence");
    html.element("strong", "Evidence", "class", "badge tier");
    html.text(" " + findings.path("evidence").asText()).closeLine();
    html.closeLine().open("main").lineBreak();
    statements(html, findings.path("statements"));
    for (JsonNode figure : findings.path("figures")) {
      figure(html, LineFigure.of(figure));
    }
    for (JsonNode table : findings.path("tables")) {
      html.open("section", "id", table.path("id").asText()).lineBreak();
      html.append(table(table)).closeLine();
    }
    html.element(
        "p",
        "All numbers with all their digits are in results.json and tables/*.csv beside this page.",
        "class",
        "muted");
    return "<!DOCTYPE html>\n" + html.closeLine().closeLine().close() + "\n";
  }

  private static void statements(Markup html, JsonNode statements) {
    html.open("section", "class", "claim", "id", "statements").lineBreak();
    html.element("h2", "What was found").lineBreak();
    for (JsonNode statement : statements) {
      String standing = statement.path("standing").asText();
      html.open("p", "class", "verdict");
      html.element(
          "strong",
          sign(standing) + standing.toLowerCase(java.util.Locale.ROOT),
          "class",
          "badge " + (standing.equals("HOLDS") ? "good" : "open"));
      html.text(" " + statement.path("text").asText() + " ");
      html.element("span", statement.path("basis").asText(), "class", "muted").closeLine();
    }
    html.closeLine();
  }

  /** A sign beside the colour, for readers who do not see it. */
  static String sign(String standing) {
    return standing.equals("HOLDS")
        ? "✓ "
        : standing.equals("FAILS") ? "✗ " : standing.equals("QUOTED") ? "“ " : "? ";
  }

  private static void figure(Markup html, Figure figure) {
    html.open("figure", "class", "drawn").lineBreak();
    html.append(figure.inline()).lineBreak();
    html.open("figcaption")
        .element("strong", figure.title())
        .text(" ")
        .element("span", figure.sentence());
    html.close().closeLine();
  }

  private static Markup table(JsonNode table) {
    HtmlTable html = new HtmlTable(table.path("caption").asText());
    int column = 0;
    for (JsonNode heading : table.path("columns")) {
      if (column++ == 0) {
        html.words(heading.asText());
      } else {
        html.numbers(heading.asText());
      }
    }
    for (JsonNode row : table.path("rows")) {
      html.row(row.valueStream().map(FindingsPage::cell).toArray(String[]::new));
    }
    return html.markup();
  }

  /** A cell in words, numbers with four digits. */
  static String cell(JsonNode cell) {
    return cell.isTextual() ? cell.textValue() : NumberText.significant(cell);
  }
}
