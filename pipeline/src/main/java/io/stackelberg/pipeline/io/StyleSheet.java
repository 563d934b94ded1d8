package io.stackelberg.pipeline.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Style sheets that are written into the report. */
enum StyleSheet {
  /** Colours and figures; enough for a figure that stands alone. */
  FIGURE("figure.css"),
  /** The page around the figures, and the dark colours. */
  PAGE("report.css");

  private final String text;

  StyleSheet(String resource) {
    try (InputStream stream = StyleSheet.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(
            "style sheet is missing, expected the resource " + resource + ".");
      }
      text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException("The resource " + resource + " could not be read.", failure);
    }
  }

  /** The whole sheet. */
  String text() {
    return text;
  }
}
