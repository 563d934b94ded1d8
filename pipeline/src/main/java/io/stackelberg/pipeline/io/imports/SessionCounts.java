package io.stackelberg.pipeline.io.imports;

import java.util.Arrays;

/** Turns and tool calls of each session, by 64-bit hash of its id; 16 bytes a session at half load. */
final class SessionCounts {
  private long[] keys = new long[1024];
  private int[] turns = new int[1024];
  private int[] tools = new int[1024];
  private int size;

  /** Counts a turn; {@code toolCalls} below 0 are unknown, and make the session's unknown. */
  void add(String session, long toolCalls) {
    long key = LongSet.hash(session);
    int slot = slot(keys, key == 0 ? 1 : key);
    if (turns[slot] == 0) {
      keys[slot] = key == 0 ? 1 : key;
      size++;
    }
    turns[slot]++;
    tools[slot] = toolCalls < 0 || tools[slot] < 0
        ? -1
        : (int) Math.min(Integer.MAX_VALUE, tools[slot] + toolCalls);
    if (size * 2 > keys.length) {
      grow();
    }
  }

  private void grow() {
    long[] largerKeys = new long[keys.length * 2];
    int[] largerTurns = new int[largerKeys.length];
    int[] largerTools = new int[largerKeys.length];
    for (int old = 0; old < keys.length; old++) {
      if (turns[old] > 0) {
        int slot = slot(largerKeys, keys[old]);
        largerKeys[slot] = keys[old];
        largerTurns[slot] = turns[old];
        largerTools[slot] = tools[old];
      }
    }
    keys = largerKeys;
    turns = largerTurns;
    tools = largerTools;
  }

  private static int slot(long[] keys, long key) {
    int slot = (int) key & keys.length - 1;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = slot + 1 & keys.length - 1;
    }
    return slot;
  }

  int size() {
    return size;
  }

  /** Turns of the sessions, ascending. */
  int[] turns() {
    return Arrays.stream(turns).filter(count -> count > 0).sorted().toArray();
  }

  /** Tool calls of the sessions of which they are known in every turn, ascending. */
  int[] tools() {
    int[] known = new int[size];
    int count = 0;
    for (int slot = 0; slot < keys.length; slot++) {
      if (turns[slot] > 0 && tools[slot] >= 0) {
        known[count++] = tools[slot];
      }
    }
    int[] sorted = Arrays.copyOf(known, count);
    Arrays.sort(sorted);
    return sorted;
  }
}
