package io.stackelberg.pipeline.io.imports;

/** Set of texts by 64-bit hash: two distinct texts among a million are taken as one with probability below 1e-7. */
final class LongSet {
  private long[] slots = new long[1024];
  private int size;
  private boolean hasZero;

  /** Adds a text; whether it was not there. */
  boolean add(String text) {
    return add(hash(text));
  }

  boolean contains(String text) {
    long hash = hash(text);
    return hash == 0 ? hasZero : slots[slot(slots, hash)] == hash;
  }

  int size() {
    return size + (hasZero ? 1 : 0);
  }

  private boolean add(long hash) {
    if (hash == 0) {
      boolean isNew = !hasZero;
      hasZero = true;
      return isNew;
    }
    int slot = slot(slots, hash);
    if (slots[slot] == hash) {
      return false;
    }
    slots[slot] = hash;
    if (++size * 2 > slots.length) {
      long[] larger = new long[slots.length * 2];
      for (long value : slots) {
        if (value != 0) {
          larger[slot(larger, value)] = value;
        }
      }
      slots = larger;
    }
    return true;
  }

  private static int slot(long[] slots, long hash) {
    int slot = (int) hash & slots.length - 1;
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int index = 0; index < text.length(); index++) {
      hash = (hash ^ text.charAt(index)) * 0x9e3779b97f4a7c15L;
      hash ^= hash >>> 32;
    }
    hash = (hash ^ hash >>> 31) * 0xbf58476d1ce4e5b9L;
    return hash ^ hash >>> 29;
  }
}
