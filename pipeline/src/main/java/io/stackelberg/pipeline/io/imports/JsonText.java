package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads JSON with bounded depth, number length and size; numbers keep their exact spelling. */
final class JsonText {
  private static final int DEEPEST = 200;
  private static final int LONGEST_NUMBER = 100;
  /** A tree takes several times its text in memory. */
  private static final long LARGEST_DOCUMENT = 1L << 26;

  private static final long LARGEST_STREAM = 1L << 34;

  private static final ObjectMapper JSON = mapper(LARGEST_DOCUMENT, true);

  /** Reads one value after the other from one stream. */
  private static final ObjectMapper WHOLE = mapper(LARGEST_DOCUMENT, false);

  /** The same, for documents of which one part at a time is held. */
  private static final ObjectMapper PARTS = mapper(LARGEST_STREAM, false);

  private JsonText() {}

  private static ObjectMapper mapper(long largest, boolean isAlone) {
    return JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNumberLength(LONGEST_NUMBER)
                .maxStringLength(1 << 25)
                .maxDocumentLength(largest)
                .build())
            .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, isAlone)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  /**
   * Parses one value.
   *
   * @throws IllegalArgumentException if it is not valid JSON, or exceeds a bound
   */
  static JsonNode parse(byte[] bytes, int length) {
    try {
      JsonNode node = JSON.readTree(bytes, 0, length);
      if (node.isMissingNode()) {
        throw new IllegalArgumentException("the record is empty, expected JSON");
      }
      return node;
    } catch (IOException malformed) {
      throw new IllegalArgumentException(complaint(malformed));
    }
  }

  /** Parses a text. */
  static JsonNode parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, bytes.length);
  }

  /** A parser of UTF-8 text; bytes that are not UTF-8 fail with an {@link IOException}. */
  static JsonParser parser(InputStream in, boolean isInParts) throws IOException {
    return (isInParts ? PARTS : WHOLE)
        .createParser(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }

  static String complaint(IOException malformed) {
    if (malformed instanceof JsonProcessingException json) {
      return "the record is not valid JSON: " + json.getOriginalMessage().replaceAll("\\s+", " ");
    }
    if (malformed instanceof CharacterCodingException) {
      return "the encoding is not UTF-8, expected UTF-8 text";
    }
    return "the record cannot be read: " + malformed.getMessage();
  }

  /**
   * Decodes a line.
   *
   * @throws IllegalArgumentException if it is not UTF-8, or holds a NUL
   */
  static String decode(byte[] bytes, int length) {
    try {
      String text = StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
      if (text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("the line holds a NUL character, expected text");
      }
      return text;
    } catch (CharacterCodingException notText) {
      throw new IllegalArgumentException(complaint(notText));
    }
  }
}
