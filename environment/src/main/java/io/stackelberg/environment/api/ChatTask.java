package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.game.Require;
import java.util.List;
import java.util.Optional;

/**
 * One task a chat model is given, and what is known about a good answer.
 *
 * @param id identifies the task within its {@link TaskSet}; the context's id
 * @param session unit of independence; tasks of one session are played in order
 * @param kind category, such as {@code code}
 * @param before messages that precede the first prompt of a session; empty from its second task on
 * @param prompt the user's message
 * @param reference the right answer
 * @param pattern regular expression a right answer matches
 * @param requiredKeys keys a right JSON answer holds
 * @param documents what local tools may look things up in
 */
public record ChatTask(
    String id,
    String session,
    String kind,
    List<ChatMessage> before,
    String prompt,
    Optional<String> reference,
    Optional<String> pattern,
    List<String> requiredKeys,
    List<Document> documents) {
  public ChatTask {
    Require.nonBlank("task id", id);
    Require.nonBlank("session of " + id, session);
    Require.nonBlank("kind of " + id, kind);
    Require.nonBlank("prompt of " + id, prompt);
    before = List.copyOf(before);
    requiredKeys = List.copyOf(requiredKeys);
    documents = List.copyOf(documents);
  }

  /** A text with a name. */
  public record Document(String name, String text) {
    public Document {
      Require.nonBlank("name of a document", name);
      Require.nonBlank("text of document " + name, text);
    }
  }

  /** A task known by its reference answer alone. */
  public static ChatTask of(
      String id, String session, String kind, String prompt, String reference) {
    return new ChatTask(
        id,
        session,
        kind,
        List.of(),
        prompt,
        Optional.of(reference),
        Optional.empty(),
        List.of(),
        List.of());
  }
}
