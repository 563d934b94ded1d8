package io.stackelberg.environment.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a text that holds the answer itself. */
final class FinalAnswer {
  private static final Pattern LINE = Pattern.compile("(?mi)^[ \\t]*answer:[ \\t]*(.*)$");

  private FinalAnswer() {}

  /** What follows {@code Answer:} on its first such line; the whole text when there is none. */
  static String of(String text) {
    Matcher line = LINE.matcher(text);
    return line.find() ? line.group(1).strip() : text.strip();
  }
}
