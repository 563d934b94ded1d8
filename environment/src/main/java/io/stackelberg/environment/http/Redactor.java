package io.stackelberg.environment.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blackens a key, bearer tokens and listed patterns in texts that others wrote.
 *
 * <p>Every character found becomes an asterisk, so that lengths stay.
 */
public final class Redactor {
  private static final Pattern BEARER =
      Pattern.compile("(?i)\\bbearer(?:\\s|%20|\\+)+([^\\s\"',;\\\\]{4,})");
  /** A shorter beginning of a key at the end of a text tells little and may be a word. */
  private static final int MIN_PREFIX = 6;
  /** A shorter key is a word such as "none", which answers may hold. */
  private static final int MIN_KEY_IN_ANSWER = 12;

  private final List<String> literals;
  private final List<Pattern> patterns;

  /**
   * Rules of redaction.
   *
   * @param secret the key in use, if any
   * @param patterns further patterns; what they match is blackened whole
   */
  public Redactor(Optional<Secret> secret, List<Pattern> patterns) {
    this.literals = new ArrayList<>();
    this.patterns = List.copyOf(patterns);
    if (secret.isPresent()) {
      String plain = secret.get().reveal();
      literals.add(plain);
      String escaped = plain.replace("\\", "\\\\").replace("\"", "\\\"");
      for (String variant : List.of(
          escaped,
          escaped.replace("/", "\\/"),
          java.net.URLEncoder.encode(plain, java.nio.charset.StandardCharsets.UTF_8),
          java.util.Base64.getEncoder()
              .encodeToString(plain.getBytes(java.nio.charset.StandardCharsets.UTF_8)))) {
        if (!literals.contains(variant)) {
          literals.add(variant);
        }
      }
    }
  }

  /** The text without secrets, of equal length. */
  public String redact(String text) {
    StringBuilder out = new StringBuilder(text);
    for (String literal : literals) {
      for (int at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) {
        blacken(out, at, at + literal.length());
      }
    }
    Matcher bearer = BEARER.matcher(text);
    while (bearer.find()) {
      blacken(out, bearer.start(1), bearer.end(1));
    }
    for (Pattern pattern : patterns) {
      Matcher found = pattern.matcher(text);
      while (found.find()) {
        blacken(out, found.start(), found.end());
      }
    }
    return out.toString();
  }

  /** The same for a text that may be cut at its end: a beginning of the key there is blackened too. */
  public String redactCut(String text) {
    StringBuilder out = new StringBuilder(redact(text));
    for (String literal : literals) {
      int longest = Math.min(literal.length() - 1, text.length());
      for (int length = longest; length >= MIN_PREFIX; length--) {
        if (text.regionMatches(text.length() - length, literal, 0, length)) {
          blacken(out, text.length() - length, text.length());
          break;
        }
      }
    }
    return out.toString();
  }

  /** The answer of a model without the key; a key short enough to be a word is left alone. */
  public String redactAnswer(String text) {
    StringBuilder out = new StringBuilder(text);
    for (String literal : literals) {
      for (int at = text.indexOf(literal);
          at >= 0 && literal.length() >= MIN_KEY_IN_ANSWER;
          at = text.indexOf(literal, at + 1)) {
        blacken(out, at, at + literal.length());
      }
    }
    return out.toString();
  }

  private static void blacken(StringBuilder text, int from, int to) {
    for (int at = from; at < to; at++) {
      text.setCharAt(at, '*');
    }
  }

  @Override
  public String toString() {
    return "Redactor[" + patterns.size() + " patterns]";
  }
}
