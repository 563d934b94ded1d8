package io.stackelberg.environment.http;

import io.stackelberg.environment.chat.EndpointException.Reason;
import io.stackelberg.environment.chat.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One sending of a logical call and what came of it, without secrets.
 *
 * @param callId the logical call
 * @param number 1 for the first sending
 * @param requestModel the model asked for
 * @param status the HTTP status, when an answer began
 * @param failure why it failed; with a reply, why its stream was cut
 * @param detail what happened, for a failure
 * @param willRetry whether another attempt follows
 * @param elapsed from sending to the end
 * @param usage tokens of the reply; empty without a reply, although a failed attempt may have been paid for
 * @param estimator who counted, where the provider did not
 * @param responseModel the model that the provider says answered
 * @param fingerprint the provider's mark of its configuration
 * @param responseId the provider's id of the answer
 */
public record Attempt(
    String callId,
    int number,
    String requestModel,
    OptionalInt status,
    Optional<Reason> failure,
    String detail,
    boolean willRetry,
    Duration elapsed,
    Optional<Usage> usage,
    Optional<String> estimator,
    Optional<String> responseModel,
    Optional<String> fingerprint,
    Optional<String> responseId) {}
