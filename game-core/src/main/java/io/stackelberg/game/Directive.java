package io.stackelberg.game;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Commitment that names the action itself, for a follower that obeys.
 *
 * <p>Its one coordinate is {@code action:<id>} with value 1, so that two different directives are never
 * near each other.
 *
 * @param action id of the action to take
 */
public record Directive(String action) implements Commitment {
  public Directive {
    Require.nonBlank("action", action);
  }

  /** The directive that names {@code action}. */
  public static Directive of(ResourceAction action) {
    return new Directive(action.id());
  }

  @Override
  public SortedMap<String, Double> coordinates() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("action:" + action, 1.0)));
  }

  @Override
  public String label() {
    return action;
  }

  @Override
  public boolean isFeasible(Context context) {
    return !context.unavailableActions().contains(action);
  }
}
