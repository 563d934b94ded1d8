package io.stackelberg.environment.http;

import io.stackelberg.environment.chat.EndpointException.Reason;
import java.util.Optional;

/**
 * How an exchange ended.
 *
 * @param failure empty when the server ended the body properly, or nothing more was wanted
 * @param detail what happened, for a failure
 */
public record Ending(Optional<Reason> failure, String detail) {
  /** The body came to its end. */
  public static final Ending COMPLETE = new Ending(Optional.empty(), "");

  /** The exchange failed or was cut. */
  public static Ending failed(Reason reason, String detail) {
    return new Ending(Optional.of(reason), detail);
  }
}
