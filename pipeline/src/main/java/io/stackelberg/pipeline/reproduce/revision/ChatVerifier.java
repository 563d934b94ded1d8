package io.stackelberg.pipeline.reproduce.revision;

import io.stackelberg.environment.chat.ChatEndpoint;
import io.stackelberg.environment.chat.ChatReply;
import io.stackelberg.environment.chat.EndpointException;
import io.stackelberg.game.Require;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verifier played by a chat model at temperature 0; its reply holds {@code RISK:} and a number in [0, 1].
 *
 * <p>A reply without such a number is an {@link EndpointException} of reason {@code MALFORMED}, never a risk of 0.
 */
final class ChatVerifier implements ClauseVerifier {
  private static final Pattern RISK =
      Pattern.compile("RISK:\\s*(0(?:\\.\\d+)?|1(?:\\.0+)?)(?![\\d.]*\\d)");
  private static final String SYSTEM =
      "You verify contract clauses. Answer with RISK: and a number between 0 and 1.";

  private final ChatEndpoint endpoint;
  private final String model;

  /**
   * A verifier.
   *
   * @param model name of the model as the endpoint knows it
   */
  ChatVerifier(ChatEndpoint endpoint, String model) {
    this.endpoint = endpoint;
    this.model = Require.nonBlank("model", model);
  }

  @Override
  public Verdict verify(RiskQuestion question, String text) {
    String user = "How likely is it that the clause "
        + (question.reading() == RiskQuestion.Reading.EXPOSURE ? "contains" : "lacks") + " "
        + question.name().replace('_', ' ') + "?\nClause:\n"
        + (text.isBlank() ? "(deleted)" : text);
    ChatReply reply = ChatReviser.send(endpoint, model, SYSTEM, user, OptionalInt.empty());
    Matcher risk = RISK.matcher(reply.text());
    if (!risk.find()) {
      throw new EndpointException(
          EndpointException.Reason.MALFORMED,
          "The verdict holds no RISK: with a number in [0, 1], expected one.",
          reply.attempts());
    }
    return new Verdict(Double.parseDouble(risk.group(1)), ChatReviser.total(reply.usage()));
  }
}
