package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stackelberg.game.stats.BinomialProportion;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.pipeline.io.CoverageStudies.Finished;
import io.stackelberg.pipeline.io.CoverageStudies.Statement;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.theory.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Counts of a coverage experiment, one row per scenario and mode, and what they have to satisfy. */
final class CoverageTable {
  /** Confidence of the interval printed beside every count. */
  static final double CONFIDENCE = 0.95;

  /** Share of the studies in which a policy that saves at equal quality has to be shown to. */
  static final double POWER = 0.8;

  private final double delta;
  private final double claimDelta;
  private final List<Row> rows = new ArrayList<>();

  /**
   * One scenario in one mode.
   *
   * @param missed studies with a statement that misses the truth
   * @param missedSaving those whose interval of the saving does
   * @param missedQuality those whose interval of the change of quality does
   * @param falseVerdicts studies that show or contradict a claim falsely
   * @param shownSaving studies that show a saving
   * @param shownQuality studies that show that quality held
   * @param shownBoth studies that show both
   * @param meanSessions mean number of sessions that the statements rest on
   * @param meanSaving mean true saving
   * @param meanChange mean true change of quality
   * @param meanSampleError mean standard error of a study's change of quality
   * @param truthErrorSaving largest standard error of a true saving
   * @param truthErrorChange largest standard error of a true change
   * @param failures requirements that do not hold; empty where all do
   */
  record Row(
      String scenario,
      String mode,
      BinomialProportion missed,
      BinomialProportion missedSaving,
      BinomialProportion missedQuality,
      BinomialProportion falseVerdicts,
      BinomialProportion shownSaving,
      BinomialProportion shownQuality,
      BinomialProportion shownBoth,
      double meanSessions,
      double meanSaving,
      double meanChange,
      double meanSampleError,
      double truthErrorSaving,
      double truthErrorChange,
      List<String> failures) {}

  /**
   * An empty table.
   *
   * @param delta error probability of a study's statements together
   * @param claimDelta error probability of one claim
   */
  CoverageTable(double delta, double claimDelta) {
    this.delta = delta;
    this.claimDelta = claimDelta;
  }

  /** An empty table for repetitions of a study. */
  static CoverageTable of(StudyConfig study) {
    return new CoverageTable(
        StudyResult.delta(study), CoverageExperiment.claimDelta(StudyResult.delta(study)));
  }

  /** Adds the studies of a scenario, at least one, all of its modes. */
  void add(CoverageScenario scenario, List<Finished> studies) {
    for (String mode : CoverageExperiment.MODES) {
      rows.add(row(scenario, mode, studies));
    }
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Whether every requirement holds. */
  boolean holds() {
    return rows.stream().allMatch(row -> row.failures().isEmpty());
  }

  private Row row(CoverageScenario scenario, String mode, List<Finished> studies) {
    BinomialProportion missed = count(studies, mode, "", Statement::missesTruth);
    BinomialProportion missedSaving =
        count(studies, mode, CoverageExperiment.SAVING, Statement::missesTruth);
    BinomialProportion missedQuality =
        count(studies, mode, CoverageExperiment.QUALITY, Statement::missesTruth);
    BinomialProportion falseVerdicts = count(studies, mode, "", Statement::errs);
    BinomialProportion shownSaving =
        count(studies, mode, CoverageExperiment.SAVING, CoverageTable::isShown);
    BinomialProportion shownQuality =
        count(studies, mode, CoverageExperiment.QUALITY, CoverageTable::isShown);
    int both = (int) studies.stream()
        .filter(study -> study.statements().stream()
            .filter(statement -> statement.mode().equals(mode))
            .allMatch(CoverageTable::isShown))
        .count();
    double change = mean(studies, mode, CoverageExperiment.QUALITY);
    double sampleError =
        studies.stream().mapToDouble(Finished::sampleError).average().orElseThrow();
    List<String> failures = new ArrayList<>();
    if (!mode.equals(CoverageExperiment.ASYMPTOTIC)) {
      exceeds(failures, "statements missed", missed, delta);
      exceeds(failures, "savings missed", missedSaving, claimDelta);
      exceeds(failures, "changes of quality missed", missedQuality, claimDelta);
      exceeds(failures, "false verdicts", falseVerdicts, delta);
    }
    if (mode.equals(CoverageExperiment.FIXED)) {
      if (scenario.requirement() == CoverageScenario.Requirement.POWER) {
        below(failures, "saving shown", shownSaving);
        below(failures, "quality shown", shownQuality);
      }
    }
    if (scenario.requirement() == CoverageScenario.Requirement.REFUSAL
        && !mode.equals(CoverageExperiment.ASYMPTOTIC)) {
      if (shownQuality.successes() > 0) {
        failures.add("an unsafe policy was certified " + shownQuality.successes() + " times");
      }
      double threshold = studies.get(0).statements().stream()
          .filter(statement -> statement.claim().equals(CoverageExperiment.QUALITY))
          .findFirst()
          .orElseThrow()
          .threshold();
      if (!(threshold - change >= 2 * sampleError)) {
        failures.add("the planted loss exceeds the margin by "
            + text(threshold - change, 4) + ", less than two standard errors of "
            + text(sampleError, 4));
      }
    }
    return new Row(
        scenario.name(),
        mode,
        missed,
        missedSaving,
        missedQuality,
        falseVerdicts,
        shownSaving,
        shownQuality,
        new BinomialProportion(both, studies.size()),
        studies.stream()
            .flatMap(study -> study.statements().stream())
            .filter(statement -> statement.mode().equals(mode))
            .mapToInt(Statement::sessions)
            .average()
            .orElseThrow(),
        mean(studies, mode, CoverageExperiment.SAVING),
        change,
        sampleError,
        studies.stream().mapToDouble(Finished::savingError).max().orElseThrow(),
        studies.stream().mapToDouble(Finished::changeError).max().orElseThrow(),
        failures);
  }

  private static boolean isShown(Statement statement) {
    return statement.verdict() == Verdict.Finding.SHOWN;
  }

  /** Studies with such a statement; {@code claim} empty for any. */
  private static BinomialProportion count(
      List<Finished> studies, String mode, String claim, Predicate<Statement> condition) {
    long count = studies.stream()
        .filter(study -> study.statements().stream()
            .anyMatch(statement -> statement.mode().equals(mode)
                && (claim.isEmpty() || statement.claim().equals(claim))
                && condition.test(statement)))
        .count();
    return new BinomialProportion((int) count, studies.size());
  }

  private static double mean(List<Finished> studies, String mode, String claim) {
    return studies.stream()
        .flatMap(study -> study.statements().stream())
        .filter(statement -> statement.mode().equals(mode) && statement.claim().equals(claim))
        .mapToDouble(Statement::truth)
        .average()
        .orElseThrow();
  }

  private static void exceeds(
      List<String> failures, String what, BinomialProportion found, double allowed) {
    if (found.interval(CONFIDENCE).low() > allowed) {
      failures.add(what + " in " + share(found) + ", more than " + percent(allowed));
    }
  }

  private static void below(List<String> failures, String what, BinomialProportion found) {
    if (found.share() < POWER) {
      failures.add(what + " in " + share(found) + ", less than " + percent(POWER));
    }
  }

  /** The table in Markdown. */
  String markdown() {
    StringBuilder text =
        new StringBuilder("| profile | mode | studies | wrong [95 % interval] | saving wrong"
            + " | quality wrong | false verdicts | saving shown | quality shown | both shown | sessions"
            + " | true saving (error) | true change (error) | requirements |\n"
            + "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n");
    for (Row row : rows) {
      text.append("| ")
          .append(String.join(
              " | ",
              row.scenario(),
              row.mode(),
              "" + row.missed().trials(),
              share(row.missed()),
              percent(row.missedSaving().share()),
              percent(row.missedQuality().share()),
              share(row.falseVerdicts()),
              percent(row.shownSaving().share()),
              percent(row.shownQuality().share()),
              percent(row.shownBoth().share()),
              text(row.meanSessions(), 0),
              percent(row.meanSaving()) + " (" + percent(row.truthErrorSaving()) + ")",
              text(row.meanChange(), 4) + " (" + text(row.truthErrorChange(), 4) + ")",
              row.failures().isEmpty() ? "hold" : String.join("; ", row.failures())))
          .append(" |\n");
    }
    return text.toString();
  }

  /** The table as JSON. */
  ObjectNode tree() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("delta", delta).put("claimDelta", claimDelta).put("holds", holds());
    ArrayNode list = root.putArray("rows");
    for (Row row : rows) {
      ObjectNode node = list.addObject();
      node.put("profile", row.scenario()).put("mode", row.mode());
      node.put("studies", row.missed().trials());
      put(node, "wrong", row.missed());
      put(node, "savingWrong", row.missedSaving());
      put(node, "qualityWrong", row.missedQuality());
      put(node, "falseVerdicts", row.falseVerdicts());
      put(node, "savingShown", row.shownSaving());
      put(node, "qualityShown", row.shownQuality());
      put(node, "bothShown", row.shownBoth());
      node.put("sessions", row.meanSessions());
      node.put("trueSaving", row.meanSaving()).put("trueSavingError", row.truthErrorSaving());
      node.put("trueChange", row.meanChange()).put("trueChangeError", row.truthErrorChange());
      node.put("sampleError", row.meanSampleError());
      row.failures().forEach(node.putArray("failures")::add);
    }
    return root;
  }

  private static void put(ObjectNode node, String name, BinomialProportion found) {
    Interval interval = found.interval(CONFIDENCE);
    node.putObject(name)
        .put("count", found.successes())
        .put("share", found.share())
        .put("low", interval.low())
        .put("high", interval.high());
  }

  private static String share(BinomialProportion found) {
    Interval interval = found.interval(CONFIDENCE);
    return percent(found.share()) + " [" + text(100 * interval.low(), 2) + ", "
        + text(100 * interval.high(), 2) + "]";
  }

  private static String percent(double share) {
    return text(100 * share, share != 0 && Math.abs(share) < 0.01 ? 2 : 1) + " %";
  }

  private static String text(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
