package io.stackelberg.environment.api;

import io.stackelberg.environment.chat.ChatMessage;
import io.stackelberg.environment.chat.ChatMessage.Role;
import io.stackelberg.environment.chat.ChatReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was said in a session, read back from the ledger.
 *
 * @param arms whose turns count: the first that played a turn is read
 */
record SettledPast(TaskSet tasks, MeteredEndpoint endpoint, String run, List<String> arms) {
  SettledPast {
    arms = List.copyOf(arms);
  }

  /** What the ids of a turn's calls begin with. */
  String callId(String arm, String session, int turn) {
    return run + "/" + arm + "/" + session + "/" + turn;
  }

  /** The ledger's session for a session of an arm. */
  static String account(String arm, String session) {
    return arm + "/" + session;
  }

  /**
   * The messages before a turn: those the session begins with, then prompt and answer of each turn.
   *
   * @throws IllegalStateException if an earlier turn was not played
   */
  List<ChatMessage> before(String session, int turn) {
    List<ChatTask> played = tasks.session(session);
    List<ChatMessage> history = new ArrayList<>(played.get(0).before());
    for (int earlier = 0; earlier < turn; earlier++) {
      history.add(new ChatMessage(Role.USER, played.get(earlier).prompt()));
      history.add(new ChatMessage(Role.ASSISTANT, answer(session, earlier)));
    }
    return history;
  }

  private String answer(String session, int turn) {
    for (String arm : arms) {
      Optional<ChatReply> last = Optional.empty();
      boolean mayFollow = true;
      for (int round = 0; mayFollow; round++) {
        Optional<ChatReply> reply = endpoint.settled(callId(arm, session, turn) + "/act-" + round);
        mayFollow = reply.isPresent() && !reply.get().toolCalls().isEmpty();
        last = reply.isPresent() ? reply : last;
      }
      if (last.isPresent()) {
        return last.get().text();
      }
    }
    throw new IllegalStateException("turn "
        + turn
        + " of session "
        + session
        + " is not in the ledger, expected it played by arm "
        + String.join(" or ", arms)
        + ".");
  }
}
