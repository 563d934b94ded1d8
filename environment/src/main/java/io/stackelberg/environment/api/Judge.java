package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.ChatRequest;
import java.util.List;

/** Says how good an answer is; usable by many threads at once. */
public interface Judge {
  /**
   * What to write beside every quality of this judge: its method, version and settings, such as {@code
   * judge:exact-match/1}.
   */
  String provenance();

  /**
   * Judges an answer.
   *
   * @return with an empty quality when this judge cannot judge it, never 0 for that
   * @throws TurnFailedException if a judge that asks a model got no answer
   */
  Judgement judge(Answered answered);

  /**
   * The requests that judging an answer takes, for adding up costs beforehand; none for a judge that asks no
   * model.
   */
  default List<ChatRequest> requests(ChatTask task, String answer) {
    return List.of();
  }

  /**
   * An answer to be judged.
   *
   * @param callId names the logical call that gave it; a judge that asks a model derives its own from it
   * @param account the ledger's session to book such calls on
   */
  record Answered(ChatTask task, String text, String callId, String account) {}
}
