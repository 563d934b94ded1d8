package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.ProperScores.LogLoss;
import io.stackelberg.pipeline.HeldOut.OutcomeScores;
import io.stackelberg.pipeline.HeldOut.ResponseScores;
import io.stackelberg.pipeline.io.LogInventory;
import io.stackelberg.pipeline.io.ReadTurns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code governor fit} tells: what the log held, how well each model predicts turns it was not fitted
 * on, and what the data cannot carry.
 *
 * @param freeTurns turns the response models were fitted on
 * @param folds folds of the cross-validation
 * @param uniformLogLoss of a guess that is uniform over the available actions
 * @param responses scores by name
 * @param response name of the chosen response model
 * @param outcomes scores by name; empty where no turn has both quality and tokens
 * @param outcome name of the chosen outcome model
 * @param cautions what the data is too small or too poor for, and what it would take
 */
record FitReport(
    ReadTurns read,
    int freeTurns,
    int folds,
    double uniformLogLoss,
    Map<String, ResponseScores> responses,
    String response,
    Map<String, OutcomeScores> outcomes,
    Optional<String> outcome,
    List<String> cautions) {
  private static final double CONFIDENCE = 0.95;

  String text() {
    LogInventory log = read.inventory();
    StringBuilder text = new StringBuilder(String.format(
        Locale.ROOT,
        "%s: %d lines, %d turns in %d sessions, %d actions; rejected %d\n"
            + "without propensity %d, without quality %d, without tokens %d, without a leader %d\n",
        read.name(),
        log.lines(),
        log.turns(),
        log.sessions(),
        read.log().actions().size(),
        log.rejected(),
        log.missingPropensities(),
        log.missingQuality(),
        log.missingTokens(),
        log.unannounced()));
    log.reasons().forEach(reason -> text.append("rejected: ").append(reason).append('\n'));
    if (log.rejected() > log.reasons().size()) {
      text.append("... and ").append(log.rejected() - log.reasons().size()).append(" more\n");
    }
    text.append(String.format(
        Locale.ROOT, "\nresponse, held out by session: %d turns, %d folds\n", freeTurns, folds));
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("model", "log-loss", "95 % CI", "Brier", "ECE", "temperature", "scaled", ""));
    responses.forEach((name, scores) -> cells.add(List.of(
        name,
        number(scores.logLoss().mean()),
        interval(scores.logLoss()),
        number(scores.brier().mean()),
        number(scores.reliability().calibrationError()),
        number(scores.temperature().temperature()),
        number(scores.scaledLogLoss().mean()),
        name.equals(response) ? "<- chosen" + (scores.isScaled() ? ", scaled" : "") : "")));
    cells.add(List.of("(uniform guess)", number(uniformLogLoss), "", "", "", "", "", ""));
    append(text, cells);
    if (outcome.isPresent()) {
      text.append("\noutcome, held out by session\n");
      cells.clear();
      cells.add(List.of(
          "model", "turns", "tokens MAE", "tokens bias", "quality RMSE", "not predicted", ""));
      outcomes.forEach((name, scores) -> cells.add(List.of(
          name,
          "" + scores.turns(),
          percent(scores.tokensError()),
          percent(scores.tokensBias()),
          number(scores.qualityError()),
          "" + scores.unpredicted(),
          name.equals(outcome.get()) ? "<- chosen" : "")));
      append(text, cells);
      text.append(String.format(
          Locale.ROOT,
          "\nquality of a single turn by %s: intervals that hold it with probability >= %.0f %%"
              + " (finite-sample, marginal; assumes exchangeable sessions)\n",
          outcome.get(),
          100 * (1 - HeldOut.MISS)));
      cells.clear();
      cells.add(List.of("action", "turns", "sessions", "RMSE", "half-width", ""));
      outcomes
          .get(outcome.get())
          .actions()
          .forEach(action -> cells.add(List.of(
              action.action(),
              "" + action.turns(),
              "" + action.sessions(),
              number(action.error()),
              number(action.halfWidth()),
              action.halfWidth() == 0.5 ? "(too few sessions: [0, 1])" : "")));
      append(text, cells);
    }
    if (!cautions.isEmpty()) {
      text.append('\n');
      cautions.forEach(caution -> text.append("Caution: ").append(caution).append('\n'));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, List<List<String>> cells) {
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int shown = column;
        int width =
            cells.stream().mapToInt(other -> other.get(shown).length()).max().orElse(0);
        boolean isLeft = column == 0 || column == row.size() - 1;
        String padding = " ".repeat(width - row.get(column).length());
        line.append(isLeft ? row.get(column) + padding : padding + row.get(column))
            .append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }

  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("schema", "fit/1");
    LogInventory log = read.inventory();
    ObjectNode inventory = root.putObject("log");
    inventory.put("name", read.name());
    inventory.put("sha256", read.sha256());
    inventory.put("lines", log.lines());
    inventory.put("turns", log.turns());
    inventory.put("sessions", log.sessions());
    inventory.put("actions", read.log().actions().size());
    inventory.put("rejected", log.rejected());
    ArrayNode reasons = inventory.putArray("reasons");
    log.reasons().forEach(reasons::add);
    inventory.put("missingPropensities", log.missingPropensities());
    inventory.put("estimatedPropensities", log.estimatedPropensities());
    inventory.put("missingQuality", log.missingQuality());
    inventory.put("missingTokens", log.missingTokens());
    inventory.put("unannounced", log.unannounced());
    ObjectNode unused = inventory.putObject("unusedFields");
    log.unused().forEach(unused::put);
    root.put("freeTurns", freeTurns);
    root.put("folds", folds);
    put(root, "uniformLogLoss", uniformLogLoss);
    ArrayNode models = root.putArray("responses");
    responses.forEach((name, scores) -> {
      ObjectNode model = models.addObject();
      model.put("name", name);
      model.put("chosen", name.equals(response));
      put(model, "logLoss", scores.logLoss().mean());
      model.put("impossible", scores.logLoss().impossible());
      scores.logLoss().estimate().map(mean -> mean.interval(CONFIDENCE)).ifPresent(interval -> {
        put(model, "logLossLow", interval.low());
        put(model, "logLossHigh", interval.high());
      });
      put(model, "brier", scores.brier().mean());
      put(model, "calibrationError", scores.reliability().calibrationError());
      put(model, "temperature", scores.temperature().temperature());
      put(model, "scaledLogLoss", scores.scaledLogLoss().mean());
      model.put("scaled", scores.isScaled());
    });
    ArrayNode yields = root.putArray("outcomes");
    outcomes.forEach((name, scores) -> {
      ObjectNode model = yields.addObject();
      model.put("name", name);
      model.put("chosen", name.equals(outcome.orElse("")));
      model.put("turns", scores.turns());
      model.put("unpredicted", scores.unpredicted());
      put(model, "tokensError", scores.tokensError());
      put(model, "tokensBias", scores.tokensBias());
      put(model, "qualityError", scores.qualityError());
      ArrayNode actions = model.putArray("actions");
      scores.actions().forEach(action -> {
        ObjectNode entry = actions.addObject();
        entry.put("action", action.action());
        entry.put("turns", action.turns());
        entry.put("sessions", action.sessions());
        put(entry, "qualityError", action.error());
        put(entry, "qualityHalfWidth", action.halfWidth());
        put(entry, "qualityMiss", HeldOut.MISS);
      });
    });
    ArrayNode told = root.putArray("cautions");
    cautions.forEach(told::add);
    return root;
  }

  private static void put(ObjectNode node, String field, OptionalDouble value) {
    put(node, field, value.orElse(Double.NaN));
  }

  private static void put(ObjectNode node, String field, double value) {
    if (Double.isFinite(value)) {
      node.put(field, value);
    } else {
      node.putNull(field);
    }
  }

  private static String interval(LogLoss loss) {
    if (loss.estimate().isEmpty()) {
      return loss.impossible() + " impossible";
    }
    Interval interval = loss.estimate().get().interval(CONFIDENCE);
    return Double.isFinite(interval.width())
        ? "[" + number(interval.low()) + ", " + number(interval.high()) + "]"
        : "n/a";
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "n/a";
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "infinite";
  }

  private static String percent(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.1f %%", 100 * value.getAsDouble())
        : "n/a";
  }
}
