package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Figure of how often the learned and the repaired policy take each action. */
final class ActionMixFigure {
  private ActionMixFigure() {}

  /** The figure; empty when no shares are known for either policy. */
  static Optional<Figure> of(JsonNode results) {
    List<PolicyRow> policies = PolicyRow.allOf(results).stream()
        .filter(row -> row.name().equals("learned") || row.name().equals("repaired"))
        .filter(row -> row.json().path("actions").size() > 0)
        .toList();
    Set<String> actions = new LinkedHashSet<>();
    for (PolicyRow policy : policies) {
      for (JsonNode entry : policy.json().path("actions")) {
        if (entry.path("share").asDouble() > 0) {
          actions.add(entry.path("action").asText());
        }
      }
    }
    return actions.isEmpty()
        ? Optional.empty()
        : Optional.of(draw(policies, inRecordedOrder(actions, results)));
  }

  /** The actions in the order of the fixed policies, then any others. */
  private static List<String> inRecordedOrder(Set<String> actions, JsonNode results) {
    Set<String> ordered = new LinkedHashSet<>();
    for (JsonNode row : results.path("policies")) {
      String action = row.path("name").asText().replaceFirst("^fixed:", "");
      if (actions.contains(action)) {
        ordered.add(action);
      }
    }
    ordered.addAll(actions);
    return List.copyOf(ordered);
  }

  private static Figure draw(List<PolicyRow> policies, List<String> actions) {
    String sentence =
        "How often the two policies take each action: where the bars of one action differ, the repair "
            + "moved decisions to keep quality safe. Actions neither policy takes are left out.";
    List<BarFigure.Series> series = policies.stream()
        .map(policy -> new BarFigure.Series(
            policy.name(), policy.role(), policy.name().equals("repaired"), shares(policy)))
        .toList();
    return BarFigure.of(
        "actions", "What the learned and the repaired policy do", sentence, actions, series);
  }

  private static Map<String, JsonNode> shares(PolicyRow policy) {
    Map<String, JsonNode> shares = new LinkedHashMap<>();
    policy
        .json()
        .path("actions")
        .forEach(entry -> shares.put(entry.path("action").asText(), entry.path("share")));
    return shares;
  }
}
