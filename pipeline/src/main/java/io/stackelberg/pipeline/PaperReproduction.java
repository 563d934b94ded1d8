package io.stackelberg.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.stackelberg.environment.SimulationProfile;
import io.stackelberg.game.run.SeedSplitter;
import io.stackelberg.game.stats.Interval;
import io.stackelberg.game.stats.ReportedChange;
import io.stackelberg.pipeline.io.Findings;
import io.stackelberg.pipeline.io.Findings.Standing;
import io.stackelberg.pipeline.io.InputException;
import io.stackelberg.pipeline.io.RunDirectory;
import io.stackelberg.pipeline.io.StudyConfig;
import io.stackelberg.pipeline.io.StudyConfigReader;
import io.stackelberg.pipeline.reproduce.Reproduction;
import io.stackelberg.theory.Certificate;
import io.stackelberg.theory.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The published experiment as far as it can be repeated offline: its size and its chain on a simulated executor, a
 * spread over seeds and profiles, the same tables on recorded outcomes, and the published row beside them.
 */
final class PaperReproduction implements Reproduction {
  /** Published: saving in percent and p-values of saving and quality, of 300 turns. */
  static final ReportedChange PUBLISHED = new ReportedChange(17.4, 0.022);

  static final double PUBLISHED_QUALITY_P = 0.44;

  private static final int SEEDS = 20;
  private static final int PROFILE_SEEDS = 4;
  private static final String NO_HEADROOM = "no-headroom";
  private static final List<String> RECORDED =
      List.of("verbosity", "hotpotqa", "routing", "attempts", "context");

  @Override
  public String summary() {
    return "the published experiment offline: 300 turns, its chain, 20 seeds, all profiles, recorded data";
  }

  /** A study of this experiment. */
  static StudyConfig config(Setting setting, String... overrides) {
    List<String> all = new ArrayList<>();
    if (setting.isBrief()) {
      all.add("environment.sessions.fit=30");
      all.add("environment.sessions.calibrate=24");
    }
    all.addAll(List.of(overrides));
    return StudyConfigReader.read(
        resource(PaperReproduction.class, "paper.yaml"), "paper.yaml", all);
  }

  private static StudyConfig main(Setting setting) {
    return config(setting, "seed=" + setting.seeds().seed(), baselines(setting));
  }

  /** Every baseline there is; a brief run asks for three. */
  static String baselines(Setting setting) {
    List<String> names = setting.isBrief()
        ? List.of("best-static", "router-threshold", "linucb")
        : StudyParts.baselineNames();
    return "evaluation.baselines=[" + String.join(", ", names) + "]";
  }

  private static String resource(Class<?> owner, String name) {
    try (InputStream stream = owner.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public Optional<String> protocol(Setting setting) {
    StringBuilder text = new StringBuilder();
    text.append("# Fixed before any policy was evaluated; its hash is in results.json.\n");
    text.append("protocol: paper/1\n");
    text.append("unit_of_independence: session\n");
    text.append("arms: every policy plays the same tasks with the same luck as the baseline\n");
    text.append(
        "quality: one-sided non-inferiority, paired t on session means; Holm over all deployable policies"
            + " but the baseline and the shuffled control\n");
    text.append(
        "cost: tested only where quality was shown; saving as ratio of means, BCa bootstrap over sessions\n");
    text.append("beside: sign flips, Welch on session means, Welch on turns\n");
    text.append("certified_policy: ").append(SessionClaims.POLICY).append('\n');
    text.append("resamples: ").append(ProtocolRow.RESAMPLES).append('\n');
    text.append("confidence: ").append(ProtocolRow.CONFIDENCE).append('\n');
    text.append("seeds: ").append(seeds(setting)).append('\n');
    text.append("seeds_per_profile: ").append(profileSeeds(setting)).append('\n');
    text.append("simulation_profiles_sha256: ")
        .append(RunDirectory.hash(resource(SimulationProfile.class, "simulation-profiles.yaml")))
        .append('\n');
    text.append("recorded:\n");
    for (String name : RECORDED) {
      text.append("  ").append(name).append(": ");
      text.append(file(setting, name).map(RunDirectory::hash).orElse("absent")).append('\n');
    }
    text.append("study:\n");
    StudyConfigReader.write(main(setting))
        .lines()
        .forEach(line -> text.append("  ").append(line).append('\n'));
    return Optional.of(text.toString());
  }

  private static int seeds(Setting setting) {
    return setting.isBrief() ? 2 : SEEDS;
  }

  private static int profileSeeds(Setting setting) {
    return setting.isBrief() ? 1 : PROFILE_SEEDS;
  }

  @Override
  public Findings run(Setting setting) {
    Findings findings = new Findings(
        "paper",
        "The published experiment, offline",
        "Does the published chain (learn the follower, optimise, repair, test) save tokens at equal quality over"
            + " 300 turns, and how much of that does one run show?",
        "T1: a simulated executor whose profile was fixed from published quantities before any policy was run; T2:"
            + " recorded outcomes. No model was called. It checks the method and the code and confirms no published"
            + " number.");
    try (Tasks tasks = new Tasks(setting.threads())) {
      simulated(findings, setting, tasks);
      published(findings);
      spread(findings, setting, tasks);
      profiles(findings, setting, tasks);
      HullComparison.add(findings, setting, tasks);
      recorded(findings, setting, tasks);
    }
    return findings;
  }

  /** Runs a study. */
  static StudyResult study(StudyConfig config, List<Path> folders, Tasks tasks) {
    StudyParts parts = StudyParts.of(config);
    ArenaFactory.Opened opened = parts.arenas().open(config, folders, tasks);
    Workspace work = new Workspace(config, opened.arena(), new SeedSplitter(config.seed()), tasks);
    return parts.study(work, Progress.unseen()).run();
  }

  private static void simulated(Findings findings, Setting setting, Tasks tasks) {
    StudyResult result = study(main(setting), setting.folders(), tasks);
    ProtocolTables tables =
        new ProtocolTables(findings, "simulated", result, setting.seeds().task("protocol"));
    tables.add("Simulated (T1), profile paper-like, 300 turns");
    setting.progress().accept("paper: 300 simulated turns evaluated");
    List<Certificate> certificates = tables.certify("Simulated (T1)");
    tables.addChecks("Simulated (T1)");
    ProtocolRow row = tables.row(SessionClaims.POLICY);
    Interval change = row.change().interval(ProtocolRow.CONFIDENCE);
    double margin = row.nonInferiority().margin();
    findings.state(
        "On the simulator the repaired policy loses no more than " + margin + " of quality.",
        tables.isNonInferior(SessionClaims.POLICY)
            ? Standing.HOLDS
            : change.high() < -margin ? Standing.FAILS : Standing.OPEN,
        "Change " + text(change.estimate()) + " in [" + text(change.low()) + ", "
            + text(change.high()) + "] over " + row.sessions() + " sessions, " + row.turns()
            + " turns.");
    findings.state(
        "On the simulator the repaired policy saves tokens; tested only after quality.",
        tables.isSaving(SessionClaims.POLICY)
            ? Standing.HOLDS
            : tables.isNonInferior(SessionClaims.POLICY) && row.saving().high() < 0
                ? Standing.FAILS
                : Standing.OPEN,
        "Saving " + text(row.saving().estimate()) + " in [" + text(row.saving().low()) + ", "
            + text(row.saving().high()) + "].");
    for (Certificate certificate : certificates) {
      findings.state(
          "Certificate, at every sample size: " + certificate.claim().text(),
          standing(certificate.verdict()),
          certificate.verdict() + ", between " + text(certificate.conclusion().lower()) + " and "
              + text(certificate.conclusion().upper()) + ", threshold "
              + certificate.conclusion().threshold() + ". Needed: "
              + String.join("; ", certificate.needs()) + ".");
    }
  }

  /** A number of a sentence; the tables hold every digit. */
  static String text(double number) {
    return String.format(Locale.ROOT, "%.4f", number);
  }

  private static Standing standing(Verdict verdict) {
    return switch (verdict) {
      case CERTIFIED, CONDITIONAL -> Standing.HOLDS;
      case INCONCLUSIVE -> Standing.OPEN;
      case REFUTED -> Standing.FAILS;
    };
  }

  private static void published(Findings findings) {
    Interval interval = PUBLISHED.interval(ProtocolRow.CONFIDENCE);
    double factor = ReportedChange.worstLossFactor(PUBLISHED_QUALITY_P, ProtocolRow.CONFIDENCE);
    findings
        .table(
            "published",
            "Published with a real model, quoted, not reproduced; what the numbers imply, by the normal approximation"
                + " and turns taken as independent",
            "quantity",
            "reported",
            "implied low",
            "implied high",
            "implied standard error",
            "p")
        .row(
            "saving of tokens, %",
            PUBLISHED.change(),
            interval.low(),
            interval.high(),
            PUBLISHED.standardError(),
            PUBLISHED.p())
        .row(
            "loss of quality over the observed loss, at most",
            Double.NaN,
            Double.NaN,
            factor,
            Double.NaN,
            PUBLISHED_QUALITY_P);
    findings.state(
        "Published: 300 turns with a real model, " + PUBLISHED.change()
            + " % fewer tokens (Welch p " + PUBLISHED.p()
            + "), quality not significantly different (p " + PUBLISHED_QUALITY_P + ").",
        Standing.QUOTED,
        "Quoted, not reproduced. Implied: " + text(interval.low()) + " % to "
            + text(interval.high())
            + " % saved; had quality fallen, up to " + text(factor)
            + " times the observed loss is compatible with it. A large p-value shows no equality.");
  }

  private static List<BriefStudy> studies(List<StudyConfig> configs, Tasks tasks) {
    List<Callable<BriefStudy>> studies = new ArrayList<>();
    configs.forEach(config -> studies.add(() -> BriefStudy.of(config)));
    return tasks.inOrder(studies);
  }

  private static String seed(Setting setting, String of, int number) {
    return "seed=" + setting.seeds().task(of, "" + number).seed();
  }

  private static void spread(Findings findings, Setting setting, Tasks tasks) {
    int seeds = seeds(setting);
    List<StudyConfig> configs = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      configs.add(config(setting, seed(setting, "spread", seed)));
    }
    List<BriefStudy> studies = studies(configs, tasks);
    setting.progress().accept("paper: " + seeds + " further seeds evaluated");
    var table = findings.table(
        "spread",
        "The same study with " + seeds
            + " further seeds, each with its own log, tasks and luck: the repaired policy",
        "seed",
        "saving",
        "low",
        "high",
        "change of quality",
        "p not worse",
        "Welch p of cost, turns",
        "Welch p of quality, turns",
        "plays",
        "saves?",
        "certificate");
    ArrayNode kept = findings.details().putArray("spread");
    double[] savings = new double[seeds];
    double[] numbers = new double[seeds];
    double[] quoted = new double[seeds];
    Arrays.fill(quoted, PUBLISHED.change() / 100);
    int saving = 0;
    for (int seed = 0; seed < seeds; seed++) {
      BriefStudy study = studies.get(seed);
      ProtocolRow row = study.row();
      savings[seed] = row.saving().estimate();
      numbers[seed] = seed + 1;
      saving += study.isSaving() ? 1 : 0;
      kept.add(study.tree(configs.get(seed)));
      table.row(
          "" + (seed + 1),
          List.of(
              savings[seed],
              row.saving().low(),
              row.saving().high(),
              row.change().mean(),
              row.nonInferiority().p(),
              row.turnCostP(),
              row.turnQualityP()),
          study.kind(),
          study.isSaving() ? "shown" : "not shown",
          study.saving() + " / " + study.quality());
    }
    findings
        .curves(
            "spread",
            "Saving over seeds",
            "Each point is one run of 300 turns; the line is the published saving, quoted, of a real model.",
            "seed",
            "share of tokens saved")
        .points("simulated runs", numbers, savings)
        .line("published, quoted", numbers, quoted);
    double[] sorted = savings.clone();
    Arrays.sort(sorted);
    findings.state(
        "Over " + seeds + " seeds every run of 300 turns saves tokens.",
        sorted[0] > 0 ? Standing.HOLDS : Standing.FAILS,
        "Saving from " + text(sorted[0]) + " to " + text(sorted[seeds - 1]) + ", median "
            + text((sorted[(seeds - 1) / 2] + sorted[seeds / 2]) / 2) + "; " + saving + " of "
            + seeds
            + " runs show it at equal quality.");
  }

  private static void profiles(Findings findings, Setting setting, Tasks tasks) {
    int seeds = profileSeeds(setting);
    List<String> names = SimulationProfile.names();
    List<StudyConfig> configs = new ArrayList<>();
    for (String name : names) {
      for (int seed = 1; seed <= seeds; seed++) {
        configs.add(
            config(setting, "environment.profile=" + name, seed(setting, "profile " + name, seed)));
      }
    }
    List<BriefStudy> all = studies(configs, tasks);
    setting.progress().accept("paper: " + names.size() + " profiles evaluated");
    var table = findings.table(
        "profiles",
        "Sensitivity to the simulator: every shipped profile, " + seeds
            + " seeds each, the repaired policy",
        "profile",
        "mean saving",
        "least",
        "most",
        "mean change of quality",
        "runs that play the baseline",
        "runs that show a saving",
        "runs certified",
        "runs");
    ArrayNode kept = findings.details().putArray("profiles");
    for (int study = 0; study < all.size(); study++) {
      kept.add(all.get(study).tree(configs.get(study)));
    }
    for (int profile = 0; profile < names.size(); profile++) {
      List<BriefStudy> own = all.subList(profile * seeds, (profile + 1) * seeds);
      var savings =
          own.stream().mapToDouble(one -> one.row().saving().estimate()).summaryStatistics();
      long claims = own.stream().filter(BriefStudy::isSaving).count();
      table.row(
          names.get(profile),
          savings.getAverage(),
          savings.getMin(),
          savings.getMax(),
          own.stream().mapToDouble(one -> one.row().change().mean()).average().orElseThrow(),
          own.stream().filter(one -> one.kind().equals("baseline")).count(),
          claims,
          own.stream().filter(BriefStudy::isCertified).count(),
          seeds);
      if (names.get(profile).equals(NO_HEADROOM)) {
        findings.state(
            "Where nothing can be saved, no run claims a saving.",
            claims == 0 ? Standing.HOLDS : Standing.FAILS,
            claims + " of " + seeds + " runs of profile " + NO_HEADROOM
                + " claim one; the largest saving is " + text(savings.getMax())
                + ". The slack of the study lets a policy trade quality within the margin for tokens; see"
                + " the experiment \"controls\" for slack 0.");
      }
    }
  }

  /** A study file of the project. */
  private static Optional<Path> file(Setting setting, String name) {
    return setting.folders().stream()
        .map(folder -> folder.resolve("examples/studies/" + name + ".yaml"))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static void recorded(Findings findings, Setting setting, Tasks tasks) {
    List<String> names = setting.isBrief() ? RECORDED.subList(0, 1) : RECORDED;
    List<String> skipped = new ArrayList<>();
    for (String name : names) {
      Optional<Path> file = file(setting, name);
      if (file.isEmpty()) {
        skipped.add(name + ": its study file is absent");
        continue;
      }
      try {
        StudyConfig config = new StudySource(file).config(List.of());
        StudyResult result = study(config, setting.folders(), tasks);
        ProtocolTables tables =
            new ProtocolTables(findings, name, result, setting.seeds().task("protocol"));
        tables.add("Recorded (T2), " + name);
        tables.certify("Recorded (T2), " + name);
        setting.progress().accept("paper: recorded data evaluated, " + name);
      } catch (InputException absent) {
        if (!absent.isDataAbsent()) {
          throw absent;
        }
        skipped.add(name + ": " + absent.getMessage().lines().findFirst().orElse(""));
      }
    }
    if (!skipped.isEmpty()) {
      var table = findings.table(
          "skipped",
          "Recorded studies that were skipped, for their data are absent",
          "study",
          "why");
      for (String one : skipped) {
        table.words(one.substring(0, one.indexOf(':')), one.substring(one.indexOf(':') + 2));
        setting.progress().accept("paper: skipped, " + one);
      }
    }
  }
}
