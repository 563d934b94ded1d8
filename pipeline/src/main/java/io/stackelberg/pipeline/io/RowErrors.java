package io.stackelberg.pipeline.io;

import java.util.ArrayList;
import java.util.List;

/** Bad rows of one file: all are counted, the first are told in full. */
final class RowErrors {
  private static final int SHOWN = 20;

  private final String file;
  private final List<String> shown = new ArrayList<>();
  private int count;
  private String hint = "";

  RowErrors(String file) {
    this.file = file;
  }

  void add(String name, String value, String condition, long line) {
    add(name + " is " + value + ", expected " + condition, line);
  }

  void add(String message, long line) {
    if (count++ < SHOWN) {
      shown.add(message + " (line " + line + " of " + file + ").");
    }
  }

  /** Bad values so far. */
  int count() {
    return count;
  }

  /** The first of them, in full. */
  List<String> shown() {
    return List.copyOf(shown);
  }

  /** A line that starts with "Maybe", told once after the rows. */
  void suggest(String maybe) {
    hint = "\n" + maybe;
  }

  void throwIfAny() {
    if (count > 0) {
      String more = count > SHOWN ? "\n... and " + (count - SHOWN) + " more bad rows." : "";
      throw InputException.invalid(String.join("\n", shown) + more + hint);
    }
  }
}
