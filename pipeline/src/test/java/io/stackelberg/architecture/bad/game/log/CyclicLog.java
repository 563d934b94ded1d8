package io.stackelberg.architecture.bad.game.log;

import io.stackelberg.architecture.bad.game.CyclicGame;
import java.util.List;

/** The other half. */
public record CyclicLog(List<CyclicGame> games) {
  CyclicGame first() {
    return games.get(0);
  }
}
