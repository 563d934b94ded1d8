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
  private static final double MARGIN = 12;
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /** The figure inside a page that holds {@code figure.css}. */
  Markup inline() {
    return draw(new Markup(), 0, new Markup());
  }

  /** The figure as a file of its own, on white and with a margin. */
  String file() {
    Markup background = new Markup().style(StyleSheet.FIGURE.text());
    background.element(
        "rect",
        "",
        "class",
        "background",
        "x",
        whole(-MARGIN),
        "y",
        whole(-MARGIN),
        "width",
        whole(SvgChart.WIDTH + 2 * MARGIN),
        "height",
        whole(height + 2 * MARGIN));
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + draw(new Markup(), MARGIN, background)
        + "\n";
  }

  private Markup draw(Markup svg, double margin, Markup background) {
    String width = whole(SvgChart.WIDTH + 2 * margin);
    String tall = whole(height + 2 * margin);
    svg.open(
        "svg",
        "xmlns",
        NAMESPACE,
        "class",
        "chart",
        "viewBox",
        String.join(" ", whole(-margin), whole(-margin), width, tall),
        "width",
        width,
        "height",
        tall,
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-text");
    svg.element("title", title, "id", id + "-title");
    svg.element("desc", sentence, "id", id + "-text").lineBreak();
    return svg.append(background).append(drawing).close();
  }

  private static String whole(double value) {
    return NumberText.fixed(value, 0);
  }
}
