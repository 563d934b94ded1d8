package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.ActionSet;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.run.Provenance;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.leader.LeaderObjective;
import io.stackelberg.leader.LeaderSolution;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.repair.RepairedPolicy;
import io.stackelberg.response.OutcomeFit;
import io.stackelberg.theory.CheckResult;
import java.util.Map;
import java.util.OptionalDouble;

/** Turns a result into the tree of {@code results.json}, whose fields {@code docs/results.md} explains. */
final class ResultsTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final StudyResult result;
  private final ArenaFactory.Opened opened;
  private final Provenance provenance;
  private final StudyConfig config;
  private final double confidence;

  ResultsTree(StudyResult result, ArenaFactory.Opened opened, Provenance provenance) {
    this.result = result;
    this.opened = opened;
    this.provenance = provenance;
    this.config = result.config();
    this.confidence = 1 - config.evaluation().tests().alpha();
  }

  /** The whole tree, in a fixed order of fields. */
  ObjectNode tree() {
    ObjectNode root = NODES.objectNode();
    root.put("schema", "results/1");
    root.put("study", config.experiment());
    root.put("description", config.description());
    root.put("seed", config.seed());
    ObjectNode environment = root.putObject("environment");
    environment.put("type", opened.type());
    environment.put("follower", config.environment().follower());
    environment.put("tier", opened.tier());
    environment.put("note", opened.note());
    root.put("baseline", config.baseline());
    root.put("costUnit", config.costUnit());
    root.put("margin", config.evaluation().tests().margin());
    root.put("confidence", confidence);
    root.set("claim", new ClaimText(result, confidence, opened).tree());
    root.set("data", data());
    root.set("response", response());
    root.set("outcome", outcome(result.surrogate().fit()));
    root.set("gate", gate());
    root.set("signal", signal());
    root.set("solution", solution());
    root.set("repair", repair(result.repaired()));
    ArrayNode checks = root.putArray("checks");
    result.checks().forEach(check -> checks.add(check(check)));
    ArrayNode rows = root.putArray("policies");
    result.board().rows().forEach(row -> rows.add(row(row)));
    ArrayNode points = root.putArray("atEqualCost");
    result.board().atEqualCost().forEach(point -> points.add(point(point)));
    root.set("atEqualCostMean", result.board().gain().map(ResultsTree::gain).orElse(null));
    root.set("provenance", provenance());
    return root;
  }

  private ObjectNode data() {
    ObjectNode data = NODES.objectNode();
    for (Part part : Part.values()) {
      var contexts = result.arena().contexts(part);
      ObjectNode node = data.putObject(part.name().toLowerCase(java.util.Locale.ROOT));
      node.put("contexts", contexts.size());
      node.put(
          "sessions",
          contexts.stream().map(context -> context.session()).distinct().count());
      node.put(
          "turns",
          part == Part.EVALUATE
              ? result.board().baseline().turns()
              : result.arena().log(part).turns().size());
    }
    ArrayNode unavailable = data.putArray("unavailable");
    for (ArenaFactory.Count count : opened.unavailable()) {
      unavailable.addObject().put("action", count.name()).put("contexts", count.contexts());
    }
    ArrayNode excluded = data.putArray("excluded");
    for (ArenaFactory.Count count : opened.excluded()) {
      excluded.addObject().put("reason", count.name()).put("contexts", count.contexts());
    }
    ArrayNode files = data.putArray("files");
    for (ArenaFactory.DataFile file : opened.files()) {
      files
          .addObject()
          .put("role", file.role())
          .put("name", file.name())
          .put("sha256", file.sha256())
          .put("rows", file.rows())
          .put("used", file.used())
          .put("unknownFeatures", file.unknownFeatures());
    }
    return data;
  }

  private ObjectNode response() {
    return result
        .surrogate()
        .response()
        .map(score -> {
          ObjectNode node = NODES.objectNode();
          node.put("name", config.responseModel().type());
          node.put("turns", score.turns());
          number(node, "logLoss", score.logLoss());
          number(node, "uniformLogLoss", score.uniformLogLoss());
          number(node, "frequencyLogLoss", score.frequencyLogLoss());
          number(node, "totalVariationLipschitz", score.totalVariationLipschitz());
          return node;
        })
        .orElse(null);
  }

  private ObjectNode outcome(OutcomeFit fit) {
    ObjectNode node = NODES.objectNode();
    node.put("name", result.surrogate().model());
    ArrayNode actions = node.putArray("actions");
    for (OutcomeFit.Skill skill : fit.skills()) {
      ObjectNode action = actions.addObject();
      action.put("action", skill.action());
      action.put("rows", skill.rows());
      number(action, "qualityPenalty", skill.qualityPenalty());
      number(action, "costPenalty", skill.costPenalty());
      number(action, "qualitySkill", skill.qualitySkill());
      number(action, "costSkill", skill.costSkill());
    }
    return node;
  }

  private ObjectNode gate() {
    ObjectNode node = gain(result.leader().gate());
    node.put("threshold", config.signal().threshold());
    node.put("open", result.leader().isGateOpen());
    node.put("model", result.surrogate().model());
    ArrayNode all = node.putArray("gains");
    result.leader().gates().forEach(gate -> all.add(gain(gate)));
    return node;
  }

  private ObjectNode signal() {
    ObjectNode node = NODES.objectNode();
    if (result.board().contrast().isEmpty()) {
      node.put("rule", Contrast.NOT_ASKED);
      node.put("verdict", "NOT_ASKED");
      return node;
    }
    Contrast contrast = result.board().contrast().get();
    node.put("rule", Contrast.RULE);
    node.set("overMixture", interval(contrast.overMixture()));
    node.set("overShuffled", interval(contrast.overShuffled()));
    node.put("verdict", contrast.isSignal() ? "SIGNAL" : "NO_RELIABLE_SIGNAL");
    return node;
  }

  private ObjectNode solution() {
    LeaderSolution solution = result.leader().solution();
    LeaderObjective objective = result.leader().objective();
    ObjectNode node = NODES.objectNode();
    node.put("solver", config.solver().name());
    node.put("objective", config.leader().objective());
    node.put("stopReason", solution.stopReason().name());
    number(node, "value", solution.value());
    number(node, "bound", solution.upperBound());
    number(node, "gap", solution.gap());
    if (objective instanceof LeaderObjective.CostAboveFloor floor) {
      number(node, "constraint", solution.meanQuality());
      number(node, "constraintLimit", floor.meanQuality());
    } else if (objective instanceof LeaderObjective.QualityWithinBudget budget) {
      number(node, "constraint", solution.meanCost());
      number(node, "constraintLimit", budget.meanCost());
    }
    ArrayNode prices = node.putArray("prices");
    for (double price : solution.prices()) {
      prices.add(Double.isFinite(price) ? NODES.numberNode(price) : NODES.nullNode());
    }
    node.put("evaluations", solution.evaluations());
    return node;
  }

  private ObjectNode repair(RepairedPolicy repaired) {
    ObjectNode node = NODES.objectNode();
    node.put("strategy", repaired.strategy());
    node.put("margin", config.evaluation().tests().margin());
    number(node, "delta", StudyResult.delta(config));
    node.put("bound", repaired.bound());
    node.put("rigour", repaired.rigour());
    node.put("sessions", repaired.sessions());
    node.set("whole", finding(repaired.whole()));
    ArrayNode commitments = node.putArray("commitments");
    repaired.findings().forEach(finding -> commitments.add(finding(finding)));
    double moved = 0;
    for (RepairedPolicy.Finding finding : repaired.findings()) {
      moved += finding.isAdmitted() ? 0 : finding.share();
    }
    number(node, "moved", moved);
    node.put("fallback", repaired.isFallback());
    node.set("gate", repaired.gate().map(ResultsTree::finding).orElse(null));
    node.put("explanation", repaired.explanation());
    return node;
  }

  private static ObjectNode finding(RepairedPolicy.Finding finding) {
    ObjectNode node = NODES.objectNode();
    node.put("commitment", finding.commitment());
    number(node, "share", finding.share());
    number(node, "change", finding.change());
    number(node, "lowerBound", finding.lowerBound());
    number(node, "allowed", finding.allowed());
    node.put("admitted", finding.isAdmitted());
    return node;
  }

  private static ObjectNode check(CheckResult check) {
    ObjectNode node = NODES.objectNode();
    node.put("id", check.check().replaceAll("[^a-z]+", "-").replaceAll("-$", ""));
    node.put("name", check.check());
    node.put(
        "result",
        check instanceof CheckResult.Holds
            ? "HOLDS"
            : check instanceof CheckResult.Violated ? "VIOLATED" : "INCONCLUSIVE");
    node.put("rigour", check.rigour().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    String more = check instanceof CheckResult.Violated violated
        ? " Witness: " + violated.witness() + "."
        : check instanceof CheckResult.Inconclusive open ? " Missing: " + open.missing() + "." : "";
    node.put("detail", check.detail() + more);
    return node;
  }

  private ObjectNode row(PolicyRow row) {
    ObjectNode node = NODES.objectNode();
    Play play = row.play();
    node.put("name", row.name());
    node.put("n", play.turns());
    node.put("sessions", play.sessions());
    number(node, "meanCost", Play.mean(play.cost()));
    number(node, "meanTokens", Play.mean(play.tokens()));
    number(node, "meanMoney", Play.mean(play.money()));
    number(node, "meanQuality", Play.mean(play.quality()));
    node.set("saving", interval(row.saving()));
    node.set("qualityChange", interval(row.qualityChange()));
    ObjectNode nonInferiority = node.putObject("nonInferiority");
    nonInferiority.put("margin", row.nonInferiority().margin());
    number(nonInferiority, "p", row.nonInferiority().p());
    nonInferiority.put("established", row.nonInferiority().established());
    ObjectNode welch = node.putObject("welch");
    number(welch, "costP", row.welchCost().p());
    number(welch, "qualityP", row.welchQuality().p());
    number(node, "costOfPass", row.costOfPass());
    node.set("costOfPassInterval", row.costOfPassEstimate().map(this::interval).orElse(null));
    node.put("optimistic", row.isOptimistic());
    ArrayNode actions = node.putArray("actions");
    ActionSet set = result.arena().actions();
    for (int action = 0; action < set.size(); action++) {
      double share = play.actionShares()[action];
      if (share > 0) {
        number(actions.addObject().put("action", set.get(action).id()), "share", share);
      }
    }
    node.put("note", row.note().orElse(null));
    return node;
  }

  private static ObjectNode point(EqualCost.Point point) {
    ObjectNode node = NODES.objectNode();
    number(node, "fraction", point.fraction());
    number(node, "target", point.target());
    number(node, "cost", point.cost());
    number(node, "mixtureCost", point.mixtureCost());
    number(node, "mixtureQuality", point.mixtureQuality());
    number(node, "policyQuality", point.policyQuality());
    node.setAll(gain(point.gain()));
    return node;
  }

  private static ObjectNode gain(MeanEstimate gain) {
    ObjectNode node = NODES.objectNode();
    number(node, "gain", gain.mean());
    number(node, "standardError", gain.standardError());
    return node;
  }

  private ObjectNode interval(MeanEstimate estimate) {
    return interval(estimate, confidence);
  }

  /** An interval; an end that is not finite is null. */
  static ObjectNode interval(MeanEstimate estimate, double confidence) {
    Interval interval = estimate.interval(confidence);
    ObjectNode node = NODES.objectNode();
    number(node, "estimate", interval.estimate());
    number(node, "low", interval.low());
    number(node, "high", interval.high());
    return node;
  }

  private ObjectNode provenance() {
    ObjectNode node = NODES.objectNode();
    node.put("producer", provenance.producer());
    for (Map.Entry<String, Map<String, String>> section : Map.<String, Map<String, String>>of(
            "options", provenance.options(),
            "inputs", provenance.inputs(),
            "versions", provenance.versions())
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .toList()) {
      ObjectNode values = node.putObject(section.getKey());
      section.getValue().forEach(values::put);
    }
    return node;
  }

  private static void number(ObjectNode node, String name, OptionalDouble value) {
    number(node, name, value.orElse(Double.NaN));
  }

  /** A number, or null where it is not known or not finite. */
  static void number(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value == 0 ? 0.0 : value);
    } else {
      node.putNull(name);
    }
  }
}
