package io.stackelberg.pipeline.io;

import java.util.ArrayList;
import java.util.List;

/** Table of a page: one line of headings, the first column heads its row, numbers to the right; scrolls when too wide. */
final class HtmlTable {
  private final String caption;
  private final List<String> headings = new ArrayList<>();
  private final List<Boolean> numeric = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** An empty table; {@code caption} is shown and read aloud. */
  HtmlTable(String caption) {
    this.caption = caption;
  }

  HtmlTable words(String heading) {
    return column(heading, false);
  }

  HtmlTable numbers(String... more) {
    for (String heading : more) {
      column(heading, true);
    }
    return this;
  }

  HtmlTable row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** The finished table, or a sentence when it has no rows. */
  Markup markup() {
    Markup html = new Markup();
    if (rows.isEmpty()) {
      return html.element("p", caption + ": none.", "class", "muted").lineBreak();
    }
    openScroll(html, caption);
    html.open("table").element("caption", caption).lineBreak();
    html.open("thead").open("tr");
    for (int column = 0; column < headings.size(); column++) {
      html.element("th", typeset(headings.get(column)), "scope", "col", "class", style(column));
    }
    html.close().closeLine();
    html.open("tbody");
    for (List<String> row : rows) {
      html.open("tr").element("th", row.get(0), "scope", "row");
      for (int column = 1; column < row.size(); column++) {
        boolean isNumber = numeric.get(column);
        html.element(
            "td", isNumber ? typeset(row.get(column)) : row.get(column), "class", style(column));
      }
      html.closeLine();
    }
    return html.close().close().closeLine();
  }

  /** Opens the box that scrolls sideways, by keyboard too, when its content is too wide. */
  static void openScroll(Markup html, String label) {
    html.open("div", "class", "scroll", "role", "region", "aria-label", label, "tabindex", "0");
  }

  /** The text with real minus signs before numbers, and with no line break inside a percentage or an interval. */
  static String typeset(String text) {
    return text.replaceAll("(?<![\\w.])-(?=\\d)", "\u2212")
        .replaceAll(" %( CI)?", "\u00a0%$1")
        .replaceAll("% CI", "%\u00a0CI")
        .replaceAll("(\\[[^\\], ]*), ", "$1,\u00a0");
  }

  private HtmlTable column(String heading, boolean isNumeric) {
    headings.add(heading);
    numeric.add(isNumeric);
    return this;
  }

  private String style(int column) {
    return numeric.get(column) ? "number" : "words";
  }
}
