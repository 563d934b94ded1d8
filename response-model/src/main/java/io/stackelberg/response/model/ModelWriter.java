package io.stackelberg.response.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.run.Provenance;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Turns a model into the tree of {@code docs/model-file.md}; {@link ModelReader} turns it back. */
final class ModelWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ModelWriter() {}

  static ObjectNode model(SavedModel model) {
    ObjectNode node = NODES.objectNode();
    node.set("provenance", provenance(model.provenance()));
    optional(node, "follower", model.follower(), ModelWriter::follower);
    optional(node, "outcomes", model.outcomes(), ModelWriter::outcomes);
    return node;
  }

  private static <T> void optional(
      ObjectNode node, String name, Optional<T> value, Function<T, ObjectNode> writer) {
    node.set(name, value.isPresent() ? writer.apply(value.get()) : NODES.nullNode());
  }

  static ObjectNode provenance(Provenance provenance) {
    ObjectNode node = NODES.objectNode();
    node.put("producer", provenance.producer());
    node.set("options", texts(provenance.options()));
    node.put("seed", provenance.seed());
    node.set("inputs", texts(provenance.inputs()));
    node.set("versions", texts(provenance.versions()));
    ArrayNode parents = node.putArray("parents");
    provenance.parents().forEach(parent -> parents.add(provenance(parent)));
    return node;
  }

  private static ObjectNode texts(Map<String, String> values) {
    ObjectNode node = NODES.objectNode();
    values.forEach(node::put);
    return node;
  }

  private static ArrayNode texts(Collection<String> values) {
    ArrayNode node = NODES.arrayNode();
    values.forEach(node::add);
    return node;
  }

  private static ObjectNode follower(SoftmaxFollower follower) {
    ObjectNode node = NODES.objectNode();
    node.set("actions", actions(follower.actions()));
    node.set("encoder", encoder(follower.space().encoder()));
    node.set("coordinates", texts(follower.space().coordinates()));
    node.set("outputOf", numbers(follower.outputOf()));
    node.put("temperature", follower.temperature());
    node.set("scores", scores(follower.scores()));
    return node;
  }

  static ArrayNode actions(ActionSet actions) {
    ArrayNode list = NODES.arrayNode();
    for (ResourceAction action : actions.actions()) {
      ObjectNode node = list.addObject();
      node.put("id", action.id());
      if (action instanceof ResourceVector vector) {
        node.put("context", vector.contextRetention());
        node.put("verbosity", vector.verbosity().id());
        node.put("tools", vector.toolBudget());
      }
    }
    return list;
  }

  private static ObjectNode encoder(FeatureEncoder encoder) {
    ObjectNode node = NODES.objectNode();
    ArrayNode numeric = node.putArray("numeric");
    for (int feature = 0; feature < encoder.columns().size(); feature++) {
      FeatureEncoder.Column column = encoder.columns().get(feature);
      ObjectNode entry = numeric.addObject();
      entry.put("name", encoder.schema().numeric().get(feature));
      entry.put("logarithmic", column.logarithmic());
      entry.put("centre", column.centre());
      entry.put("scale", column.scale());
      entry.put("flagged", column.flagged());
    }
    ArrayNode categorical = node.putArray("categorical");
    for (int feature = 0; feature < encoder.levels().size(); feature++) {
      ObjectNode entry = categorical.addObject();
      entry.put("name", encoder.schema().categorical().get(feature));
      entry.set("levels", texts(encoder.levels().get(feature)));
    }
    ArrayNode hashed = node.putArray("texts");
    encoder.texts().forEach((name, text) -> {
      ObjectNode entry = hashed.addObject();
      entry.put("name", name);
      entry.put("dimensions", text.options().dimensions());
      entry.put("norm", text.options().norm());
      entry.put("seed", text.options().seed());
      entry.set("weights", numbers(text.weights()));
    });
    return node;
  }

  private static ObjectNode scores(ScoreModel scores) {
    ObjectNode node = NODES.objectNode();
    if (scores instanceof LinearScores linear) {
      node.put("type", "linear");
      node.set("weights", matrix(linear.weights()));
    } else if (scores instanceof NetworkScores network) {
      node.put("type", "network");
      ArrayNode layers = node.putArray("layers");
      for (int layer = 0; layer < network.depth(); layer++) {
        layers.add(matrix(network.layer(layer)));
      }
    } else {
      trees(node, (TreeScores) scores);
    }
    return node;
  }

  private static void trees(ObjectNode node, TreeScores trees) {
    node.put("type", "trees");
    node.put("inputs", trees.inputs());
    node.put("thresholdGoesLeft", trees.side() == Regularity.Side.LESS_OR_EQUAL);
    node.set("base", numbers(trees.base()));
    node.set("roots", numbers(trees.roots()));
    node.set("outputOf", numbers(trees.outputOf()));
    node.set("column", numbers(trees.nodes().column()));
    node.set("value", numbers(trees.nodes().value()));
    node.set("left", numbers(trees.nodes().left()));
    node.set("right", numbers(trees.nodes().right()));
  }

  private static ObjectNode outcomes(SavedOutcomes outcomes) {
    ObjectNode node = NODES.objectNode();
    if (outcomes instanceof LinearOutcomes lines) {
      lines(node, lines);
    } else {
      trees(node, (TreeOutcomes) outcomes);
    }
    return node;
  }

  private static void trees(ObjectNode node, TreeOutcomes outcomes) {
    node.put("type", "trees");
    node.set("actions", actions(outcomes.actions()));
    node.set("encoder", encoder(outcomes.encoder()));
    ArrayNode occurred = node.putArray("occurred");
    outcomes.occurred().forEach(occurred::add);
    node.set("quality", scores(outcomes.quality()));
    optional(node, "tokens", outcomes.tokens(), ModelWriter::cost);
    optional(node, "money", outcomes.money(), ModelWriter::cost);
  }

  private static ObjectNode cost(TreeOutcomes.CostTrees cost) {
    ObjectNode node = NODES.objectNode();
    node.set("trees", scores(cost.trees()));
    ArrayNode factors = node.putArray("factors");
    cost.factors().forEach(factors::add);
    return node;
  }

  private static void lines(ObjectNode node, LinearOutcomes outcomes) {
    node.put("type", "lines");
    node.set("actions", actions(outcomes.space().actions()));
    node.set("encoder", encoder(outcomes.space().encoder()));
    node.put("pooled", outcomes.space().pooled());
    ArrayNode groups = node.putArray("groups");
    for (Optional<LinearOutcomes.Lines> group : outcomes.groups()) {
      if (group.isEmpty()) {
        groups.addNull();
      } else {
        ObjectNode lines = groups.addObject();
        lines.set("quality", line(group.get().quality()));
        lines.put("logistic", group.get().logistic());
        optional(lines, "tokens", group.get().tokens(), ModelWriter::cost);
        optional(lines, "money", group.get().money(), ModelWriter::cost);
      }
    }
  }

  private static ObjectNode cost(LinearOutcomes.CostLine cost) {
    ObjectNode node = NODES.objectNode();
    node.set("line", line(cost.line()));
    node.put("logarithmic", cost.logarithmic());
    node.put("factor", cost.factor());
    return node;
  }

  private static ObjectNode line(LinearOutcomes.Line line) {
    ObjectNode node = NODES.objectNode();
    node.put("intercept", line.intercept());
    node.set("weights", numbers(line.weights()));
    return node;
  }

  private static ArrayNode matrix(double[][] rows) {
    ArrayNode node = NODES.arrayNode();
    for (double[] row : rows) {
      node.add(numbers(row));
    }
    return node;
  }

  private static ArrayNode numbers(double[] values) {
    ArrayNode node = NODES.arrayNode();
    for (double value : values) {
      node.add(value);
    }
    return node;
  }

  private static ArrayNode numbers(int[] values) {
    ArrayNode node = NODES.arrayNode();
    for (int value : values) {
      node.add(value);
    }
    return node;
  }
}
