package io.stackelberg.pipeline.io;

/** List of names with their values, as a definition list of the page. */
final class Facts {
  private final Markup html = new Markup().open("dl", "class", "facts").lineBreak();

  void add(String name, String value) {
    add(name, new Markup().text(HtmlTable.typeset(value)));
  }

  void add(String name, Markup value) {
    html.open("div").element("dt", name).open("dd").append(value).close().closeLine();
  }

  /** The finished list. */
  Markup markup() {
    return html.closeLine();
  }
}
