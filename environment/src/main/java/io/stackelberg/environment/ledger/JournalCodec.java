package io.stackelberg.environment.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Money;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A record as a line of JSON and back.
 *
 * <p>A line ends in {@code ,"sha256":"…"}}: the hash of every byte before that, among them the hash of the line
 * before. All bytes are ASCII; whatever a result holds is escaped.
 */
final class JournalCodec {
  static final String FIRST = "0".repeat(64);
  private static final String HASH_FIELD = ",\"sha256\":\"";
  private static final String END = "\"}";
  private static final int TAIL = HASH_FIELD.length() + 64 + END.length();
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,80}(\\.\\d{1,80})?");
  private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  /** What a sound line holds. */
  record Line(JournalRecord record, long activeMillis, String sha256) {}

  /** A line that is not as it was written; the message holds nothing of calls' results. */
  static final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    BadLine(String what) {
      super(what);
    }
  }

  private JournalCodec() {}

  /** The hash of an encoded line. */
  static String hashOf(String line) {
    return line.substring(line.length() - END.length() - 64, line.length() - END.length());
  }

  static String encode(
      JournalRecord record, long number, Instant at, long activeMillis, String before) {
    ObjectNode node = JSON.createObjectNode();
    node.put("n", number).put("ts", at.toString()).put("active_ms", activeMillis);
    if (record instanceof JournalRecord.Opened opened) {
      node.put("type", "open").put("ledger", 1).put("currency", opened.currency());
      node.set("run", caps(opened.run()));
      node.set("per_session", caps(opened.perSession()));
    } else if (record instanceof JournalRecord.Reserved reserved) {
      node.put("type", "reserve").put("call", reserved.callId()).put("session", reserved.session());
      put(node, reserved.upper());
      put(node, "calls", reserved.calls());
    } else if (record instanceof JournalRecord.Settled settled) {
      node.put("type", "settle").put("call", settled.callId()).put("session", settled.session());
      put(node, settled.actual());
      node.put("calls", settled.calls()).put("result", settled.result());
    } else if (record instanceof JournalRecord.Released released) {
      node.put("type", "release").put("call", released.callId()).put("session", released.session());
      node.put("why", released.why());
    } else if (record instanceof JournalRecord.SetAside aside) {
      node.put("type", "set_aside").put("file", aside.file()).put("bytes", aside.bytes());
    }
    node.put("prev", before);
    try {
      String json = JSON.writeValueAsString(node);
      String body = json.substring(0, json.length() - 1);
      return body + HASH_FIELD + sha256(body.getBytes(StandardCharsets.US_ASCII)) + END;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree of texts and numbers can be written.", impossible);
    }
  }

  /**
   * Reads a line.
   *
   * @param number which it is, from 1
   * @param before hash of the line before
   * @throws BadLine saying what differs
   */
  static Line decode(byte[] bytes, long number, String before) throws BadLine {
    String line = new String(bytes, StandardCharsets.ISO_8859_1);
    int cut = line.length() - TAIL;
    if (cut < 0 || !line.startsWith(HASH_FIELD, cut) || !line.endsWith(END)) {
      throw new BadLine("the line does not end in its hash");
    }
    String written = hashOf(line);
    String body = line.substring(0, cut);
    String recomputed = sha256(body.getBytes(StandardCharsets.ISO_8859_1));
    if (!written.equals(recomputed)) {
      throw new BadLine("sha256 is " + printable(written) + ", recomputed " + recomputed);
    }
    JsonNode node;
    try {
      node = JSON.readTree(body + "}");
    } catch (JsonProcessingException malformed) {
      throw new BadLine("the line is not JSON");
    }
    if (!node.path("prev").asText().equals(before)) {
      throw new BadLine("prev is not the hash of the line before: a line was removed or moved");
    }
    if (number(node, "n") != number) {
      throw new BadLine("n is " + number(node, "n") + ", expected " + number);
    }
    return new Line(record(node), number(node, "active_ms"), written);
  }

  private static JournalRecord record(JsonNode node) throws BadLine {
    String type = text(node, "type");
    if (type.equals("reserve")) {
      return new JournalRecord.Reserved(
          text(node, "call"), text(node, "session"), charge(node), optional(node, "calls"));
    }
    if (type.equals("settle")) {
      return new JournalRecord.Settled(
          text(node, "call"),
          text(node, "session"),
          charge(node),
          number(node, "calls"),
          text(node, "result"));
    }
    if (type.equals("release")) {
      return new JournalRecord.Released(
          text(node, "call"), text(node, "session"), text(node, "why"));
    }
    if (type.equals("set_aside")) {
      return new JournalRecord.SetAside(text(node, "file"), number(node, "bytes"));
    }
    if (type.equals("open") && number(node, "ledger") == 1) {
      String currency = text(node, "currency");
      return new JournalRecord.Opened(
          caps(node.path("run"), currency), caps(node.path("per_session"), currency), currency);
    }
    throw new BadLine("type or version is not known");
  }

  private static ObjectNode caps(Caps caps) {
    ObjectNode node = JSON.createObjectNode();
    put(node, new Charge(caps.money(), caps.tokens()));
    put(node, "calls", caps.calls());
    return put(
        node,
        "wall_ms",
        caps.wallTime().isPresent()
            ? OptionalLong.of(caps.wallTime().get().toMillis())
            : OptionalLong.empty());
  }

  private static Caps caps(JsonNode node, String currency) throws BadLine {
    OptionalLong wall = optional(node, "wall_ms");
    return new Caps(
        money(node, currency),
        optional(node, "tokens"),
        optional(node, "calls"),
        wall.isPresent() ? Optional.of(Duration.ofMillis(wall.getAsLong())) : Optional.empty());
  }

  private static void put(ObjectNode node, Charge charge) {
    node.put(
        "money", charge.money().map(money -> money.amount().toPlainString()).orElse(null));
    node.put("currency", charge.money().map(Money::currency).orElse(null));
    put(node, "tokens", charge.tokens());
  }

  private static ObjectNode put(ObjectNode node, String name, OptionalLong value) {
    return value.isPresent() ? node.put(name, value.getAsLong()) : node.putNull(name);
  }

  private static Charge charge(JsonNode node) throws BadLine {
    return new Charge(money(node, node.path("currency").asText()), optional(node, "tokens"));
  }

  private static Optional<Money> money(JsonNode node, String currency) throws BadLine {
    JsonNode amount = node.path("money");
    if (amount.isNull()) {
      return Optional.empty();
    }
    if (!amount.isTextual()
        || !AMOUNT.matcher(amount.textValue()).matches()
        || currency.isBlank()) {
      throw new BadLine("money is not an amount");
    }
    return Optional.of(new Money(new BigDecimal(amount.textValue()), currency));
  }

  private static String text(JsonNode node, String name) throws BadLine {
    if (!node.path(name).isTextual()) {
      throw new BadLine(name + " is not a text");
    }
    return node.path(name).textValue();
  }

  private static long number(JsonNode node, String name) throws BadLine {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new BadLine(name + " is not a whole number >= 0");
    }
    return value.longValue();
  }

  private static OptionalLong optional(JsonNode node, String name) throws BadLine {
    return node.path(name).isNull() ? OptionalLong.empty() : OptionalLong.of(number(node, name));
  }

  private static String printable(String hash) {
    return hash.matches("[0-9a-f]{64}") ? hash : "not 64 hex digits";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is part of every Java platform.", impossible);
    }
  }
}
