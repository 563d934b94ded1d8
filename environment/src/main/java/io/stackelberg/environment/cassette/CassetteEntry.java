package io.stackelberg.environment.cassette;

import io.stackelberg.environment.chat.EndpointException.Reason;
import io.stackelberg.environment.http.WireHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One recorded exchange.
 *
 * @param key hash of the canonical request
 * @param callId the logical call it was recorded for
 * @param request the canonical request, redacted
 * @param head status and headers of interest; empty when no answer began
 * @param pieces the body as the network cut it, redacted
 * @param failure why the exchange broke, if it did
 * @param detail what happened then
 */
record CassetteEntry(
    String key,
    String callId,
    String request,
    Optional<WireHead> head,
    List<TimedPiece> pieces,
    Optional<Reason> failure,
    String detail) {
  CassetteEntry {
    pieces = List.copyOf(pieces);
  }

  /** Whether the server gave an answer, if perhaps a cut one; a status below or above 2xx is none. */
  boolean isSettled() {
    return head.isPresent()
        && head.get().status() >= 200
        && head.get().status() <= 299
        && (failure.isEmpty() || !pieces.isEmpty());
  }

  /**
   * A part of a body.
   *
   * @param millis since sending
   * @param bytes the bytes, one character in [0, 255] each
   */
  record TimedPiece(long millis, String bytes) {
    static TimedPiece of(long millis, byte[] bytes) {
      return new TimedPiece(millis, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    byte[] toBytes() {
      return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
