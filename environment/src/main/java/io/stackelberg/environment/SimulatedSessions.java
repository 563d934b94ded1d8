package io.stackelberg.environment;

import io.stackelberg.game.Require;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which sessions an executor offers; two with different prefixes share none, and a session of one name is
 * the same session whatever the count.
 *
 * @param prefix begins every session's id, such as {@code fit} in {@code fit-0001}
 * @param count number of sessions, at least 1
 * @param turns turns per session, at least 1
 */
public record SimulatedSessions(String prefix, int count, int turns) {
  public SimulatedSessions {
    Require.nonBlank("prefix", prefix);
    Require.atLeast("count", count, 1);
    Require.atLeast("turns", turns, 1);
  }

  /** Ids in order: {@code prefix-0001}, {@code prefix-0002} and so on. */
  public List<String> ids() {
    return IntStream.rangeClosed(1, count)
        .mapToObj(session -> {
          String number = "" + session;
          return prefix + "-" + "0".repeat(Math.max(0, 4 - number.length())) + number;
        })
        .toList();
  }
}
