package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/** Everything on the page below the policies that is words and tables. */
final class ReportTables {
  private static final int SHORT_HASH = 12;

  private final JsonNode results;

  ReportTables(JsonNode results) {
    this.results = results;
  }

  /** The stated rule, its verdict and both intervals, and the gate. */
  Markup signal() {
    JsonNode signal = results.path("signal");
    String interval = NumberText.confidence(results) + " CI ";
    Facts facts = new Facts();
    facts.add("Verdict", NumberText.constant(signal.path("verdict")));
    facts.add("Rule, stated beforehand", NumberText.words(signal.path("rule")));
    facts.add("Gain over the mixture", gain(signal.path("overMixture"), interval));
    facts.add("Gain over shuffled features", gain(signal.path("overShuffled"), interval));
    JsonNode gate = results.path("gate");
    String state = gate.path("open").isBoolean()
        ? (gate.path("open").booleanValue() ? "open" : "closed: the learned policy is the mixture")
        : "not known";
    facts.add(
        "Gate on the fitting part",
        state + " (gain " + NumberText.gain(gate.path("gain")) + ", standard error "
            + NumberText.gain(gate.path("standardError")) + ", threshold "
            + NumberText.significant(gate.path("threshold")) + ")");
    return facts.markup();
  }

  private static String gain(JsonNode gain, String interval) {
    return NumberText.gain(gain.path("estimate")) + ", " + interval + NumberText.gainEnds(gain);
  }

  /** The comparison with the mixture at each budget. */
  Markup equalCost() {
    CostText cost = CostText.of(results);
    HtmlTable table = new HtmlTable("Learned policy and mixture at equal cost")
        .words("budget")
        .numbers(
            "target, " + cost.unitLabel(),
            "spent",
            "mixture quality",
            "policy quality",
            "gain",
            "standard error");
    for (JsonNode row : results.path("atEqualCost")) {
      table.row(
          NumberText.level(row.path("fraction")),
          cost.text(row.path("target")),
          cost.text(row.path("cost")),
          NumberText.quality(row.path("mixtureQuality")),
          NumberText.quality(row.path("policyQuality")),
          NumberText.gain(row.path("gain")),
          NumberText.gain(row.path("standardError")));
    }
    JsonNode mean = results.path("atEqualCostMean");
    String error = NumberText.gain(mean.path("standardError"));
    table.row("mean", "–", "–", "–", "–", NumberText.gain(mean.path("gain")), error);
    return table.markup();
  }

  /** What the repair did as a whole. */
  Markup repair() {
    JsonNode repair = results.path("repair");
    Markup html = new Markup();
    html.element("p", NumberText.words(repair.path("explanation"))).lineBreak();
    Facts facts = new Facts();
    facts.add("Strategy", NumberText.words(repair.path("strategy")));
    facts.add("Loss of quality allowed", NumberText.significant(repair.path("margin")));
    facts.add("Risk of a wrong admission (delta)", NumberText.significant(repair.path("delta")));
    facts.add("Bound", NumberText.words(repair.path("bound")));
    facts.add("Rigour", ClaimCard.rigour(repair));
    facts.add("Calibration sessions", NumberText.significant(repair.path("sessions")));
    facts.add("Decisions moved by projection", NumberText.percentUnit(repair.path("moved")));
    facts.add("Falls back on the baseline alone", NumberText.words(repair.path("fallback")));
    return html.append(facts.markup());
  }

  /** Each commitment and why it was or was not admitted. */
  Markup commitments() {
    JsonNode repair = results.path("repair");
    HtmlTable table = new HtmlTable("Commitments")
        .words("commitment")
        .words("admitted")
        .numbers("share", "change in quality", "lower bound", "allowed")
        .words("why not");
    commitment(table, "whole policy", repair.path("whole"));
    for (JsonNode part : repair.path("commitments")) {
      commitment(table, NumberText.words(part.path("commitment")), part);
    }
    if (repair.path("gate").isObject()) {
      commitment(table, "projected policy, fresh sessions", repair.path("gate"));
    }
    return table.markup();
  }

  private static void commitment(HtmlTable table, String name, JsonNode part) {
    JsonNode allowed = part.path("allowed");
    table.row(
        name,
        admitted(part),
        NumberText.percentUnit(part.path("share")),
        NumberText.quality(part.path("change")),
        NumberText.quality(part.path("lowerBound")),
        allowed.isBoolean() ? NumberText.words(allowed) : NumberText.quality(allowed),
        whyNot(part));
  }

  private static String admitted(JsonNode part) {
    JsonNode admitted = part.path("admitted");
    return admitted.isBoolean() ? (admitted.booleanValue() ? "✓ yes" : "✗ no") : "? not known";
  }

  private static String whyNot(JsonNode part) {
    if (part.path("admitted").asBoolean(true)) {
      return "–";
    }
    OptionalDouble bound = NumberText.known(part.path("lowerBound"));
    OptionalDouble allowed = NumberText.known(part.path("allowed"));
    if (bound.isEmpty()) {
      return "its lower bound is not known";
    }
    boolean isBelow = allowed.isPresent() && bound.getAsDouble() < allowed.getAsDouble();
    return isBelow ? "its lower bound is below what is allowed" : "not recorded";
  }

  /** Held-out skill of the response model and of the outcome model. */
  Markup models() {
    Markup html = new Markup();
    JsonNode response = results.path("response");
    if (response.isObject()) {
      HtmlTable table = new HtmlTable("Response model: log-loss per held-out turn (less is better)")
          .words("model")
          .numbers(
              "log-loss",
              "uniform guess",
              "observed frequencies",
              "turns",
              "total-variation Lipschitz");
      table.row(
          NumberText.words(response.path("name")),
          NumberText.fixed(response.path("logLoss"), 3),
          NumberText.fixed(response.path("uniformLogLoss"), 3),
          NumberText.fixed(response.path("frequencyLogLoss"), 3),
          NumberText.significant(response.path("turns")),
          NumberText.fixed(response.path("totalVariationLipschitz"), 3));
      html.append(table.markup());
    } else {
      boolean isObedient = results.path("environment").path("follower").asText().equals("obedient");
      String why = isObedient
          ? "There is no response model: the follower obeys."
          : "The response model is not known.";
      html.element("p", why).lineBreak();
    }
    JsonNode outcome = results.path("outcome");
    html.element(
        "p",
        "A skill of 1 is a perfect prediction, 0 is no better than the action's mean, and below 0 is worse.");
    HtmlTable table = new HtmlTable(
            "Outcome model " + NumberText.words(outcome.path("name")) + ", cross-validated")
        .words("action")
        .numbers("rows", "quality skill", "cost skill", "quality penalty", "cost penalty");
    for (JsonNode row : outcome.path("actions")) {
      table.row(
          NumberText.words(row.path("action")),
          NumberText.significant(row.path("rows")),
          NumberText.fixed(row.path("qualitySkill"), 3),
          NumberText.fixed(row.path("costSkill"), 3),
          NumberText.significant(row.path("qualityPenalty")),
          NumberText.significant(row.path("costPenalty")));
    }
    return html.append(table.markup());
  }

  /** What the solver found and what was proved. */
  Markup solution() {
    JsonNode solution = results.path("solution");
    Facts facts = new Facts();
    facts.add("Solver", NumberText.words(solution.path("solver")));
    facts.add("Objective", NumberText.words(solution.path("objective")));
    facts.add(
        "Stopped because",
        NumberText.constant(solution.path("stopReason")).toLowerCase(Locale.ROOT));
    facts.add("Value", NumberText.significant(solution.path("value")));
    facts.add("Upper bound", NumberText.significant(solution.path("bound")));
    facts.add("Gap", NumberText.significant(solution.path("gap")));
    facts.add("Constraint", NumberText.words(solution.path("constraint")));
    facts.add("Its limit", NumberText.significant(solution.path("constraintLimit")));
    facts.add("Prices", NumberText.words(solution.path("prices")));
    facts.add("Evaluations", NumberText.significant(solution.path("evaluations")));
    return facts.markup();
  }

  /** The list of checks with their marks. */
  Markup checks() {
    HtmlTable table = new HtmlTable("Checks of the stated assumptions and guarantees")
        .words("check")
        .words("result")
        .words("rigour")
        .words("detail");
    for (JsonNode check : results.path("checks")) {
      String sign = switch (check.path("result").asText()) {
        case "HOLDS" -> "✓ ";
        case "VIOLATED" -> "✗ ";
        default -> "? ";
      };
      table.row(
          NumberText.words(check.path("id")) + ": " + NumberText.words(check.path("name")),
          sign + NumberText.constant(check.path("result")).toLowerCase(Locale.ROOT),
          ClaimCard.rigour(check),
          NumberText.words(check.path("detail")));
    }
    return table.markup();
  }

  /** What the run's own evaluation part certifies; empty for a run that carries no claims. */
  Markup certificate() {
    HtmlTable table = new HtmlTable("Claims, each with what it assumes")
        .words("claim")
        .words("verdict")
        .words("bounds")
        .words("assumed or violated");
    for (JsonNode claim : results.path("certificate")) {
      JsonNode conclusion = claim.path("conclusion");
      StringJoiner open = new StringJoiner(", ");
      for (JsonNode assumption : claim.path("assumptions")) {
        String status = assumption.path("status").asText();
        if (!status.equals("PROVED")) {
          open.add(assumption.path("id").asText() + " " + status.toLowerCase(Locale.ROOT));
        }
      }
      table.row(
          NumberText.words(claim.path("claim")),
          NumberText.constant(claim.path("verdict")).toLowerCase(Locale.ROOT),
          "[" + end(conclusion.path("lower")) + ", " + end(conclusion.path("upper")) + "] at "
              + claim.path("confidence").asText(),
          open.toString());
    }
    return table.markup();
  }

  private static String end(JsonNode number) {
    return number.isNumber() ? String.format(Locale.ROOT, "%.4g", number.asDouble()) : "unknown";
  }

  /** Counts of the parts, what is missing, and the files. */
  Markup data() {
    JsonNode data = results.path("data");
    HtmlTable parts = new HtmlTable("Parts, disjoint by session")
        .words("part")
        .numbers("contexts", "sessions", "turns");
    for (String part : new String[] {"fit", "calibrate", "evaluate"}) {
      JsonNode counts = data.path(part);
      parts.row(
          part,
          NumberText.significant(counts.path("contexts")),
          NumberText.significant(counts.path("sessions")),
          NumberText.significant(counts.path("turns")));
    }
    HtmlTable unavailable = new HtmlTable(
            "Evaluation contexts at which an action was never recorded")
        .words("action")
        .numbers("contexts");
    for (JsonNode row : data.path("unavailable")) {
      unavailable.row(
          NumberText.words(row.path("action")), NumberText.significant(row.path("contexts")));
    }
    HtmlTable excluded = new HtmlTable("Contexts excluded").words("reason").numbers("contexts");
    for (JsonNode row : data.path("excluded")) {
      excluded.row(
          NumberText.words(row.path("reason")), NumberText.significant(row.path("contexts")));
    }
    HtmlTable files = new HtmlTable("Files read")
        .words("file")
        .words("role")
        .words("SHA-256")
        .numbers("rows", "used");
    for (JsonNode file : data.path("files")) {
      files.row(
          NumberText.words(file.path("name")),
          NumberText.words(file.path("role")),
          shortHash(NumberText.words(file.path("sha256"))),
          NumberText.significant(file.path("rows")),
          NumberText.significant(file.path("used")));
    }
    return new Markup()
        .append(parts.markup())
        .append(unavailable.markup())
        .append(excluded.markup())
        .append(files.markup());
  }

  /** Producer, options, inputs and versions, with those of what it was made from. */
  Markup provenance() {
    Facts facts = new Facts();
    provenance(facts, "Producer", results.path("provenance"));
    return facts.markup();
  }

  private static void provenance(Facts facts, String name, JsonNode node) {
    facts.add(name, NumberText.words(node.path("producer")));
    if (node.has("seed")) {
      facts.add("Seed", NumberText.words(node.path("seed")));
    }
    facts.add("Options", NumberText.words(node.path("options")));
    Markup inputs = new Markup();
    node.path("inputs")
        .properties()
        .forEach(input -> inputs
            .element(
                "span",
                input.getKey() + " " + shortHash(NumberText.words(input.getValue())),
                "class",
                "hash")
            .text(" "));
    facts.add(
        "Inputs (SHA-256)", node.path("inputs").isEmpty() ? new Markup().text("none") : inputs);
    facts.add("Versions", NumberText.words(node.path("versions")));
    node.path("parents").forEach(parent -> provenance(facts, "Made from", parent));
  }

  private static String shortHash(String hash) {
    return hash.length() > SHORT_HASH ? hash.substring(0, SHORT_HASH) + "…" : hash;
  }

  /** List of names with their values. */
  private static final class Facts {
    private final Markup html = new Markup().open("dl", "class", "facts").lineBreak();

    void add(String name, String value) {
      add(name, new Markup().text(HtmlTable.typeset(value)));
    }

    void add(String name, Markup value) {
      html.open("div").element("dt", name).open("dd").append(value).close().closeLine();
    }

    Markup markup() {
      return html.closeLine();
    }
  }
}
