package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.environment.price.PriceTable;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.imports.LogInspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor inspect}: what a log of turns holds, and what it lacks. */
@Command(
    name = "inspect",
    description =
        "Tells what a log of turns holds: what was tried where, what is known, what is missing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Support: turns of each action in every cell of task.kind, text features and the turn's number (500",
      "cells are told apart, the rest is \"other\"). Percentiles are of sessions, by nearest rank; tool calls",
      "come from gov.tool_calls, gov.features.tool_calls or calls[].tool_calls. With --prices each call is",
      "priced by LiteLLM's table; a model without a price is named, never counted as free.",
      "",
      "Exit code: 0 inspected, rejected lines counted and told; 2 no line is a turn; 3 a file does not exist.",
      "",
      "Example:",
      "  governor inspect prod.turns.jsonl --prices model_prices_and_context_window.json"
    })
final class InspectCommand implements Callable<Integer> {
  private static final int CELLS_SHOWN = 12;
  private static final int REASONS_SHOWN = 3;

  @Parameters(paramLabel = "FILE", description = "Log of turns; .gz is accepted.")
  private Path file;

  @Option(names = "--prices", paramLabel = "FILE", description = "LiteLLM's price table.")
  private Optional<Path> prices;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress on standard error.")
  private boolean quiet;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<PriceTable> table = prices.map(InspectCommand::table);
    LogInspection inspection = new LogInspection();
    ScheduledExecutorService clock = ReadingProgress.start(
        quiet, file.toFile().length(), inspection::bytesRead, spec.commandLine().getErr());
    ObjectNode told;
    try {
      told = inspection.inspect(file, table);
    } finally {
      clock.shutdownNow();
    }
    PrintWriter screen = spec.commandLine().getOut();
    if (json) {
      screen.println(told);
    } else {
      print(told, screen);
    }
    screen.flush();
    return 0;
  }

  /** Reads a price table for a command. */
  static PriceTable table(Path file) {
    if (!Files.isRegularFile(file)) {
      throw InputException.absent(
          "--prices is " + file + ", expected a price table (it does not exist).");
    }
    try {
      return PriceTable.read(file, Optional.empty());
    } catch (IOException unreadable) {
      throw InputException.invalid(
          "--prices is " + file + ", expected a readable file (" + unreadable.getMessage() + ").");
    } catch (IllegalArgumentException refused) {
      throw InputException.invalid(refused.getMessage());
    }
  }

  private static void print(ObjectNode told, PrintWriter screen) {
    long turns = told.path("turns").asLong();
    screen.printf(
        Locale.ROOT,
        "%s  lines %,d  turns %,d  sessions %,d  rejected %,d%n",
        told.path("file").asText(),
        told.path("lines").asLong(),
        turns,
        told.path("sessions").asLong(),
        told.path("rejected").asLong());
    int shown = 0;
    for (JsonNode reason : told.path("rejections")) {
      if (shown++ < REASONS_SHOWN) {
        screen.println("  rejected " + reason.asText());
      }
    }
    percentiles("turns a session", told.path("turnsPerSession"), screen);
    percentiles("tool calls a session", told.path("toolCallsPerSession"), screen);
    JsonNode propensities = told.path("propensities");
    screen.println("propensities known " + share(turns, propensities.path("missing"))
        + ", estimated " + propensities.path("estimated").asLong() + ", smallest "
        + text(propensities.path("smallest")) + "; actions available known "
        + share(turns, told.path("missingActionsAvailable")));
    JsonNode quality = told.path("quality");
    screen.println("quality known " + share(turns, quality.path("missing")) + ", mean "
        + text(quality.path("mean")) + ", sources " + quality.path("sources"));
    JsonNode tokens = told.path("tokens");
    screen.println("tokens in " + text(tokens.path("input")) + " (known "
        + share(turns, tokens.path("missingInput")) + "), out " + text(tokens.path("output"))
        + " (known " + share(turns, tokens.path("missingOutput")) + "); cost logged "
        + share(turns, told.path("missingCost")));
    for (JsonNode model : told.path("models")) {
      screen.println("model " + model.path("model").asText() + "  turns "
          + model.path("turns").asLong()
          + (model.has("cost")
              ? "  cost " + text(model.path("cost")) + " "
                  + model.path("currency").asText("") + " over "
                  + model.path("pricedTurns").asLong() + " turns"
              : "")
          + (model.path("unpriced").isTextual()
              ? "  ! " + model.path("unpriced").asText()
              : "")
          + (model.path("notice").isTextual() ? "  (" + model.path("notice").asText() + ")" : ""));
    }
    screen.println("support, turns of each action in each cell:");
    shown = 0;
    for (JsonNode cell : told.path("support")) {
      if (shown++ < CELLS_SHOWN) {
        StringBuilder line =
            new StringBuilder("  ").append(cell.path("cell").asText()).append(": ");
        cell.path("actions")
            .properties()
            .forEach(action -> line.append(action.getKey())
                .append(' ')
                .append(action.getValue().path("turns").asLong())
                .append("  "));
        if (!cell.path("neverTried").isEmpty()) {
          line.append("never ").append(cell.path("neverTried"));
        }
        screen.println(line.toString().stripTrailing());
      }
    }
    if (shown > CELLS_SHOWN) {
      screen.println("  ... and " + (shown - CELLS_SHOWN) + " more cells (--json)");
    }
    if (told.path("actions").size() == 1) {
      screen.println("! one action only: nothing says what another would yield.");
    }
    if (propensities.path("missing").asLong() > 0) {
      screen.println("! propensities are missing: direct method and replay only.");
    }
  }

  private static void percentiles(String name, JsonNode values, PrintWriter screen) {
    if (values.path("sessions").asLong() == 0) {
      screen.println(name + ": unknown");
      return;
    }
    StringBuilder line = new StringBuilder(name).append(':');
    values.properties().forEach(value -> {
      if (!value.getKey().equals("sessions")) {
        line.append("  ")
            .append(value.getKey())
            .append(' ')
            .append(value.getValue().asText());
      }
    });
    screen.println(line);
  }

  private static String share(long turns, JsonNode missing) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * (turns - missing.asLong()) / turns);
  }

  private static String text(JsonNode value) {
    return value.isNull() || value.isMissingNode()
        ? "unknown"
        : value.isFloatingPointNumber()
            ? String.format(Locale.ROOT, "%.4g", value.doubleValue())
            : value.asText();
  }
}
