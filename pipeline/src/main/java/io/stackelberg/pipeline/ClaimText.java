package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a study claims of its repaired policy, whether the evaluation part bears it out, and what it leaves open. */
final class ClaimText {
  private final StudyResult result;
  private final PolicyRow row;
  private final double margin;
  private final double confidence;
  private final String environment;
  private final String type;

  ClaimText(StudyResult result, double confidence, ArenaFactory.Opened environment) {
    this.result = result;
    this.confidence = confidence;
    this.environment = environment.note();
    this.type = environment.type();
    this.margin = result.config().evaluation().tests().margin();
    this.row = result.board().rows().stream()
        .filter(candidate -> candidate.name().equals("repaired"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no row of the repaired policy."));
  }

  ObjectNode tree() {
    Interval saving = row.saving().interval(confidence);
    boolean saves = saving.low() > 0;
    boolean keeps = row.nonInferiority().established();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put(
        "text",
        "The repaired policy costs less than "
            + result.config().baseline()
            + ", and its quality is not worse by more than "
            + plain(margin)
            + ".");
    node.put("verdict", saves && keeps ? "ESTABLISHED" : "NOT_ESTABLISHED");
    ArrayNode reasons = node.putArray("reasons");
    reasons.add(String.format(
        Locale.ROOT,
        "Saving %.1f %% [%.1f %%, %.1f %%] of %s: %s.",
        100 * saving.estimate(),
        100 * saving.low(),
        100 * saving.high(),
        result.config().costUnit(),
        saves ? "above 0" : "not shown to be above 0"));
    Interval change = row.qualityChange().interval(confidence);
    reasons.add(String.format(
        Locale.ROOT,
        "Quality change %+.4f [%+.4f, %+.4f]: non-inferior at margin %s %s (p = %.3g).",
        change.estimate(),
        change.low(),
        change.high(),
        plain(margin),
        keeps ? "is established" : "is NOT established",
        row.nonInferiority().p()));
    reasons.add("Repair: " + result.repaired().explanation());
    if (!result.leader().isGateOpen()) {
      reasons.add(
          "Cross-validation found no use for the features; the learned policy is the best random mixture.");
    }
    node.put("rigour", "asymptotic");
    ArrayNode open = node.putArray("notShown");
    notShown().forEach(open::add);
    return node;
  }

  private List<String> notShown() {
    List<String> open = new ArrayList<>();
    open.add(environment);
    open.add("This is not a certificate: intervals and tests rest on Student's t over "
        + (row.saving().degreesOfFreedom() + 1)
        + " sessions, which is asymptotic.");
    if (type.equals(RealArena.TYPE)) {
      open.add(
          "Nothing is said about other models, prompts, judges or tasks than those of the calls.");
    } else if (result.arena().truth().isEmpty()) {
      open.add(
          "A simulated executor checks the method and the code, not the size of savings in reality.");
    } else {
      open.add("Nothing is said about other models, prompts or resources than the recorded ones.");
    }
    open.add(
        "The verdict is about one policy fixed before the evaluation part was opened; the other rows of the"
            + " table are compared without a correction for their number.");
    return open;
  }

  private static String plain(double value) {
    return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
