package io.stackelberg.response.model;

import io.stackelberg.game.ActionSet;
import io.stackelberg.game.FeatureSchema;
import io.stackelberg.game.NamedAction;
import io.stackelberg.game.Regularity;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Verbosity;
import io.stackelberg.game.run.Provenance;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns the tree of {@code docs/model-file.md} into a model, or says which field is wrong. */
final class ModelReader {
  private ModelReader() {}

  static SavedModel model(ModelNode node) {
    node.object("provenance", "follower", "outcomes");
    return new SavedModel(
        node.field("follower").optional(part -> part.checked(ModelReader::follower)),
        node.field("outcomes").optional(part -> part.checked(ModelReader::outcomes)),
        node.field("provenance").checked(ModelReader::provenance));
  }

  static Provenance provenance(ModelNode node) {
    node.object("producer", "options", "seed", "inputs", "versions", "parents");
    return new Provenance(
        node.field("producer").text(),
        texts(node.field("options")),
        node.field("seed").wholeLong(),
        texts(node.field("inputs")),
        texts(node.field("versions")),
        node.field("parents").list(ModelReader::provenance));
  }

  private static SortedMap<String, String> texts(ModelNode node) {
    SortedMap<String, String> read = new TreeMap<>();
    node.json()
        .fieldNames()
        .forEachRemaining(name -> read.put(name, node.field(name).text()));
    node.object(read.keySet().toArray(String[]::new));
    return read;
  }

  private static SoftmaxFollower follower(ModelNode node) {
    node.object("actions", "encoder", "coordinates", "outputOf", "temperature", "scores");
    return new SoftmaxFollower(
        node.field("actions").checked(ModelReader::actions),
        new FeatureSpace(
            node.field("encoder").checked(ModelReader::encoder),
            node.field("coordinates").list(ModelNode::text)),
        node.field("outputOf").wholes(),
        node.field("scores").checked(ModelReader::scores),
        node.field("temperature").number());
  }

  static ActionSet actions(ModelNode node) {
    return new ActionSet(node.list(action -> action.checked(ModelReader::action)));
  }

  private static ResourceAction action(ModelNode node) {
    if (node.json().size() == 1) {
      return new NamedAction(node.object("id").field("id").text());
    }
    node.object("id", "context", "verbosity", "tools");
    ModelNode verbosity = node.field("verbosity");
    ResourceVector action = new ResourceVector(
        node.field("context").number(),
        Arrays.stream(Verbosity.values())
            .filter(level -> level.id().equals(verbosity.text()))
            .findFirst()
            .orElseThrow(() -> verbosity.refuse(
                verbosity.json().toString(), "one of " + Arrays.toString(Verbosity.values()))),
        node.field("tools").whole());
    if (!node.field("id").text().equals(action.id())) {
      throw node.field("id").refuse(node.field("id").json().toString(), action.id());
    }
    return action;
  }

  private static FeatureEncoder encoder(ModelNode node) {
    node.object("numeric", "categorical", "texts");
    List<FeatureEncoder.Column> columns = node.field("numeric").list(ModelReader::column);
    List<List<String>> levels = node.field("categorical")
        .list(entry -> entry.object("name", "levels").field("levels").list(ModelNode::text));
    FeatureSchema schema = new FeatureSchema(
        node.field("numeric").list(entry -> entry.field("name").text()),
        node.field("categorical").list(entry -> entry.field("name").text()));
    Map<String, HashedText> texts = new LinkedHashMap<>();
    for (Map.Entry<String, HashedText> text : node.field("texts").list(ModelReader::text)) {
      texts.put(text.getKey(), text.getValue());
    }
    return new FeatureEncoder(schema, columns, levels, texts);
  }

  private static Map.Entry<String, HashedText> text(ModelNode node) {
    node.object("name", "dimensions", "norm", "seed", "weights");
    HashedText.Options options = new HashedText.Options(
        node.field("dimensions").whole(),
        node.field("norm").number(),
        node.field("seed").wholeLong());
    return Map.entry(
        node.field("name").text(), new HashedText(options, node.field("weights").numbers()));
  }

  private static FeatureEncoder.Column column(ModelNode node) {
    node.object("name", "logarithmic", "centre", "scale", "flagged");
    return new FeatureEncoder.Column(
        node.field("logarithmic").truth(),
        node.field("centre").number(),
        node.field("scale").number(),
        node.field("flagged").truth());
  }

  private static ScoreModel scores(ModelNode node) {
    ModelNode type = node.field("type");
    switch (type.text()) {
      case "linear":
        return new LinearScores(node.object("type", "weights").field("weights").matrix());
      case "network":
        return new NetworkScores(node.object("type", "layers")
            .field("layers")
            .list(ModelNode::matrix)
            .toArray(double[][][]::new));
      case "trees":
        return trees(node);
      default:
        throw type.refuse(type.json().toString(), "linear, trees or network");
    }
  }

  private static TreeScores trees(ModelNode node) {
    if (!node.field("type").text().equals("trees")) {
      throw node.field("type").refuse(node.field("type").json().toString(), "trees");
    }
    node.object(
        "type",
        "inputs",
        "thresholdGoesLeft",
        "base",
        "roots",
        "outputOf",
        "column",
        "value",
        "left",
        "right");
    double[] base = node.field("base").numbers();
    int[] roots = node.field("roots").wholes();
    int[] outputOf = node.field("outputOf").wholes();
    int[] column = node.field("column").wholes();
    double[] value = node.field("value").numbers();
    int[] left = node.field("left").wholes();
    int[] right = node.field("right").wholes();
    requireLength(node.field("outputOf"), outputOf.length, roots.length);
    requireLength(node.field("value"), value.length, column.length);
    requireLength(node.field("left"), left.length, column.length);
    requireLength(node.field("right"), right.length, column.length);
    requireBelow(node.field("roots"), roots, column.length);
    requireBelow(node.field("outputOf"), outputOf, base.length);
    return new TreeScores(
        node.field("inputs").whole(),
        node.field("thresholdGoesLeft").truth()
            ? Regularity.Side.LESS_OR_EQUAL
            : Regularity.Side.LESS_THAN,
        base,
        roots,
        outputOf,
        new TreeScores.Nodes(column, value, left, right));
  }

  private static void requireLength(ModelNode node, int length, int expected) {
    if (length != expected) {
      throw node.refuse("of length " + length, "length " + expected);
    }
  }

  private static void requireBelow(ModelNode node, int[] values, int end) {
    for (int value : values) {
      if (value < 0 || value >= end) {
        throw node.refuse(Arrays.toString(values), "whole numbers in [0, " + end + ")");
      }
    }
  }

  /** In version 1 there were lines only, without a type. */
  private static SavedOutcomes outcomes(ModelNode node) {
    ModelNode type = node.field("type");
    if (type.json().isMissingNode()) {
      return linear(node.object("actions", "encoder", "pooled", "groups"));
    }
    switch (type.text()) {
      case "lines":
        return linear(node.object("type", "actions", "encoder", "pooled", "groups"));
      case "trees":
        return treeOutcomes(node);
      default:
        throw type.refuse(type.json().toString(), "lines or trees");
    }
  }

  private static TreeOutcomes treeOutcomes(ModelNode node) {
    node.object("type", "actions", "encoder", "occurred", "quality", "tokens", "money");
    return new TreeOutcomes(
        node.field("encoder").checked(ModelReader::encoder),
        node.field("actions").checked(ModelReader::actions),
        node.field("occurred").list(ModelNode::truth),
        node.field("quality").checked(ModelReader::trees),
        node.field("tokens").optional(cost -> cost.checked(ModelReader::costTrees)),
        node.field("money").optional(cost -> cost.checked(ModelReader::costTrees)));
  }

  private static TreeOutcomes.CostTrees costTrees(ModelNode node) {
    node.object("trees", "factors");
    return new TreeOutcomes.CostTrees(
        node.field("trees").checked(ModelReader::trees),
        node.field("factors").list(ModelNode::number));
  }

  private static LinearOutcomes linear(ModelNode node) {
    OutcomeSpace space = new OutcomeSpace(
        node.field("encoder").checked(ModelReader::encoder),
        node.field("actions").checked(ModelReader::actions),
        node.field("pooled").truth());
    return new LinearOutcomes(
        space, node.field("groups").list(group -> group.optional(ModelReader::lines)));
  }

  private static LinearOutcomes.Lines lines(ModelNode node) {
    node.object("quality", "logistic", "tokens", "money");
    return new LinearOutcomes.Lines(
        line(node.field("quality")),
        node.field("logistic").truth(),
        node.field("tokens").optional(cost -> cost.checked(ModelReader::cost)),
        node.field("money").optional(cost -> cost.checked(ModelReader::cost)));
  }

  private static LinearOutcomes.CostLine cost(ModelNode node) {
    node.object("line", "logarithmic", "factor");
    return new LinearOutcomes.CostLine(
        line(node.field("line")),
        node.field("logarithmic").truth(),
        node.field("factor").number());
  }

  private static LinearOutcomes.Line line(ModelNode node) {
    node.object("intercept", "weights");
    return new LinearOutcomes.Line(
        node.field("intercept").number(), node.field("weights").numbers());
  }
}
