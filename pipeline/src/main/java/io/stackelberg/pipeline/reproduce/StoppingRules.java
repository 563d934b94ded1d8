package io.stackelberg.pipeline.reproduce;

import io.stackelberg.pipeline.io.CsvTable;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.pipeline.io.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * When to give up on a session: stopping rules on recorded trajectories of a tool-using airline agent.
 *
 * <p>A trial that is stopped yields reward 0 and costs the prompt and completion tokens up to there; one that is not
 * yields what was recorded. That is exact for stopping rules and for nothing else: no other action was recorded.
 * Every rule's number is chosen on the tasks of one half and scored on those of the other, both ways.
 */
public final class StoppingRules implements Reproduction {
  private static final String FILE = "taubench-trajectories/taubench-trajectories.csv";
  private static final double LARGEST_LOSS = 0.05;

  @Override
  public String summary() {
    return "session budgets on a recorded log: when to stop, at what loss of solved tasks";
  }

  /** One recorded trial: tokens spent up to and with each turn, running signals, and its reward. */
  private record Trial(String task, double[] spent, int[] toolCalls, boolean[] wrote, int reward) {
    int turns() {
      return spent.length;
    }
  }

  /** When a rule stops a trial: after how many turns at most. */
  private interface Rule {
    int turns(Trial trial, double limit);
  }

  @Override
  public Findings run(Setting setting) {
    Path file = setting.folders().stream()
        .flatMap(folder -> java.util.stream.Stream.of(
            folder.resolve("../shared/data").resolve(FILE), folder.resolve(FILE)))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> InputException.absent(
            FILE + " is absent, expected it under ../shared/data or the working directory."));
    List<Trial> trials = read(file);
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("turn limit", (trial, limit) -> (int) Math.min(trial.turns(), limit));
    rules.put("dynamic turns", StoppingRules::dynamicTurns);
    rules.put("token budget", StoppingRules::tokenBudget);
    rules.put("idle limit", StoppingRules::idle);
    Map<String, double[]> candidates = new LinkedHashMap<>();
    candidates.put("turn limit", range(4, 30));
    candidates.put("dynamic turns", range(2, 28));
    candidates.put(
        "token budget",
        Arrays.stream(range(1, 60)).map(thousands -> 4_000 * thousands).toArray());
    candidates.put(
        "idle limit", Arrays.stream(range(2, 16)).map(turns -> 2 * turns).toArray());
    List<String> tasks =
        new ArrayList<>(new TreeSet<>(trials.stream().map(Trial::task).toList()));
    Findings findings = new Findings(
        "session-budgets",
        "When to give up on a session",
        "How many tokens can a stopping rule save on recorded sessions, and how many solved tasks does it cost?",
        "Recorded outcomes (T2): " + trials.size() + " trials of " + tasks.size()
            + " airline tasks by one logged agent. Exact for stopping; nothing is said of other actions. The"
            + " intervals are over tasks and wide.");
    var table = findings.table(
        "rules",
        "Each rule at the limit that, on the other half of the tasks, saves most tokens among those losing at most "
            + LARGEST_LOSS + " of mean reward; percentile limits take no data but turn counts",
        "rule",
        "saving of tokens",
        "change of mean reward",
        "standard error over tasks",
        "stopped trials",
        "limits");
    var curves = findings.curves(
        "frontier",
        "Saving against lost reward",
        "Each curve runs through a rule's limits on all trials, from never stopping (right top) to stopping early:"
            + " the higher at equal saving, the better.",
        "share of tokens saved",
        "share of the reward kept");
    double full =
        trials.stream().mapToDouble(trial -> trial.spent()[trial.turns() - 1]).sum();
    double reward = trials.stream().mapToInt(Trial::reward).sum();
    for (double percentile : new double[] {0.25, 0.5, 0.75}) {
      int[] turns = trials.stream().mapToInt(Trial::turns).sorted().toArray();
      double limit = turns[(int) Math.ceil(percentile * turns.length) - 1];
      row(
          table,
          "turns at percentile " + 100 * percentile,
          trials,
          tasks,
          rules.get("turn limit"),
          task -> limit,
          limit + "");
    }
    double bestSaving = 0;
    for (Map.Entry<String, Rule> rule : rules.entrySet()) {
      double[] limits = candidates.get(rule.getKey());
      double[] chosen = new double[2];
      for (int half = 0; half < 2; half++) {
        int other = 1 - half;
        chosen[half] = choose(
            trials.stream()
                .filter(trial -> tasks.indexOf(trial.task()) % 2 == other)
                .toList(),
            rule.getValue(),
            limits);
      }
      double saving = row(
          table,
          rule.getKey(),
          trials,
          tasks,
          rule.getValue(),
          task -> chosen[tasks.indexOf(task) % 2],
          chosen[0] + ", " + chosen[1]);
      bestSaving = Math.max(bestSaving, saving);
      double[] saved = new double[limits.length];
      double[] kept = new double[limits.length];
      for (int index = 0; index < limits.length; index++) {
        double tokens = 0;
        double solved = 0;
        for (Trial trial : trials) {
          int turns = rule.getValue().turns(trial, limits[index]);
          tokens += spent(trial, turns);
          solved += turns == trial.turns() ? trial.reward() : 0;
        }
        saved[index] = 1 - tokens / full;
        kept[index] = solved / reward;
      }
      curves.line(rule.getKey(), saved, kept);
    }
    findings.state(
        "Some rule whose limit was chosen on other tasks saves tokens while it loses at most 0.05 of mean reward.",
        bestSaving > 0 ? Standing.HOLDS : Standing.FAILS,
        "Largest saving of a rule within that loss: " + 100 * bestSaving
            + " %. With so few tasks the loss itself is known to a few hundredths only.");
    return findings;
  }

  private interface LimitOf {
    double of(String task);
  }

  /** Adds a row; returns the saving if the loss is small enough, else 0. */
  private static double row(
      Findings.Table table,
      String name,
      List<Trial> trials,
      List<String> tasks,
      Rule rule,
      LimitOf limit,
      String limits) {
    double full = 0;
    double spent = 0;
    int stopped = 0;
    double[] change = new double[tasks.size()];
    double[] counts = new double[tasks.size()];
    for (Trial trial : trials) {
      int turns = rule.turns(trial, limit.of(trial.task()));
      boolean isStopped = turns < trial.turns();
      full += trial.spent()[trial.turns() - 1];
      spent += spent(trial, turns);
      stopped += isStopped ? 1 : 0;
      int task = tasks.indexOf(trial.task());
      counts[task]++;
      change[task] -= isStopped ? trial.reward() : 0;
    }
    double mean = 0;
    for (int task = 0; task < change.length; task++) {
      change[task] /= counts[task];
      mean += change[task] / change.length;
    }
    double variance = 0;
    for (double one : change) {
      variance += (one - mean) * (one - mean) / (change.length - 1) / change.length;
    }
    table.row(
        name, List.of(1 - spent / full, mean, StrictMath.sqrt(variance), (double) stopped), limits);
    return mean >= -LARGEST_LOSS ? 1 - spent / full : 0;
  }

  private static double choose(List<Trial> trials, Rule rule, double[] limits) {
    double chosen = Double.POSITIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (double limit : limits) {
      double tokens = 0;
      double lost = 0;
      for (Trial trial : trials) {
        int turns = rule.turns(trial, limit);
        tokens += spent(trial, turns);
        lost += turns < trial.turns() ? trial.reward() : 0;
      }
      if (lost / trials.size() <= LARGEST_LOSS && tokens < least) {
        least = tokens;
        chosen = limit;
      }
    }
    return chosen;
  }

  private static double spent(Trial trial, int turns) {
    return turns == 0 ? 0 : trial.spent()[turns - 1];
  }

  /** Starts with the limit and earns half a turn more whenever a tool was called. */
  private static int dynamicTurns(Trial trial, double limit) {
    double allowed = limit;
    int calls = 0;
    for (int turn = 0; turn < trial.turns(); turn++) {
      if (turn >= allowed) {
        return turn;
      }
      if (trial.toolCalls()[turn] > calls) {
        calls = trial.toolCalls()[turn];
        allowed += 0.5;
      }
    }
    return trial.turns();
  }

  private static int tokenBudget(Trial trial, double limit) {
    int turns = 0;
    while (turns < trial.turns() && trial.spent()[turns] <= limit) {
      turns++;
    }
    return turns;
  }

  /** Stops after so many turns in a row without a write to the booking system. */
  private static int idle(Trial trial, double limit) {
    int idle = 0;
    for (int turn = 0; turn < trial.turns(); turn++) {
      idle = trial.wrote()[turn] ? 0 : idle + 1;
      if (idle > limit) {
        return turn;
      }
    }
    return trial.turns();
  }

  private static double[] range(int low, int high) {
    double[] range = new double[high - low + 1];
    for (int index = 0; index < range.length; index++) {
      range[index] = low + index;
    }
    return range;
  }

  private static List<Trial> read(Path file) {
    CsvTable table = CsvTable.read(file);
    Map<String, List<CsvTable.Row>> rows = new LinkedHashMap<>();
    for (CsvTable.Row row : table.rows()) {
      rows.computeIfAbsent(
              table.cell(row, "task_id") + " " + table.cell(row, "trial"), key -> new ArrayList<>())
          .add(row);
    }
    List<Trial> trials = new ArrayList<>();
    for (List<CsvTable.Row> turns : rows.values()) {
      double[] spent = new double[turns.size()];
      int[] calls = new int[spent.length];
      boolean[] wrote = new boolean[spent.length];
      double sum = 0;
      for (int turn = 0; turn < spent.length; turn++) {
        CsvTable.Row row = turns.get(turn);
        sum += number(table, row, "context_tokens_approx")
            + number(table, row, "new_message_tokens_approx");
        spent[turn] = sum;
        calls[turn] = (int) number(table, row, "tool_calls_so_far");
        wrote[turn] = number(table, row, "is_write_tool") > 0;
      }
      trials.add(new Trial(table.cell(turns.get(0), "task_id"), spent, calls, wrote, (int)
          number(table, turns.get(0), "final_reward")));
    }
    return trials;
  }

  private static double number(CsvTable table, CsvTable.Row row, String column) {
    String cell = table.cell(row, column);
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException notANumber) {
      throw InputException.invalid(column + " is \"" + cell + "\", expected a number (line "
          + row.line() + " of " + table.name() + ").");
    }
  }
}
