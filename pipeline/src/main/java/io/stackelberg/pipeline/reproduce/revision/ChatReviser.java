package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.environment.chat.ChatEndpoint;
import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.ChatRequest;
import io.stackelberg.environment.chat.Usage;
import io.stackelberg.game.Require;
import io.stackelberg.game.run.SeedSplitter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reviser played by a chat model at temperature 0, told of the budget in words.
 *
 * <p>The reply is the revised clause; {@code DELETE} strikes it, an empty reply is no draft. Costs are the provider's
 * counts, unknown where it gives none.
 */
final class ChatReviser implements ClauseReviser {
  private final ChatEndpoint endpoint;
  private final String model;

  /**
   * A reviser.
   *
   * @param model name of the model as the endpoint knows it
   */
  ChatReviser(ChatEndpoint endpoint, String model) {
    this.endpoint = endpoint;
    this.model = Require.nonBlank("model", model);
  }

  @Override
  public Optional<Draft> revise(Request request) {
    RiskQuestion question = request.question();
    String system = "You revise contract clauses. Revise the clause so that its risk falls."
        + request
            .budget()
            .map(budget -> " " + budget.announcement(question.category()))
            .orElse("")
        + " Answer with the revised clause alone, or with DELETE to strike it.";
    String user = "Risk: the clause "
        + (question.reading() == RiskQuestion.Reading.EXPOSURE ? "contains" : "lacks") + " "
        + question.name().replace('_', ' ') + ". Request " + request.outerRound()
        + (request.outerRound() > 1
            ? ": the risk is still too high, change more than before."
            : ".")
        + "\nClause:\n" + request.text();
    OptionalInt room = OptionalInt.empty();
    if (request.tokensLeft().isPresent()) {
      long left = request.tokensLeft().getAsLong() - Clause.tokens(system) - Clause.tokens(user);
      if (left < 1) {
        return Optional.empty();
      }
      room = OptionalInt.of((int) Math.min(left, Integer.MAX_VALUE));
    }
    ChatReply reply = send(endpoint, model, system, user, room);
    String text = reply.text().strip();
    // A clause cut off in the middle is not a draft.
    boolean isWhole = reply.isComplete() && !reply.finishReason().equals(Optional.of("length"));
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new Draft(
            !isWhole ? request.text() : text.equals("DELETE") ? "" : text,
            total(reply.usage()),
            1));
  }

  /** Sends one request whose name follows from its content, so that nothing is paid twice. */
  static ChatReply send(
      ChatEndpoint endpoint, String model, String system, String user, OptionalInt room) {
    ChatRequest request = new ChatRequest(
        model,
        List.of(
            new ChatMessage(ChatMessage.Role.SYSTEM, system),
            new ChatMessage(ChatMessage.Role.USER, user)),
        room,
        OptionalDouble.of(0),
        OptionalLong.empty(),
        List.of(),
        false);
    String content = model + "\u0000" + system + "\u0000" + user + "\u0000" + room;
    return endpoint.send(request, "revision-" + Long.toHexString(SeedSplitter.firstLong(content)));
  }

  /** Input and output together; empty where one is unknown. */
  static OptionalLong total(Usage usage) {
    return usage.input().isPresent() && usage.output().isPresent()
        ? OptionalLong.of(usage.input().getAsLong() + usage.output().getAsLong())
        : OptionalLong.empty();
  }
}
