package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Commitment;
import io.stackelberg.game.Context;
import io.stackelberg.game.CostUnit;
import io.stackelberg.game.Directive;
import io.stackelberg.game.MixedCommitment;
import io.stackelberg.game.Require;
import io.stackelberg.game.SessionState;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.repair.SafeSet;
import io.stackelberg.response.model.ModelFile;
import io.stackelberg.response.model.ModelNode;
import io.stackelberg.response.model.SealedJson;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Saved policies as JSON, the form of {@code docs/policy-file.md}: self-contained, every number to the bit; a file
 * that was cut, changed or written by something else is refused.
 */
public final class PolicyFile {
  /** What the field {@code format} says. */
  public static final String FORMAT = "stackelberg-policy";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final SealedJson FRAME =
      new SealedJson("policy", FORMAT, 1, "policy", "governor optimize");

  private PolicyFile() {}

  /**
   * Writes a policy, whole or not at all.
   *
   * @throws UncheckedIOException if it cannot be written; an earlier file at {@code target} then stays
   */
  public static void write(Path target, SavedPolicy policy) {
    ObjectNode node = NODES.objectNode();
    node.put("schema", "policy/1");
    node.put("kind", policy.kind());
    node.set("provenance", ModelFile.tree(policy.provenance()));
    node.set("actions", ModelFile.tree(policy.actions()));
    ArrayNode menu = node.putArray("menu");
    policy.menu().forEach(commitment -> menu.add(tree(commitment)));
    node.set("conservative", tree(policy.conservative()));
    node.put("unit", policy.unit().id());
    optional(node, "costCap", policy.costCap());
    node.set("features", tree(policy.support()));
    node.set("rule", tree(policy.rule(), policy.menu()));
    node.set("safeSet", policy.safeSet().map(PolicyFile::tree).orElse(null));
    node.set("model", policy.model().map(ModelFile::tree).orElse(null));
    FRAME.write(target, node);
  }

  private static ObjectNode tree(Commitment commitment) {
    ObjectNode node = NODES.objectNode();
    if (commitment instanceof Directive directive) {
      return node.put("directive", directive.action());
    }
    if (commitment instanceof Announcement announced) {
      return node.put("quality_target", announced.qualityTarget())
          .put("cost_incentive", announced.costIncentive());
    }
    throw Require.unexpected(
        "commitment", commitment.label(), "a directive or an announcement, to be saved");
  }

  private static ObjectNode tree(PolicySupport support) {
    ObjectNode node = NODES.objectNode();
    ArrayNode numeric = node.putArray("numeric");
    for (PolicySupport.Numeric feature : support.numeric()) {
      ObjectNode entry = numeric.addObject().put("name", feature.name());
      optional(entry, "low", feature.low());
      optional(entry, "high", feature.high());
      entry.put("sometimesUnknown", feature.sometimesUnknown());
    }
    ArrayNode categorical = node.putArray("categorical");
    for (PolicySupport.Categorical feature : support.categorical()) {
      ArrayNode values = categorical.addObject().put("name", feature.name()).putArray("values");
      feature.values().stream().sorted().forEach(values::add);
    }
    return node;
  }

  private static ObjectNode tree(SavedPolicy.Rule rule, List<Commitment> menu) {
    ObjectNode node = NODES.objectNode();
    if (rule instanceof SavedPolicy.Priced priced) {
      boolean isFloor = priced.objective() instanceof LeaderObjective.CostAboveFloor;
      node.put("objective", isFloor ? "cost-above-floor" : "quality-within-budget");
      node.put(
          "limit",
          priced.objective() instanceof LeaderObjective.CostAboveFloor floor
              ? floor.meanQuality()
              : ((LeaderObjective.QualityWithinBudget) priced.objective()).meanCost());
      node.put("lowPrice", priced.lowPrice());
      optional(
          node,
          "highPrice",
          priced.highPrice() < Double.POSITIVE_INFINITY
              ? OptionalDouble.of(priced.highPrice())
              : OptionalDouble.empty());
      return node.put("lowShare", priced.lowShare());
    }
    MixedCommitment lottery = ((SavedPolicy.Mixture) rule).lottery();
    ArrayNode draws = node.putArray("draws");
    for (int member = 0; member < lottery.support().size(); member++) {
      draws
          .addObject()
          .put("menu", menu.indexOf(lottery.support().get(member)))
          .put("probability", lottery.probabilities().get(member));
    }
    return node;
  }

  private static ObjectNode tree(SafeSet safeSet) {
    ObjectNode node = NODES.objectNode();
    ArrayNode members = node.putArray("members");
    safeSet.members().forEach(member -> members.add(tree(member)));
    ArrayNode bounds = node.putArray("lowerBounds");
    safeSet.lowerBounds().forEach(bounds::add);
    return node;
  }

  private static void optional(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, value.getAsDouble());
    } else {
      node.putNull(name);
    }
  }

  /**
   * Reads a policy and makes it ready to decide.
   *
   * @throws IllegalArgumentException if the file is absent, unreadable, no JSON, of another format, of a newer
   *     version, changed since it was written, or wrong in a field, which the message names
   */
  public static DeployedPolicy read(Path file) {
    return FRAME.read(file).checked(PolicyFile::policy);
  }

  private static DeployedPolicy policy(ModelNode node) {
    node.object(
        "schema",
        "kind",
        "provenance",
        "actions",
        "menu",
        "conservative",
        "unit",
        "costCap",
        "features",
        "rule",
        "safeSet",
        "model");
    ActionSet actions = ModelFile.actions(node.field("actions"));
    List<Commitment> menu = node.field("menu").list(entry -> commitment(entry, actions));
    SavedPolicy policy = new SavedPolicy(
        support(node.field("features")),
        actions,
        menu,
        commitment(node.field("conservative"), actions),
        unit(node.field("unit")),
        optional(node.field("costCap")),
        node.field("rule").checked(rule -> rule(rule, menu)),
        node.field("model").optional(ModelFile::model),
        node.field("safeSet").optional(part -> part.checked(inner -> safeSet(inner, actions))),
        ModelFile.provenance(node.field("provenance")));
    if (!node.field("schema").text().equals("policy/1")) {
      throw node.field("schema").refuse(node.field("schema").json().toString(), "policy/1");
    }
    if (!node.field("kind").text().equals(policy.kind())) {
      throw node.field("kind").refuse(node.field("kind").json().toString(), policy.kind());
    }
    requireFitting(policy);
    DeployedPolicy deployed = new DeployedPolicy(policy);
    deployed.decide(typical(policy.support()));
    return deployed;
  }

  private static void requireFitting(SavedPolicy policy) {
    policy.model().flatMap(model -> model.follower()).ifPresent(follower -> {
      if (!ids(follower.actions()).equals(ids(policy.actions()))) {
        throw Require.unexpected(
            "actions", policy.actions(), "those of the model, " + follower.actions());
      }
    });
  }

  private static List<String> ids(ActionSet actions) {
    return actions.actions().stream().map(action -> action.id()).toList();
  }

  /** A context inside the support, which every sound policy can decide. */
  private static Context typical(PolicySupport support) {
    return new Context(
        "typical",
        "typical",
        support.schema(),
        support.numeric().stream()
            .mapToDouble(feature -> feature.low().orElse(Double.NaN))
            .toArray(),
        support.categorical().stream()
            .map(feature -> feature.values().stream().sorted().findFirst().orElse(""))
            .toList(),
        SessionState.START,
        Set.of());
  }

  private static Commitment commitment(ModelNode node, ActionSet actions) {
    if (node.json().size() == 1) {
      return new Directive(actions
          .get(actions.indexOf(node.object("directive").field("directive").text()))
          .id());
    }
    node.object("quality_target", "cost_incentive");
    return new Announcement(
        node.field("quality_target").number(), node.field("cost_incentive").number());
  }

  private static CostUnit unit(ModelNode node) {
    return Arrays.stream(CostUnit.values())
        .filter(unit -> unit.id().equals(node.text()))
        .findFirst()
        .orElseThrow(() -> node.refuse(node.json().toString(), "tokens or usd"));
  }

  private static PolicySupport support(ModelNode node) {
    node.object("numeric", "categorical");
    return new PolicySupport(
        node.field("numeric").list(entry -> {
          entry.object("name", "low", "high", "sometimesUnknown");
          return new PolicySupport.Numeric(
              entry.field("name").text(),
              optional(entry.field("low")),
              optional(entry.field("high")),
              entry.field("sometimesUnknown").truth());
        }),
        node.field("categorical").list(entry -> {
          entry.object("name", "values");
          return new PolicySupport.Categorical(
              entry.field("name").text(), Set.copyOf(entry.field("values").list(ModelNode::text)));
        }));
  }

  private static SavedPolicy.Rule rule(ModelNode node, List<Commitment> menu) {
    if (node.json().has("draws")) {
      List<Commitment> support = new ArrayList<>();
      List<Double> probabilities = new ArrayList<>();
      for (ModelNode draw : node.object("draws").field("draws").list(each -> each)) {
        draw.object("menu", "probability");
        int index = draw.field("menu").whole();
        if (index < 0 || index >= menu.size()) {
          throw draw.field("menu").refuse("" + index, "an index of the menu");
        }
        support.add(menu.get(index));
        probabilities.add(draw.field("probability").number());
      }
      return new SavedPolicy.Mixture(new MixedCommitment(support, probabilities));
    }
    node.object("objective", "limit", "lowPrice", "highPrice", "lowShare");
    double limit = node.field("limit").number();
    ModelNode objective = node.field("objective");
    return new SavedPolicy.Priced(
        switch (objective.text()) {
          case "cost-above-floor" -> new LeaderObjective.CostAboveFloor(limit);
          case "quality-within-budget" -> new LeaderObjective.QualityWithinBudget(limit);
          default ->
            throw objective.refuse(
                objective.json().toString(), "cost-above-floor or quality-within-budget");
        },
        node.field("lowPrice").number(),
        optional(node.field("highPrice")).orElse(Double.POSITIVE_INFINITY),
        node.field("lowShare").number());
  }

  private static SafeSet safeSet(ModelNode node, ActionSet actions) {
    node.object("members", "lowerBounds");
    return new SafeSet(
        node.field("members").list(entry -> commitment(entry, actions)),
        node.field("lowerBounds").list(ModelNode::number));
  }

  private static OptionalDouble optional(ModelNode node) {
    return node.optional(ModelNode::number)
        .map(OptionalDouble::of)
        .orElseGet(OptionalDouble::empty);
  }
}
