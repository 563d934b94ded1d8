package io.stackelberg.architecture.bad.game;

/** The vocabulary naming one of its users. */
record UpwardGame(Class<?> user) {
  static UpwardGame ofLog() {
    return new UpwardGame(io.stackelberg.architecture.bad.repair.OpenRepair.class);
  }
}
