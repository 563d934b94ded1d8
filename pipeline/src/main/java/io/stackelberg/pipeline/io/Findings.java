package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Require;
import java.util.List;

/**
 * What an experiment found: statements, tables and curves, from which its page, its files and its terminal
 * text are written.
 *
 * <p>The tree is {@code results.json}; every number shown comes from it. A value that is not known is NaN here
 * and null there.
 */
public final class Findings {
  /** Schema that the tree declares. */
  public static final String SCHEMA = "findings/1";

  private final ObjectNode tree = JsonNodeFactory.instance.objectNode();

  /**
   * Findings without content.
   *
   * @param experiment name of the experiment, also of its run directory
   * @param title what it is about, in a few words
   * @param question what it asks, in one or two sentences
   * @param evidence what kind of evidence this is and what it cannot show, in one or two sentences
   */
  public Findings(String experiment, String title, String question, String evidence) {
    tree.put("schema", SCHEMA);
    tree.put("experiment", Require.nonBlank("experiment", experiment));
    tree.put("title", Require.nonBlank("title", title));
    tree.put("question", Require.nonBlank("question", question));
    tree.put("evidence", Require.nonBlank("evidence", evidence));
    tree.putArray("statements");
    tree.putArray("tables");
    tree.putArray("figures");
  }

  /** How a statement stands. */
  public enum Standing {
    /** What was computed bears it out. */
    HOLDS,
    /** What was computed contradicts it. */
    FAILS,
    /** What was computed does not decide. */
    OPEN,
    /** Quoted from elsewhere, not computed here. */
    QUOTED
  }

  /**
   * Adds a statement.
   *
   * @param text the statement, in one sentence
   * @param basis the numbers that decide, in one or two sentences
   */
  public Findings state(String text, Standing standing, String basis) {
    tree.withArray("statements")
        .addObject()
        .put("text", Require.nonBlank("text", text))
        .put("standing", standing.name())
        .put("basis", Require.nonBlank("basis", basis));
    return this;
  }

  /**
   * Adds a table, filled by the value returned.
   *
   * @param id names its CSV file; lower case, digits and hyphens
   * @param caption what it shows, with units
   * @param words heading of the first column, whose cells are words
   * @param numbers headings of the other columns, whose cells are numbers or words
   */
  public Table table(String id, String caption, String words, String... numbers) {
    ObjectNode table = tree.withArray("tables").addObject().put("id", named(id));
    table.put("caption", Require.nonBlank("caption", caption));
    ArrayNode columns = table.putArray("columns").add(words);
    List.of(numbers).forEach(columns::add);
    return new Table(table.putArray("rows"), numbers.length);
  }

  /**
   * Adds a figure of curves over one axis, filled by the value returned.
   *
   * @param id names its file; lower case, digits and hyphens
   * @param title what it shows, in a few words
   * @param sentence what a reader should see in it, in plain words
   * @param xTitle title of the horizontal axis, with its unit
   * @param yTitle title of the vertical axis, with its unit
   */
  public Curves curves(String id, String title, String sentence, String xTitle, String yTitle) {
    ObjectNode figure = tree.withArray("figures").addObject().put("id", named(id));
    figure.put("title", Require.nonBlank("title", title));
    figure.put("sentence", Require.nonBlank("sentence", sentence));
    figure
        .put("x", Require.nonBlank("xTitle", xTitle))
        .put("y", Require.nonBlank("yTitle", yTitle));
    return new Curves(figure.putArray("series"));
  }

  /** Room for what tables and figures do not show; its fields are documented by the experiment. */
  public ObjectNode details() {
    return tree.withObject("details");
  }

  /** The tree of {@code results.json}. */
  public ObjectNode tree() {
    return tree.deepCopy();
  }

  private static String named(String id) {
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw Require.unexpected("id", "\"" + id + "\"", "lower case words joined by hyphens");
    }
    return id;
  }

  /** Rows of one table. */
  public static final class Table {
    private final ArrayNode rows;
    private final int width;

    private Table(ArrayNode rows, int width) {
      this.rows = rows;
      this.width = width;
    }

    /** Adds a row of numbers; NaN is not known. */
    public Table row(String name, double... numbers) {
      requireWidth(numbers.length);
      ArrayNode row = rows.addArray().add(name);
      for (double number : numbers) {
        add(row, number);
      }
      return this;
    }

    /** Adds a row of words. */
    public Table words(String name, String... cells) {
      requireWidth(cells.length);
      ArrayNode row = rows.addArray().add(name);
      List.of(cells).forEach(row::add);
      return this;
    }

    /** Adds a row of numbers with words after them. */
    public Table row(String name, List<Double> numbers, String... words) {
      requireWidth(numbers.size() + words.length);
      ArrayNode row = rows.addArray().add(name);
      numbers.forEach(number -> add(row, number));
      List.of(words).forEach(row::add);
      return this;
    }

    private void requireWidth(int cells) {
      if (cells != width) {
        throw Require.unexpected("number of cells", cells, "" + width);
      }
    }
  }

  /** Series of one figure. */
  public static final class Curves {
    private final ArrayNode series;

    private Curves(ArrayNode series) {
      this.series = series;
    }

    /**
     * Adds a curve, in the order of its points; a point with an unknown coordinate is not drawn.
     *
     * @param x as many as {@code y}
     */
    public Curves line(String name, double[] x, double[] y) {
      return add(name, "line", x, y);
    }

    /** Adds points that no line joins. */
    public Curves points(String name, double[] x, double[] y) {
      return add(name, "points", x, y);
    }

    private Curves add(String name, String style, double[] x, double[] y) {
      if (x.length != y.length) {
        throw Require.unexpected("number of y values", y.length, "" + x.length);
      }
      ObjectNode one = series.addObject().put("name", name).put("style", style);
      ArrayNode xs = one.putArray("x");
      ArrayNode ys = one.putArray("y");
      for (int point = 0; point < x.length; point++) {
        Findings.add(xs, x[point]);
        Findings.add(ys, y[point]);
      }
      return this;
    }
  }

  private static void add(ArrayNode array, double number) {
    if (Double.isFinite(number)) {
      // A whole number is written as one, so that it is read as one.
      if (number == Math.rint(number) && Math.abs(number) < 1e15) {
        array.add((long) number);
      } else {
        array.add(number);
      }
    } else {
      array.addNull();
    }
  }
}
