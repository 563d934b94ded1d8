package io.stackelberg.response;

import io.stackelberg.game.Require;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Folds of a cross-validation in which all turns of a session stay together. */
public final class GroupFolds {
  private GroupFolds() {}

  /**
   * Draws balanced folds.
   *
   * @param sessions distinct session ids
   * @param folds number of folds, at least 2
   * @return fold in [0, folds) of each session; fold sizes differ by at most 1
   */
  public static Map<String, Integer> draw(
      Collection<String> sessions, int folds, RandomGenerator random) {
    Require.atLeast("folds", folds, 2);
    List<String> shuffled = new ArrayList<>(sessions);
    for (int last = shuffled.size() - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      String kept = shuffled.get(last);
      shuffled.set(last, shuffled.get(other));
      shuffled.set(other, kept);
    }
    Map<String, Integer> assigned = new LinkedHashMap<>();
    for (int position = 0; position < shuffled.size(); position++) {
      assigned.put(shuffled.get(position), position % folds);
    }
    return assigned;
  }
}
