package io.stackelberg.response.model;

import io.stackelberg.game.Commitment;
import java.util.Collections;
import java.util.SortedMap;

/**
 * The commitment of a turn in which no leader spoke: the follower chose freely and knew the context only.
 *
 * <p>It has no coordinates, so a model fitted on such turns says nothing about what an announcement changes.
 */
public record Unannounced() implements Commitment {
  @Override
  public SortedMap<String, Double> coordinates() {
    return Collections.emptySortedMap();
  }

  @Override
  public String label() {
    return "unannounced";
  }
}
