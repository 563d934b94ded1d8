package io.stackelberg.pipeline;

import static io.stackelberg.pipeline.PaperReproduction.text;

import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.LeaderPolicy;
import io.stackelberg.game.log.SplitPlan.Part;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.game.stats.BinomialProportion;
import io.stackelberg.pipeline.io.CsvTable;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.reproduce.Reproduction;
import io.stackelberg.theory.PairedClaims;
import io.stackelberg.theory.PairedClaims.Bounds;
import io.stackelberg.theory.PairedClaims.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hipparchus.distribution.continuous.UniformRealDistribution;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;

/**
 * Negative controls: questions whose right answer is no, or that nothing is there.
 *
 * <p>Two copies of the baseline, features that carry nothing, a profile in which nothing can be saved, policies that
 * are known to lose quality, and a judge that sees the length of an answer and nothing else.
 */
final class NegativeControls implements Reproduction {
  private static final double ALPHA = 0.05;

  @Override
  public String summary() {
    return "negative controls: A/A, shuffled features, no headroom, unsafe policies, a length-only judge";
  }

  @Override
  public Findings run(Setting setting) {
    Findings findings = new Findings(
        "controls",
        "Negative controls",
        "Do the tests and certificates stay silent where there is nothing to find, and refuse what is unsafe?",
        "T1: simulated sessions of declared laws; T2: recorded answers under a judge made up for the control. What"
            + " passes here is not thereby shown to be right elsewhere.");
    try (Tasks tasks = new Tasks(setting.threads())) {
      twins(findings, setting, tasks);
      shuffled(findings, setting, tasks);
      headroom(findings, setting, tasks);
      unsafe(findings, setting, tasks);
    }
    lengthJudge(findings, setting);
    return findings;
  }

  private static String seed(Setting setting, String control, int number) {
    return "seed=" + setting.seeds().task("controls", control, "" + number).seed();
  }

  /** Two copies of the baseline on the same tasks, each with its own luck. */
  private static void twins(Findings findings, Setting setting, Tasks tasks) {
    int seeds = setting.isBrief() ? 20 : 200;
    List<Callable<ProtocolRow>> studies = new ArrayList<>();
    for (int number = 0; number < seeds; number++) {
      StudyConfig config = PaperReproduction.config(
          setting,
          seed(setting, "twins", number),
          "environment.sessions.fit=2",
          "environment.sessions.calibrate=2");
      studies.add(() -> {
        SimulatedArena arena = SimulatedArenaFactory.arena(
            config, SimulationProfile.named(config.environment().profile()));
        SimulatedArena other = arena.withLuck(new SeedSplitter(config.seed()).task("own luck"));
        LeaderPolicy baseline = LeaderPolicy.always(arena.baseline());
        return ProtocolRow.of(
            ProtocolRow.Turns.of(
                other.play(baseline, Part.EVALUATE), arena.play(baseline, Part.EVALUATE)),
            config.evaluation().tests().margin(),
            config.evaluation().tests().alpha(),
            new SeedSplitter(config.seed()));
      });
    }
    List<ProtocolRow> rows = tasks.inOrder(studies);
    setting.progress().accept("controls: " + seeds + " pairs of equal policies");
    Map<String, double[]> kinds = new LinkedHashMap<>();
    kinds.put(
        "quality, paired t on session means",
        rows.stream()
            .mapToDouble(
                row -> 2 * Math.min(row.change().pGreater(0), row.change().pLess(0)))
            .toArray());
    kinds.put(
        "cost, Welch on session means, ignores pairing",
        rows.stream().mapToDouble(ProtocolRow::sessionCostP).toArray());
    kinds.put(
        "cost, Welch on turns, as published",
        rows.stream().mapToDouble(ProtocolRow::turnCostP).toArray());
    kinds.put(
        "quality, Welch on turns, as published",
        rows.stream().mapToDouble(ProtocolRow::turnQualityP).toArray());
    var table = findings.table(
        "twins",
        "Two copies of the baseline, " + seeds
            + " pairs of 300 turns: p-values held against the uniform law"
            + " (Kolmogorov-Smirnov); the p-values themselves are asymptotic",
        "test",
        "distance",
        "p of uniformity",
        "share below .05",
        "low",
        "high");
    var curves = findings.curves(
        "twins",
        "p-values of two equal policies",
        "A test at its level follows the diagonal; one that ignores the pairing of tasks stays below it.",
        "p",
        "share of p-values at most this");
    var test = new KolmogorovSmirnovTest();
    var uniform = new UniformRealDistribution(0, 1);
    kinds.forEach((name, p) -> {
      Arrays.sort(p);
      double distance = test.kolmogorovSmirnovStatistic(uniform, p);
      BinomialProportion below = new BinomialProportion(
          (int) Arrays.stream(p).filter(value -> value < ALPHA).count(), p.length);
      var interval = below.interval(0.95);
      table.row(
          name,
          distance,
          test.kolmogorovSmirnovTest(uniform, p),
          below.share(),
          interval.low(),
          interval.high());
      double[] share = new double[p.length];
      Arrays.setAll(share, index -> (index + 1.0) / p.length);
      curves.line(name, p, share);
      var kept = findings.details().withObject("twins").putArray(name);
      Arrays.stream(p).forEach(kept::add);
    });
    double[] paired = kinds.values().iterator().next();
    double refuting = test.kolmogorovSmirnovTest(uniform, paired);
    findings.state(
        "Two copies of the baseline give uniform p-values of the test of quality.",
        refuting < 0.01 ? Standing.FAILS : Standing.HOLDS,
        "p of uniformity " + text(refuting) + " over " + seeds
            + " pairs; refuted below .01. Tests that ignore the pairing are in the table.");
    long claims = rows.stream()
        .filter(row -> row.nonInferiority().established() && row.saving().low() > 0)
        .count();
    BinomialProportion share = new BinomialProportion((int) claims, seeds);
    findings.state(
        "A saving of one copy over the other is claimed in no more than 2.5 % of the pairs.",
        share.interval(0.95).low() > 0.025
            ? Standing.FAILS
            : share.interval(0.95).high() <= 0.025 ? Standing.HOLDS : Standing.OPEN,
        claims + " of " + seeds + " pairs claim one, 95 % interval of the share "
            + text(share.interval(0.95).low()) + " to "
            + text(share.interval(0.95).high())
            + "; the bootstrap is asymptotic and 30 sessions are few.");
  }

  /** Studies that learn from permuted features, beside the same studies on true ones. */
  private static void shuffled(Findings findings, Setting setting, Tasks tasks) {
    int seeds = setting.isBrief() ? 1 : 6;
    int signals = 0;
    var table = findings.table(
        "shuffled",
        "The signal rule: gain in quality over the best mixture at equal cost, and its excess over the learner on"
            + " permuted features",
        "seed",
        "gain",
        "excess over shuffled",
        "quality lost by the shuffled control's policy",
        "verdict");
    for (int number = 1; number <= seeds; number++) {
      StudyConfig config = PaperReproduction.config(
          setting, seed(setting, "shuffled", number), "environment.profile=no-headroom");
      SimulatedArena arena = SimulatedArenaFactory.arena(
          config, SimulationProfile.named(config.environment().profile()));
      Workspace work = new Workspace(config, arena, new SeedSplitter(config.seed()), tasks);
      StudyResult result = StudyParts.of(config).study(work, Progress.unseen()).run();
      Contrast contrast = result.board().contrast().orElseThrow();
      signals += contrast.isSignal() ? 1 : 0;
      double lost = result.board().rows().stream()
          .filter(row -> row.name().equals("shuffled"))
          .mapToDouble(row -> -row.qualityChange().mean())
          .findFirst()
          .orElseThrow();
      table.row(
          "" + number,
          List.of(contrast.overMixture().mean(), contrast.overShuffled().mean(), lost),
          contrast.isSignal() ? "signal" : "no reliable signal");
    }
    setting.progress().accept("controls: shuffled features");
    findings.state(
        "Where nothing is to be gained from features, the signal rule says so.",
        signals == 0 ? Standing.HOLDS : Standing.FAILS,
        signals + " of " + seeds + " studies of profile no-headroom find a signal.");
  }

  /** The profile in which nothing can be saved, with no quality to trade. */
  private static void headroom(Findings findings, Setting setting, Tasks tasks) {
    int seeds = setting.isBrief() ? 2 : 12;
    List<Callable<BriefStudy>> studies = new ArrayList<>();
    for (int number = 1; number <= seeds; number++) {
      StudyConfig config = PaperReproduction.config(
          setting,
          seed(setting, "headroom", number),
          "environment.profile=no-headroom",
          "leader.slack=0");
      studies.add(() -> BriefStudy.of(config));
    }
    List<BriefStudy> all = tasks.inOrder(studies);
    setting.progress().accept("controls: no headroom");
    var table = findings.table(
        "no-headroom",
        "Profile no-headroom at slack 0: what the repaired policy saves",
        "seed",
        "saving",
        "low",
        "change of quality",
        "plays",
        "claims a saving?");
    for (int number = 0; number < seeds; number++) {
      BriefStudy study = all.get(number);
      table.row(
          "" + (number + 1),
          List.of(
              study.row().saving().estimate(),
              study.row().saving().low(),
              study.row().change().mean()),
          study.kind(),
          study.isSaving() ? "yes" : "no");
    }
    long claims = all.stream().filter(BriefStudy::isSaving).count();
    long certified = all.stream().filter(BriefStudy::isCertified).count();
    findings.state(
        "Where nothing can be saved and no quality may be traded, nothing is claimed.",
        claims + certified == 0 ? Standing.HOLDS : Standing.FAILS,
        claims + " of " + seeds + " studies claim a saving, " + certified + " are certified.");
  }

  /** Policies whose true loss exceeds the margin. */
  private static void unsafe(Findings findings, Setting setting, Tasks tasks) {
    int seeds = setting.isBrief() ? 2 : 25;
    int sessions = setting.isBrief() ? 30 : 200;
    var table = findings.table(
        "unsafe",
        "Planted policies that truly lose more than the margin of .03, " + seeds + " studies of "
            + sessions + " sessions each",
        "policy",
        "mean saving",
        "mean change of quality",
        "certified",
        "shown not worse by the test at 5 %",
        "studies");
    long certified = 0;
    for (CoverageScenario scenario : CoverageScenario.all()) {
      if (scenario.requirement() != CoverageScenario.Requirement.REFUSAL) {
        continue;
      }
      List<Callable<BriefStudy>> studies = new ArrayList<>();
      for (int number = 1; number <= seeds; number++) {
        StudyConfig config = PaperReproduction.config(
            setting,
            seed(setting, scenario.name(), number),
            "environment.profile=" + scenario.profile(),
            "environment.sessions.evaluate=" + sessions,
            "environment.sessions.fit=2",
            "evaluation.tests.margin=0.03");
        studies.add(() -> {
          SimulatedArena arena =
              SimulatedArenaFactory.arena(config, SimulationProfile.named(scenario.profile()));
          SimulatedArena own = scenario.luck() == CoverageScenario.Luck.SHARED
              ? arena
              : arena.withLuck(new SeedSplitter(config.seed()).task("own luck"));
          return BriefStudy.of(config, "planted", arena, own, scenario.policy().orElseThrow());
        });
      }
      List<BriefStudy> all = tasks.inOrder(studies);
      long passed = all.stream().filter(BriefStudy::isCertified).count();
      certified += passed;
      table.row(
          scenario.name(),
          all.stream()
              .mapToDouble(one -> one.row().saving().estimate())
              .average()
              .orElseThrow(),
          all.stream().mapToDouble(one -> one.row().change().mean()).average().orElseThrow(),
          passed,
          all.stream().filter(BriefStudy::isNonInferior).count(),
          seeds);
    }
    setting.progress().accept("controls: unsafe policies");
    findings.state(
        "No policy that truly loses more than the margin is certified.",
        certified == 0 ? Standing.HOLDS : Standing.FAILS,
        certified + " certificates in all studies of the table.");
  }

  /** Recorded verbosities under the recorded judge and under one that sees length alone. */
  private static void lengthJudge(Findings findings, Setting setting) {
    Optional<Path> file = setting.folders().stream()
        .map(folder -> folder.resolve(ConciseExample.FILE))
        .filter(Files::isRegularFile)
        .findFirst();
    if (file.isEmpty()) {
      setting.progress().accept("controls: skipped, length-only judge: no recorded answers");
      findings.state(
          "The certificate's conclusion does not flip under a judge that sees length alone.",
          Standing.OPEN,
          "Skipped: " + ConciseExample.FILE + " is absent.");
      return;
    }
    Map<String, Map<String, double[]>> styles = new LinkedHashMap<>();
    CsvTable csv = CsvTable.read(file.get());
    double longest = 0;
    for (CsvTable.Row row : csv.rows()) {
      if (csv.cell(row, "model").equals(ConciseExample.MODEL)) {
        double output = Double.parseDouble(csv.cell(row, "output_tokens_approx"));
        longest = Math.max(longest, output);
        styles
            .computeIfAbsent(csv.cell(row, "verbosity"), style -> new LinkedHashMap<>())
            .put(csv.cell(row, "prompt_id"), new double[] {
              Double.parseDouble(csv.cell(row, "input_tokens_approx")) + output,
              Double.parseDouble(csv.cell(row, "quality")),
              output
            });
      }
    }
    var table = findings.table(
        "length-judge",
        "Is a style's quality within .01 of the default's? Under the recorded judge, and under one whose score is the"
            + " answer's length over the longest",
        "style and judge",
        "change",
        "low",
        "high",
        "saving",
        "conclusion");
    List<String> flips = new ArrayList<>();
    for (String style : List.of("concise", "verbose")) {
      String[] conclusions = new String[2];
      for (int judge = 0; judge < 2; judge++) {
        List<Pair> pairs = new ArrayList<>();
        double scale = judge == 0 ? 1 : longest;
        int score = judge + 1;
        styles.get(style).forEach((prompt, own) -> {
          double[] base = styles.get("default").get(prompt);
          if (base != null) {
            pairs.add(new Pair(own[0], own[score] / scale, base[0], base[score] / scale));
          }
        });
        Bounds change = PairedClaims.qualityChange(
            pairs, ConciseExample.MARGIN, ALPHA, PairedClaims.Options.DEFAULT);
        conclusions[judge] = change.lower() > -ConciseExample.MARGIN
            ? "shown"
            : change.upper() <= -ConciseExample.MARGIN ? "refuted" : "not shown";
        double cost = pairs.stream().mapToDouble(Pair::cost).sum();
        double before = pairs.stream().mapToDouble(Pair::baselineCost).sum();
        table.row(
            style + (judge == 0 ? ", recorded judge" : ", length alone"),
            List.of(change.estimate(), change.lower(), change.upper(), 1 - cost / before),
            conclusions[judge]);
      }
      if (!conclusions[0].equals(conclusions[1])) {
        flips.add(style + ": " + conclusions[0] + " becomes " + conclusions[1]);
      }
    }
    setting.progress().accept("controls: length-only judge");
    findings.state(
        "The certificate's conclusion does not flip under a judge that sees length alone.",
        flips.isEmpty() ? Standing.HOLDS : Standing.FAILS,
        flips.isEmpty()
            ? "Both conclusions are those of the recorded judge, so that the recorded judge may have seen little more"
                + " than length."
            : String.join("; ", flips)
                + ": what is concluded depends on what the judge rewards beside length.");
  }
}
