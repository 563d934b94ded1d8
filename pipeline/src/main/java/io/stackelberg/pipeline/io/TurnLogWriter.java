package io.stackelberg.pipeline.io;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Announcement;
import io.stackelberg.game.Context;
import io.stackelberg.game.Directive;
import io.stackelberg.game.Outcome;
import io.stackelberg.game.Require;
import io.stackelberg.game.ResourceAction;
import io.stackelberg.game.ResourceVector;
import io.stackelberg.game.Turn;
import io.stackelberg.game.log.TurnLog;
import io.stackelberg.response.model.Unannounced;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;

/** Writes turns as {@code turns.jsonl}, gzipped where the name ends in {@code .gz}; whole or not at all. */
public final class TurnLogWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private TurnLogWriter() {}

  /**
   * Writes a log that {@link TurnLogReader#read} reads back, features, availability and all.
   *
   * @throws IllegalArgumentException if a commitment is neither an announcement, a directive nor absent
   * @throws UncheckedIOException if it cannot be written; an earlier file at {@code target} then stays
   */
  public static void write(Path target, TurnLog log) {
    Path absolute = target.toAbsolutePath();
    Path staged = absolute.resolveSibling(
        "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      Files.createDirectories(absolute.getParent());
      try (OutputStream file = Files.newOutputStream(staged);
          OutputStream out =
              absolute.toString().endsWith(".gz") ? new GZIPOutputStream(file) : file;
          Writer lines = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
        for (Turn turn : log.turns()) {
          lines.write(line(turn, log) + "\n");
        }
      }
      Files.move(staged, absolute, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    } finally {
      staged.toFile().delete();
    }
  }

  private static ObjectNode line(Turn turn, TurnLog log) {
    Context context = turn.context();
    ObjectNode line = NODES.objectNode();
    line.put("schema", TurnFields.SCHEMA);
    line.put("gen_ai.conversation.id", context.session());
    line.put("turn", context.state().turn());
    line.put("task.id", context.id());
    Outcome outcome = turn.outcome();
    put(line, "gen_ai.usage.input_tokens", outcome.tokens().input());
    put(line, "gen_ai.usage.output_tokens", outcome.tokens().output());
    put(line, "gen_ai.usage.cache_read.input_tokens", outcome.tokens().cachedInput());
    features(line.putObject("gov.features"), context);
    ObjectNode session = line.putObject("gov.session");
    session.put("history_tokens", context.state().historyTokens());
    put(session, "tokens_left", context.state().tokensLeft());
    put(session, "mean_quality", context.state().meanQuality());
    leader(line, turn);
    ArrayNode available = line.putArray("gov.actions_available");
    log.actions().actions().stream()
        .filter(context::isAvailable)
        .forEach(action -> available.add(action.id()));
    action(line.putObject("gov.action"), turn.action());
    put(line, "gov.propensity", turn.commitmentPropensity());
    put(line.putObject("gov.outcome"), "quality", outcome.quality());
    outcome
        .money()
        .ifPresent(money -> line.putObject("gov.cost")
            .put("amount", money.amount().toString())
            .put("currency", money.currency())
            .put("source", "unknown"));
    return line;
  }

  private static void features(ObjectNode node, Context context) {
    for (int feature = 0; feature < context.schema().numeric().size(); feature++) {
      put(node, context.schema().numeric().get(feature), context.numeric(feature));
    }
    for (int feature = 0; feature < context.schema().categorical().size(); feature++) {
      node.put(context.schema().categorical().get(feature), context.category(feature));
    }
  }

  private static void leader(ObjectNode line, Turn turn) {
    if (turn.commitment() instanceof Announcement announcement) {
      line.putObject("gov.leader")
          .put("quality_target", announcement.qualityTarget())
          .put("cost_incentive", announcement.costIncentive());
    } else if (turn.commitment() instanceof Directive directive) {
      line.putObject("gov.leader").put("directive", directive.action());
    } else if (!(turn.commitment() instanceof Unannounced)) {
      throw Require.unexpected(
          "commitment", turn.commitment().label(), "an announcement, a directive or none");
    }
  }

  private static void action(ObjectNode node, ResourceAction action) {
    node.put("id", action.id());
    if (action instanceof ResourceVector vector) {
      node.put("context", vector.contextRetention());
      node.put("verbosity", vector.verbosity().id());
      node.put("tools", vector.toolBudget());
    }
  }

  private static void put(ObjectNode node, String field, OptionalLong value) {
    if (value.isPresent()) {
      node.put(field, value.getAsLong());
    } else {
      node.putNull(field);
    }
  }

  private static void put(ObjectNode node, String field, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(field, value.getAsDouble());
    } else {
      node.putNull(field);
    }
  }
}
