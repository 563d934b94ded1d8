package io.stackelberg.environment.http;

/** Takes a raw answer as it arrives. */
public interface ResponseSink {
  /** Status and headers; called once, before any piece. */
  void head(WireHead head);

  /**
   * The next bytes of the body, as the network cut them.
   *
   * @return whether more is wanted; after {@code false} the exchange is closed as complete
   */
  boolean piece(byte[] bytes);
}
