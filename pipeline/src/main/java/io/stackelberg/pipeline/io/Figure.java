package io.stackelberg.pipeline.io;

/**
 * One finished figure.
 *
 * @param id name of its file and of its element, unique within a report
 * @param title what it shows, in a few words
 * @param sentence what a reader should see in it, in plain words
 * @param height in units of the figure
 * @param drawing what is inside
 */
record Figure(String id, String title, String sentence, double height, Markup drawing) {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /** The figure inside a page that holds {@code figure.css}. */
  Markup inline() {
    Markup svg = new Markup();
    open(svg);
    return finish(svg);
  }

  /** The figure as a file of its own, on white. */
  String file() {
    String width = NumberText.fixed(SvgChart.WIDTH, 0);
    String tall = NumberText.fixed(height, 0);
    Markup svg = new Markup();
    open(svg, "width", width, "height", tall);
    svg.style(StyleSheet.FIGURE.text());
    svg.element("rect", "", "class", "background", "width", width, "height", tall)
        .lineBreak();
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + finish(svg) + "\n";
  }

  private void open(Markup svg, String... size) {
    String[] always = {
      "xmlns",
      NAMESPACE,
      "class",
      "chart",
      "viewBox",
      "0 0 " + NumberText.fixed(SvgChart.WIDTH, 0) + " " + NumberText.fixed(height, 0),
      "role",
      "img",
      "aria-labelledby",
      id + "-title " + id + "-text"
    };
    String[] attributes = new String[always.length + size.length];
    System.arraycopy(always, 0, attributes, 0, always.length);
    System.arraycopy(size, 0, attributes, always.length, size.length);
    svg.open("svg", attributes);
    svg.element("title", title, "id", id + "-title");
    svg.element("desc", sentence, "id", id + "-text").lineBreak();
  }

  private Markup finish(Markup svg) {
    return svg.append(drawing).close();
  }
}
