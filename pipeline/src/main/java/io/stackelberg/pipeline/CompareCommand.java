package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.stats.ClusteredMeans;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.MeanEstimate;
import io.stackelberg.pipeline.io.EvaluationCsv;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code governor compare}: the repaired policies of two runs, paired on the sessions they share. */
@Command(
    name = "compare",
    description = "Compares the repaired policies of two runs on the sessions that both evaluated.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Both runs' files are checked against their manifests first. Sessions are paired by their name; the",
      "baseline must have done the same in both, turn for turn, else the sessions are not the same and",
      "nothing is compared. Differences are second minus first, per turn, with intervals by Student's t",
      "over sessions: asymptotic, and not corrected for how many runs were tried.",
      "",
      "Exit code: 0 compared; 2 the runs cannot be compared; 70 an error of this program.",
      "",
      "Example:",
      "  governor compare runs/enumerate runs/gradient"
    })
final class CompareCommand implements Callable<Integer> {
  private static final double SAME = 1e-9;

  @Parameters(index = "0", paramLabel = "FIRST", description = "Directory of a finished run.")
  private Path first;

  @Parameters(index = "1", paramLabel = "SECOND", description = "Directory of another.")
  private Path second;

  @Option(
      names = "--confidence",
      paramLabel = "LEVEL",
      description = "Level of the intervals, in (0, 1).",
      defaultValue = "0.95")
  private double confidence;

  @Option(names = "--json", description = "One JSON object instead of text.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  /** Sessions of one run's repaired policy, in the file's order. */
  private record Evaluated(String unit, Map<String, EvaluationCsv.Row> sessions) {
    static Evaluated read(Path run) {
      RunDirectory.verified(run);
      JsonNode results = RunDirectory.tree(run.resolve("results.json"));
      Map<String, EvaluationCsv.Row> sessions = new LinkedHashMap<>();
      for (EvaluationCsv.Row row : EvaluationCsv.read(run.resolve(EvaluationCsv.NAME))) {
        if (row.part().equals("evaluate") && row.policy().equals("repaired")) {
          sessions.put(row.session(), row);
        }
      }
      return new Evaluated(results.path("costUnit").asText(), sessions);
    }
  }

  @Override
  public Integer call() {
    if (!(confidence > 0 && confidence < 1)) {
      throw InputException.invalid(
          "--confidence is " + confidence + ", expected a number in (0, 1).");
    }
    Evaluated one = Evaluated.read(first);
    Evaluated two = Evaluated.read(second);
    if (!one.unit().equals(two.unit())) {
      throw InputException.invalid("the cost unit is " + one.unit() + " in " + first + " and "
          + two.unit() + " in " + second + ", expected the same.");
    }
    List<EvaluationCsv.Row[]> pairs = new ArrayList<>();
    one.sessions().forEach((session, row) -> {
      EvaluationCsv.Row other = two.sessions().get(session);
      if (other != null) {
        pairs.add(new EvaluationCsv.Row[] {row, other});
      }
    });
    if (pairs.size() < 2) {
      throw InputException.invalid("the runs share " + pairs.size()
          + " evaluated sessions, expected at least 2.\nMaybe they evaluated different data.");
    }
    requireSameSessions(pairs);
    ObjectNode tree = tree(pairs, one, two);
    PrintWriter console = spec.commandLine().getOut();
    console.print(json ? RunDirectory.json(tree) : text(tree));
    console.flush();
    return 0;
  }

  /** Refuses sessions in which the baseline did something else: equal names, unequal tasks or luck. */
  private void requireSameSessions(List<EvaluationCsv.Row[]> pairs) {
    for (EvaluationCsv.Row[] pair : pairs) {
      boolean isSame = pair[0].turns() == pair[1].turns()
          && near(pair[0].baselineCost(), pair[1].baselineCost())
          && near(pair[0].baselineQuality(), pair[1].baselineQuality());
      if (!isSame) {
        throw InputException.invalid("the baseline of session " + pair[0].session() + " cost "
            + pair[0].baselineCost() + " over " + pair[0].turns() + " turns in " + first + " and "
            + pair[1].baselineCost() + " over " + pair[1].turns() + " in " + second
            + ", expected the same.\nMaybe the runs differ in seed, data or baseline.");
      }
    }
  }

  private static boolean near(double one, double other) {
    return Math.abs(one - other) <= SAME * Math.max(1, Math.abs(one));
  }

  private ObjectNode tree(List<EvaluationCsv.Row[]> pairs, Evaluated one, Evaluated two) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("first", first.toString()).put("second", second.toString());
    tree.put("sessions", pairs.size());
    tree.put("onlyInFirst", one.sessions().size() - pairs.size());
    tree.put("onlyInSecond", two.sessions().size() - pairs.size());
    tree.put("costUnit", one.unit()).put("confidence", confidence).put("rigour", "asymptotic");
    double turns = pairs.stream().mapToInt(pair -> pair[0].turns()).average().orElseThrow();
    difference(
        tree.putObject("cost"),
        pairs.stream().mapToDouble(pair -> pair[1].cost() / turns).toArray(),
        pairs.stream().mapToDouble(pair -> pair[0].cost() / turns).toArray());
    difference(
        tree.putObject("quality"),
        pairs.stream().mapToDouble(pair -> pair[1].quality() / turns).toArray(),
        pairs.stream().mapToDouble(pair -> pair[0].quality() / turns).toArray());
    return tree;
  }

  private void difference(ObjectNode node, double[] second, double[] first) {
    double[] change = new double[first.length];
    int[] sessions = new int[first.length];
    for (int session = 0; session < change.length; session++) {
      change[session] = second[session] - first[session];
      sessions[session] = session;
    }
    MeanEstimate estimate = ClusteredMeans.mean(change, sessions);
    Interval interval = estimate.interval(confidence);
    node.put("first", Play.mean(first)).put("second", Play.mean(second));
    node.put("difference", estimate.mean()).put("low", interval.low()).put("high", interval.high());
  }

  private static String text(ObjectNode tree) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(
        Locale.ROOT,
        "%d sessions in both (%d only in the first, %d only in the second)%n",
        tree.path("sessions").asInt(),
        tree.path("onlyInFirst").asInt(),
        tree.path("onlyInSecond").asInt()));
    for (String name : List.of("cost", "quality")) {
      JsonNode node = tree.path(name);
      text.append(String.format(
          Locale.ROOT,
          "%-8s per turn: first %.5g, second %.5g, difference %+.4g [%+.4g, %+.4g]%n",
          name,
          node.path("first").asDouble(),
          node.path("second").asDouble(),
          node.path("difference").asDouble(),
          node.path("low").asDouble(),
          node.path("high").asDouble()));
    }
    return text.append("Paired by session, Student's t over sessions (asymptotic), level ")
        .append(tree.path("confidence").asText())
        .append("; cost in ")
        .append(tree.path("costUnit").asText())
        .append(".\n")
        .toString();
  }
}
