package io.stackelberg.environment.http;

import java.net.URI;
import java.util.Optional;

/**
 * What goes over the wire: a POST of JSON.
 *
 * @param uri where to
 * @param body the JSON text
 * @param callId the logical call, sent as idempotency key
 * @param isStreamed whether server-sent events are asked for
 * @param key sent as bearer token; it does not show itself
 */
public record WireRequest(
    URI uri, String body, String callId, boolean isStreamed, Optional<Secret> key) {
  /** The HTTP method of every request. */
  public static final String METHOD = "POST";
}
