package io.stackelberg.environment.api;

import io.stackelberg.game.Turn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything about a played turn that its outcome does not say.
 *
 * @param turn the turn as the game sees it
 * @param choice the call in which the follower chose; empty under a directive
 * @param isFallbackAction whether the choice could not be read and the fallback action was taken
 * @param calls the requests that did the task, in order, at least one
 * @param keptMessages messages of the history that were sent
 * @param droppedMessages messages of the history that were not sent
 * @param toolCalls tools that were run
 * @param judgements by the judges' provenance, in their order; the first one's quality is the outcome's
 */
public record ApiTurn(
    Turn turn,
    Optional<PaidReply> choice,
    boolean isFallbackAction,
    List<PaidReply> calls,
    int keptMessages,
    int droppedMessages,
    int toolCalls,
    Map<String, Judgement> judgements) {
  public ApiTurn {
    calls = List.copyOf(calls);
    judgements = Collections.unmodifiableMap(new LinkedHashMap<>(judgements));
  }

  /** The calls whose tokens are the turn's: the choice, then the task's. */
  public List<PaidReply> billed() {
    List<PaidReply> billed = new ArrayList<>();
    choice.ifPresent(billed::add);
    billed.addAll(calls);
    return List.copyOf(billed);
  }

  /** Whether a token count of the turn is an estimate instead of the provider's. */
  public boolean isEstimated() {
    return billed().stream().anyMatch(call -> call.reply().usage().isEstimated());
  }

  /** Models and fingerprints that answered, sorted; more than one means that the model changed. */
  public SortedSet<String> answeredBy() {
    TreeSet<String> names = new TreeSet<>();
    for (PaidReply call : billed()) {
      names.add(call.reply().model().orElse("unknown")
          + " "
          + call.reply().fingerprint().orElse("unknown"));
    }
    return names;
  }
}
