package io.stackelberg.pipeline.io.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.Require;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Vowpal Wabbit's contextual bandits: one line an example, multi-line examples, or dsjson. */
final class VowpalFormat implements ForeignFormat {
  private static final int MOST_LINES = 10_000;
  private static final int SNIFFED = 200;

  @Override
  public void read(LogFile file, ImportSink sink) throws IOException {
    switch (kind(file)) {
      case DSJSON ->
        file.lines(
            sink,
            (line, number) ->
                sink.record(number, batch -> VowpalJson.decision(line.json(), sink, batch)));
      case LINES ->
        file.lines(
            sink,
            (line, number) -> sink.record(
                number, batch -> single(line.text(), file.stem(), number, sink, batch)));
      default -> blocks(file, sink);
    }
  }

  private enum Kind {
    DSJSON,
    LINES,
    BLOCKS
  }

  /** Decided by the first block: several labelled lines are examples of their own. */
  private static Kind kind(LogFile file) throws IOException {
    List<String> first = new ArrayList<>();
    boolean[] isOver = {false};
    ImportSink nowhere = ImportSink.nowhere();
    file.allLines(nowhere, (line, number) -> {
      if (isOver[0] || first.size() >= SNIFFED) {
        return;
      }
      if (line.length() == 0) {
        isOver[0] = !first.isEmpty();
        return;
      }
      try {
        first.add(line.text());
      } catch (IllegalArgumentException notText) {
        first.add("");
      }
    });
    if (!first.isEmpty() && first.get(0).startsWith("{")) {
      return Kind.DSJSON;
    }
    boolean isShared = first.stream().anyMatch(line -> line.startsWith("shared"));
    long labelled = first.stream()
        .filter(line -> !line.isBlank() && line.charAt(0) != '|' && line.charAt(0) != ' ')
        .count();
    return isShared || labelled <= 1 && first.size() > 1 || first.size() == 1 && isOver[0]
        ? Kind.BLOCKS
        : Kind.LINES;
  }

  /** The label before the first bar. */
  private record Label(
      List<String> available,
      Optional<String> action,
      BigDecimal cost,
      Optional<BigDecimal> propensity) {
    static Label of(String line) {
      int bar = line.indexOf('|');
      if (bar < 0) {
        throw Require.unexpected("the line", cut(line), "features after a |");
      }
      List<String> available = new ArrayList<>();
      Label label = new Label(available, Optional.empty(), BigDecimal.ZERO, Optional.empty());
      for (String token : line.substring(0, bar).strip().split("\\s+")) {
        if (token.isEmpty() || token.startsWith("'")) {
          continue;
        }
        String[] parts = token.split(":", -1);
        if (label.action().isPresent() && parts.length > 1) {
          throw Require.unexpected("label", cut(token) + " too", "one action with a cost");
        }
        if (!parts[0].matches("\\d{1,9}") || parts.length > 3) {
          throw Require.unexpected(
              "label", cut(token), "action:cost:probability with a whole action");
        }
        available.add(parts[0]);
        if (parts.length > 1) {
          label = new Label(
              available,
              Optional.of(parts[0]),
              number(parts[1]),
              parts.length > 2 ? Optional.of(number(parts[2])) : Optional.empty());
        }
      }
      return label;
    }
  }

  static String cut(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  static BigDecimal number(String text) {
    JsonNode node = JsonNodeFactory.instance.objectNode().put("number", text);
    return Fields.amount(node, "number")
        .orElseThrow(() -> Require.unexpected("number", text, "a decimal number"));
  }

  private static void single(String line, String stem, long number, ImportSink sink, Batch batch) {
    Label label = Label.of(line);
    batch.tally("examples", 1);
    if (label.action().isEmpty()) {
      batch.tally("unlabelledExamples", 1);
      return;
    }
    boolean isListed = label.available().size() > 1;
    ImportedTurn turn = new BanditTurn(
            stem + ":" + number,
            label.action().get(),
            isListed ? label.available() : List.of(),
            label.propensity())
        .turn(Optional.of(label.cost()), sink.request().banditQuality());
    turn.line().set("gov.features", VowpalText.features(line.substring(line.indexOf('|'))));
    finish(turn, label.cost(), label.propensity(), sink, batch);
  }

  static void finish(
      ImportedTurn turn,
      BigDecimal cost,
      Optional<BigDecimal> propensity,
      ImportSink sink,
      Batch batch) {
    batch.tally("labelledExamples", 1);
    batch.tally(propensity.isPresent() ? "labelsWithProbability" : "labelsWithoutProbability", 1);
    batch.stated("costSum", Optional.of(cost));
    if (sink.request().banditQuality() == ImportRequest.BanditQuality.UNKNOWN) {
      batch.notice(
          "costs are kept and the quality is unknown; --bandit-quality says what a cost means");
    }
    batch.turn(turn);
  }

  private static void blocks(LogFile file, ImportSink sink) throws IOException {
    List<String> block = new ArrayList<>();
    long[] first = {0};
    Optional<?>[] broken = {Optional.empty()};
    file.allLines(sink, (line, number) -> {
      if (line.length() == 0) {
        flush(block, first[0], broken, file.stem(), sink);
        return;
      }
      if (block.isEmpty() && broken[0].isEmpty()) {
        first[0] = number;
      }
      try {
        block.add(line.text());
        if (block.size() > MOST_LINES) {
          throw new IllegalArgumentException(
              "the example has more than 10000 lines, expected a blank line between examples");
        }
      } catch (IllegalArgumentException refused) {
        broken[0] = Optional.of(refused.getMessage());
        block.subList(Math.min(1, block.size()), block.size()).clear();
      }
    });
    flush(block, first[0], broken, file.stem(), sink);
  }

  private static void flush(
      List<String> block, long first, Optional<?>[] broken, String stem, ImportSink sink) {
    if (broken[0].isPresent()) {
      sink.reject(first, broken[0].get().toString());
    } else if (!block.isEmpty()) {
      sink.record(first, batch -> example(block, stem + ":" + first, sink, batch));
    }
    broken[0] = Optional.empty();
    block.clear();
  }

  private static void example(List<String> block, String session, ImportSink sink, Batch batch) {
    ObjectNode shared = JsonNodeFactory.instance.objectNode();
    List<String> actions = new ArrayList<>();
    Optional<Label> chosen = Optional.empty();
    int index = 0;
    for (String line : block) {
      if (line.startsWith("shared")) {
        if (line.indexOf('|') < 0 || !actions.isEmpty()) {
          throw Require.unexpected("shared", cut(line), "the first line, with features after a |");
        }
        shared = VowpalText.features(line.substring(line.indexOf('|')));
        batch.tally("sharedLines", 1);
        continue;
      }
      Label label = Label.of(line);
      if (label.action().isPresent()) {
        if (chosen.isPresent()) {
          throw new IllegalArgumentException("two lines carry a label, expected one chosen action");
        }
        chosen = Optional.of(label);
        index = actions.size();
      }
      actions.add(line.substring(line.indexOf('|')));
    }
    if (actions.isEmpty()) {
      throw new IllegalArgumentException("the example has no action, expected at least one line");
    }
    batch.tally("examples", 1);
    if (chosen.isEmpty()) {
      batch.tally("unlabelledExamples", 1);
      return;
    }
    List<String> ids = VowpalText.ids(actions);
    Set<String> distinct = new HashSet<>(ids);
    if (distinct.size() < ids.size()) {
      throw new IllegalStateException("Ids of actions repeat.");
    }
    ImportedTurn turn = new BanditTurn(
            session, ids.get(index), ids, chosen.get().propensity())
        .turn(Optional.of(chosen.get().cost()), sink.request().banditQuality());
    turn.line().set("gov.features", shared);
    ObjectNode described = turn.line().putObject("gov.action_features");
    for (int action = 0; action < ids.size(); action++) {
      described.put(ids.get(action), actions.get(action).strip());
    }
    finish(turn, chosen.get().cost(), chosen.get().propensity(), sink, batch);
  }
}
