package io.stackelberg.environment.cassette;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stackelberg.environment.http.Redactor;
import io.stackelberg.environment.http.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blackens bodies across the borders of their pieces, leaving every piece its length. */
final class Redaction {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SPOKEN = Pattern.compile(
      "\"(?:content|text|arguments|refusal|reasoning|reasoning_content|name)\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*+\")");

  private final Redactor redactor;
  private final Optional<Secret> secret;

  Redaction(Optional<Secret> secret, List<Pattern> patterns) {
    this.secret = secret;
    this.redactor = new Redactor(secret, patterns);
  }

  String text(String text) {
    return redactor.redactCut(text);
  }

  List<byte[]> pieces(List<byte[]> pieces) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    pieces.forEach(piece -> joined.write(piece, 0, piece.length));
    byte[] safe = bytes(joined.toByteArray());
    List<byte[]> cut = new ArrayList<>();
    int at = 0;
    for (byte[] piece : pieces) {
      cut.add(Arrays.copyOfRange(safe, at, at + piece.length));
      at += piece.length;
    }
    return cut;
  }

  private byte[] bytes(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    boolean isUtf8 = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body);
    if (!isUtf8) {
      text = new String(body, StandardCharsets.ISO_8859_1);
    }
    String redacted = redactor.redactCut(text);
    byte[] safe = body.clone();
    int at = 0;
    for (int index = 0; index < text.length(); ) {
      int codePoint = text.codePointAt(index);
      int width = isUtf8 ? utf8Length(codePoint) : 1;
      int end = index + (isUtf8 ? Character.charCount(codePoint) : 1);
      if (!text.substring(index, end).equals(redacted.substring(index, end))) {
        Arrays.fill(safe, at, at + width, (byte) '*');
      }
      at += width;
      index = end;
    }
    return safe;
  }

  private static int utf8Length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  /** Whether the answer spells the key out over several chunks, where it cannot be blackened. */
  boolean isSpelledOut(List<byte[]> safePieces) {
    if (secret.isEmpty()) {
      return false;
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    safePieces.forEach(piece -> joined.write(piece, 0, piece.length));
    Matcher matcher = SPOKEN.matcher(joined.toString(StandardCharsets.UTF_8));
    StringBuilder spoken = new StringBuilder();
    while (matcher.find()) {
      try {
        spoken.append(JSON.readTree(matcher.group(1)).asText());
      } catch (JsonProcessingException e) {
        spoken.append(matcher.group(1));
      }
    }
    return spoken.indexOf(secret.get().reveal()) >= 0;
  }
}
