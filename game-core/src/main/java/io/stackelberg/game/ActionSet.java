package io.stackelberg.game;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finite, ordered set of the follower's actions; the order fixes every array indexed by action. */
public final class ActionSet {
  private final List<ResourceAction> actions;
  private final Map<String, Integer> indices = new LinkedHashMap<>();

  /**
   * An action set.
   *
   * @param actions at least one, with distinct ids
   */
  public ActionSet(List<? extends ResourceAction> actions) {
    this.actions = List.copyOf(Require.nonEmpty("actions", actions));
    for (ResourceAction action : actions) {
      if (indices.put(action.id(), indices.size()) != null) {
        throw Require.unexpected("action", "\"" + action.id() + "\" twice", "distinct ids");
      }
    }
  }

  /** Actions known by name only. */
  public static ActionSet named(List<String> ids) {
    return new ActionSet(ids.stream().map(NamedAction::new).toList());
  }

  /** All combinations of the given levels, contexts outermost, tools innermost. */
  public static ActionSet grid(
      List<Double> contextRetentions, List<Verbosity> verbosities, List<Integer> toolBudgets) {
    List<ResourceVector> actions = new ArrayList<>();
    for (double contextRetention : contextRetentions) {
      for (Verbosity verbosity : verbosities) {
        for (int toolBudget : toolBudgets) {
          actions.add(new ResourceVector(contextRetention, verbosity, toolBudget));
        }
      }
    }
    return new ActionSet(actions);
  }

  /** The actions in order. */
  public List<ResourceAction> actions() {
    return actions;
  }

  /** Number of actions, at least 1. */
  public int size() {
    return actions.size();
  }

  /** The action at {@code actionIndex}. */
  public ResourceAction get(int actionIndex) {
    return actions.get(actionIndex);
  }

  /** Whether an action has this id. */
  public boolean contains(String id) {
    return indices.containsKey(id);
  }

  /**
   * Index of the action with this id.
   *
   * @throws IllegalArgumentException if no action has this id; the message lists the known ones
   */
  public int indexOf(String id) {
    Integer index = indices.get(id);
    if (index == null) {
      throw Require.unexpected("action", "\"" + id + "\"", "one of " + indices.keySet());
    }
    return index;
  }

  @Override
  public String toString() {
    return "ActionSet" + indices.keySet();
  }
}
