package io.stackelberg.environment.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The project's own small training text, for where no other text is at hand. */
public final class OwnText {
  private static final String RESOURCE = "own-text.txt";

  private OwnText() {}

  /** Its paragraphs, in order. */
  public static List<String> paragraphs() {
    try (InputStream text = OwnText.class.getResourceAsStream(RESOURCE)) {
      return Arrays.stream(
              new String(text.readAllBytes(), StandardCharsets.UTF_8).strip().split("\\R\\s*\\R"))
          .map(paragraph -> paragraph.replaceAll("\\s+", " "))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
