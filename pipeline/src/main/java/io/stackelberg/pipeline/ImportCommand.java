package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.imports.ImportRequest;
import io.stackelberg.pipeline.io.imports.ImportSummary;
import io.stackelberg.pipeline.io.imports.LogImport;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor import}: logs of other tools as turns, with what they say and what they do not. */
@Command(
    name = "import",
    description = "Reads logs that other tools wrote and writes them as turns.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Formats: anthropic, anthropic-stream, csv, inspect, langfuse, litellm, mini-swe-agent, obp,",
      "openai-chat, openai-chat-stream, openai-responses, openai-responses-stream, otlp-json, swe-agent,",
      "tau-bench, tau2, turns, vw; auto tells by how a file begins, and says so. .gz is accepted.",
      "Input tokens include cache reads and writes, output tokens include reasoning, whatever the",
      "source calls them; what a file does not say is unknown, never zero. No text of prompts or",
      "answers is kept unless --with-text asks for it. docs/import.md says what each format means.",
      "",
      "Exit code: 0 imported, rejected records counted and told; 2 wrong usage, or files of which no",
      "record could be taken; 3 FILE does not exist; 70 an error of this program; 130 interrupted,",
      "nothing half written.",
      "",
      "Examples:",
      "  governor import prod.jsonl --out prod.turns.jsonl.gz",
      "  governor import traces.json --from otlp-json --outcomes evaluations.json --quality groundedness",
      "  governor import log.csv --from csv --columns session=conv,action=arm,quality=score --out t.jsonl",
      "  governor import pilot.turns.jsonl --from turns --to vw --out pilot.vw"
    })
final class ImportCommand implements Callable<Integer> {
  private static final int REASONS_SHOWN = 3;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Logs to import.")
  private List<Path> files;

  @Option(
      names = "--from",
      paramLabel = "FORMAT",
      description = "Format of the files.",
      defaultValue = LogImport.AUTO)
  private String from;

  @Option(names = "--out", paramLabel = "FILE", description = "Where the turns go; .gz is zipped.")
  private Optional<Path> out;

  @Option(
      names = "--to",
      paramLabel = "turns|vw",
      description = "What is written: turns, or Vowpal Wabbit's text.",
      defaultValue = "turns")
  private LogImport.Target to;

  @Option(
      names = "--rejected",
      paramLabel = "FILE",
      description = "Where every rejection goes (file, line, reason), one JSON object a line.")
  private Optional<Path> rejected;

  @Option(
      names = "--outcomes",
      paramLabel = "FILE",
      split = ",",
      description = "Outcomes that arrived later: outcomes.jsonl, or OTLP logs with evaluations.")
  private List<Path> outcomes = new ArrayList<>();

  @Option(
      names = "--quality",
      paramLabel = "NAME",
      description = "Score that is the quality, where a file holds named scores.")
  private Optional<String> quality;

  @Option(
      names = "--bandit-quality",
      paramLabel = "MEANING",
      description =
          "What a bandit's cost says of the quality: unknown, negated_cost or one_minus_cost.",
      defaultValue = "unknown")
  private ImportRequest.BanditQuality banditQuality;

  @Option(
      names = "--action",
      paramLabel = "ID",
      description = "Action of turns whose file logs none; the model's name where absent.")
  private Optional<String> action;

  @Option(
      names = "--columns",
      paramLabel = "FIELD=COLUMN",
      split = ",",
      description = "Columns of a csv file; feature.NAME=COLUMN for a feature.")
  private Map<String, String> columns = new LinkedHashMap<>();

  @Option(
      names = "--with-text",
      paramLabel = "BYTES",
      description = "Keeps at most so many bytes of each prompt and answer.",
      defaultValue = "0")
  private int textBytes;

  @Option(
      names = "--hash-ids",
      description = "Replaces ids by the first 128 bits of their SHA-256.")
  private boolean hashIds;

  @Option(names = "--json", description = "One JSON object a file.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress on standard error.")
  private boolean quiet;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (textBytes < 0) {
      throw InputException.invalid(
          "--with-text is " + textBytes + ", expected a whole number >= 0.");
    }
    if (to == LogImport.Target.VW && out.isEmpty()) {
      throw InputException.invalid("--out is missing, expected where the vw text goes.");
    }
    LogImport running = new LogImport(ImportRequest.DEFAULT
        .withTextBytes(textBytes)
        .withHashIds(hashIds)
        .withAction(action)
        .withQuality(quality)
        .withBanditQuality(banditQuality)
        .withColumns(columns));
    ScheduledExecutorService clock = ReadingProgress.start(
        quiet,
        files.stream().map(Path::toFile).mapToLong(File::length).sum(),
        running::bytesRead,
        spec.commandLine().getErr());
    LogImport.Result result;
    try {
      result = running.run(files, from, outcomes, to, out, rejected);
    } finally {
      clock.shutdownNow();
    }
    PrintWriter screen = spec.commandLine().getOut();
    for (ImportSummary summary : result.files()) {
      if (json) {
        screen.println(json(summary, result));
      } else {
        print(summary, screen);
      }
    }
    if (!json && result.outcomesRead() > 0) {
      screen.println("outcomes " + result.outcomesRead() + "  joined " + result.outcomesJoined());
    }
    if (!json) {
      out.ifPresent(path -> screen.println("-> " + path));
    }
    screen.flush();
    return 0;
  }

  private static ObjectNode json(ImportSummary summary, LogImport.Result result) {
    ObjectNode node = summary.json();
    if (result.outcomesRead() > 0) {
      node.put("outcomesRead", result.outcomesRead());
      node.put("outcomesJoined", result.outcomesJoined());
    }
    return node;
  }

  private void print(ImportSummary summary, PrintWriter screen) {
    ObjectNode node = summary.json();
    screen.println(summary.file() + "  format " + summary.format()
        + (node.path("detected").asBoolean() ? " (detected; --from overrides)" : ""));
    screen.println("  records " + summary.read() + "  imported " + summary.imported()
        + "  rejected " + summary.rejected() + "  turns " + summary.turns() + "  sessions "
        + summary.sessions() + "  calls " + text(node.path("calls")));
    screen.println("  tokens in " + text(node.path("inputTokens")) + " (cache read "
        + text(node.path("cacheReadTokens")) + ", write " + text(node.path("cacheWriteTokens"))
        + ")  out " + text(node.path("outputTokens")) + " (reasoning "
        + text(node.path("reasoningTokens")) + ")  calls without usage "
        + text(node.path("callsWithoutUsage")) + "  cost " + text(node.path("cost"))
        + (node.path("cost").isNull() ? "" : " USD"));
    screen.println("  missing propensities " + summary.missingPropensities() + "  missing quality "
        + summary.missingQuality());
    for (String side : List.of("judge", "simulatedUser")) {
      if (node.has(side)) {
        screen.println(
            "  not the agent's: " + side + " " + node.path(side).path("calls").asLong()
                + " calls, in " + text(node.path(side).path("inputTokens")) + ", out "
                + text(node.path(side).path("outputTokens")));
      }
    }
    summary.notices().forEach(notice -> screen.println("  ! " + notice));
    summary.reasons().stream()
        .limit(REASONS_SHOWN)
        .forEach(reason -> screen.println("  rejected " + reason));
    if (summary.rejected() > REASONS_SHOWN) {
      screen.println("  ... and " + (summary.rejected() - REASONS_SHOWN) + " more");
    }
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "unknown" : value.asText();
  }
}
