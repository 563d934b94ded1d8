package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.ChatEndpoint;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.environment.chat.TokenEstimator;
import io.stackelberg.environment.chat.Usage;
import io.stackelberg.environment.ledger.Charge;
import io.stackelberg.environment.ledger.Grant;
import io.stackelberg.environment.ledger.Ledger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Sends every logical call at most once: reserves before, settles after with the whole reply, releases on
 * failure. A call that is settled already, perhaps by an earlier process, is answered from the ledger.
 */
public final class MeteredEndpoint {
  /** Longer than any call takes, so that whoever waits for room gets it when the calls before end. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final ChatEndpoint endpoint;
  private final Ledger ledger;
  private final Pricing pricing;
  private final Function<ChatRequest, Charge> upper;

  /**
   * An endpoint under a ledger.
   *
   * @param pricing what a settled call is booked at
   * @param upper what is set aside for a call, see {@link #worstCase}; or an upper quantile
   */
  public MeteredEndpoint(
      ChatEndpoint endpoint, Ledger ledger, Pricing pricing, Function<ChatRequest, Charge> upper) {
    this.endpoint = endpoint;
    this.ledger = ledger;
    this.pricing = pricing;
    this.upper = upper;
  }

  /**
   * The most a call can cost: the estimate of its input and the limit on its output; unknown without such a
   * limit.
   */
  public static Function<ChatRequest, Charge> worstCase(TokenEstimator estimator, Pricing pricing) {
    return request -> {
      if (request.maxTokens().isEmpty()) {
        return new Charge(Optional.empty(), OptionalLong.empty());
      }
      long input = request.messages().stream()
          .mapToLong(message -> estimator.tokens(message.text()))
          .sum();
      long output = request.maxTokens().getAsInt();
      return new Charge(
          pricing.price(request.model(), Usage.of(input, output)), OptionalLong.of(input + output));
    };
  }

  /** What would be set aside for a call. */
  public Charge upper(ChatRequest request) {
    return upper.apply(request);
  }

  /**
   * Sends a call, or finds its reply in the ledger.
   *
   * @param callId names the logical call
   * @param account the ledger's session
   * @throws TurnFailedException if there is no answer or no budget
   * @throws IllegalStateException if the call was settled for another request
   */
  public PaidReply send(ChatRequest request, String callId, String account) {
    Grant grant = reserve(request, callId, account);
    if (grant instanceof Grant.Settled settled) {
      StoredReply stored = StoredReply.parse(settled.settlement().result());
      if (!stored.requestHash().equals(StoredReply.hash(request))) {
        throw new IllegalStateException("call "
            + callId
            + " is settled for another request, expected an equal one.\n"
            + "Maybe the study, its seed or its templates changed: use another run name; to play a turn"
            + " again, use another arm.");
      }
      return new PaidReply(callId, stored.reply(), settled.settlement().actual().money(), true);
    }
    if (grant instanceof Grant.Reservation reservation) {
      return pay(request, reservation);
    }
    throw TurnFailedException.refused(callId, (Grant.Refusal) grant);
  }

  private PaidReply pay(ChatRequest request, Grant.Reservation reservation) {
    String callId = reservation.callId();
    ChatReply reply;
    String released = "broke off";
    boolean isAnswered = false;
    try {
      reply = endpoint.send(request, callId);
      isAnswered = true;
    } catch (EndpointException failure) {
      released = failure.reason().toString();
      throw TurnFailedException.endpoint(callId, failure);
    } finally {
      if (!isAnswered) {
        ledger.release(reservation, released);
      }
    }
    Charge actual = new Charge(
        pricing.price(request.model(), reply.usage()), reply.usage().tokens().total());
    ledger.settle(reservation, actual, new StoredReply(StoredReply.hash(request), reply).json());
    return new PaidReply(callId, reply, actual.money(), false);
  }

  private Grant reserve(ChatRequest request, String callId, String account) {
    try {
      return ledger.reserveWaiting(callId, account, upper.apply(request), PATIENCE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw TurnFailedException.endpoint(
          callId,
          new EndpointException(
              EndpointException.Reason.INTERRUPTED, "interrupted before it was sent.", 0, stopped));
    }
  }

  /** The reply to a call that was settled before; empty if there is none. Sends nothing. */
  Optional<ChatReply> settled(String callId) {
    return ledger
        .settled(callId)
        .map(settled -> StoredReply.parse(settled.result()).reply());
  }
}
