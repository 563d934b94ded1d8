package io.stackelberg.environment.http;

import java.time.Duration;

/** Carries one request to a server and hands the raw answer on, piece by piece; usable by many threads at once. */
public interface Transport {
  /**
   * Sends a request and returns when the answer is over, in whatever way.
   *
   * @param total how long this exchange may take, above 0
   * @param sink takes the head once and then the pieces, on the calling thread
   * @return how the answer ended; never an exception for what a network does
   */
  Ending exchange(WireRequest request, Duration total, ResponseSink sink);
}
