package io.stackelberg.pipeline.io;

import io.stackelberg.game.Require;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Markup under construction that is well-formed XML, and valid HTML, by construction.
 *
 * <p>All text and attribute values are escaped; elements close in the order in which they were opened.
 */
final class Markup {
  private final StringBuilder written = new StringBuilder();
  private final Deque<String> openElements = new ArrayDeque<>();

  /** Opens an element; {@code attributes} alternate between name and value. */
  Markup open(String element, String... attributes) {
    writeTag(element, attributes);
    written.append('>');
    openElements.push(element);
    return this;
  }

  /** Closes the element opened last. */
  Markup close() {
    if (openElements.isEmpty()) {
      throw new IllegalStateException("open elements are none, expected at least one to close.");
    }
    written.append("</").append(openElements.pop()).append('>');
    return this;
  }

  /** Closes the element opened last and ends the line, so that the file can be read and compared. */
  Markup closeLine() {
    close();
    return lineBreak();
  }

  /** Ends the line of the file; shows as a space at most. */
  Markup lineBreak() {
    written.append('\n');
    return this;
  }

  /** A complete element that holds nothing but text. */
  Markup element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** An element that can hold nothing, such as {@code meta}. */
  Markup empty(String element, String... attributes) {
    writeTag(element, attributes);
    written.append("/>");
    return this;
  }

  /** Text, escaped. */
  Markup text(String text) {
    written.append(escape(text));
    return this;
  }

  /** Other markup, complete, as it stands. */
  Markup append(Markup complete) {
    written.append(complete);
    return this;
  }

  /** A {@code style} element with a style sheet of ours, which needs no escaping. */
  Markup style(String sheet) {
    if (sheet.indexOf('<') >= 0 || sheet.indexOf('&') >= 0) {
      throw Require.unexpected(
          "style sheet", "a text with '<' or '&'", "one that reads the same in HTML and in XML");
    }
    open("style");
    written.append('\n').append(sheet);
    return closeLine();
  }

  /** The markup so far; every element must have been closed. */
  @Override
  public String toString() {
    if (!openElements.isEmpty()) {
      throw new IllegalStateException("open elements are " + openElements + ", expected none.");
    }
    return written.toString();
  }

  private void writeTag(String element, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw Require.unexpected(
          "attributes of " + element, attributes.length, "an even number of names and values");
    }
    written.append('<').append(element);
    for (int index = 0; index < attributes.length; index += 2) {
      written
          .append(' ')
          .append(attributes[index])
          .append("=\"")
          .append(escape(attributes[index + 1]))
          .append('"');
    }
  }

  /** Escapes the five characters with a meaning in markup and replaces those XML cannot hold by U+FFFD. */
  static String escape(String text) {
    var escaped = new StringBuilder(text.length());
    text.codePoints().forEach(point -> {
      switch (point) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.appendCodePoint(isXmlCharacter(point) ? point : 0xFFFD);
      }
    });
    return escaped.toString();
  }

  private static boolean isXmlCharacter(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || (point >= 0x20 && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD)
        || point >= 0x10000;
  }
}
