package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.JsonNode;

/** Tables of kinds of tasks, calibration, support, router scores and the certificate. */
final class DiagnosticTables {
  private final JsonNode results;

  DiagnosticTables(JsonNode results) {
    this.results = results;
  }

  /** The repaired policy by kind of task. */
  Markup kinds() {
    JsonNode kinds = results.path("kinds");
    if (!kinds.isObject()) {
      return sentence("The contexts have no categorical feature to tell kinds of tasks by.");
    }
    CostText cost = CostText.of(results);
    String interval = NumberText.confidence(results) + " CI";
    HtmlTable table = new HtmlTable("Repaired policy by " + NumberText.words(kinds.path("feature")))
        .words(NumberText.words(kinds.path("feature")))
        .numbers(
            "turns",
            "sessions",
            "baseline, " + cost.unitLabel(),
            cost.unitLabel(),
            "saving, " + interval,
            "change in quality, " + interval);
    for (JsonNode row : kinds.path("rows")) {
      table.row(
          NumberText.words(row.path("value")),
          NumberText.significant(row.path("turns")),
          NumberText.significant(row.path("sessions")),
          cost.text(row.path("baselineCost")),
          cost.text(row.path("meanCost")),
          NumberText.percentUnit(row.path("saving").path("estimate")) + " "
              + NumberText.percentEnds(row.path("saving")),
          NumberText.quality(row.path("qualityChange").path("estimate")) + " "
              + NumberText.qualityEnds(row.path("qualityChange")));
    }
    return table.markup();
  }

  /** Bias and calibration error of every prediction. */
  Markup calibration() {
    JsonNode calibration = results.path("calibration");
    CostText cost = CostText.of(results);
    HtmlTable table = new HtmlTable(
            "Calibration: observed less predicted, and mean distance of bins from it")
        .words("prediction")
        .words("turns of")
        .numbers("turns", "bias, " + NumberText.confidence(results) + " CI", "calibration error");
    JsonNode response = calibration.path("response");
    if (response.isObject()) {
      table.row(
          NumberText.words(response.path("event")),
          "calibration part",
          NumberText.significant(response.path("forecasts")),
          "–",
          NumberText.quality(response.path("calibrationError")));
    }
    for (JsonNode outcome : calibration.path("outcomes")) {
      JsonNode quality = outcome.path("quality");
      JsonNode spent = outcome.path("cost");
      String policy = NumberText.words(outcome.path("policy"));
      table.row(
          "quality",
          policy,
          NumberText.significant(quality.path("turns")),
          NumberText.quality(quality.path("bias").path("estimate")) + " "
              + NumberText.qualityEnds(quality.path("bias")),
          NumberText.quality(quality.path("calibrationError")));
      table.row(
          "cost, " + cost.unitLabel(),
          policy,
          NumberText.significant(spent.path("turns")),
          cost.text(spent.path("bias").path("estimate")) + " " + cost.ends(spent.path("bias")),
          cost.text(spent.path("calibrationError")));
    }
    return table.markup();
  }

  /** Effective sample size, or why there is none. */
  Markup effective() {
    JsonNode rows = results.path("support").path("effectiveSampleSize");
    if (!rows.isArray()) {
      return sentence("Effective sample size: not defined, for the log has no probabilities of its"
          + " commitments; where every action's outcome is recorded none are needed.");
    }
    HtmlTable table = new HtmlTable("Effective sample size of the fitting log for each policy")
        .words("policy")
        .numbers("turns", "effective turns", "share", "largest weight", "mean weight");
    for (JsonNode row : rows) {
      table.row(
          NumberText.words(row.path("policy")),
          NumberText.significant(row.path("turns")),
          NumberText.significant(row.path("effective")),
          NumberText.percentUnit(row.path("share")),
          NumberText.significant(row.path("largestWeight")),
          NumberText.significant(row.path("meanWeight")));
    }
    return table.markup();
  }

  /** Whether sessions had budgets. */
  Markup budgets() {
    JsonNode armed = results.path("budgets").path("armed");
    return armed.isBoolean() && armed.booleanValue()
        ? new Markup()
        : sentence(
            armed.isBoolean()
                ? "No session of this study had a token budget armed, so there is no budget use to show."
                : "Whether sessions had budgets is not known.");
  }

  /** Scores of the literature on routers. */
  Markup router() {
    JsonNode router = results.path("router");
    Facts facts = new Facts();
    facts.add("AIQ, learned policy at five budgets", NumberText.quality(router.path("aiq")));
    facts.add(
        "AIQ, random mixtures of fixed actions", NumberText.quality(router.path("aiqOfMixtures")));
    facts.add("APGR", NumberText.quality(router.path("apgr")));
    facts.add(
        "Calls to the dear action for half of the gap",
        NumberText.percentUnit(router.path("callsAt50")));
    facts.add(
        "Calls to the dear action for four fifths of the gap",
        NumberText.percentUnit(router.path("callsAt80")));
    if (router.path("reason").isTextual()) {
      facts.add("Why some are missing", NumberText.words(router.path("reason")));
    }
    return sentence(
            "AIQ is the mean height of the non-decreasing hull of cost and quality between the"
                + " cheapest and the dearest fixed action. APGR is the share of the quality gap between two actions that"
                + " a router recovers, averaged over its share of calls to the dear one; a random router has one half.")
        .append(facts.markup());
  }

  /** The certificate's claims, each with the marks of its assumptions. */
  Markup certificate() {
    JsonNode certificate = results.path("certificate");
    Markup html = sentence("What this run shows, claim by claim, and what that rests on."
        + " ✓ checked: proved by enumeration or in closed form; ≈ estimated; ○ assumed: nothing in the run shows it."
        + " A claim that rests on something assumed is at best conditional. governor certify writes the same claims with their constants"
        + " and hashes.");
    HtmlTable claims = new HtmlTable("Claims about the repaired policy")
        .words("claim")
        .words("verdict")
        .words("quantity")
        .numbers("lower", "upper", "threshold", "confidence");
    for (JsonNode claim : certificate.path("claims")) {
      JsonNode conclusion = claim.path("conclusion");
      claims.row(
          NumberText.words(claim.path("claim")),
          verdict(claim),
          NumberText.words(conclusion.path("quantity")) + ", "
              + NumberText.words(conclusion.path("units")),
          NumberText.significant(conclusion.path("lower")),
          NumberText.significant(conclusion.path("upper")),
          NumberText.significant(conclusion.path("threshold")),
          NumberText.significant(claim.path("confidence")));
    }
    html.append(claims.markup());
    for (JsonNode claim : certificate.path("claims")) {
      html.open("details");
      html.element(
          "summary", "What it rests on: " + NumberText.words(claim.path("id")).replace('-', ' '));
      HtmlTable table = new HtmlTable("Assumptions: " + NumberText.words(claim.path("claim")))
          .words("assumption")
          .words("mark")
          .words("evidence");
      for (JsonNode assumption : claim.path("assumptions")) {
        table.row(
            NumberText.words(assumption.path("id")) + ": "
                + NumberText.words(assumption.path("text")),
            mark(assumption),
            NumberText.words(assumption.path("evidence")));
      }
      html.append(table.markup());
      claim
          .path("needs")
          .forEach(need ->
              html.element("p", "Needed: " + NumberText.words(need) + ".").lineBreak());
      html.closeLine();
    }
    HtmlTable silent = new HtmlTable("What the certificate is silent about")
        .words("claim")
        .words("what it would take");
    for (JsonNode missing : certificate.path("notStated")) {
      silent.row(NumberText.words(missing.path("claim")), NumberText.words(missing.path("needs")));
    }
    return html.append(silent.markup());
  }

  private static String verdict(JsonNode claim) {
    String sign = switch (claim.path("verdict").asText()) {
      case "CERTIFIED" -> "✓ ";
      case "CONDITIONAL" -> "○ ";
      case "REFUTED" -> "✗ ";
      default -> "? ";
    };
    return sign + NumberText.constant(claim.path("verdict")).toLowerCase(java.util.Locale.ROOT);
  }

  /** Checked, estimated or assumed. */
  private static String mark(JsonNode assumption) {
    return switch (assumption.path("status").asText()) {
      case "PROVED" -> "✓ checked";
      case "ESTIMATED" -> "≈ estimated";
      case "ESTIMATED_ASYMPTOTIC" -> "≈ estimated, asymptotic";
      case "ASSUMED" -> "○ assumed";
      case "VIOLATED" -> "✗ violated: " + NumberText.words(assumption.path("witness"));
      default -> "? unknown";
    };
  }

  private static Markup sentence(String text) {
    return new Markup().element("p", text).lineBreak();
  }
}
