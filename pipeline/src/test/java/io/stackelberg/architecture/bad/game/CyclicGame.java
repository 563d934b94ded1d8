package io.stackelberg.architecture.bad.game;

import io.stackelberg.architecture.bad.game.log.CyclicLog;

/** Half of a cycle between two packages. */
public record CyclicGame(CyclicLog log) {}
