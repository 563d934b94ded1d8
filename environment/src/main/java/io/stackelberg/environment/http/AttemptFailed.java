package io.stackelberg.environment.http;

import io.stackelberg.environment.chat.EndpointException;
import java.time.Duration;
import java.util.Optional;

/** An attempt without a usable answer, on its way to the retry policy. */
final class AttemptFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reading.Failure failure;
  private final transient Optional<Duration> plan;

  /**
   * A failed attempt.
   *
   * @param plan the wait before the next attempt, empty when there is none
   */
  AttemptFailed(Reading.Failure failure, Optional<Duration> plan) {
    super(failure.message(), null, false, false);
    this.failure = failure;
    this.plan = plan;
  }

  Optional<Duration> plan() {
    return plan;
  }

  EndpointException toEndpointException(int attempts) {
    return new EndpointException(
        failure.reason(),
        "The call failed: " + failure.message() + " (attempt " + attempts + ").",
        attempts);
  }
}
