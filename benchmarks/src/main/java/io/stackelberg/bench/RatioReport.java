package io.stackelberg.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Text table of benchmark results: time and ratio to the baseline, per class and parameter set. */
final class RatioReport {
  private static final String BASELINE = "Baseline";
  private static final String ROW = "  %-28s %10s %12s %-6s %8s  %s%n";

  private final Map<String, Map<String, Row>> groups = new TreeMap<>();

  private record Row(Timing timing, String unit) {}

  /** The table of the given results; of a mode whose score is a time per operation. */
  static String of(Collection<RunResult> results) {
    RatioReport report = new RatioReport();
    for (RunResult result : results) {
      Result<?> primary = result.getPrimaryResult();
      double error = primary.getScoreError();
      report.add(
          result.getParams().getBenchmark(),
          parameters(result),
          new Timing(
              primary.getScore(),
              Double.isNaN(error) ? OptionalDouble.empty() : OptionalDouble.of(error)),
          primary.getScoreUnit());
    }
    return report.table();
  }

  /** Adds one timing of the method {@code benchmark}, named with its package and class. */
  void add(String benchmark, String parameters, Timing timing, String unit) {
    int dot = benchmark.lastIndexOf('.');
    String type = benchmark.substring(benchmark.lastIndexOf('.', dot - 1) + 1, dot);
    groups
        .computeIfAbsent(
            parameters.isEmpty() ? type : type + "  " + parameters, x -> new TreeMap<>())
        .put(benchmark.substring(dot + 1), new Row(timing, unit));
  }

  /** The table so far; a group without exactly one baseline shows times only. */
  String table() {
    StringBuilder text = new StringBuilder();
    groups.forEach((name, rows) -> {
      text.append(name).append('\n');
      text.append(String.format(
          Locale.ROOT, ROW, "method", "time", "+/-", "", "ratio", "interval of the ratio"));
      Optional<Timing> baseline = baseline(rows);
      rows.forEach((method, row) -> text.append(line(method, row, baseline)));
      text.append('\n');
    });
    return text.toString();
  }

  private static String parameters(RunResult result) {
    List<String> parts = new ArrayList<>();
    for (String key : result.getParams().getParamsKeys()) {
      parts.add(key + "=" + result.getParams().getParam(key));
    }
    return String.join(" ", parts);
  }

  private static Optional<Timing> baseline(Map<String, Row> rows) {
    List<Timing> found = new ArrayList<>();
    rows.forEach((method, row) -> {
      if (method.endsWith(BASELINE)) {
        found.add(row.timing);
      }
    });
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static String line(String method, Row row, Optional<Timing> baseline) {
    String ratio = "n/a";
    String interval = "n/a (no single baseline in this run)";
    if (baseline.isPresent()) {
      double value = row.timing.ratioTo(baseline.get());
      ratio = String.format(Locale.ROOT, "%.3f", value);
      interval = row.timing == baseline.get() ? "the baseline" : interval(row, baseline.get());
    }
    String time = digits(row.timing.mean());
    OptionalDouble halfWidth = row.timing.halfWidth();
    String width = halfWidth.isPresent() ? digits(halfWidth.getAsDouble()) : "n/a";
    return String.format(Locale.ROOT, ROW, method, time, width, row.unit, ratio, interval);
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static String interval(Row row, Timing baseline) {
    OptionalDouble factor = row.timing.ratioFactor(baseline);
    if (factor.isEmpty()) {
      return "n/a (too few iterations)";
    }
    double ratio = row.timing.ratioTo(baseline);
    return String.format(
        Locale.ROOT, "[%.3f, %.3f]", ratio / factor.getAsDouble(), ratio * factor.getAsDouble());
  }
}
